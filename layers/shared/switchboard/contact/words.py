"""The words for a contact, in the field's own terms."""

from enum import StrEnum


class CallType(StrEnum):
    """Who started the contact, as Open CTI names it."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"
    INTERNAL = "internal"


class Channel(StrEnum):
    """How the contact reached the agent; a digital one also has a sub-channel such as ``facebook``."""

    VOICE = "voice"
    VOICEMAIL = "voicemail"
    EMAIL = "email"
    CHAT = "chat"
    SMS = "sms"
    WORK_ITEM = "workItem"
    DIGITAL = "digital"

    @property
    def reopens(self) -> bool:
        """Whether a contact that ended may go on: a case gets another message, a call that is over stays over."""
        return self not in (Channel.VOICE, Channel.VOICEMAIL)


class Source(StrEnum):
    """Who says so. What a better source says of a field stands, whatever a lesser one says later."""

    AGENT = "agent"
    REPORT = "report"
    SCRIPT = "script"

    @property
    def rank(self) -> int:
        """Higher is better: people know more than reports, and reports more than scripts."""
        return {Source.AGENT: 2, Source.REPORT: 1, Source.SCRIPT: 0}[self]


class EventType(StrEnum):
    """What happened to a contact."""

    QUEUED = "queued"
    ROUTED = "routed"
    REFUSED = "refused"
    ANSWERED = "answered"
    CONFERENCED = "conferenced"
    HELD = "held"
    RESUMED = "resumed"
    TRANSFERRED = "transferred"
    ABANDONED = "abandoned"
    ENDED = "ended"
    WRAPPED_UP = "wrappedUp"
    NOTE = "note"
    VARIABLES = "variables"
    RELATION = "relation"
    REPORT = "report"

    @property
    def in_timeline(self) -> bool:
        """Whether it happened at a moment; the others only tell more of the contact."""
        return self not in (EventType.VARIABLES, EventType.RELATION, EventType.REPORT)


class State(StrEnum):
    """Where a contact stands in its life."""

    QUEUED = "queued"
    ROUTED = "routed"
    ACTIVE = "active"
    HELD = "held"
    WRAP_UP = "wrapUp"
    CLOSED = "closed"
    ABANDONED = "abandoned"
    REFUSED = "refused"
