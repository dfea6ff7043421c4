"""``/agents/states``: what everybody is doing, as supervisors and directories see it."""

from datetime import datetime

from local.cxone.agents.floor import Floor
from local.cxone.agents.model import AgentState
from local.cxone.directory.model import MEDIA_TYPES, Agent
from local.cxone.directory.people import People
from local.cxone.wire.formats import iso
from local.cxone.wire.listing import LONG_AGO, Entry, Listing, Row, answer_list
from local.cxone.wire.routes import Call, Routes
from local.cxone.world.world import World
from local.simulator.message import Response


class AgentStates:
    """One row per agent, those who are logged out included."""

    def __init__(self, world: World, floor: Floor, people: People) -> None:
        self._world = world
        self._floor = floor
        self._people = people

    def register(self, routes: Routes) -> None:
        """Add the resources."""
        routes.acd("GET", "/agents/states", self._all)
        routes.acd("GET", "/agents/{agent}/states", self._one)

    def _all(self, call: Call) -> Response:
        active = [agent for agent in self._world.directory.agents if agent.is_active]
        return self._answer(call, [self._entry(agent) for agent in active])

    def _one(self, call: Call) -> Response:
        return self._answer(call, [self._entry(self._people.agent(call))])

    def _answer(self, call: Call, entries: list[Entry]) -> Response:
        world = self._world
        listing = Listing("agentStates", links=False)
        return answer_list(call, listing, entries, world)

    def _entry(self, agent: Agent) -> Entry:
        spells = self._floor.spells.get(agent.agent_id, [])
        since = spells[-1].since if spells else LONG_AGO
        return Entry(self._row(agent, since), since)

    def _row(self, agent: Agent, since: datetime) -> Row:
        world, session = self._world, self._floor.session(agent.agent_id)
        directory, doing = world.directory, self._floor.presence(agent.agent_id)
        contact = world.contacts.get(doing.contact_id)
        skill = directory.skills.get(contact.skill_id) if contact else None
        team = directory.teams.get(agent.team_id)
        open_contacts = [each for each in self._floor.contacts(agent.agent_id) if not each.is_over]
        keeps = contact is not None and doing.state is not AgentState.UNAVAILABLE
        return {
            "agentId": agent.agent_id,
            "agentStateId": int(doing.state),
            "agentStateName": doing.state.word,
            "businessUnitId": directory.tenant.business_unit_id,
            "contactId": contact.contact_id if contact and keeps else None,
            "isACW": doing.is_acw,
            "isOutbound": contact.is_outbound if contact else False,
            "firstName": agent.first_name,
            "lastName": agent.last_name,
            "userName": agent.user_name,
            "userId": agent.uuid,
            "teamId": agent.team_id,
            "teamName": team.team_name if team else None,
            "skillId": skill.skill_id if skill else None,
            "skillName": skill.skill_name if skill else None,
            "mediaTypeId": contact.media_type_id if contact else None,
            "mediaTypeName": MEDIA_TYPES[contact.media_type_id] if contact else None,
            "fromAddress": contact.from_address if contact else None,
            "toAddress": contact.to_address if contact else None,
            "openContacts": len(open_contacts),
            "outStateId": doing.out_state_id,
            "outStateDescription": doing.reason,
            "startDate": iso(since),
            "sessionStartTime": iso(session.started) if session else None,
            "stationId": int(session.station_id) if session and session.station_id.isdecimal() else 0,
            "stationPhoneNumber": session.station_phone if session else "",
            "lastUpdateTime": iso(since),
            "lastPollTime": iso(world.now()),
        }
