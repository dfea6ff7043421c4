"""What comes of reading a delivery: events, and what could not be read. No value is ever repeated here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from switchboard.contact.events import ContactEvent
from switchboard.contact.key import ContactAlias, ContactKey


class Reason(StrEnum):
    """Why something was not taken."""

    NOT_JSON = "notJson"
    TOO_DEEP = "tooDeep"
    TOO_MANY = "tooMany"
    MISSING = "missing"
    MALFORMED = "malformed"
    UNKNOWN = "unknown"
    TOO_OLD = "tooOld"
    IN_THE_FUTURE = "inTheFuture"


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that was not taken.

    Args:
        index: place of the event in its batch, from 0; None for the body as a whole.
        field: path of the member, such as ``case.id``; empty for the whole.
        reason: why.
    """

    index: int | None
    field: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Received:
    """An event, the contact it belongs to, and the other names under which that contact is known."""

    key: ContactKey
    event: ContactEvent
    aliases: tuple[ContactAlias, ...] = ()


@dataclass(frozen=True, slots=True)
class Intake:
    """What a delivery held.

    Args:
        received: events to merge.
        refused: events, or the body, that were not taken at all; to send them again unchanged is useless.
        dropped: members that could not be read, of events that were taken without them.
        passed_over: how often a type came that means nothing here, by its name.
    """

    received: tuple[Received, ...] = ()
    refused: tuple[Trouble, ...] = ()
    dropped: tuple[Trouble, ...] = ()
    passed_over: Mapping[str, int] = field(default_factory=dict)
