"""Pages of an agent's history: every contact once, newest first, in few requests, whatever order it is told in."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from switchboard.contact.words import Channel
from switchboard.desk.history import reading
from switchboard.desk.history.model import PastContact, Reached, Reports
from switchboard.desk.history.reading import Wanted, fits, history_page, is_found
from switchboard.errors import BadCursor

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
WANTED = Wanted(begin=NOW - timedelta(days=30), end=NOW)


def contact(number: int, minutes_ago: int = 0, **changes: object) -> PastContact:
    base = PastContact(
        contact_id=str(number),
        master_id=str(number),
        channel=Channel.VOICE,
        is_outbound=False,
        began_at=NOW - timedelta(minutes=minutes_ago),
        from_address="4155550134",
        to_address="8005550100",
        skill_id="40110",
        skill_name="Support Voice",
    )
    return replace(base, **changes)  # type: ignore[arg-type] # a test's own members


@dataclass
class Told:
    """A contact centre that tells contacts in any order."""

    rows: Sequence[PastContact]
    asked: list[tuple[datetime, datetime]] = field(default_factory=list)

    def contacts(self, agent_id: str, begin: datetime, end: datetime) -> Sequence[PastContact]:
        self.asked.append((begin, end))
        found = [one for one in self.rows if begin <= one.began_at < end]
        random.Random(len(self.asked)).shuffle(found)
        return found

    def reports(self, agent_id: str, begin: datetime, end: datetime) -> Reports:
        raise NotImplementedError

    def reached(self, agent_id: str, begin: datetime, end: datetime) -> Sequence[Reached]:
        raise NotImplementedError


def read_all(told: Told, wanted: Wanted, limit: int) -> list[PastContact]:
    found: list[PastContact] = []
    cursor: str | None = None
    for _ in range(1_000):
        page = history_page(told, "10021", wanted, "US", limit=limit, cursor=cursor)
        assert len(page.rows) <= limit
        found += page.rows
        cursor = page.next
        if cursor is None:
            return found
    raise AssertionError("the list has no end")


@given(
    minutes=st.lists(st.integers(1, 30 * 1_440 - 1), max_size=60),
    limit=st.integers(1, 20),
    outbound=st.sampled_from([None, True, False]),
)
def test_pages_together_are_the_history_newest_first(
    minutes: list[int], limit: int, outbound: bool | None
) -> None:
    rows = [contact(number + 1, ago, is_outbound=number % 2 == 0) for number, ago in enumerate(minutes)]
    wanted = replace(WANTED, is_outbound=outbound)
    expected = sorted(
        (one for one in rows if outbound is None or one.is_outbound is outbound),
        key=lambda one: (one.began_at, one.contact_id),
        reverse=True,
    )
    assert read_all(Told(rows), wanted, limit) == expected


def test_a_month_with_nothing_in_it_costs_a_handful_of_requests() -> None:
    told = Told([])
    assert history_page(told, "10021", WANTED, "US", limit=50, cursor=None).next is None
    assert len(told.asked) == 5
    assert told.asked[0] == (NOW - timedelta(days=1), NOW)
    assert told.asked[-1][0] == WANTED.begin


def test_a_full_day_is_one_request() -> None:
    told = Told([contact(number, number) for number in range(1, 101)])
    assert len(history_page(told, "10021", WANTED, "US", limit=50, cursor=None).rows) == 50
    assert len(told.asked) == 1


def test_without_time_a_page_is_short_and_the_next_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [contact(1, 60), contact(2, 20 * 1_440)]
    first = history_page(Told(rows), "10021", WANTED, "US", limit=50, cursor=None, time_left=lambda: 1.0)
    assert [one.contact_id for one in first.rows] == ["1"]
    second = history_page(Told(rows), "10021", WANTED, "US", limit=50, cursor=first.next)
    assert [one.contact_id for one in second.rows] == ["2"]
    monkeypatch.setattr(reading, "MOST_READ", 1)
    assert [one.contact_id for one in read_all(Told(rows), WANTED, 50)] == ["1", "2"]


@pytest.mark.parametrize(
    "cursor", ["", "x", "WzEsMl0", "WyJhIiwiYiJd", "WyIyMDI2LTAzLTAyVDEyOjAwOjAwLjAwMDAwMFoiXQ"]
)
def test_what_is_no_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(BadCursor):
        history_page(Told([]), "10021", WANTED, "US", limit=5, cursor=cursor)


@pytest.mark.parametrize(
    ("search", "address", "found"),
    [
        ("", "4155550134", True),
        ("  ", "", True),
        ("(415) 555-01", "4155550134", True),
        ("+1 415", "4155550134", True),
        ("0134", "+14155550134", True),
        ("0135", "4155550134", False),
        ("ada@", "ada@example.com", True),
        ("voice", "4155550134", True),
        ("support 0134", "4155550134", True),
        ("sales", "4155550134", False),
        ("-", "4155550134", False),
        ("5", "ada@example.com", False),
    ],
)
def test_a_search_finds_numbers_and_words(search: str, address: str, found: bool) -> None:
    assert is_found(search, address, "US", "Support Voice") is found


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({}, {"channel": Channel.EMAIL}),
        ({"channel": None}, {"channel": Channel.VOICE}),
        ({}, {"is_outbound": True}),
        ({}, {"skill_id": "40120"}),
        ({}, {"search": "8005550100"}),
    ],
)
def test_what_does_not_fit_is_left_out(changes: dict[str, object], wanted: dict[str, object]) -> None:
    assert fits(contact(1, **changes), WANTED, "US")  # type: ignore[arg-type] # a test's own members
    assert not fits(contact(1, **changes), replace(WANTED, **wanted), "US")  # type: ignore[arg-type] # the same


def test_of_what_went_out_the_customer_is_whom_it_went_to() -> None:
    assert contact(1, is_outbound=True).customer_address == "8005550100"
    assert contact(1).customer_address == "4155550134"
