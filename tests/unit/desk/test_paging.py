"""Pages follow each other without a gap, whatever comes and goes meanwhile."""

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from switchboard.desk.paging import MOST_CURSOR_CHARS, Page, Place, found_in, page_of
from switchboard.errors import BadCursor

ROWS = st.lists(st.tuples(st.text(max_size=5), st.integers()), unique=True, max_size=40)


def itself(row: tuple[str, int]) -> Place:
    return row


def walked(rows: list[tuple[str, int]], limit: int, *, backwards: bool) -> list[Page[tuple[str, int]]]:
    pages = [page_of(rows, itself, limit=limit, backwards=backwards)]
    while pages[-1].next is not None:
        pages.append(page_of(rows, itself, limit=limit, cursor=pages[-1].next, backwards=backwards))
    return pages


@given(ROWS, st.integers(1, 10), st.booleans())
def test_pages_together_are_the_list_in_its_order(
    rows: list[tuple[str, int]], limit: int, backwards: bool
) -> None:
    pages = walked(rows, limit, backwards=backwards)

    assert [row for page in pages for row in page.rows] == sorted(rows, reverse=backwards)
    assert all(len(page.rows) == limit for page in pages[:-1])


@given(ROWS, ROWS, st.integers(1, 5))
def test_rows_that_stay_are_seen_once_whatever_comes_and_goes(
    before: list[tuple[str, int]], after: list[tuple[str, int]], limit: int
) -> None:
    first = page_of(before, itself, limit=limit)
    if first.next is None:
        return
    rest = page_of(after, itself, limit=1000, cursor=first.next)

    stayed = set(before) & set(after)
    seen = [row for row in (*first.rows, *rest.rows) if row in stayed]
    assert sorted(set(seen)) == seen
    assert set(seen) == stayed


def test_a_list_of_nothing_has_one_page() -> None:
    assert page_of([], itself, limit=10) == Page((), None)


def written(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "cursor",
    ["", "x", "!!!!", "ä", written([]), written({}), written([None]), written([True]), written([[1]]), "W" * 999],
)
def test_a_cursor_of_ones_own_making_is_refused(cursor: str) -> None:
    with pytest.raises(BadCursor):
        page_of([("a", 1), ("b", 2)], itself, limit=1, cursor=cursor)


def test_a_cursor_of_another_list_is_refused() -> None:
    other = page_of([1, 2], lambda row: (row,), limit=1).next
    with pytest.raises(BadCursor):
        page_of([("a", 1)], itself, limit=1, cursor=other)


def test_a_cursor_of_a_long_name_is_not_too_long_for_a_route() -> None:
    cursor = page_of(["ß漢" * 60, "zz"], lambda row: (row,), limit=1, backwards=True).next
    assert cursor is not None
    longest = page_of(["漢" * 120, "漢" * 121], lambda row: (row,), limit=1).next
    assert longest is not None
    assert max(len(cursor), len(longest)) < MOST_CURSOR_CHARS


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("", True),
        ("ada", True),
        ("BREN", True),
        ("brenner ada", True),
        ("strasse", True),
        ("ada castillo", False),
    ],
)
def test_every_word_of_a_search_has_to_be_there(search: str, found: bool) -> None:
    assert found_in(search, "Ada", "Brenner", "Hauptstraße") is found
