"""A contact survives being written down, and never outgrows its room."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from switchboard.contact.events import MOST_VARIABLES, contact_event
from switchboard.contact.fields import GREATEST_NUMBER, Field, Value
from switchboard.contact.instant import write_instant
from switchboard.contact.item import MOST_BYTES, from_item, to_bytes, to_item
from switchboard.contact.merge import Contact, join, merge
from switchboard.contact.words import CallType, Channel, EventType, Source
from tests.fakes.contact_events import EVENTS, at, contact_of, life

CONTACTS = st.lists(EVENTS, max_size=12).map(contact_of)


@given(contact=CONTACTS)
def test_a_contact_reads_back_as_itself(contact: Contact) -> None:
    assert from_item(to_item(contact)) == contact
    assert from_item(json.loads(to_bytes(contact))) == contact


@given(one=CONTACTS, other=CONTACTS)
def test_equal_contacts_are_equal_bytes(one: Contact, other: Contact) -> None:
    assert to_bytes(join(one, other)) == to_bytes(join(other, one))
    assert (to_bytes(one) == to_bytes(other)) == (one == other)


@given(contact=CONTACTS)
def test_an_item_holds_only_what_every_store_can_hold(contact: Contact) -> None:
    def check(value: Any) -> None:
        assert isinstance(value, dict | list | str | int)
        assert not isinstance(value, bool)
        for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            check(part)

    check(to_item(contact))


def largest_value(name: Field) -> Value:
    words = {
        Field.CALL_TYPE: CallType.OUTBOUND.value,
        Field.REPORT_CALL_TYPE: CallType.OUTBOUND.value,
        Field.CHANNEL: Channel.VOICEMAIL.value,
        Field.STARTED_AT: write_instant(at("00:00:00")),
    }
    return GREATEST_NUMBER if name.is_number else words.get(name, '"' * 10_000)


def test_the_fullest_contact_stays_within_its_room() -> None:
    fields = {name: largest_value(name) for name in Field}
    of_entries = {name: fields[name] for name in (Field.AGENT_ID, Field.AGENT_NAME, Field.SKILL_ID)}
    variables = {f"{number:02}" + '"' * 100: '"' * 1_000 for number in range(MOST_VARIABLES)}
    id_ = "x" * 80
    everything = contact_event(
        id_, at("14:00:00"), EventType.REPORT, Source.REPORT, fields=fields, variables=variables
    )
    contact = merge(Contact(), everything)
    for type_ in EventType:
        for number in range(50):
            moment = at(f"14:00:{number:02}.123456")
            event = contact_event(id_, moment, type_, Source.REPORT, fields=of_entries, detail='"' * 9_000)
            contact = merge(contact, event)

    # Far below the limit, the bound would prove nothing.
    assert 0.8 * MOST_BYTES < len(to_bytes(contact)) <= MOST_BYTES


def test_numbers_may_come_back_as_decimals() -> None:
    contact = contact_of(life("14:00:00 report reportHoldSeconds=25 by=report"))
    item = to_item(contact)
    item["fields"]["reportHoldSeconds"][0] = Decimal(25)

    assert from_item(item) == contact


GOOD = to_item(
    contact_of(life("14:00:00 queued ani=1 id=e1\n14:00:09 report reportHoldSeconds=25 by=report id=e2"))
)


def changed(path: list[Any], value: Any) -> Any:
    item = json.loads(json.dumps(GOOD))
    place = item
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return item


@pytest.mark.parametrize(
    "item",
    [
        pytest.param(None, id="nothing"),
        pytest.param({}, id="no version"),
        pytest.param(changed(["v"], 2), id="a later version"),
        pytest.param({"v": 1}, id="no parts"),
        pytest.param(changed(["timeline"], 5), id="timeline of another kind"),
        pytest.param(changed(["timeline", 0, 0], "yesterday"), id="no time"),
        pytest.param(changed(["timeline", 0, 1], "vanished"), id="unknown type"),
        pytest.param(changed(["timeline", 0, 3], "a b"), id="no event id"),
        pytest.param(changed(["timeline", 0, 7], "x" * 81), id="detail too long"),
        pytest.param(changed(["timeline", 0, 7], 5), id="detail is a number"),
        pytest.param(changed(["timeline", 0], []), id="short row"),
        pytest.param(
            changed(["fields", "shoeSize"], ["9", "script", GOOD["timeline"][0][0], "e1"]), id="no field"
        ),
        pytest.param(changed(["fields", "ani", 0], 1), id="number for text"),
        pytest.param(changed(["fields", "reportHoldSeconds", 0], "25"), id="text for a number"),
        pytest.param(changed(["fields", "reportHoldSeconds", 0], 2.5), id="not whole"),
        pytest.param(changed(["fields", "reportHoldSeconds", 0], True), id="boolean"),
        pytest.param(changed(["variables", "v"], [5, "script", GOOD["timeline"][0][0], "e1"]), id="odd variable"),
    ],
)
def test_what_is_no_contact_is_refused(item: Any) -> None:
    assert from_item(GOOD)
    with pytest.raises(ValueError):  # noqa: PT011 (texts differ; what matters is the one type)
        from_item(item)
