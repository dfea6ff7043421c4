"""Query results that did not fit one page, kept for the pages to come."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from local.salesforce_org.errors import ApiError
from local.salesforce_org.ids import make_id

KEPT_CURSORS = 50


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a query's rows. ``locator`` is where the next begins, None after the last."""

    total: int
    rows: Sequence[dict[str, object]]
    locator: str | None


@dataclass(frozen=True, slots=True)
class _Cursor:
    user_id: str
    rows: list[dict[str, object]]
    page_rows: int


class Cursors:
    """The open cursors; the oldest give way."""

    def __init__(self) -> None:
        self._cursors: OrderedDict[str, _Cursor] = OrderedDict()
        self._last = 0

    def first(self, rows: list[dict[str, object]], page_rows: int, user_id: str) -> Page:
        """The first page of an answer; a cursor stays open when there are more."""
        if len(rows) <= page_rows:
            return Page(len(rows), rows, None)
        self._last += 1
        cursor_id = make_id("01g", self._last)
        self._cursors[cursor_id] = _Cursor(user_id, rows, page_rows)
        if len(self._cursors) > KEPT_CURSORS:
            self._cursors.popitem(last=False)
        return self._page(cursor_id, 0)

    def next(self, locator: str, user_id: str) -> Page:
        """The page at a locator such as ``01g…-2000``.

        Raises:
            ApiError: ``INVALID_QUERY_LOCATOR`` for one that is unknown, expired or another user's.
        """
        cursor_id, _, start = locator.partition("-")
        cursor = self._cursors.get(cursor_id)
        if cursor is None or cursor.user_id != user_id or not start.isdecimal():
            raise ApiError("INVALID_QUERY_LOCATOR", "invalid query locator")
        return self._page(cursor_id, int(start))

    def _page(self, cursor_id: str, start: int) -> Page:
        cursor = self._cursors[cursor_id]
        end = start + cursor.page_rows
        more = end < len(cursor.rows)
        return Page(len(cursor.rows), cursor.rows[start:end], f"{cursor_id}-{end}" if more else None)
