"""CXone's words for what went wrong, in words for an agent."""

COMMANDS = {
    "dialphone": "Dialling",
    "dialagent": "Calling the agent",
    "dialskill": "Calling the skill",
    "consultagent": "Consulting the agent",
    "transfercalls": "The transfer",
    "conferencecalls": "The conference",
    "holdcontact": "Holding",
    "resumecontact": "Resuming",
    "endcontact": "Ending the contact",
    "acceptcontact": "Accepting the contact",
    "rejectcontact": "Rejecting the contact",
    "dialagentphone": "Connecting your phone",
    "endagentphone": "Disconnecting your phone",
    "state": "Changing your state",
    "recordcontact": "Recording",
    "maskcontact": "Masking",
    "emailoutbound": "The new e-mail",
    "smsoutbound": "The text message",
}
"""Commands by their names in small letters; how CXone names them is in part unconfirmed."""

RESULTS = {
    "NoAnswer": "nobody answered",
    "Busy": "the line is busy",
    "BadNumber": "the number does not exist or cannot be dialled",
    "Error": "the telephone network reported an error",
    "Failed": "it failed",
    "CallAbandoned": "the caller hung up",
    "Dropped": "the connection broke",
    "Rejected": "it was rejected",
    "InvalidState": "it is not possible in the present state",
    "InvalidCallLeg": "the call is no longer there",
    "InvalidCallCount": "it needs another number of calls",
    "InvalidStationID": "the station is not valid",
    "InvalidWorkItem": "the work item is not valid",
    "AgentLegAlreadyActive": "your phone is connected already",
    "AgentLinkTimeout": "your phone was not answered in time",
    "AgentCancelled": "it was cancelled",
    "LinkFailed": "the call could not be joined with your phone",
    "JoinFailed": "the calls could not be joined",
    "InitiateConferenceFailed": "the conference could not be started",
    "NoPorts": "all lines are in use",
    "MissingRoomID": "the chat is no longer there",
    "LoginFailed": "the log-in failed",
    "CampaignClosed": "the campaign is closed",
    "DialerActive": "the dialer is active",
    "DialerSuppressed": "the dialer may not call this number now",
    "AnsweringMachine": "an answering machine answered",
    "Fax": "a fax machine answered",
}
NOT_WRONG = frozenset({"", "NA", "Succeeded", "Active", "TransferComplete"})


def failure(command: str, result: str) -> str:
    """What failed and why, as a sentence."""
    return (
        f"{COMMANDS.get(command.lower(), 'The command')} failed: {RESULTS.get(result, 'CXone gives no reason')}."
    )


def reason(code: str) -> str | None:
    """Why a contact ended, None where nothing is out of the ordinary."""
    return None if code in NOT_WRONG else RESULTS.get(code, "it ended for a reason without a name")
