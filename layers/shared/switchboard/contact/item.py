"""A contact as JSON, and back: equal contacts are equal bytes.

    {"v": 1,
     "timeline": [[at, type, source, eventId, agentId, agentName, skillId, detail], ...],
     "fields": {name: [value, source, at, eventId]},
     "variables": {name: [value, source, at, eventId]}}

Only texts, whole numbers, lists and objects occur. The bytes never exceed ``MOST_BYTES``, because everything in a
contact is bounded: DynamoDB refuses items above 400 kB, and what stands beside the contact needs room too.
"""

import json
from typing import Any

from switchboard.contact.events import (
    NAME_ROOM_BYTES,
    VALUE_ROOM_BYTES,
    check_field,
    check_text,
    detail_room_bytes,
    is_event_id,
)
from switchboard.contact.fields import Field
from switchboard.contact.instant import parse_instant, write_instant
from switchboard.contact.merge import (
    ENTRY_ID_ROOM_BYTES,
    ENTRY_NAME_ROOM_BYTES,
    Contact,
    Entry,
    Stamped,
    join,
)
from switchboard.contact.words import EventType, Source

VERSION = 1
MOST_BYTES = 200_000


def to_item(contact: Contact) -> dict[str, Any]:
    """The contact as a plain object of JSON types, sorted throughout."""
    return {
        "v": VERSION,
        "timeline": [_entry_row(entry) for entry in contact.timeline],
        "fields": {name.value: _stamped_row(contact.fields[name]) for name in sorted(contact.fields)},
        "variables": {name: _stamped_row(contact.variables[name]) for name in sorted(contact.variables)},
    }


def to_bytes(contact: Contact) -> bytes:
    """The contact as JSON in UTF-8, at most ``MOST_BYTES`` long."""
    return json.dumps(to_item(contact), ensure_ascii=False, separators=(",", ":")).encode()


def from_item(item: Any) -> Contact:
    """The contact that ``to_item`` wrote.

    Raises:
        ValueError: it is no such item, or of a version that this code does not know.
    """
    if not isinstance(item, dict) or item.get("v") != VERSION:
        raise ValueError(f"a stored contact of version {VERSION} is needed")
    try:
        contact = Contact(
            timeline=tuple(_entry_of(row) for row in item["timeline"]),
            fields={Field(name): _field_of(Field(name), row) for name, row in item["fields"].items()},
            variables={name: _variable_of(name, row) for name, row in item["variables"].items()},
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("the stored contact is malformed") from error
    return join(Contact(), contact)


def _entry_row(entry: Entry) -> list[str]:
    return [
        write_instant(entry.at),
        entry.type.value,
        entry.source.value,
        entry.event_id,
        entry.agent_id,
        entry.agent_name,
        entry.skill_id,
        entry.detail,
    ]


def _entry_of(row: list[str]) -> Entry:
    at, type_, source, event_id, agent_id, agent_name, skill_id, detail = row
    entry = Entry(
        parse_instant(at),
        EventType(type_),
        Source(source),
        _event_id(event_id),
        agent_id,
        agent_name,
        skill_id,
        detail,
    )
    check_text("agentId", agent_id, ENTRY_ID_ROOM_BYTES)
    check_text("agentName", agent_name, ENTRY_NAME_ROOM_BYTES)
    check_text("skillId", skill_id, ENTRY_ID_ROOM_BYTES)
    check_text("detail", detail, detail_room_bytes(entry.type))
    return entry


def _stamped_row(stamped: Stamped) -> list[str | int]:
    return [stamped.value, stamped.source.value, write_instant(stamped.at), stamped.event_id]


def _field_of(name: Field, row: list[Any]) -> Stamped:
    stamped = _stamped_of(row)
    check_field(name, stamped.value)
    return stamped


def _variable_of(name: str, row: list[Any]) -> Stamped:
    stamped = _stamped_of(row)
    if not isinstance(stamped.value, str):
        raise TypeError("a variable is text")
    check_text("variables", name, NAME_ROOM_BYTES)
    check_text("variables", stamped.value, VALUE_ROOM_BYTES)
    return stamped


def _stamped_of(row: list[Any]) -> Stamped:
    value, source, at, event_id = row
    if not isinstance(value, str):
        # A store may give numbers back in a type of its own, such as Decimal.
        number = int(value)
        if number != value or isinstance(value, bool):
            raise TypeError("a number in a contact is whole")
        value = number
    return Stamped(value, Source(source), parse_instant(at), _event_id(event_id))


def _event_id(text: str) -> str:
    if not is_event_id(text):
        raise ValueError("eventId: a stored one is malformed")
    return text
