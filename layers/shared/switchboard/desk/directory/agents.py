"""Agents as they are shown: who is there, in what state, for how long. Pure."""

from switchboard.contact.words import Channel
from switchboard.desk.board.shared import Seen
from switchboard.desk.directory.api import AgentAnswer, AgentsAnswer, OneAgentAnswer, live
from switchboard.desk.directory.model import AgentNow
from switchboard.desk.directory.queries import AgentsQuery
from switchboard.desk.directory.refusals import AgentNotFound, StillReading
from switchboard.desk.directory.times import lasted_s, real_moment
from switchboard.desk.paging import Place, found_in, page_of

LOGGED_OUT = "loggedOut"


def listed_agents(seen: Seen[AgentNow], me: str, query: AgentsQuery) -> AgentsAnswer:
    """Agents by name.

    Args:
        me: id of the acting agent.

    Raises:
        BadCursor: the cursor is not one of this list's.
    """
    chosen = (
        agent
        for agent in seen.board.rows.values()
        if found_in(query.search, agent.name) and _is_in(agent, query.state) and _is_of(agent, query.team)
    )
    page = page_of(chosen, _place, limit=query.limit, cursor=query.cursor)
    agents = [_answer(agent, me, seen.vendor_now) for agent in page.rows]
    return AgentsAnswer(agents=agents, next=page.next, **live(seen))


def one_agent(seen: Seen[AgentNow], me: str, agent_id: str) -> OneAgentAnswer:
    """One agent.

    Raises:
        AgentNotFound: there is none.
        StillReading: not all agents have been read yet.
    """
    agent = seen.board.rows.get(agent_id)
    if agent is None:
        raise AgentNotFound if seen.board.is_complete else StillReading
    return OneAgentAnswer(agent=_answer(agent, me, seen.vendor_now), **live(seen))


def _is_in(agent: AgentNow, state: str | None) -> bool:
    if state is None:
        return True
    if state == "online":
        return agent.state != LOGGED_OUT
    return agent.is_acw if state == "afterContact" else agent.state == state


def _is_of(agent: AgentNow, team: str | None) -> bool:
    return team is None or team.strip().casefold() in (agent.team_id, agent.team_name.casefold())


def _place(agent: AgentNow) -> Place:
    return agent.last_name.casefold(), agent.first_name.casefold(), agent.agent_id


def _answer(agent: AgentNow, me: str, vendor_now: float) -> AgentAnswer:
    return AgentAnswer(
        agent_id=agent.agent_id,
        name=agent.name,
        first_name=agent.first_name,
        last_name=agent.last_name,
        team_id=agent.team_id,
        team_name=agent.team_name,
        state=agent.state,
        reason=agent.reason or None,
        after_contact=agent.is_acw,
        state_since=real_moment(agent.since),
        time_in_state=lasted_s(agent.since, vendor_now),
        open_contacts=agent.open_contacts,
        channel=Channel(agent.channel) if agent.channel else None,
        outbound=agent.is_outbound,
        skill_id=agent.skill_id or None,
        skill_name=agent.skill_name or None,
        me=agent.agent_id == me,
    )
