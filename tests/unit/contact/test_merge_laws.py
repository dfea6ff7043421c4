"""Whatever arrives, how often and in which order: the contact is the same."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from switchboard.contact.events import ContactEvent, contact_event
from switchboard.contact.fields import Field
from switchboard.contact.merge import ENDS_KEPT, OTHER_ENDS_KEPT, Contact, join, merge
from switchboard.contact.words import EventType, Source
from tests.fakes.contact_events import EVENTS, at, contact_of, told

LISTS = st.lists(EVENTS, max_size=12)
CONTACTS = LISTS.map(contact_of)


@given(events=LISTS, seed=st.integers())
def test_the_order_of_deliveries_does_not_matter(events: list[ContactEvent], seed: int) -> None:
    shuffled = list(events)
    random.Random(seed).shuffle(shuffled)

    assert contact_of(shuffled) == contact_of(events)


@given(events=LISTS, again=st.lists(st.integers(0, 11), max_size=6))
def test_repeated_deliveries_change_nothing(events: list[ContactEvent], again: list[int]) -> None:
    repeated = [*events, *(events[place] for place in again if place < len(events))]

    assert contact_of(repeated) == contact_of(events)


@given(one=CONTACTS, other=CONTACTS)
def test_joining_is_commutative(one: Contact, other: Contact) -> None:
    assert join(one, other) == join(other, one)


@given(one=CONTACTS, other=CONTACTS, third=CONTACTS)
def test_joining_is_associative(one: Contact, other: Contact, third: Contact) -> None:
    assert join(join(one, other), third) == join(one, join(other, third))


@given(one=CONTACTS, other=CONTACTS)
def test_joining_is_idempotent(one: Contact, other: Contact) -> None:
    both = join(one, other)

    assert join(both, both) == both
    assert join(both, one) == both


def flood(type_: EventType, seed: int) -> list[ContactEvent]:
    """More events of a type than a contact keeps, each id several times with different content."""
    rolls = random.Random(seed)
    return [
        contact_event(
            f"e{rolls.randrange(40)}",
            at(f"14:{rolls.randrange(60):02}:{rolls.randrange(60):02}"),
            type_,
            rolls.choice(list(Source)),
            fields={Field.AGENT_ID: str(rolls.randrange(3))},
            variables={f"v{rolls.randrange(80):02}": str(rolls.randrange(9))},
        )
        for _ in range(150)
    ]


@pytest.mark.parametrize("type_", [one for one in EventType if one.in_timeline])
def test_the_laws_hold_beyond_the_bounds(type_: EventType) -> None:
    for seed in range(5):
        events = flood(type_, seed)
        whole = contact_of(events)
        thirds = [contact_of(events[start::3]) for start in range(3)]

        assert len(whole.timeline) == sum(ENDS_KEPT.get(type_, OTHER_ENDS_KEPT))
        assert join(join(thirds[0], thirds[1]), thirds[2]) == whole
        assert join(thirds[2], join(thirds[1], thirds[0])) == whole
        assert contact_of(reversed(events)) == whole


def test_both_ends_of_a_flood_stay() -> None:
    contact = contact_of(told(f"14:{minute:02}:00 routed") for minute in range(60))

    kept = [entry.at.minute for entry in contact.timeline]
    assert kept == [*range(10), *range(50, 60)]


RULES = [
    pytest.param(
        "14:00:00 variables ani=script",
        "13:00:00 variables ani=agent by=agent",
        "agent",
        id="a better source wins, though earlier",
    ),
    pytest.param(
        "14:00:00 variables ani=script", "13:00:00 report ani=report by=report", "report", id="report beats script"
    ),
    pytest.param(
        "14:00:00 report ani=report by=report",
        "13:00:00 note ani=agent by=agent",
        "agent",
        id="agent beats report",
    ),
    pytest.param(
        "14:00:00 queued ani=early", "14:00:01 queued ani=late", "late", id="of the same source the later wins"
    ),
    pytest.param(
        "14:00:00 queued ani=b id=e1",
        "14:00:00 queued ani=a id=e2",
        "a",
        id="at the same time the greater event id wins",
    ),
    pytest.param(
        "14:00:00 queued ani=a id=e1",
        "14:00:00 queued ani=b id=e1",
        "b",
        id="of the same event the greater value wins",
    ),
]


@pytest.mark.parametrize(("one", "other", "winner"), RULES)
def test_a_field_holds_the_value_with_the_greatest_stamp(one: str, other: str, winner: str) -> None:
    assert merge(merge(Contact(), told(one)), told(other)).text(Field.ANI) == winner
    assert merge(merge(Contact(), told(other)), told(one)).text(Field.ANI) == winner


def test_what_an_event_does_not_say_stays() -> None:
    contact = contact_of([told("14:00:00 queued ani=+14155550134"), told("14:00:09 answered agentId=10021")])

    assert contact.text(Field.ANI) == "+14155550134"
    assert contact.text(Field.DNIS) == ""
    assert contact.number(Field.REPORT_HOLD_S) is None


def test_the_last_moment_is_that_of_whatever_was_told_last() -> None:
    assert Contact().last_at is None
    assert contact_of([told("14:00:00 queued"), told("14:30:00 variables ani=1")]).last_at == at("14:30:00")
