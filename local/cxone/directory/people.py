"""``/agents`` and ``/teams``: who there is, what they work on, how they may be unavailable."""

from local.cxone.directory.model import Agent, Team
from local.cxone.directory.rows import row
from local.cxone.wire.errors import not_found
from local.cxone.wire.formats import iso
from local.cxone.wire.listing import Entry, Listing, Row, answer_list, only, search, wrap
from local.cxone.wire.routes import Call, Routes, no_content, ok
from local.cxone.world.world import World
from local.simulator.message import Response


class People:
    """Agents and teams as the admin API shows them."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._client_data: dict[int, object] = {}
        world.on_restore(self._client_data.clear)

    def register(self, routes: Routes) -> None:
        """Add the resources."""
        routes.acd("GET", "/agents", self._agents)
        routes.acd("GET", "/agents/{agent}", self._agent)
        routes.acd("GET", "/agents/{agent}/agent-settings", self._settings_of)
        routes.acd("GET", "/permissions/{agent}", self._permissions_of)
        routes.acd("GET", "/agents/client-data", self._get_client_data)
        routes.acd("PUT", "/agents/client-data", self._put_client_data)
        routes.acd("GET", "/teams", self._teams)
        routes.acd("GET", "/teams/{team}", self._team)
        routes.acd("GET", "/teams/{team}/agents", self._agents_of)
        routes.acd("GET", "/teams/{team}/unavailable-codes", self._codes_of)

    def agent(self, call: Call) -> Agent:
        """The agent that the path names, by number or UUID.

        Raises:
            ApiError: 404, there is none.
        """
        agent = self._world.directory.agent_by(call.place["agent"])
        if agent is None:
            raise not_found("Agent Id")
        return agent

    def team(self, call: Call) -> Team:
        """The team that the path names.

        Raises:
            ApiError: 404, there is none.
        """
        team = self._world.directory.teams.get(call.number("team", "Invalid Team Id"))
        if team is None:
            raise not_found("Team Id")
        return team

    def _agents(self, call: Call) -> Response:
        active = call.given.flag("isActive")
        entries = [
            Entry(self._agent_row(agent), updated)
            for agent, updated in self._world.directory.agents.dated()
            if active in (None, agent.is_active)
        ]
        keys = ("userName", "firstName", "lastName", "emailAddress")
        return self._list(call, "agents", search(entries, call.given.text("searchString"), keys))

    def _agent(self, call: Call) -> Response:
        world = self._world
        shown = only(self._agent_row(self.agent(call)), call.given.names("fields"))
        unit = world.directory.tenant.business_unit_id
        return ok({"businessUnitId": unit, "lastPollTime": iso(world.now()), "totalRecords": 1, "agents": [shown]})

    def _settings_of(self, call: Call) -> Response:
        """What the agent's client may offer (further members unconfirmed)."""
        agent, tenant = self.agent(call), self._world.directory.tenant
        return ok(
            {
                "agentId": agent.agent_id,
                "deleteCommitmentId": tenant.commitment_deletion,
                "maxConferenceParties": tenant.max_conference_parties,
            }
        )

    def _permissions_of(self, call: Call) -> Response:
        agent = self.agent(call)
        return ok({"Permissions": [{"Name": name, "Granted": True} for name in agent.permissions]})

    def _get_client_data(self, call: Call) -> Response:
        data = self._client_data.get(call.agent_id)
        return no_content() if data is None else ok(data)

    def _put_client_data(self, call: Call) -> Response:
        self._client_data[call.agent_id] = call.given.body
        return Response(200)

    def _teams(self, call: Call) -> Response:
        active = call.given.flag("isActive")
        entries = [
            Entry(self._team_row(team, iso(updated)), updated)
            for team, updated in self._world.directory.teams.dated()
            if active in (None, team.is_active)
        ]
        return self._list(call, "teams", search(entries, call.given.text("searchString"), ("teamName",)))

    def _team(self, call: Call) -> Response:
        return ok({"teams": [self._team_row(self.team(call), None)]})

    def _agents_of(self, call: Call) -> Response:
        team = self.team(call)
        members = [
            {
                "agentId": agent.agent_id,
                "firstName": agent.first_name,
                "lastName": agent.last_name,
                "userId": agent.uuid,
            }
            for agent in self._world.directory.agents
            if agent.team_id == team.team_id
        ]
        return ok({"teams": [{"teamId": team.team_id, "teamName": team.team_name, "agents": members}]})

    def _codes_of(self, call: Call) -> Response:
        team = self.team(call)
        active_only = call.given.flag("activeOnly")
        codes = [
            row(code)
            for code in self._world.directory.team_codes(team.team_id)
            if code.is_active or not active_only
        ]
        head = {"teamId": team.team_id, "teamName": team.team_name, "teamUuid": team.uuid}
        return ok(wrap(call, {**head, "unavailableCodes": codes}))

    def _agent_row(self, agent: Agent) -> Row:
        team = self._world.directory.teams.get(agent.team_id)
        return {**row(agent), "userId": agent.uuid, "teamName": team.team_name if team else None}

    def _team_row(self, team: Team, updated: str | None) -> Row:
        count = sum(agent.team_id == team.team_id for agent in self._world.directory.agents)
        return {**row(team), "teamUuid": team.uuid, "agentCount": count, "lastUpdateTime": updated}

    def _list(self, call: Call, name: str, entries: list[Entry]) -> Response:
        world = self._world
        listing = Listing(name, world.directory.tenant.business_unit_id)
        return answer_list(call, listing, entries, world)
