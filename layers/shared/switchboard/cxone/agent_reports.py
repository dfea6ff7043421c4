"""What CXone tells of agents, their contacts and what they may choose from, in the names of any version."""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import quote

from switchboard.contact_intake.names import MEDIA_TYPES
from switchboard.cxone.answers import Answer
from switchboard.cxone.client import CxoneClient
from switchboard.cxone.versions import Resource
from switchboard.desk.session.model import (
    AgentState,
    Callback,
    DeskContact,
    Disposition,
    SkillName,
    UnavailableCode,
)
from switchboard.desk.session.refusals import SkillRefused
from switchboard.errors import CcNotFound, CcUnavailable

_PAGE = "100"
_CALL = "4"


class CxoneAgentReports:
    """Implements ``switchboard.desk.session.ports.AgentReports``."""

    def __init__(self, client: CxoneClient) -> None:
        self._client = client

    def state(self, agent_id: str) -> AgentState:
        answer = self._client.read(Resource.AGENT_STATES, f"/agents/{agent_id}/states")
        rows = answer.rows("agentStates") if answer else ()
        if answer is None or not rows:
            raise CcUnavailable("UNREADABLE_ANSWER", status=200)
        row = Answer(rows[0])
        as_of = row.moment("lastPollTime") or answer.moment("lastPollTime") or self._now()
        return AgentState(
            name=camel(row.text("agentStateName")),
            as_of=as_of,
            since=row.moment("startDate"),
            reason=row.text("outStateDescription"),
            reason_id=_id(row, "outStateId"),
            is_acw=row.truth("isAcw"),
            contact_id=_id(row, "contactId"),
            session_since=row.moment("sessionStartTime"),
            station_id=_id(row, "stationId"),
            station_phone=row.text("stationPhoneNumber"),
        )

    def open_contacts(self, agent_id: str) -> Sequence[DeskContact]:
        parameters = {"agentId": agent_id, "top": _PAGE}
        answer = self._client.read(Resource.ACTIVE_CONTACTS, "/contacts/active", parameters)
        rows = answer.rows("activeContacts") if answer else ()
        return [one for one in (_contact(Answer(row)) for row in rows) if one.contact_id and not one.is_over]

    def contact(self, contact_id: str) -> DeskContact | None:
        try:
            answer = self._client.read(Resource.CONTACT, f"/contacts/{quote(contact_id, safe='')}")
        except CcNotFound:
            return None
        if answer is None:
            return None
        # Some versions put the row into a member (unconfirmed).
        inner = answer.part("contactId")
        return _contact(inner if inner.given else answer)

    def codes(self, team_id: str) -> Sequence[UnavailableCode]:
        answer = self._client.read(
            Resource.UNAVAILABLE_CODES, f"/teams/{team_id}/unavailable-codes", {"activeOnly": "true"}
        )
        rows = [Answer(row) for row in answer.rows("unavailableCodes")] if answer else []
        return [
            UnavailableCode(
                row.text("outStateId"),
                row.text("outStateName"),
                row.truth("isAcw"),
                row.whole("agentTimeoutMins") or 0,
            )
            for row in rows
            if row.truth("isActive")
        ]

    def dispositions(self, skill_id: str) -> Sequence[Disposition]:
        try:
            answer = self._client.read(Resource.SKILL_DISPOSITIONS, f"/skills/{skill_id}/dispositions")
        except CcNotFound:
            raise SkillRefused from None
        rows = [Answer(row) for row in answer.rows("dispositions")] if answer else []
        rows.sort(key=lambda row: row.whole("displayOrder") or 0)
        return [
            Disposition(
                row.text("dispositionId"),
                row.text("dispositionName"),
                row.text("classification"),
                is_preview=row.truth("isPreviewDisposition"),
                needs_amount=row.truth("requireCommitmentAmount"),
                needs_commitment=row.truth("requireRescheduleDate"),
            )
            for row in rows
        ]

    def dial_skills(self, agent_id: str) -> Sequence[SkillName]:
        parameters = {"top": _PAGE, "mediaTypeId": _CALL}
        answer = self._client.read(Resource.AGENT_SKILLS, f"/agents/{agent_id}/skills", parameters)
        rows = [Answer(row) for row in answer.rows("agentSkillAssignments")] if answer else []
        return [
            SkillName(row.text("skillId"), row.text("skillName"))
            for row in rows
            if row.text("mediaTypeId", "mediaType") == _CALL
            and row.truth("isOutbound")
            and row.text("outboundStrategy") == "Manual"
            and row.truth("isActive")
            and row.truth("isSkillActive")
        ]

    def callbacks(self, agent_id: str, skill_id: str) -> Sequence[tuple[str, Callback]]:
        owner = f"/agents/{agent_id}" if agent_id else f"/skills/{skill_id}"
        answer = self._client.read(Resource.SCHEDULED_CALLBACKS, f"{owner}/scheduled-callbacks")
        listed = [Answer(row) for row in answer.rows("callbacks")] if answer else []
        return [
            (
                row.text("callbackId"),
                Callback(
                    at=at, phone=row.text("dialNumber"), skill_id=row.text("skillId"), notes=row.text("notes")
                ),
            )
            for row in listed
            if (at := row.moment("callbackTime"))
        ]

    def _now(self) -> datetime:
        answer = self._client.read(Resource.SERVER_TIME, "/server-time")
        now = answer.moment("serverTime") if answer else None
        if now is None:
            raise CcUnavailable("UNREADABLE_ANSWER", status=200)
        return now


def _contact(row: Answer) -> DeskContact:
    return DeskContact(
        contact_id=_id(row, "contactId"),
        master_id=_id(row, "masterContactId"),
        state=camel(row.text("stateName", "state")),
        channel=MEDIA_TYPES.get(row.text("mediaTypeId", "mediaType")),
        is_outbound=row.truth("isOutbound"),
        from_address=row.text("fromAddress", "fromAddr", "fromAdd"),
        to_address=row.text("toAddress", "toAddr"),
        agent_id=_id(row, "agentId"),
        skill_id=_id(row, "skillId"),
        skill_name=row.text("skillName"),
        began_at=row.moment("contactStartDate", "contactStart"),
        with_agent_since=row.moment("agentStartDate"),
        hold_count=row.whole("holdCount") or 0,
    )


def _id(row: Answer, name: str) -> str:
    """An id, empty where CXone writes 0 or -1 for none."""
    text = row.text(name)
    return "" if text in ("0", "-1") else text


def camel(word: str) -> str:
    """``InboundContact`` as ``inboundContact``."""
    return word[:1].lower() + word[1:]
