"""An event is clean and bounded from the moment it is made."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from switchboard.contact.events import MOST_VARIABLES, VALUE_ROOM_BYTES, ContactEvent, contact_event
from switchboard.contact.fields import Field, Value, room_bytes
from switchboard.contact.text import clean, fit, json_bytes
from switchboard.contact.words import EventType, Source
from tests.fakes.contact_events import at

NOON = at("12:00:00")


def event(**fields: Value) -> ContactEvent:
    return contact_event(
        "e1", NOON, EventType.QUEUED, Source.SCRIPT, fields={Field(name): value for name, value in fields.items()}
    )


def test_texts_lose_what_nobody_can_read_and_empty_ones_say_nothing() -> None:
    made = event(ani=" +14155550134\x00 ", skillName="\ud800", subject="a\r\nb")

    assert made.fields == {Field.ANI: "+14155550134", Field.SUBJECT: "a\nb"}


def test_only_the_agents_choice_may_be_empty_on_purpose() -> None:
    assert event(chosenWhoId="", dialledWhoId="").fields == {Field.CHOSEN_WHO_ID: ""}


def test_texts_are_cut_to_their_room() -> None:
    made = event(dispositionNotes="é" * 10_000)

    assert made.fields[Field.DISPOSITION_NOTES] == "é" * (room_bytes(Field.DISPOSITION_NOTES) // 2)


def test_of_too_many_variables_the_first_names_stay() -> None:
    names = [f"v{number:03}" for number in range(MOST_VARIABLES + 20)]
    made = contact_event(
        "e1", NOON, EventType.VARIABLES, Source.SCRIPT, variables=dict.fromkeys(reversed(names), "x" * 9_999)
    )

    assert list(made.variables) == names[:MOST_VARIABLES]
    assert {len(text) for text in made.variables.values()} == {VALUE_ROOM_BYTES}


def test_times_of_any_zone_become_utc() -> None:
    there = datetime(2026, 3, 2, 7, 0, tzinfo=timezone(timedelta(hours=-5)))

    assert (
        contact_event("e1", there, EventType.QUEUED, Source.SCRIPT).at.isoformat() == "2026-03-02T12:00:00+00:00"
    )


@pytest.mark.parametrize(
    "moment",
    [
        pytest.param(datetime(2026, 3, 2), id="naive"),  # noqa: DTZ001 (the point of the case)
        pytest.param(datetime.min.replace(tzinfo=timezone(timedelta(hours=5))), id="before all time"),
        pytest.param(datetime.max.replace(tzinfo=UTC), id="after all time"),
    ],
)
def test_other_times_are_refused(moment: datetime) -> None:
    with pytest.raises(ValueError, match="at:"):
        contact_event("e1", moment, EventType.QUEUED, Source.SCRIPT)


@pytest.mark.parametrize("event_id", ["", "a b", "x" * 81, "é", "a\n"])
def test_an_event_id_that_is_none_is_refused(event_id: str) -> None:
    with pytest.raises(ValueError, match="eventId"):
        contact_event(event_id, NOON, EventType.QUEUED, Source.SCRIPT)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        (Field.REPORT_HOLD_S, -1),
        (Field.REPORT_HOLD_S, 100_000_000),
        (Field.REPORT_HOLD_S, "5"),
        (Field.REPORT_HOLD_S, True),
        (Field.ANI, 4155550134),
        (Field.CALL_TYPE, "sideways"),
        (Field.CHANNEL, "pigeon"),
        (Field.STARTED_AT, "yesterday"),
    ],
)
def test_a_value_that_its_field_cannot_hold_is_refused_without_being_told(name: Field, value: Value) -> None:
    with pytest.raises(ValueError, match=name.value) as refusal:
        contact_event("e1", NOON, EventType.REPORT, Source.REPORT, fields={name: value})
    assert str(value) not in str(refusal.value) or name is Field.REPORT_HOLD_S


@pytest.mark.parametrize(
    "wrong",
    [
        {"fields": {Field.ANI: " 1"}},
        {"fields": {Field.ANI: "1" * 257}},
        {"variables": {"": "x"}},
        {"variables": {"n" * 65: "x"}},
        {"variables": {"n": "\x00"}},
        {"variables": {f"n{number}": "" for number in range(MOST_VARIABLES + 1)}},
        {"detail": "x" * 81},
    ],
)
def test_nothing_unclean_or_unbounded_can_be_made_an_event(wrong: dict[str, dict[Field, Value]]) -> None:
    with pytest.raises(ValueError, match=r"ani|variables|detail"):
        ContactEvent("e1", NOON, EventType.QUEUED, Source.SCRIPT, **wrong)  # type: ignore[arg-type]  # on purpose


@given(text=st.text(), room=st.integers(0, 60))
def test_cut_text_is_a_beginning_that_fits_and_stays_clean(text: str, room: int) -> None:
    cleaned = clean(text)
    cut = fit(cleaned, room)

    assert cleaned.startswith(cut)
    assert json_bytes(cut) <= room
    assert clean(cut) == cut
    assert json_bytes(cleaned) > room or cut == cleaned
