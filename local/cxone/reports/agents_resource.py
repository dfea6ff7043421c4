"""Reports on agents: performance, states and logins."""

from itertools import pairwise

from local.cxone.agents.floor import Floor, Spell
from local.cxone.agents.model import AgentState
from local.cxone.directory.model import Agent, Team
from local.cxone.directory.people import People
from local.cxone.reports.performance import Performance, performance
from local.cxone.reports.ranges import LONGEST_SUMMARY, report, time_range
from local.cxone.wire.formats import iso, seconds
from local.cxone.wire.listing import Row
from local.cxone.wire.routes import Call, Routes, no_content, ok
from local.cxone.world.world import World
from local.simulator.message import Response


class AgentReports:
    """What agents did."""

    def __init__(self, world: World, floor: Floor, people: People) -> None:
        self._world = world
        self._floor = floor
        self._people = people

    def register(self, routes: Routes) -> None:
        """Add the resources."""
        routes.acd("GET", "/agents/performance", self._performance_of_all)
        routes.acd("GET", "/agents/{agent}/performance", self._performance)
        routes.acd("GET", "/teams/performance-total", self._performance_of_teams)
        routes.acd("GET", "/teams/{team}/performance-total", self._performance_of_team)
        routes.acd("GET", "/agents/{agent}/state-history", self._states)
        routes.acd("GET", "/agents/{agent}/statehistory", self._states)
        routes.acd("GET", "/agents/{agent}/login-history", self._logins)

    def _performance(self, call: Call) -> Response:
        return self._performances(call, [self._people.agent(call)])

    def _performance_of_all(self, call: Call) -> Response:
        return self._performances(call, list(self._world.directory.agents))

    def _performances(self, call: Call, agents: list[Agent]) -> Response:
        measured = [(agent, self._measure(call, agent)) for agent in agents]
        rows = [each.row(agent.agent_id, agent.team_id) for agent, each in measured if not each.is_empty]
        return ok({"agentPerformance": report(rows, self._world.settings)}) if rows else no_content()

    def _performance_of_team(self, call: Call) -> Response:
        team = self._people.team(call)
        rows = self._team_rows(call, [team])
        return ok({"teamPerformanceTotal": rows}) if rows else no_content()

    def _performance_of_teams(self, call: Call) -> Response:
        """All teams, those without anything to report included."""
        return ok({"teamPerformanceTotal": self._team_rows(call, list(self._world.directory.teams), empty=True)})

    def _team_rows(self, call: Call, teams: list[Team], *, empty: bool = False) -> list[Row]:
        rows: list[Row] = []
        for team in teams:
            members = [each for each in self._world.directory.agents if each.team_id == team.team_id]
            total = sum((self._measure(call, each) for each in members), Performance())
            if empty or not total.is_empty:
                row = {name: value for name, value in total.row(0, team.team_id).items() if name != "agentId"}
                rows.append({**row, **total.averages(len(members))})
        return report(rows, self._world.settings)

    def _measure(self, call: Call, agent: Agent) -> Performance:
        start, end = time_range(call.given, longest=LONGEST_SUMMARY, on_quarters=True)
        spells = self._floor.spells.get(agent.agent_id, [])
        return performance(agent.agent_id, self._world.contacts, spells, start, min(end, self._world.now()))

    def _states(self, call: Call) -> Response:
        agent = self._people.agent(call)
        start, end = time_range(call.given, longest=LONGEST_SUMMARY)
        end = min(end, self._world.now())
        spells = self._floor.spells.get(agent.agent_id, [])
        ends = [*(following.since for _, following in pairwise(spells)), end]
        rows: list[Row] = []
        for spell, until in zip(spells, ends, strict=False):
            if spell.presence.state is AgentState.LOGGED_OUT or until <= start or spell.since >= end:
                continue
            rows.append(self._state_row(len(rows) + 1, spell) | {"duration": seconds(until - spell.since)})
        return ok({"agentStateHistory": rows}) if rows else no_content()

    def _state_row(self, index: int, spell: Spell) -> Row:
        doing, session = spell.presence, self._floor.by_number(spell.session_number)
        contact = self._world.contacts.get(doing.contact_id)
        skill = self._world.directory.skills.get(contact.skill_id) if contact else None
        return {
            "stateIndex": index,
            "startDate": iso(spell.since),
            "agentStateId": int(doing.state),
            "agentStateName": doing.state.word,
            "agentSessionId": spell.session_number,
            "outStateId": doing.out_state_id or None,
            "outStateDescription": doing.reason or None,
            "contactId": contact.contact_id if contact else None,
            "skillId": skill.skill_id if skill else None,
            "skillName": skill.skill_name if skill else None,
            "mediaTypeId": contact.media_type_id if contact else None,
            "fromAddress": contact.from_address if contact else None,
            "toAddress": contact.to_address if contact else None,
            "isOutbound": contact.is_outbound if contact else False,
            "stationId": 0,
            "stationName": session.station_phone if session else "",
        }

    def _logins(self, call: Call) -> Response:
        """When the agent was logged in (members unconfirmed)."""
        agent = self._people.agent(call)
        start, end = time_range(call.given, longest=LONGEST_SUMMARY)
        by_session: dict[int, list[Spell]] = {}
        for spell in self._floor.spells.get(agent.agent_id, []):
            by_session.setdefault(spell.session_number, []).append(spell)
        rows = []
        for number, spells in by_session.items():
            is_over = spells[-1].presence.state is AgentState.LOGGED_OUT
            until = spells[-1].since if is_over else self._world.now()
            if start <= spells[0].since < end:
                rows.append(
                    {
                        "agentId": agent.agent_id,
                        "agentSessionId": number,
                        "loginDate": iso(spells[0].since),
                        "logoutDate": iso(until) if is_over else None,
                        "duration": seconds(until - spells[0].since),
                    }
                )
        return ok({"resultSet": {"agentLogins": rows}}) if rows else no_content()
