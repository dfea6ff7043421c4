"""Agents and entries of address books: who is found, in what order, with which numbers."""

from datetime import UTC, datetime
from typing import Any

import pytest

from switchboard.desk.board.model import Board
from switchboard.desk.board.shared import Seen
from switchboard.desk.directory.agents import listed_agents, one_agent
from switchboard.desk.directory.books import assigned_book, is_found, listed_books, listed_entries
from switchboard.desk.directory.model import AgentNow, Book, BookEntry
from switchboard.desk.directory.queries import AgentsQuery, BooksQuery, ListQuery
from switchboard.desk.directory.refusals import AgentNotFound, BookNotFound, StillReading

NOW = datetime(2026, 3, 2, 14, 5, 30, tzinfo=UTC)


def agent(number: int, first: str, last: str, state: str = "available", **given: Any) -> AgentNow:
    values: dict[str, Any] = {
        "agent_id": str(number),
        "first_name": first,
        "last_name": last,
        "team_id": "3301",
        "team_name": "Service",
        "state": state,
        "reason": "",
        "is_acw": False,
        "since": "2026-03-02T14:05:00+00:00",
        "open_contacts": 0,
        "channel": "",
        "skill_id": "",
        "skill_name": "",
        "is_outbound": False,
    }
    return AgentNow(**{**values, **given})


def seen(*agents: AgentNow, complete: bool = True) -> Seen[AgentNow]:
    rows = {one.agent_id: one for one in agents}
    return Seen(Board(rows, read_at=NOW.timestamp(), whole_at=float(complete)), 0.0, "", NOW.timestamp())


ADA = agent(1, "Ada", "Brenner")
BEN = agent(2, "Ben", "Castillo", "unavailable", reason="Wrap-up", is_acw=True, team_id="3302", team_name="Sales")
ROSA = agent(3, "Rosa", "brenner", "loggedOut", since="")
CY = agent(4, "Cy", "Dao", "inboundContact", channel="voice", skill_id="7", skill_name="Support", open_contacts=1)
ALL = (CY, ROSA, BEN, ADA)


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        pytest.param({}, ["1", "3", "2", "4"], id="by last and first name, without regard to case"),
        pytest.param({"search": "bren"}, ["1", "3"], id="a part of a name"),
        pytest.param({"search": "brenner ada"}, ["1"], id="both names, in any order"),
        pytest.param({"state": "available"}, ["1"], id="state"),
        pytest.param({"state": "online"}, ["1", "2", "4"], id="everybody who is there"),
        pytest.param({"state": "afterContact"}, ["2"], id="work after a contact"),
        pytest.param({"state": "unavailable"}, ["2"], id="which is a kind of unavailable"),
        pytest.param({"team": "3302"}, ["2"], id="team by id"),
        pytest.param({"team": " sales"}, ["2"], id="team by name"),
        pytest.param({"team": "3302", "state": "available"}, [], id="both"),
    ],
)
def test_agents_are_found(query: dict[str, Any], ids: list[str]) -> None:
    answer = listed_agents(seen(*ALL), "1", AgentsQuery.model_validate(query))
    assert [one.agent_id for one in answer.agents] == ids


def test_an_agent_is_shown_with_time_in_state_by_the_contact_centres_clock() -> None:
    told = one_agent(seen(*ALL), "1", "2").agent
    assert (told.state, told.reason, told.after_contact, told.time_in_state) == (
        "unavailable",
        "Wrap-up",
        True,
        30,
    )
    assert (told.me, one_agent(seen(*ALL), "2", "2").agent.me) == (False, True)
    assert one_agent(seen(*ALL), "1", "3").agent.time_in_state is None


def test_an_agent_who_is_not_there() -> None:
    with pytest.raises(AgentNotFound):
        one_agent(seen(ADA), "1", "9")
    with pytest.raises(StillReading):
        one_agent(seen(ADA, complete=False), "1", "9")


def entry(number: int, first: str = "", last: str = "", company: str = "", **given: str) -> BookEntry:
    values = {"external_id": "", "middle_name": "", "phone": "", "phone_e164": "", "mobile": "", "mobile_e164": ""}
    return BookEntry(
        entry_id=str(number), first_name=first, last_name=last, company=company, email=given.pop("email", ""),
        **{**values, **given},
    )  # fmt: skip


GRACE = entry(
    1, "Grace", "Okafor", "Northwind", phone="(415) 555-0134", phone_e164="+14155550134", email="grace@example.com"
)
HUGO = entry(2, "Hugo", "Östberg", "Fabrikam", mobile="070-123 45 67", mobile_e164="+46701234567")
FIRM = entry(3, company="Litware", phone="ext. 12")


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("", [GRACE, HUGO, FIRM]),
        ("okafor", [GRACE]),
        ("NORTHWIND grace", [GRACE]),
        ("östberg", [HUGO]),
        ("grace@example.com", [GRACE]),
        ("+1 (415) 555-0134", [GRACE]),
        ("4155550134", [GRACE]),
        ("555 0134", [GRACE]),
        ("+46 70 123", [HUGO]),
        ("070-123 45 67", [HUGO]),
        ("grace 0134", [GRACE]),
        ("hugo 0134", []),
        ("12", []),
        ("litware", [FIRM]),
        ("+44", []),
        ("%", []),
    ],
)
def test_entries_are_found_by_names_and_numbers(search: str, found: list[BookEntry]) -> None:
    assert [one for one in (GRACE, HUGO, FIRM) if is_found(search, one)] == found


def entries(*rows: BookEntry) -> Seen[BookEntry]:
    return Seen(Board({one.entry_id: one for one in rows}, read_at=1, whole_at=1), 5.0, "", NOW.timestamp())


def test_an_entry_says_its_numbers_as_they_can_be_dialled() -> None:
    shown = listed_entries(entries(GRACE, HUGO, FIRM), ListQuery()).entries
    numbers = [[(one.label, one.e164) for one in each.numbers] for each in shown]

    assert [one.name for one in shown] == ["Litware", "Grace Okafor", "Hugo Östberg"]
    assert numbers == [[("phone", None)], [("phone", "+14155550134")], [("mobile", "+46701234567")]]


def test_entries_come_page_by_page() -> None:
    first = listed_entries(entries(GRACE, HUGO, FIRM), ListQuery(limit=2))
    rest = listed_entries(entries(GRACE, HUGO, FIRM), ListQuery(limit=2, cursor=first.next))

    assert [one.entry_id for one in (*first.entries, *rest.entries)] == ["3", "1", "2"]
    assert rest.next is None


def books(*rows: Book, complete: bool = True) -> Seen[Book]:
    board = Board({one.book_id: one for one in rows}, read_at=1, whole_at=float(complete))
    return Seen(board, 5.0, "", NOW.timestamp())


def test_books_come_by_name() -> None:
    shown = listed_books(books(Book("1", "partners", False), Book("2", "Key accounts", True)), BooksQuery())
    assert [(one.name, one.type) for one in shown.address_books] == [
        ("Key accounts", "dynamic"),
        ("partners", "standard"),
    ]


def test_only_assigned_books_are_opened() -> None:
    assert assigned_book(books(Book("1", "A", False)), "1").name == "A"
    with pytest.raises(BookNotFound):
        assigned_book(books(Book("1", "A", False)), "2")
    with pytest.raises(StillReading):
        assigned_book(books(complete=False), "2")
