"""Which agents work on which skills."""

from local.cxone.directory.model import MEDIA_TYPES, Assignment
from local.cxone.directory.people import People
from local.cxone.wire.listing import Entry, Listing, Row, answer_list
from local.cxone.wire.routes import Call, Routes
from local.cxone.world.world import World
from local.simulator.message import Response

PROFICIENCIES = {1: "Highest", 2: "High", 3: "Medium", 4: "Low", 5: "Lowest"}


class AgentSkills:
    """``/agents/skills``, of all agents or of one."""

    def __init__(self, world: World, people: People) -> None:
        self._world = world
        self._people = people

    def register(self, routes: Routes) -> None:
        """Add the resources."""
        routes.acd("GET", "/agents/skills", lambda call: self._answer(call, None))
        routes.acd("GET", "/agents/{agent}/skills", self._of_agent)

    def _of_agent(self, call: Call) -> Response:
        return self._answer(call, self._people.agent(call).agent_id)

    def _answer(self, call: Call, agent_id: int | None) -> Response:
        given, directory = call.given, self._world.directory
        media, outbound, active = given.whole("mediaTypeId"), given.flag("isOutbound"), given.flag("isActive")
        entries = []
        for assignment, updated in directory.assignments.dated():
            skill = directory.skills.get(assignment.skill_id)
            if (
                skill is not None
                and agent_id in (None, assignment.agent_id)
                and media in (None, skill.media_type_id)
                and outbound in (None, skill.is_outbound)
                and active in (None, assignment.is_active)
            ):
                entries.append(Entry(self._row(assignment), updated))
        listing = Listing("agentSkillAssignments", directory.tenant.business_unit_id)
        return answer_list(call, listing, entries, self._world)

    def _row(self, assignment: Assignment) -> Row:
        directory = self._world.directory
        agent, skill = directory.agents[assignment.agent_id], directory.skills[assignment.skill_id]
        campaign = directory.campaigns.get(skill.campaign_id)
        return {
            "agentId": agent.agent_id,
            "userId": agent.uuid,
            "firstName": agent.first_name,
            "lastName": agent.last_name,
            "teamId": agent.team_id,
            "agentProficiencyValue": assignment.proficiency,
            "agentProficiencyName": PROFICIENCIES.get(assignment.proficiency, "Medium"),
            "skillId": skill.skill_id,
            "skillName": skill.skill_name,
            "campaignName": campaign.campaign_name if campaign else None,
            "mediaTypeId": skill.media_type_id,
            "mediaTypeName": MEDIA_TYPES[skill.media_type_id],
            "isActive": assignment.is_active,
            "isSkillActive": skill.is_active,
            "isOutbound": skill.is_outbound,
            "outboundStrategy": skill.outbound_strategy,
            "requireDisposition": skill.require_disposition,
            "useACW": skill.max_seconds_acw > 0,
            "screenPopTriggerEvent": skill.screen_pop_trigger_event,
        }
