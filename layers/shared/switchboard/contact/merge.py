"""What is known of a contact, and how knowledge comes together.

Deliveries may be repeated, late and out of order, and two functions may merge at the same time. The result has to
be the same whatever the order, so ``join`` is commutative, associative and idempotent (a join-semilattice):

- the timeline is a set that only grows. Where it would outgrow its bound, the earliest and the latest entries of
  each type stay: both ends of any set are also the ends of what two bounded parts of it hold together;
- a field holds the value with the greatest stamp: the source's rank, then time, then event id, then the value;
- of the variables, those stay whose names come first.

An event id that comes twice with different content is two entries here; ``timeline.py`` reads the earlier one.
Contacts are compared and joined whatever their keys, which is how the contacts of one master come together.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from switchboard.contact.events import MOST_VARIABLES, ContactEvent
from switchboard.contact.fields import Field, Value
from switchboard.contact.text import fit
from switchboard.contact.words import EventType, Source

ENDS_KEPT = {EventType.HELD: (20, 20), EventType.RESUMED: (20, 20), EventType.NOTE: (0, 10)}
"""Earliest and latest entries that are kept, by type."""

OTHER_ENDS_KEPT = (10, 10)

ENTRY_ID_ROOM_BYTES = 40
ENTRY_NAME_ROOM_BYTES = 80

_Name = TypeVar("_Name", bound=str)


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """A moment in a contact's life. Entries are ordered by time; the other members only settle ties."""

    at: datetime
    type: EventType
    source: Source
    event_id: str
    agent_id: str = ""
    agent_name: str = ""
    skill_id: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Stamped:
    """A value with what it is weighed by."""

    value: Value
    source: Source
    at: datetime
    event_id: str

    @property
    def weight(self) -> tuple[int, datetime, str, str]:
        """Orders stamps totally: two different values of one field never weigh the same."""
        return self.source.rank, self.at, self.event_id, json.dumps(self.value)


@dataclass(frozen=True, slots=True)
class Contact:
    """Everything known of one contact. Make one with ``merge``, starting from ``Contact()``.

    Args:
        timeline: in order, each entry once.
    """

    timeline: tuple[Entry, ...] = ()
    fields: Mapping[Field, Stamped] = field(default_factory=dict)
    variables: Mapping[str, Stamped] = field(default_factory=dict)

    def text(self, name: Field) -> str:
        """The field's text, empty where nothing is known."""
        stamped = self.fields.get(name)
        return str(stamped.value) if stamped else ""

    def number(self, name: Field) -> int | None:
        """The field's number, None where nothing is known."""
        stamped = self.fields.get(name)
        return stamped.value if stamped and isinstance(stamped.value, int) else None

    @property
    def last_at(self) -> datetime | None:
        """The time of the latest event that left something behind."""
        stamps = (one.at for group in (self.fields, self.variables) for one in group.values())
        return max((*stamps, *(entry.at for entry in self.timeline)), default=None)


def merge(contact: Contact, event: ContactEvent) -> Contact:
    """The contact with what the event adds. Merging it again changes nothing."""
    return join(contact, _contact_of(event))


def join(one: Contact, other: Contact) -> Contact:
    """Everything that either of them knows."""
    variables = _winners(one.variables, other.variables)
    return Contact(
        timeline=_bounded({*one.timeline, *other.timeline}),
        fields=_winners(one.fields, other.fields),
        variables={name: variables[name] for name in sorted(variables)[:MOST_VARIABLES]},
    )


def _contact_of(event: ContactEvent) -> Contact:
    def stamped(value: Value) -> Stamped:
        return Stamped(value, event.source, event.at, event.event_id)

    return Contact(
        timeline=(_entry(event),) if event.type.in_timeline else (),
        fields={name: stamped(value) for name, value in event.fields.items()},
        variables={name: stamped(value) for name, value in event.variables.items()},
    )


def _entry(event: ContactEvent) -> Entry:
    def text(name: Field, room_bytes: int) -> str:
        return fit(str(event.fields.get(name, "")), room_bytes)

    return Entry(
        at=event.at,
        type=event.type,
        source=event.source,
        event_id=event.event_id,
        agent_id=text(Field.AGENT_ID, ENTRY_ID_ROOM_BYTES),
        agent_name=text(Field.AGENT_NAME, ENTRY_NAME_ROOM_BYTES),
        skill_id=text(Field.SKILL_ID, ENTRY_ID_ROOM_BYTES),
        detail=event.detail,
    )


def _bounded(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    by_type: dict[EventType, list[Entry]] = defaultdict(list)
    for entry in sorted(entries):
        by_type[entry.type].append(entry)
    kept: list[Entry] = []
    for type_, of_type in by_type.items():
        first, last = ENDS_KEPT.get(type_, OTHER_ENDS_KEPT)
        kept += of_type if len(of_type) <= first + last else [*of_type[:first], *of_type[-last:]]
    return tuple(sorted(kept))


def _winners(one: Mapping[_Name, Stamped], other: Mapping[_Name, Stamped]) -> dict[_Name, Stamped]:
    winners = dict(one)
    for name, stamped in other.items():
        held = winners.get(name)
        if held is None or held.weight < stamped.weight:
            winners[name] = stamped
    return winners
