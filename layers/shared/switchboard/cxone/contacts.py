"""CXone's reports of contacts: the completed ones by delta, the active ones, and one by its id.

Rows come as CXone wrote them, in the names of whichever version answers; who reads them knows both.
"""

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import quote

from switchboard.cxone.answers import Row
from switchboard.cxone.client import CxoneClient
from switchboard.cxone.paging import PagedList, moment_of
from switchboard.cxone.versions import Resource
from switchboard.errors import CcNotFound, CcUnavailable
from switchboard.reconcile.model import ReportPage

_COMPLETED = PagedList(Resource.COMPLETED_CONTACTS, "/contacts/completed", "completedContacts", "contactId")
_ACTIVE = PagedList(Resource.ACTIVE_CONTACTS, "/contacts/active", "activeContacts", "contactId")


class CxoneContacts:
    """Implements ``switchboard.reconcile.model.Reports``."""

    def __init__(self, client: CxoneClient) -> None:
        self._client = client

    def completed(self, since: datetime, position: str = "") -> ReportPage:
        """See ``Reports.completed``."""
        page = _COMPLETED.page(self._client, position, since)
        if page is None:
            return ReportPage()
        return ReportPage(
            page.rows,
            polled_at=page.polled_at,
            business_unit=page.answer.text("businessUnitId"),
            next=page.next,
        )

    def active(self, since: datetime | None = None) -> Iterator[Row]:
        """The contacts that are not over, or those of them that changed at or after ``since``."""
        position = ""
        while page := _ACTIVE.page(self._client, position, since):
            yield from page.rows
            position = page.next
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
        now = moment_of(answer.text("serverTime")) if answer else None
        if now is None:
            raise CcUnavailable("UNREADABLE_ANSWER", status=200)
        return now
