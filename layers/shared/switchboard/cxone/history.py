"""What agents had to do, as CXone reports it, in the names of any version."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from switchboard.contact_intake.names import MEDIA_TYPES
from switchboard.cxone.answers import Answer, Row
from switchboard.cxone.client import CxoneClient
from switchboard.cxone.paging import PagedList
from switchboard.cxone.versions import Resource
from switchboard.desk.history.model import PastContact, Reached, Report, Reports
from switchboard.errors import CcUnavailable

MOST_PAGES = 100
"""Of one stretch of time: far more contacts than an agent has in a month."""

MOST_REPORT_PAGES = 5
_NOBODY = ("", "0", "-1")


class CxoneHistory:
    """Implements ``switchboard.desk.history.model.History``."""

    def __init__(self, client: CxoneClient) -> None:
        self._client = client

    def contacts(self, agent_id: str, begin: datetime, end: datetime) -> Sequence[PastContact]:
        path = f"/agents/{agent_id}/interaction-history"
        listed = PagedList(
            Resource.INTERACTION_HISTORY, path, "contactStates", "contactId", parameters=_period(begin, end)
        )
        read = (_contact(Answer(row)) for row in self._rows(listed, MOST_PAGES))
        return [one for one in read if one is not None]

    def reports(self, agent_id: str, begin: datetime, end: datetime) -> Reports:
        listed = PagedList(
            Resource.COMPLETED_CONTACTS,
            "/contacts/completed",
            "completedContacts",
            "contactId",
            parameters={**_period(begin, end), "agentId": agent_id},
        )
        rows: dict[str, Report] = {}
        position = ""
        for _ in range(MOST_REPORT_PAGES):
            page = listed.page(self._client, position)
            if page is None:
                return Reports(rows)
            answers = [Answer(row) for row in page.rows]
            rows.update(
                {row.text("contactId"): _report(row) for row in answers if row.text("agentId") == agent_id}
            )
            position = page.next
            if not position:
                return Reports(rows, is_complete=not page.is_short)
        return Reports(rows, is_complete=False)

    def reached(self, agent_id: str, begin: datetime, end: datetime) -> Sequence[Reached]:
        path = f"/agents/{agent_id}/interaction-recent"
        answer = self._client.read(Resource.INTERACTION_RECENT, path, _period(begin, end))
        rows = [Answer(row) for row in answer.rows("contactData")] if answer else []
        read = (
            Reached(row.text("toAddress", "toAddr"), _id(row, "toAgentId"), _id(row, "toSkillId"), at)
            for row in rows
            if (at := row.moment("lastContactStartDate"))
        )
        return [one for one in read if one.address or one.agent_id or one.skill_id]

    def _rows(self, listed: PagedList, most_pages: int) -> Iterator[Row]:
        position = ""
        for _ in range(most_pages):
            page = listed.page(self._client, position)
            if page is None:
                return
            if page.is_short:
                # Rows were promised and did not come: without them they would seem not to be.
                raise CcUnavailable("INCOMPLETE_ANSWER", status=200)
            yield from page.rows
            position = page.next
            if not position:
                return
        raise CcUnavailable("LIST_WITHOUT_END", status=200)


def _contact(row: Answer) -> PastContact | None:
    contact_id = _id(row, "contactId")
    began_at = row.moment("contactStartDate", "contactStart", "lastUpdateTime")
    if not contact_id or began_at is None:
        return None
    transfer = row.text("transferIndicatorName")
    return PastContact(
        contact_id=contact_id,
        master_id=_id(row, "masterContactId"),
        channel=MEDIA_TYPES.get(row.text("mediaTypeId", "mediaType")),
        is_outbound=row.truth("isOutbound"),
        began_at=began_at,
        from_address=row.text("fromAddress", "fromAddr", "fromAdd"),
        to_address=row.text("toAddress", "toAddr"),
        skill_id=_id(row, "skillId"),
        skill_name=row.text("skillName"),
        disposition_id=_id(row, "primaryDispositionId"),
        secondary_id=_id(row, "secondaryDispositionId"),
        transfer="" if transfer.lower() == "none" else transfer,
    )


def _report(row: Answer) -> Report:
    outcome = "handled"
    if row.truth("isRefused"):
        outcome = "refused"
    elif row.truth("abandoned", "isAbandoned"):
        outcome = "abandoned"
    return Report(
        total_s=row.whole("totalDurationSeconds"),
        queue_s=row.whole("inQueueSeconds"),
        agent_s=row.whole("agentSeconds"),
        hold_s=row.whole("holdSeconds"),
        wrap_up_s=row.whole("acwSeconds"),
        outcome=outcome,
        notes=row.text("dispositionNotes"),
    )


def _period(begin: datetime, end: datetime) -> dict[str, str]:
    return {"startDate": _written(begin), "endDate": _written(end)}


def _written(at: datetime) -> str:
    """As CXone writes moments: UTC with milliseconds."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _id(row: Answer, name: str) -> str:
    """An id, empty where CXone writes 0 or -1 for none."""
    text = row.text(name)
    return "" if text in _NOBODY else text
