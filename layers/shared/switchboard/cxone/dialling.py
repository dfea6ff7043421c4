"""What dialling asks of CXone: what the agent does, their skills, the command, and the calls that came of it."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from urllib.parse import quote

from switchboard.agent.centre import AgentCentre
from switchboard.cxone.answers import Answer, Row
from switchboard.cxone.client import CxoneClient
from switchboard.cxone.versions import Resource
from switchboard.dialing.call import Sighting
from switchboard.dialing.ports import AgentNow
from switchboard.dialing.refusals import Skill
from switchboard.dialing.sightings import of_status
from switchboard.errors import CcNotFound

_PHONE = "4"
_CONTACT_STATES = {"3": "inboundcontact", "4": "outboundcontact"}
_CONSULT_STATES = {"5": "inboundconsult", "6": "outboundconsult"}
_MOST_ROWS = "100"
_MOST_PAGES = 5


class CxoneDialling:
    """Implements ``switchboard.dialing.ports.DialCentre``."""

    def __init__(self, client: CxoneClient, sessions: AgentCentre) -> None:
        self._client = client
        self._sessions = sessions

    def agent_now(self, agent_id: str) -> AgentNow:
        told = self._client.read(Resource.AGENT_STATES, f"/agents/{_part(agent_id)}/states")
        rows = told.rows("agentStates") if told else ()
        row = next((one for one in map(Answer, rows) if one.text("agentId") in ("", agent_id)), Answer({}))
        polled = row.moment("lastPollTime") or (told.moment("lastPollTime") if told else None)
        return AgentNow(
            on_call=_is_on_call(row),
            team_id=row.text("teamId"),
            team_name=row.text("teamName"),
            station_phone=row.text("stationPhoneNumber"),
            told_at=polled,
        )

    def own_skills(self, agent_id: str) -> Sequence[Skill]:
        rows: dict[str, Skill] = {}
        for row in self._skill_rows(agent_id):
            if _dials_by_hand(row) and (skill_id := row.text("skillId")):
                rows[skill_id] = Skill(skill_id, row.text("skillName"))
        return tuple(sorted(rows.values(), key=lambda one: (one.name.casefold(), one.skill_id)))

    def dial(self, cxone_id: str, number: str, skill_id: str) -> None:
        body = {"phoneNumber": number, "skillId": int(skill_id), "parentContactId": None}
        self._sessions.command(cxone_id, "dial-phone", body)

    def active(self, agent_id: str) -> Sequence[Sighting]:
        parameters = {"agentId": agent_id, "mediaTypeId": _PHONE, "top": _MOST_ROWS}
        told = self._client.read(Resource.ACTIVE_CONTACTS, "/contacts/active", parameters)
        return _sightings(told.rows("activeContacts") if told else (), agent_id)

    def completed(self, agent_id: str, since: datetime) -> Sequence[Sighting]:
        written = since.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        parameters = {"agentId": agent_id, "mediaTypeId": _PHONE, "updatedSince": written, "top": _MOST_ROWS}
        told = self._client.read(Resource.COMPLETED_CONTACTS, "/contacts/completed", parameters)
        return _sightings(told.rows("completedContacts") if told else (), agent_id)

    def contact(self, contact_id: str) -> Sighting | None:
        try:
            told = self._client.read(Resource.CONTACT, f"/contacts/{_part(contact_id)}")
        except CcNotFound:
            return None
        # Some say that the row stands inside a member (unconfirmed).
        return _sighting(told.part("contactId") if told.part("contactId").given else told) if told else None

    def _skill_rows(self, agent_id: str) -> Iterator[Answer]:
        """The agent's skills; the filters save rows where CXone knows them (unconfirmed), we look ourselves."""
        parameters = {"mediaTypeId": _PHONE, "isOutbound": "true", "top": _MOST_ROWS}
        path = f"/agents/{_part(agent_id)}/skills"
        told = self._client.read(Resource.AGENT_SKILLS, path, parameters)
        for _ in range(_MOST_PAGES):
            if told is None:
                return
            yield from map(Answer, told.rows("agentSkillAssignments"))
            link = told.part("_links").text("next")
            if not self._client.is_own(link):
                return
            told = self._client.follow(link)


def _is_on_call(row: Answer) -> bool:
    """Whether an agent's state is that of a phone call: one who chats may dial, if CXone lets them."""
    state_id, name = row.text("agentStateId"), row.text("agentStateName").lower()
    if state_id in _CONSULT_STATES or name in _CONSULT_STATES.values():
        return True
    with_contact = state_id in _CONTACT_STATES or name in _CONTACT_STATES.values()
    return with_contact and row.text("mediaTypeId") in ("", _PHONE)


def _dials_by_hand(row: Answer) -> bool:
    return (
        row.text("mediaTypeId") == _PHONE
        and row.truth("isOutbound")
        and row.text("outboundStrategy").lower() == "manual"
        and row.truth("isActive")
        and row.truth("isSkillActive")
    )


def _sightings(rows: Sequence[Row], agent_id: str) -> list[Sighting]:
    answers = [row for row in map(Answer, rows) if row.text("agentId") in ("", agent_id)]
    return [_sighting(row) for row in answers if row.truth("isOutbound")]


def _sighting(row: Answer) -> Sighting:
    """A row of either list; only that of an active contact has a state."""
    return of_status(
        row.text("stateName", "state") or "Disconnected",
        row.text("endReason"),
        contact_id=row.text("contactId"),
        master_id=row.text("masterContactId"),
        number=row.text("toAddress", "toAddr"),
        started_at=row.moment("contactStartDate", "contactStart"),
    )


def _part(text: str) -> str:
    return quote(text, safe="")
