"""One thing that happened to a contact, or that became known of it.

Every event is bounded when it is made, so that merging never has to cut anything.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from switchboard.contact.fields import GREATEST_NUMBER, Field, Value, room_bytes
from switchboard.contact.instant import is_instant, parse_instant
from switchboard.contact.text import clean, fit, json_bytes
from switchboard.contact.words import CallType, Channel, EventType, Source

MOST_VARIABLES = 50
"""Variables that a contact keeps: those whose names come first."""

NAME_ROOM_BYTES = 64
VALUE_ROOM_BYTES = 500
DETAIL_ROOM_BYTES = 80
NOTE_ROOM_BYTES = 2_000

_WORDS = {
    Field.CALL_TYPE: frozenset(one.value for one in CallType),
    Field.REPORT_CALL_TYPE: frozenset(one.value for one in CallType),
    Field.CHANNEL: frozenset(one.value for one in Channel),
}
_EVENT_ID = re.compile(r"[A-Za-z0-9._:~+/=@-]{1,80}", re.ASCII)


def is_event_id(text: str) -> bool:
    """Whether ``text`` can name an event."""
    return _EVENT_ID.fullmatch(text) is not None


@dataclass(frozen=True, slots=True)
class ContactEvent:
    """An event, clean and bounded; ``contact_event`` makes one of whatever arrived.

    Args:
        event_id: the same for every delivery of this event.
        at: when it happened, UTC.
        fields: what it tells of the contact. Those of the agent and the skill also belong to its moment.
        variables: of the script, by name.
        detail: the note's text; for ``conferenced`` who joined, for ``refused`` and ``ended`` why.

    Raises:
        ValueError: something is malformed or too long. The message names it, never its value.
    """

    event_id: str
    at: datetime
    type: EventType
    source: Source
    fields: Mapping[Field, Value] = field(default_factory=dict)
    variables: Mapping[str, str] = field(default_factory=dict)
    detail: str = ""

    def __post_init__(self) -> None:
        if not is_event_id(self.event_id):
            raise ValueError("eventId: 1 to 80 letters, digits and . _ : ~ + / = @ - are needed")
        if not is_instant(self.at) or self.at.utcoffset() != timedelta(0):
            raise ValueError("at: an aware UTC time of this millennium is needed")
        for name, value in self.fields.items():
            check_field(name, value)
        if len(self.variables) > MOST_VARIABLES:
            raise ValueError("variables: too many")
        for variable, text in self.variables.items():
            if not variable:
                raise ValueError("variables: one has no name")
            check_text("variables", variable, NAME_ROOM_BYTES)
            check_text("variables", text, VALUE_ROOM_BYTES)
        check_text("detail", self.detail, detail_room_bytes(self.type))


def contact_event(
    event_id: str,
    at: datetime,
    type: EventType,  # noqa: A002 (the field's own name)
    source: Source,
    *,
    fields: Mapping[Field, Value] | None = None,
    variables: Mapping[str, str] | None = None,
    detail: str = "",
) -> ContactEvent:
    """An event whose texts are cleaned and cut to their room; what is empty says nothing and is left out.

    Raises:
        ValueError: ``event_id`` or ``at`` is malformed, or a number is out of range.
    """
    return ContactEvent(
        event_id=event_id,
        at=at.astimezone(UTC) if is_instant(at) else at,
        type=type,
        source=source,
        fields=_fitted(fields or {}),
        variables=_fitted_variables(variables or {}),
        detail=fit(clean(detail), detail_room_bytes(type)),
    )


def _fitted(fields: Mapping[Field, Value]) -> dict[Field, Value]:
    fitted: dict[Field, Value] = {}
    for name, value in fields.items():
        kept = fit(clean(value), room_bytes(name)) if isinstance(value, str) else value
        if kept != "" or name.may_be_empty:
            fitted[name] = kept
    return fitted


def _fitted_variables(variables: Mapping[str, str]) -> dict[str, str]:
    fitted: dict[str, str] = {}
    for name in sorted(variables):
        key = fit(clean(name), NAME_ROOM_BYTES)
        if key and key not in fitted and len(fitted) < MOST_VARIABLES:
            fitted[key] = fit(clean(variables[name]), VALUE_ROOM_BYTES)
    return fitted


def detail_room_bytes(type_: EventType) -> int:
    """Bytes of JSON that the detail of such an event may take."""
    return NOTE_ROOM_BYTES if type_ is EventType.NOTE else DETAIL_ROOM_BYTES


def check_field(name: Field, value: Value) -> None:
    """Refuse a value that the field cannot hold.

    Raises:
        ValueError: naming the field, never the value.
    """
    if name.is_number:
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= GREATEST_NUMBER:
            raise ValueError(f"{name}: a whole number from 0 to {GREATEST_NUMBER} is needed")
        return
    if not isinstance(value, str):
        raise ValueError(f"{name}: text is needed")
    check_text(name, value, room_bytes(name))
    if name in _WORDS and value not in _WORDS[name]:
        raise ValueError(f"{name}: one of {', '.join(sorted(_WORDS[name]))} is needed")
    if name is Field.STARTED_AT:
        try:
            parse_instant(value)
        except ValueError as error:
            raise ValueError(f"{name}: {error}") from error


def check_text(name: str, value: str, room: int) -> None:
    """Refuse text that is not clean or takes more than ``room`` bytes.

    Raises:
        ValueError: naming the field, never the value.
    """
    if value != clean(value):
        raise ValueError(f"{name}: the text is not clean")
    if json_bytes(value) > room:
        raise ValueError(f"{name}: the text takes more than {room} bytes")
