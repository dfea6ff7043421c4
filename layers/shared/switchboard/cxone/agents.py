"""CXone's agents, by delta or all of them, for the directory."""

from datetime import datetime

from switchboard.agent.identity import Agent
from switchboard.agent.mapping import DirectoryAgent
from switchboard.cxone.answers import Answer, Row
from switchboard.cxone.client import CxoneClient
from switchboard.cxone.paging import PagedList, is_announced
from switchboard.cxone.versions import Resource
from switchboard.errors import CcNotFound
from switchboard.reconcile.agent_model import AgentPage

_AGENTS = PagedList(Resource.AGENTS, "/agents", "agents", "agentId")


class CxoneAgents:
    """Implements ``switchboard.reconcile.agent_model.AgentReports``."""

    def __init__(self, client: CxoneClient) -> None:
        self._client = client

    def agents(self, since: datetime | None, position: str = "") -> AgentPage:
        """See ``AgentReports.agents``.

        Inactive agents are asked for as well: a delta tells by them who has left, and in a reading of everybody
        nobody moves to another page because somebody before them leaves meanwhile.
        """
        page = _AGENTS.page(self._client, position, since)
        if (page is None and is_announced(position)) or (page and page.is_short):
            # Agents that were announced are not there, and would be taken for gone.
            raise CcNotFound("NO_SUCH_PAGE")
        if page is None:
            return AgentPage()
        agents = [agent for agent in map(agent_of_row, page.rows) if agent is not None]
        return AgentPage(agents, page.polled_at, page.next, unreadable=len(page.rows) - len(agents))


def agent_of_row(row: Row) -> DirectoryAgent | None:
    """The agent of a row, in the names of whichever version; None where it names none."""
    given = Answer(row)
    if given.whole("agentId", "id") is None:
        return None

    def text(*names: str) -> str:
        # Half a character, which JSON can hold, is not one that anybody else takes.
        return given.text(*names).encode("utf-8", "replace").decode()

    agent = Agent(
        agent_id=given.text("agentId", "id"),
        user_uuid=text("userId", "userUuid", "uuid"),
        first_name=text("firstName"),
        last_name=text("lastName"),
        team_id=text("teamId"),
        team_name=text("teamName"),
        email=text("emailAddress", "email"),
    )
    return DirectoryAgent(agent, text("crmUserName"), text("federatedId"), _is_active(row))


def _is_active(row: Row) -> bool:
    """Yes unless the row says no, as a boolean or as text."""
    said = next((value for name, value in row.items() if str(name).lower() == "isactive"), None)
    return str(said).strip().lower() not in ("false", "0")
