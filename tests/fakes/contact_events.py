"""Contacts for tests, told in lines such as ``14:05:11 answered agentId=10021``."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from switchboard.contact.events import ContactEvent, contact_event
from switchboard.contact.fields import GREATEST_NUMBER, Field, Value
from switchboard.contact.instant import write_instant
from switchboard.contact.merge import Contact, merge
from switchboard.contact.words import CallType, Channel, EventType, Source

DAY = "2026-03-02"


def at(clock: str) -> datetime:
    """A time of one day, such as ``14:05:11``; a day may stand before it: ``2026-03-05 14:05:11``."""
    text = clock if "-" in clock else f"{DAY} {clock}"
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def told(line: str) -> ContactEvent:
    """The event of one line: time, type, then fields, ``by=<source>``, ``id=<event id>``, ``detail=<text>``."""
    clock, type_, *rest = line.split()
    words = dict(word.split("=", 1) for word in rest)
    source = Source(words.pop("by", "script"))
    event_id = words.pop("id", f"{clock}-{type_}-{source}")
    detail = words.pop("detail", "")
    fields: dict[Field, Value] = {
        Field(name): int(value) if Field(name).is_number else value for name, value in words.items()
    }
    return contact_event(event_id, at(clock), EventType(type_), source, fields=fields, detail=detail)


def life(story: str) -> list[ContactEvent]:
    """The events of a story, one in each line."""
    return [told(line) for line in story.strip().splitlines()]


def contact_of(events: Iterable[ContactEvent]) -> Contact:
    """Everything the events tell."""
    contact = Contact()
    for event in events:
        contact = merge(contact, event)
    return contact


# Few ids, times and names, so that events meet; texts of every kind, so that nothing is too odd.
_FEW_IDS = st.sampled_from(["e1", "e2", "9007199254740993-queued"])
_TIMES = st.integers(0, 5_000_000).map(lambda micros: at("00:00:00") + timedelta(microseconds=micros))
_FEW_TIMES = st.sampled_from([at("00:00:00"), at("00:00:01"), at("00:00:02")])
_TEXTS = st.text(max_size=300) | st.sampled_from(["10021", "10022", "Ada", '"\\\n"', "\ud800", "\x00"])
_WORDS = {
    Field.CALL_TYPE: st.sampled_from([one.value for one in CallType]),
    Field.REPORT_CALL_TYPE: st.sampled_from([one.value for one in CallType]),
    Field.CHANNEL: st.sampled_from([one.value for one in Channel]),
    Field.STARTED_AT: _FEW_TIMES.map(write_instant),
}


def _values(name: Field) -> st.SearchStrategy[Value]:
    if name.is_number:
        return st.integers(0, GREATEST_NUMBER)
    return _WORDS.get(name, _TEXTS)


FIELDS = st.lists(st.sampled_from(list(Field)), max_size=4, unique=True).flatmap(
    lambda names: st.fixed_dictionaries({name: _values(name) for name in names})
)

EVENTS: st.SearchStrategy[ContactEvent] = st.builds(
    contact_event,
    event_id=_FEW_IDS | st.from_regex(r"[A-Za-z0-9._:~+/=@-]{1,80}", fullmatch=True),
    at=_FEW_TIMES | _TIMES,
    type=st.sampled_from(list(EventType)),
    source=st.sampled_from(list(Source)),
    fields=FIELDS,
    variables=st.dictionaries(st.sampled_from(["a", "b"]) | st.text(max_size=80), _TEXTS, max_size=4),
    detail=_TEXTS,
)
"""Events of one contact as they may arrive, realistic or not."""
