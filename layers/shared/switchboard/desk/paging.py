"""Lists of a panel: searched, in a stable order, page by page. Pure.

A page begins after the last row of the page before, by its place in the order and not by a count of rows: what
comes and goes meanwhile neither repeats a row nor hides one.
"""

import base64
import binascii
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from switchboard.errors import BadCursor

Row = TypeVar("Row")

Place = tuple[str | int, ...]
"""Where a row stands in its list: texts and whole numbers, alike in kind for all rows, different for any two."""

MOST_CURSOR_CHARS = 1_000
"""Routes refuse longer cursors."""


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows of a list.

    Args:
        next: cursor of the page after this one; None after the last.
    """

    rows: tuple[Row, ...]
    next: str | None = None


def page_of(
    rows: Iterable[Row],
    place: Callable[[Row], Place],
    *,
    limit: int,
    cursor: str | None = None,
    backwards: bool = False,
) -> Page[Row]:
    """The page after a cursor.

    Args:
        limit: most rows.
        backwards: the greatest place first, as of what is newest.

    Raises:
        BadCursor: the cursor is not one of this list's.
    """
    ordered = sorted(((place(row), number, row) for number, row in enumerate(rows)), reverse=backwards)
    if cursor is not None:
        reached = place_in(cursor)
        try:
            ordered = [one for one in ordered if (one[0] < reached if backwards else one[0] > reached)]
        except TypeError:
            raise BadCursor from None
    shown = ordered[:limit]
    more = len(ordered) > len(shown)
    return Page(tuple(row for _, _, row in shown), cursor_of(shown[-1][0]) if more else None)


def found_in(search: str, *texts: str) -> bool:
    """Whether each word of a search stands somewhere in the texts, without regard to case."""
    everything = " ".join(texts).casefold()
    return all(word in everything for word in search.casefold().split())


def cursor_of(place: Place) -> str:
    """The cursor of the page after a place."""
    text = json.dumps(place, ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def place_in(cursor: str) -> Place:
    """The place that a cursor stands for.

    Raises:
        BadCursor: it stands for none.
    """
    try:
        place = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
    except (ValueError, binascii.Error, RecursionError):
        raise BadCursor from None
    if not isinstance(place, list) or not place or not all(type(one) in (str, int) for one in place):
        raise BadCursor
    return tuple(place)
