"""Why none of a delivery's events can be taken, one type for each cause."""

from collections.abc import Iterable, Sequence
from typing import Any

from switchboard.contact_intake.models import Reason, Trouble
from switchboard.errors import SwitchboardError


class EventsRefused(SwitchboardError):
    """Not one event can be taken, for what every event needs cannot be read; to send them again is useless.

    Args:
        troubles: what is wrong with each; the first one decides on the type.
    """

    def __init__(self, troubles: Sequence[Trouble]) -> None:
        super().__init__(", ".join(f"{one.field}: {one.reason}" for one in troubles[:5]))
        self.troubles = tuple(troubles)


class EventIncomplete(EventsRefused):
    """An event lacks its id, its time, its type or its contact."""


class UnknownEventType(EventsRefused):
    """An event is of a type that nobody knows."""


class ForeignContact(EventsRefused):
    """An event names a contact of another business unit."""


class EventTooOld(EventsRefused):
    """An event happened too long ago to be of use."""


class EventInTheFuture(EventsRefused):
    """An event is to happen later than clocks can differ."""


class BatchTooLong(EventsRefused):
    """There are more events than are taken at once."""


_TYPES = {
    Reason.MISSING: EventIncomplete,
    Reason.TOO_OLD: EventTooOld,
    Reason.IN_THE_FUTURE: EventInTheFuture,
    Reason.TOO_MANY: BatchTooLong,
}


def listed(troubles: Iterable[Trouble]) -> list[dict[str, Any]]:
    """Troubles for an answer: which event, which member, what is wrong; never a value."""
    return [{"index": one.index, "field": one.field, "problem": one.reason.value} for one in troubles]


def refusal(troubles: Sequence[Trouble]) -> EventsRefused:
    """The error for a delivery of which nothing was taken; at least one trouble."""
    first = troubles[0]
    if first.reason is Reason.UNKNOWN:
        return (UnknownEventType if first.field == "type" else ForeignContact)(troubles)
    return _TYPES.get(first.reason, EventsRefused)(troubles)
