"""CXone's agents, skills and address books as rows of boards, in the names of any version."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Generic, TypeVar

from switchboard.contact_intake.names import MEDIA_TYPES
from switchboard.cxone.answers import Answer
from switchboard.cxone.client import CxoneClient
from switchboard.cxone.paging import PagedList, is_announced
from switchboard.cxone.versions import Resource
from switchboard.desk.board.model import BoardPage
from switchboard.desk.directory.model import AgentNow, Book, BookEntry, OwnSkill, SkillNow
from switchboard.errors import CcUnavailable
from switchboard.phone import Ani, classify

Row = TypeVar("Row")

_VOICE = "4"
_MANUAL = "manual"
_ACTIVITY_FIELDS = (
    "serverTime,skillId,skillName,mediaTypeId,isActive,isOutbound,agentsLoggedIn,agentsAvailable,agentsWorking,"
    "contactsActive,queueCount,skillQueueCount,personalQueueCount,parkedCount,earliestQueueTime,serviceLevel"
)
"""By name: without being asked for, some versions leave out since when contacts wait."""


@dataclass(frozen=True, slots=True)
class CxoneBoard(Generic[Row]):
    """Implements ``switchboard.desk.board.model.BoardSource`` for one list.

    Args:
        rows: how the list is asked for.
        row_of: a row's id and the row; no row where it is no more; None where it cannot be read.
        tells_changes: whether ``updatedSince`` may be asked for.
        whole: what else is asked for where everything is.
    """

    client: CxoneClient
    listed: PagedList
    row_of: Callable[[Answer], tuple[str, Row | None] | None]
    tells_changes: bool = True
    whole: Mapping[str, str] = field(default_factory=dict)

    def page(self, since: datetime | None, position: str) -> BoardPage[Row]:
        listed = self.listed
        if since is None:
            listed = replace(listed, parameters={**listed.parameters, **self.whole})
        page = listed.page(self.client, position, since)
        if page is None and not is_announced(position):
            return BoardPage()
        if page is None or page.is_short:
            # Rows were promised and did not come: without them they would seem to be gone.
            raise CcUnavailable("INCOMPLETE_ANSWER", status=200)
        answers = [Answer(row) for row in page.rows]
        read = [one for one in map(self.row_of, answers) if one is not None]
        return BoardPage(
            rows={row_id: row for row_id, row in read if row is not None},
            gone=[row_id for row_id, row in read if row is None],
            polled_at=page.polled_at or _server_time(page.answer, answers),
            next=page.next,
        )


def skill_activity(client: CxoneClient) -> CxoneBoard[SkillNow]:
    """What is going on in all skills."""
    listed = PagedList(
        Resource.SKILL_ACTIVITY,
        "/skills/activity",
        "skillActivity",
        "skillId",
        parameters={"fields": _ACTIVITY_FIELDS},
    )
    return CxoneBoard(client, listed, _skill_now)


def agent_states(client: CxoneClient) -> CxoneBoard[AgentNow]:
    """What all agents are doing."""
    listed = PagedList(Resource.AGENT_STATES, "/agents/states", "agentStates", "agentId")
    return CxoneBoard(client, listed, _agent_now)


def skills_of(client: CxoneClient, agent_id: str) -> CxoneBoard[OwnSkill]:
    """What one agent works on."""
    path = f"/agents/{agent_id}/skills"
    listed = PagedList(Resource.AGENT_SKILLS, path, "agentSkillAssignments", "skillId")
    return CxoneBoard(client, listed, _own_skill, tells_changes=False)


def books_of(client: CxoneClient, agent_id: str) -> CxoneBoard[Book]:
    """The address books that are assigned to one agent, by whatever way."""
    path = f"/agents/{agent_id}/address-books"
    listed = PagedList(Resource.ADDRESS_BOOKS, path, "addressBooks", "addressBookId")
    return CxoneBoard(client, listed, _book, tells_changes=False)


def entries_of(client: CxoneClient, book: Book, region: str) -> CxoneBoard[BookEntry]:
    """The entries of one book.

    Args:
        region: country in which numbers without one are read, such as ``US``.
    """
    kind = "dynamic-entries" if book.is_dynamic else "entries"
    listed = PagedList(
        Resource.ADDRESS_BOOKS,
        f"/address-books/{book.book_id}/{kind}",
        "addressBookEntries",
        "addressBookEntryId",
        inside="addressBook",
    )
    whole = {"fullLoad": "true"} if book.is_dynamic else {}
    return CxoneBoard(client, listed, lambda row: _entry(row, region), tells_changes=book.is_dynamic, whole=whole)


def _skill_now(row: Answer) -> tuple[str, SkillNow] | None:
    skill_id = row.text("skillId")
    if not skill_id:
        return None
    waiting = row.whole("queueCount") or 0
    return skill_id, SkillNow(
        skill_id=skill_id,
        name=row.text("skillName"),
        channel=_channel(row),
        is_active=_unless_told_no(row, "isActive"),
        is_outbound=row.truth("isOutbound"),
        waiting=waiting,
        email_waiting=row.whole("skillQueueCount") or 0,
        personal_waiting=row.whole("personalQueueCount") or 0,
        parked=row.whole("parkedCount") or 0,
        earliest=_moment(row, "earliestQueueTime"),
        agents_available=row.whole("agentsAvailable") or 0,
        agents_logged_in=row.whole("agentsLoggedIn") or 0,
        agents_working=row.whole("agentsWorking") or 0,
        contacts_active=row.whole("contactsActive") or 0,
        service_level=row.whole("serviceLevel"),
    )


def _agent_now(row: Answer) -> tuple[str, AgentNow] | None:
    agent_id = row.text("agentId")
    if not agent_id:
        return None
    state = row.text("agentStateName")
    return agent_id, AgentNow(
        agent_id=agent_id,
        first_name=row.text("firstName"),
        last_name=row.text("lastName"),
        team_id=row.text("teamId"),
        team_name=row.text("teamName"),
        state=state[:1].lower() + state[1:],
        reason=row.text("outStateDescription"),
        is_acw=row.truth("isAcw"),
        since=_moment(row, "startDate"),
        open_contacts=row.whole("openContacts") or 0,
        channel=_channel(row),
        skill_id=_id(row, "skillId"),
        skill_name=row.text("skillName"),
        is_outbound=row.truth("isOutbound"),
    )


def _own_skill(row: Answer) -> tuple[str, OwnSkill | None] | None:
    skill_id = row.text("skillId")
    if not skill_id:
        return None
    if not (_unless_told_no(row, "isActive") and _unless_told_no(row, "isSkillActive")):
        return skill_id, None
    is_outbound = row.truth("isOutbound")
    by_hand = row.text("outboundStrategy").lower() == _MANUAL
    media = row.text("mediaTypeId", "mediaType")
    return skill_id, OwnSkill(
        skill_id, row.text("skillName"), _channel(row), is_outbound, media == _VOICE and is_outbound and by_hand
    )


def _book(row: Answer) -> tuple[str, Book] | None:
    book_id = row.text("addressBookId")
    if not (book_id.isascii() and book_id.isdecimal()):
        return None
    is_dynamic = row.text("addressBookType").lower() == "dynamic"
    return book_id, Book(book_id, row.text("addressBookName"), is_dynamic)


def _entry(row: Answer, region: str) -> tuple[str, BookEntry | None] | None:
    entry_id = row.text("addressBookEntryId")
    if not entry_id:
        return None
    if row.truth("isDeleted"):
        return entry_id, None
    phone, mobile = row.text("phone"), row.text("mobile")
    return entry_id, BookEntry(
        entry_id=entry_id,
        external_id=row.text("externalId"),
        first_name=row.text("firstName"),
        middle_name=row.text("middleName"),
        last_name=row.text("lastName"),
        company=row.text("company"),
        phone=phone,
        phone_e164=_e164(phone, region),
        mobile=mobile,
        mobile_e164=_e164(mobile, region),
        email=row.text("email"),
    )


def _e164(text: str, region: str) -> str:
    number = classify(text, region) if text else None
    return number.e164 if isinstance(number, Ani) else ""


def _channel(row: Answer) -> str:
    channel = MEDIA_TYPES.get(row.text("mediaTypeId", "mediaType"))
    return channel.value if channel else ""


def _id(row: Answer, name: str) -> str:
    """An id, empty where CXone writes 0 or -1 for none."""
    text = row.text(name)
    return "" if text in ("0", "-1") else text


def _moment(row: Answer, name: str) -> str:
    at = row.moment(name)
    return at.isoformat() if at else ""


def _unless_told_no(row: Answer, name: str) -> bool:
    """Whether a flag that some versions leave out is not off."""
    is_there = any(str(given).lower() == name.lower() for given in row.given)
    return row.truth(name) or not is_there


def _server_time(answer: Answer, rows: Sequence[Answer]) -> datetime | None:
    """The contact centre's clock where the answer has no time of the poll."""
    book = answer.part("addressBook").moment("serverTime")
    return book or (rows[0].moment("serverTime") if rows else None)
