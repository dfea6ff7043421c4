"""CXone's reports of contacts: the completed ones by delta, the active ones, and one by its id.

Rows come as CXone wrote them, in the names of whichever version answers; who reads them knows both.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from urllib.parse import parse_qsl, quote, urlsplit

from switchboard.cxone.answers import Answer, Row
from switchboard.cxone.client import CxoneClient
from switchboard.cxone.versions import Resource
from switchboard.errors import CcNotFound, CcUnavailable
from switchboard.reconcile.model import ReportPage

PAGE = 100
"""Rows of one page, the most that CXone gives (unconfirmed)."""

ORDER = "contactId"
"""An order that no change of a report alters: where rows trade places between two pages, one may be missed."""

_SKIP = "skip:"
_COMPLETED, _ACTIVE = "completedContacts", "activeContacts"


class CxoneContacts:
    """Implements ``switchboard.reconcile.model.Reports``."""

    def __init__(self, client: CxoneClient) -> None:
        self._client = client

    def completed(self, since: datetime, position: str = "") -> ReportPage:
        """A page; the position is CXone's own link to the next, or a number of rows where it gives none."""
        answer = self._page(Resource.COMPLETED_CONTACTS, "/contacts/completed", position, since)
        if answer is None:
            return ReportPage()
        rows = answer.rows(_COMPLETED)
        return ReportPage(
            rows,
            polled_at=_moment(answer.text("lastPollTime")),
            business_unit=answer.text("businessUnitId"),
            next=self._next(answer, rows, _COMPLETED, position),
        )

    def active(self, since: datetime | None = None) -> Iterator[Row]:
        """The contacts that are not over, or those of them that changed at or after ``since``."""
        position = ""
        while True:
            answer = self._page(Resource.ACTIVE_CONTACTS, "/contacts/active", position, since)
            if answer is None:
                return
            rows = answer.rows(_ACTIVE)
            yield from rows
            position = self._next(answer, rows, _ACTIVE, position)
            if not position:
                return

    def contact(self, contact_id: str) -> Row | None:
        """The row of one contact; None where CXone knows none, or no longer."""
        try:
            answer = self._client.read(Resource.CONTACT, f"/contacts/{quote(contact_id, safe='')}")
        except CcNotFound:
            return None
        return None if answer is None else answer.given

    def now(self) -> datetime:
        """CXone's clock."""
        answer = self._client.read(Resource.SERVER_TIME, "/server-time")
        now = _moment(answer.text("serverTime")) if answer else None
        if now is None:
            raise CcUnavailable("UNREADABLE_ANSWER", status=200)
        return now

    def _page(self, resource: Resource, path: str, position: str, since: datetime | None) -> Answer | None:
        if self._client.is_own(position):
            return self._client.follow(position)
        parameters = {"skip": str(_skipped(position)), "top": str(PAGE), "orderBy": ORDER}
        if since is not None:
            parameters["updatedSince"] = _written(since)
        return self._client.read(resource, path, parameters)

    def _next(self, answer: Answer, rows: Sequence[Row], list_name: str, position: str) -> str:
        """Where the next page begins, empty after the last.

        Raises:
            CcUnavailable: the list is null although there are more rows.
        """
        reached, total = _skipped(position) + len(rows), answer.whole("totalRecords")
        link = answer.part("_links").text("next")
        is_more = bool(link) or (len(rows) == PAGE if total is None else total > reached)
        if is_more and answer.is_null(list_name):
            raise CcUnavailable("INCOMPLETE_ANSWER", status=200)
        if not is_more or not rows:
            return ""
        return link if self._client.is_own(link) else f"{_SKIP}{reached}"


def _skipped(position: str) -> int:
    """Rows before the page at a position."""
    if position.startswith(_SKIP):
        return int(position.removeprefix(_SKIP))
    given = Answer(dict(parse_qsl(urlsplit(position).query)))
    return given.whole("skip") or 0


def _written(at: datetime) -> str:
    """As CXone writes moments: UTC with milliseconds."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _moment(text: str) -> datetime | None:
    """A moment that CXone wrote; without an offset it is UTC. None where there is none that can be read."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
