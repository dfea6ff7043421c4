"""The contacts that an agent had, and whom the agent reached out to."""

from local.cxone.contacts.model import TRANSFER_NAMES, Contact
from local.cxone.contacts.rows import Reporter
from local.cxone.directory.model import Agent
from local.cxone.directory.people import People
from local.cxone.reports.ranges import LONGEST_SUMMARY, time_range
from local.cxone.wire.formats import iso
from local.cxone.wire.listing import Entry, Listing, Row, answer_list
from local.cxone.wire.routes import Call, Routes, no_content, ok
from local.cxone.world.world import World
from local.simulator.message import Response

AS_COMPLETED = (
    "contactId", "masterContactId", "lastUpdateTime", "agentId", "firstName", "lastName", "teamId",
    "teamName", "skillId", "skillName", "campaignId", "campaignName", "mediaTypeName", "isOutbound",
    "fromAddr", "toAddr",
)  # fmt: skip
"""Members that the interaction history shares with the completed contacts of v23."""


class AgentHistory:
    """Contacts by agent."""

    def __init__(self, world: World, people: People) -> None:
        self._world = world
        self._people = people

    def register(self, routes: Routes) -> None:
        """Add the resources."""
        routes.acd("GET", "/agents/{agent}/interaction-history", self._interactions)
        routes.acd("GET", "/agents/{agent}/interaction-recent", self._recent)

    def _interactions(self, call: Call) -> Response:
        agent = self._people.agent(call)
        start, end = time_range(call.given, longest=LONGEST_SUMMARY)
        media = call.given.whole("mediaTypeId")
        entries = [
            Entry(self._interaction_row(each), each.updated)
            for each in self._had_by(agent)
            if start <= each.started < end and media in (None, each.media_type_id)
        ]
        unit = self._world.directory.tenant.business_unit_id
        return answer_list(call, Listing("contactStates", unit, links=False), entries, self._world)

    def _interaction_row(self, contact: Contact) -> Row:
        row = Reporter(self._world.directory, self._world.now(), newer=False).completed(contact)
        outcome = contact.disposed
        return {
            **{name: row[name] for name in AS_COMPLETED},
            "contactStartDate": iso(contact.started),
            "mediaTypeId": contact.media_type_id,
            "targetAgentId": contact.target_agent_id,
            "fileName": None,
            "pointOfContact": row["pointOfContactName"] or "",
            "primaryDispositionId": str(outcome.disposition_id) if outcome else "",
            "secondaryDispositionId": str(outcome.secondary_id) if outcome and outcome.secondary_id else "",
            "transferIndicatorId": int(contact.transfer),
            "transferIndicatorName": TRANSFER_NAMES[contact.transfer],
        }

    def _recent(self, call: Call) -> Response:
        """Whom the agent reached out to last."""
        agent = self._people.agent(call)
        start, end = time_range(call.given, longest=LONGEST_SUMMARY)
        last: dict[str, Contact] = {}
        for contact in self._had_by(agent):
            if contact.is_outbound and start <= contact.started < end:
                last[contact.to_address] = contact
        rows = [
            {
                "toAddress": address,
                "toAgentId": contact.target_agent_id or None,
                "toSkillId": None,
                "lastContactStartDate": iso(contact.started),
            }
            for address, contact in reversed(last.items())
        ]
        return ok({"resultSet": {"contactData": rows}}) if rows else no_content()

    def _had_by(self, agent: Agent) -> list[Contact]:
        return [
            each
            for each in self._world.contacts
            if each.is_over and any(stage.agent_id == agent.agent_id for stage in each.stages)
        ]
