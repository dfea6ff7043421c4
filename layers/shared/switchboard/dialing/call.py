"""One call that was asked for by a click, and what is known of it. Pure.

It is kept as ``dialing`` before the command goes out, so that whoever finds it never dials again.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum


class CallState(StrEnum):
    """Where a call stands."""

    DIALING = "dialing"
    ACTIVE = "active"
    FAILED = "failed"
    ENDED = "ended"
    UNKNOWN = "unknown"
    """Nothing was heard of it: never kept, only told."""
    UNDONE = "undone"
    """It is proved that nothing was sent; the next click may dial."""


_RANKS = {CallState.DIALING: 0, CallState.ACTIVE: 1, CallState.FAILED: 2, CallState.ENDED: 2}

SILENCE = timedelta(seconds=90)
"""A call of which nothing is heard for so long may never have been dialled."""

EARLIEST, LATEST = timedelta(seconds=-10), timedelta(seconds=120)
"""A contact begins so long after its command: clocks differ a little, and the agent's own phone rings first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A call.

    Args:
        user_id: the Salesforce user who clicked.
        digest: of what makes it one call; with the user's id it is the call's own id.
        number: E.164.
        fingerprint: of what was asked for, to tell another request under the same key.
        attempt: different for every time that it was dialled.
        version: grows with each change.
        asked_at: when it was claimed, by our clock.
        sent_at: the same by CXone's clock, which contacts bear.
        contact_id: of the ACD; empty until it is known.
        reason: CXone's code of a call that failed or ended, such as ``Busy``.
        related: whether the contact has been told of the record.
    """

    user_id: str
    digest: str
    agent_id: str
    number: str = field(repr=False)
    extension: str = field(default="", repr=False)
    record_id: str = ""
    object_type: str = ""
    who_id: str = ""
    what_id: str = ""
    skill_id: str
    fingerprint: str
    attempt: str
    version: int = 1
    state: CallState = CallState.DIALING
    asked_at: datetime
    sent_at: datetime
    contact_id: str = ""
    master_id: str = ""
    reason: str = ""
    related: bool = False

    @property
    def call_id(self) -> str:
        """By which it is asked for; it tells whose it is."""
        return f"{self.user_id}-{self.digest}"

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come of it."""
        return self.state in (CallState.FAILED, CallState.ENDED)

    @property
    def needs_nothing(self) -> bool:
        """Whether everything about it is known and done."""
        return self.is_over and (self.related or not self.contact_id)

    def told(self, now: datetime) -> CallState:
        """The state as people are told it."""
        if self.state is CallState.DIALING and not self.contact_id and now - self.asked_at > SILENCE:
            return CallState.UNKNOWN
        return self.state


@dataclass(frozen=True, slots=True)
class Sighting:
    """What an event or a report says of an outbound contact.

    Args:
        contact_id: empty where no contact came of the command.
        number: that was dialled, as it was told.
        started_at: by CXone's clock; None where it is not told.
        state: dialing, active, failed or ended.
        reason: CXone's code.
    """

    contact_id: str
    state: CallState
    number: str = field(default="", repr=False)
    master_id: str = ""
    started_at: datetime | None = None
    reason: str = ""


def fits_in_time(sent_at: datetime, started_at: datetime | None) -> bool:
    """Whether a contact that began then may be the call that was sent at ``sent_at``."""
    return started_at is None or EARLIEST <= started_at - sent_at <= LATEST


def learnt(call: Call, seen: Sighting) -> Call:
    """The call with what was seen of it. What is known already never becomes less."""
    if call.state is CallState.UNDONE or (call.contact_id and seen.contact_id not in ("", call.contact_id)):
        return call
    state: CallState = call.state
    reason = call.reason
    if _RANKS[seen.state] > _RANKS[state]:
        # A call that was answered does not fail any more, it ends.
        answered = state is CallState.ACTIVE and seen.state is CallState.FAILED
        state, reason = (CallState.ENDED if answered else seen.state), seen.reason
    return replace(
        call,
        state=state,
        reason=reason or seen.reason if _RANKS[state] == 2 else reason,
        contact_id=call.contact_id or seen.contact_id,
        master_id=call.master_id or seen.master_id,
    )


FAILURES = {
    "Busy": "The line is busy.",
    "NoAnswer": "Nobody answered.",
    "BadNumber": "The number does not exist or cannot be reached.",
    "Rejected": "The call was rejected.",
    "AgentCancelled": "The call was given up before anybody answered.",
    "AgentLinkTimeout": "Your own phone did not answer, so the number was not dialled.",
    "LinkFailed": "Your own phone could not be connected.",
    "InvalidStationID": "Your station is not known; log in again.",
    "LoginFailed": "Your own phone could not be connected.",
    "NoPorts": "The contact centre has no line free.",
    "InvalidState": "The contact centre could not dial in the state that you were in.",
    "InvalidCallLeg": "Your own phone could not be connected.",
    "Failed": "The call could not be put through.",
    "Error": "The call could not be put through.",
    "DialerSuppressed": "The contact centre does not dial this number.",
}
"""CXone's codes of calls that came to nothing, in words for the agent."""

_WORDS = {
    CallState.DIALING: "The number is being dialled.",
    CallState.ACTIVE: "Somebody has answered.",
    CallState.FAILED: "The call could not be put through.",
    CallState.ENDED: "The call is over.",
    CallState.UNKNOWN: (
        "The contact centre has told nothing of this call. Look whether your phone rings before you click again."
    ),
    CallState.UNDONE: "Nothing was dialled. Click again to try once more.",
}


def in_words(state: CallState, reason: str) -> str:
    """The state as an agent understands it."""
    return FAILURES.get(reason, _WORDS[state]) if state is CallState.FAILED else _WORDS[state]
