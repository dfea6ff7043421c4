"""Lists of the ACD's API, page by page.

A place in a list is CXone's own link to the next page, or a number of rows where it gives none.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlsplit

from switchboard.cxone.answers import Answer, Row
from switchboard.cxone.client import CxoneClient
from switchboard.cxone.versions import Resource
from switchboard.errors import CcUnavailable

PAGE = 100
"""Rows of one page, the most that CXone gives (unconfirmed)."""

_SKIP, _TRY = "skip:", "try:"
"""Before a number of rows; the second where nobody said that there are more, and the page was only full."""


@dataclass(frozen=True, slots=True)
class ListPage:
    """A page of a list.

    Args:
        answer: the whole answer.
        polled_at: the vendor's time of the poll, None where it gave none.
        next: where the next page begins, empty after the last.
        is_short: whether it is the last only because it has no rows, although more were announced.
    """

    answer: Answer
    rows: Sequence[Row]
    polled_at: datetime | None
    next: str
    is_short: bool = False


@dataclass(frozen=True, slots=True)
class PagedList:
    """A list that CXone gives in pages.

    Args:
        path: below the version.
        name: of the member that holds the rows.
        order: a field that no change of a row alters: where rows trade places between two pages, one may be
            missed.
        inside: the member whose object holds the rows, or empty where the answer itself does.
        parameters: what else is asked for.
    """

    resource: Resource
    path: str
    name: str
    order: str
    inside: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)

    def page(self, client: CxoneClient, position: str = "", since: datetime | None = None) -> ListPage | None:
        """A page of the rows that changed at or after ``since``, or of all; None where there is nothing (204).

        Args:
            position: empty for the first page, then as the page before told.

        Raises:
            CcError: CXone did not answer, or not with such a list, or with null in its place although there are
                rows.
        """
        answer = self._answer(client, position, since)
        if answer is None:
            return None
        holder = answer.part(self.inside) if self.inside else answer
        rows = holder.rows(self.name)
        polled_at = moment_of(answer.text("lastPollTime"))
        reached, total = _skipped(position) + len(rows), answer.whole("totalRecords")
        link = answer.part("_links").text("next")
        is_more = bool(link) or (len(rows) == PAGE if total is None else total > reached)
        if is_more and holder.is_null(self.name):
            raise CcUnavailable("INCOMPLETE_ANSWER", status=200)
        if not is_more or not rows:
            return ListPage(answer, rows, polled_at, "", is_short=is_more)
        place = f"{_TRY if total is None and not link else _SKIP}{reached}"
        return ListPage(answer, rows, polled_at, link if client.is_own(link) else place)

    def _answer(self, client: CxoneClient, position: str, since: datetime | None) -> Answer | None:
        if client.is_own(position):
            return client.follow(position)
        place = {"skip": str(_skipped(position)), "top": str(PAGE), "orderBy": self.order}
        parameters = {**self.parameters, **place}
        if since is not None:
            parameters["updatedSince"] = _written(since)
        return client.read(self.resource, self.path, parameters)


def is_announced(position: str) -> bool:
    """Whether CXone said that there is something at this place of a list."""
    return bool(position) and not position.startswith(_TRY)


def moment_of(text: str) -> datetime | None:
    """A moment that CXone wrote; without an offset it is UTC. None where there is none that can be read."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


def _skipped(position: str) -> int:
    """Rows before the page at a position."""
    if position.startswith((_SKIP, _TRY)):
        return int(position.partition(":")[2])
    given = Answer(dict(parse_qsl(urlsplit(position).query)))
    return given.whole("skip") or 0


def _written(at: datetime) -> str:
    """As CXone writes moments: UTC with milliseconds."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
