"""The problems of agents' sessions: status, slug, title and what to do; ``problems.py`` has the others."""

from collections.abc import Mapping, Sequence

from pydantic.alias_generators import to_camel

from switchboard.desk.session import refusals as desk
from switchboard.desk.session.api import key_text
from switchboard.desk.session.model import DeskContact
from switchboard.runtime.settings import settings

SESSION_PROBLEMS: Mapping[type[desk.DeskRefusal], tuple[int, str, str, str]] = {
    desk.DeskRefusal: (
        409,
        "not-possible-now",
        "Not possible now",
        "What was asked for does not fit what the agent or the contact is doing.",
    ),
    desk.OutcomeUnknown: (
        504,
        "command-outcome-unknown",
        "Not known whether it was done",
        "CXone did not answer in time, or not as it should. Wait for the event or look at the session before it "
        "is sent again.",
    ),
    desk.PermissionMissing: (
        502,
        "cxone-permission-missing",
        "Permission missing in CXone",
        "The user of Switchboard's access key, or the agent, lacks a permission such as Impersonate Agent. An "
        "administrator has to grant it.",
    ),
    desk.StationNeeded: (
        422,
        "station-needed",
        "Where do you work?",
        "Give stationId or phoneNumber; nothing is remembered. With remember it is used next time.",
    ),
    desk.StationRefused: (
        422,
        "station-refused",
        "Station refused",
        "CXone does not take this station or number. Check it, or take another.",
    ),
    desk.PhoneInUse: (
        409,
        "phone-in-use",
        "Phone in use",
        "Another agent is logged in with this number. Take another, or have them log out.",
    ),
    desk.SessionLimitReached: (
        409,
        "session-limit-reached",
        "Too many agents",
        "As many agents are logged in as may be. Try again when somebody has logged out.",
    ),
    desk.LoginNotPossible: (
        409,
        "login-not-possible",
        "Login not possible",
        "CXone does not begin a session for this agent now. Is the agent active? Try again, or ask a supervisor.",
    ),
    desk.OpenContacts: (
        409,
        "open-contacts",
        "Contacts are open",
        "Handle the contacts first, see contacts, and finish the work after them, see isAcw; or log out with "
        "endContacts=true, which ends them.",
    ),
    desk.PersonalQueueWaiting: (
        409,
        "personal-queue",
        "Contacts wait for you",
        "Contacts wait in your personal queue. Take them first, or log out with ignorePersonalQueue=true.",
    ),
    desk.CodeUnknown: (
        422,
        "unavailable-code-unknown",
        "Unknown reason",
        "Your team has no active unavailable code of this name or id; see codes.",
    ),
    desk.CodeNeedsContact: (
        409,
        "code-needs-contact",
        "Only after a contact",
        "This reason is for the work after a contact. Choose another while you have none.",
    ),
    desk.StateNotPossible: (
        409,
        "state-not-possible",
        "Not possible now",
        "You cannot become available or unavailable right now. Look at the session, and try again.",
    ),
    desk.LegConnected: (
        409,
        "leg-connected",
        "Phone connected already",
        "Your phone is connected, or it rings: pick it up.",
    ),
    desk.LegNotConnected: (409, "leg-not-connected", "Phone not connected", "Your phone is not connected."),
    desk.LegInUse: (
        409,
        "leg-in-use",
        "Phone in use by a call",
        "A call needs your phone; end the call first, see contacts.",
    ),
    desk.MuteNotPossible: (
        409,
        "mute-not-possible",
        "Mute not possible",
        "Your phone is not connected, or it is muted, or not muted, already.",
    ),
    desk.NotYourContact: (
        404,
        "not-your-contact",
        "Not your contact",
        "There is no such contact, or you do not take part in it any more.",
    ),
    desk.ContactOver: (
        409,
        "contact-over",
        "Contact is over",
        "The contact has ended. What is left is its disposition.",
    ),
    desk.CannotHold: (
        409,
        "cannot-hold",
        "Cannot be put on hold",
        "Only an active contact can be put on hold; this one is on hold already, or not answered yet.",
    ),
    desk.CannotResume: (409, "cannot-resume", "Cannot be resumed", "The contact is not on hold."),
    desk.CannotEnd: (
        409,
        "cannot-end",
        "Cannot be ended",
        "The contact cannot be ended in its state. Answer or refuse it first, or wait until it is connected.",
    ),
    desk.HeldCannotEnd: (
        409,
        "held-contact-cannot-end",
        "On hold",
        "A contact on hold cannot be ended: resume it first.",
    ),
    desk.CannotAccept: (
        409,
        "cannot-accept",
        "Nothing to accept",
        "The contact is not offered to you now. It was taken, has gone elsewhere, or you have it already.",
    ),
    desk.AnsweredOnPhone: (
        409,
        "answered-on-phone",
        "Answer on the phone",
        "Calls are answered, or let ring, on your phone. A consultation is taken with accept-consult.",
    ),
    desk.CannotReject: (
        409,
        "cannot-reject",
        "Nothing to reject",
        "The contact is not offered to you now. One that you have is ended or transferred instead.",
    ),
    desk.NoConsult: (
        409,
        "no-consult",
        "No consultation",
        "Nobody consults you with this contact now, or you have taken it already.",
    ),
    desk.CannotRecord: (
        409,
        "cannot-record",
        "Cannot be recorded",
        "Only a contact that is active or on hold can be recorded.",
    ),
    desk.CannotMask: (
        409,
        "cannot-mask",
        "Cannot be masked",
        "The recording is masked already, or the contact is not active.",
    ),
    desk.CannotUnmask: (
        409,
        "cannot-unmask",
        "Cannot be unmasked",
        "The recording is not masked, or the contact is not active.",
    ),
    desk.CannotSendTones: (
        409,
        "cannot-send-tones",
        "No active call",
        "Tones need an active call: resume it first, if it is on hold.",
    ),
    desk.NotACall: (
        409,
        "not-a-call",
        "Not a call",
        "Only calls can be consulted about, joined, or passed to a number. Transfer this contact to an "
        "agent or skill.",
    ),
    desk.ChannelNotPassedOn: (
        409,
        "channel-not-transferable",
        "Not transferable",
        "Contacts of this channel are not transferred here; use their own view.",
    ),
    desk.CallNotActive: (
        409,
        "call-not-active",
        "Call is not active",
        "Only a contact that is active or on hold can be passed on.",
    ),
    desk.CannotReach: (
        409,
        "cannot-reach-now",
        "Cannot reach anybody now",
        "You cannot reach anybody now: another call is active, or you are in the work after one.",
    ),
    desk.TargetNeeded: (422, "target-needed", "To whom?", "Give agentId, userId or skillId."),
    desk.TargetUnknown: (
        422,
        "target-unknown",
        "Unknown agent",
        "There is no such agent, or it is you.",
    ),
    desk.TargetNotReachable: (
        409,
        "target-not-reachable",
        "Agent not reachable",
        "The agent is logged out or on another contact. Where customerOnHold is true, resume the contact.",
    ),
    desk.SkillRefused: (
        422,
        "skill-not-taken",
        "Skill refused",
        "There is no such skill, or it is not of the kind that is needed: a number takes an outbound voice skill.",
    ),
    desk.NumberRefused: (422, "number-not-taken", "Number refused", "CXone does not take this number."),
    desk.OutboundSkillNeeded: (
        422,
        "outbound-skill-needed",
        "With which skill?",
        "You have no outbound skill to dial with, or several. Name one, see skills.",
    ),
    desk.TwoCallsNeeded: (
        409,
        "two-calls-needed",
        "Two calls are needed",
        "Reach somebody first; when their call is active, the two can be transferred or joined.",
    ),
    desk.SecondCallOpen: (
        409,
        "second-call-open",
        "Another call is open",
        "You have another call, see contacts. Complete the transfer to it, or end it first.",
    ),
    desk.ConferenceNotAllowed: (
        409,
        "conference-not-allowed",
        "No further call",
        "You may not have more than two calls. End one, or ask an administrator for multi-party conferences.",
    ),
    desk.ContactNotOver: (
        409,
        "contact-not-over",
        "Contact goes on",
        "A disposition can be given when the contact has ended.",
    ),
    desk.DispositionUnknown: (
        422,
        "disposition-unknown",
        "Unknown disposition",
        "The contact's skill has no such disposition; see dispositions.",
    ),
    desk.SecondaryNotAllowed: (
        409,
        "secondary-not-allowed",
        "One disposition only",
        "The contact's skill takes no second disposition.",
    ),
    desk.CommitmentNeeded: (
        422,
        "commitment-needed",
        "Something is missing",
        "This disposition asks for more; see missing.",
    ),
    desk.CommitmentRefused: (
        422,
        "commitment-refused",
        "Callback refused",
        "The disposition is stored, the callback is not: CXone refuses its time, number, skill or agent, see "
        "wrong. Mend it and send everything again.",
    ),
    desk.CommitmentUnderWay: (
        409,
        "commitment-under-way",
        "Callback under way",
        "The callback is being made. Send the same again in half a minute to see what came of it.",
    ),
    desk.TagUnknown: (422, "tag-unknown", "Unknown tag", "There is no such tag. The disposition is stored."),
}


def told(refusal: desk.DeskRefusal) -> dict[str, object]:
    """What a refusal adds to its problem."""
    return {to_camel(name): _shown(value) for name, value in refusal.told.items()}


def _shown(value: object) -> object:
    """Contacts by key, channel and state, anything else as it is."""
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_shown(one) for one in value]
    if not isinstance(value, DeskContact):
        return value
    return {
        "contactKey": key_text(settings().business_unit, value.contact_id),
        "channel": value.channel.value if value.channel else None,
        "state": value.state,
    }
