"""What CXone tells of one agent."""

from switchboard.cxone.answers import Answer
from switchboard.cxone.client import CxoneClient
from switchboard.cxone.versions import Resource


def is_supervisor(client: CxoneClient, agent_id: str) -> bool:
    """Whether an agent supervises others; raises the family ``CcError``."""
    answer = client.read(Resource.AGENTS, f"/agents/{agent_id}")
    # One agent is answered as a list of one, or as such (unconfirmed).
    rows = answer.rows("agents") if answer and answer.has("agents") else ()
    row = Answer(rows[0]) if rows else answer
    return row is not None and row.text("agentId") in ("", agent_id) and row.truth("isSupervisor")


def conference_parties(client: CxoneClient, agent_id: str) -> int | None:
    """How many may take part in an agent's conference; None where that is not told."""
    answer = client.read(Resource.AGENT_SETTINGS, f"/agents/{agent_id}/agent-settings")
    return answer.whole("maxConferenceParties") if answer else None
