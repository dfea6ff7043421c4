"""``/skills/activity``: how many wait, for how long, and who could take them."""

from collections.abc import Iterable, Mapping

from local.cxone.agents.floor import Floor
from local.cxone.directory.model import MEDIA_TYPES, Skill
from local.cxone.directory.people import People
from local.cxone.directory.things import Things
from local.cxone.queues.activity import LEVEL_WINDOW, Activity, activity
from local.cxone.wire.errors import ApiError
from local.cxone.wire.formats import iso
from local.cxone.wire.listing import Entry, Listing, Row, answer_list
from local.cxone.wire.routes import Call, Routes, ok
from local.cxone.world.world import World
from local.simulator.message import Response

OMITTED_IN_V23 = frozenset({"earliestQueueTime", "isActive", "inSLA", "outSLA"})
"""Shown by v23 only when they are asked for by name."""

EMAIL = 1


class Queues:
    """The activity of skills."""

    def __init__(self, world: World, floor: Floor, things: Things, people: People) -> None:
        self._world = world
        self._floor = floor
        self._things = things
        self._people = people

    def register(self, routes: Routes) -> None:
        """Add the resources."""
        routes.acd("GET", "/skills/activity", self._all)
        routes.acd("POST", "/skills/activity/search", self._search)
        routes.acd("GET", "/skills/{skill}/activity", self._one)
        routes.acd("GET", "/agents/{agent}/queues", self._of_agent)
        routes.acd("GET", "/agents/{agent}/queues-detail", self._of_agent)

    def _all(self, call: Call) -> Response:
        media, outbound = call.given.whole("mediaTypeId"), call.given.flag("isOutbound")
        skills = [
            skill
            for skill in self._world.directory.skills
            if media in (None, skill.media_type_id) and outbound in (None, skill.is_outbound)
        ]
        return self._answer(call, skills)

    def _search(self, call: Call) -> Response:
        wanted = call.given.raw("filter") or {}
        if not isinstance(wanted, Mapping):
            raise ApiError(400, "Invalid filter")
        ids, outbound = wanted.get("skillIds"), wanted.get("isOutbound")
        skills = [
            skill
            for skill in self._world.directory.skills
            if (ids is None or skill.skill_id in ids) and outbound in (None, skill.is_outbound)
        ]
        return self._answer(call, skills)

    def _one(self, call: Call) -> Response:
        return self._answer(call, [self._things.skill(call)])

    def _of_agent(self, call: Call) -> Response:
        """The queues that an agent works on, with how many wait (members unconfirmed)."""
        agent = self._people.agent(call)
        return ok(
            {"agentId": agent.agent_id, "queues": self._rows(self._world.directory.skills_of(agent.agent_id))}
        )

    def _answer(self, call: Call, skills: Iterable[Skill]) -> Response:
        world, asked = self._world, {name.lower() for name in call.given.names("fields")}
        entries = []
        for row in self._rows(skills):
            if not call.newer:
                for name in OMITTED_IN_V23:
                    if name.lower() not in asked:
                        del row[name]
            entries.append(Entry(row, world.now()))
        listing = Listing("skillActivity", wrapped_in_v23=True, links=False)
        return answer_list(call, listing, entries, world)

    def _rows(self, skills: Iterable[Skill]) -> list[Row]:
        now, directory = self._world.now(), self._world.directory
        recent = [each for each in self._world.contacts if not each.is_over or now - each.updated <= LEVEL_WINDOW]
        presences = {session.agent_id: session.presence for session in self._floor.sessions()}
        return [
            self._row(skill, activity(skill, recent, presences, directory.agents_on(skill.skill_id), now))
            for skill in skills
        ]

    def _row(self, skill: Skill, counted: Activity) -> Row:
        directory, now = self._world.directory, self._world.now()
        campaign = directory.campaigns.get(skill.campaign_id)
        return {
            "serverTime": iso(now),
            "businessUnitId": directory.tenant.business_unit_id,
            "skillId": skill.skill_id,
            "skillName": skill.skill_name,
            "campaignId": skill.campaign_id,
            "campaignName": campaign.campaign_name if campaign else None,
            "mediaTypeId": skill.media_type_id,
            "mediaTypeName": MEDIA_TYPES[skill.media_type_id],
            "isActive": skill.is_active,
            "isOutbound": skill.is_outbound,
            "isNaturalCalling": False,
            "agentsLoggedIn": counted.logged_in,
            "agentsAvailable": counted.available,
            "agentsWorking": counted.working,
            "agentsACW": counted.in_acw,
            "agentsUnavailable": counted.unavailable,
            "agentsIdle": 0,
            "contactsActive": counted.active,
            "queueCount": counted.waiting,
            **_email_only(skill, counted),
            "earliestQueueTime": iso(counted.earliest),
            "inSLA": counted.in_level,
            "outSLA": counted.out_level,
            "serviceLevel": counted.service_level,
            "serviceLevelGoal": skill.service_level_goal,
            "serviceLevelThreshold": skill.service_level_threshold,
        }


def _email_only(skill: Skill, counted: Activity) -> dict[str, object]:
    is_email = skill.media_type_id == EMAIL
    return {
        "skillQueueCount": counted.waiting if is_email else 0,
        "personalQueueCount": 0,
        "parkedCount": counted.parked if is_email else 0,
    }
