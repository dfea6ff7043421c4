"""Skills, dispositions, points of contact and the other small reads of the admin API."""

from local.cxone.directory.model import MEDIA_TYPES, Skill
from local.cxone.directory.rows import row
from local.cxone.wire.errors import not_found
from local.cxone.wire.formats import iso
from local.cxone.wire.listing import Entry, Listing, Row, answer_list, only, search
from local.cxone.wire.routes import Call, Routes, ok
from local.cxone.world.world import World
from local.simulator.message import Response


class Things:
    """What the contact centre consists of besides people."""

    def __init__(self, world: World) -> None:
        self._world = world

    def register(self, routes: Routes) -> None:
        """Add the resources."""
        routes.acd("GET", "/skills", self._skills)
        routes.acd("GET", "/skills/{skill}", self._skill)
        routes.acd("GET", "/skills/{skill}/dispositions", self._dispositions_of)
        routes.acd("GET", "/skills/{skill}/tags", self._tags_of)
        routes.acd("GET", "/dispositions", self._dispositions)
        routes.acd("GET", "/tags", self._tags)
        routes.acd("GET", "/campaigns", self._campaigns)
        routes.acd("GET", "/points-of-contact", self._points_of_contact)
        routes.acd("GET", "/media-types", self._media_types)
        routes.acd("GET", "/unavailable-codes", self._unavailable_codes)
        routes.acd("GET", "/business-unit", self._business_unit)
        routes.acd("GET", "/server-time", self._server_time)

    def skill(self, call: Call) -> Skill:
        """The skill that the path names.

        Raises:
            ApiError: 404, there is none.
        """
        skill = self._world.directory.skills.get(call.number("skill", "Invalid Skill Id"))
        if skill is None:
            raise not_found("Skill Id")
        return skill

    def _skills(self, call: Call) -> Response:
        media, active = call.given.whole("mediaTypeId"), call.given.flag("isActive")
        outbound, strategy = call.given.flag("isOutbound"), call.given.text("outboundStrategy")
        entries = [
            Entry(self._skill_row(skill), updated)
            for skill, updated in self._world.directory.skills.dated()
            if media in (None, skill.media_type_id)
            and active in (None, skill.is_active)
            and outbound in (None, skill.is_outbound)
            and strategy.lower() in ("", skill.outbound_strategy.lower())
        ]
        return self._list(call, "skills", search(entries, call.given.text("searchString"), ("skillName",)))

    def _skill(self, call: Call) -> Response:
        shown = only(self._skill_row(self.skill(call)), call.given.names("fields"))
        unit = self._world.directory.tenant.business_unit_id
        now = iso(self._world.now())
        return ok({"businessUnitId": unit, "lastPollTime": now, "totalRecords": 1, "skills": [shown]})

    def _dispositions_of(self, call: Call) -> Response:
        skill = self.skill(call)
        table = self._world.directory.dispositions
        chosen = [table[each] for each in skill.disposition_ids if each in table]
        rows: list[Row] = [
            {
                "dispositionId": each.disposition_id,
                "dispositionName": each.disposition_name,
                "displayOrder": order,
                "classification": each.classification,
                "reportingGroup": "",
                "systemOutcome": each.system_outcome,
                "requireCommitmentAmount": False,
                "requireRescheduleDate": False,
                "agentSpecific": False,
                "isPreviewDisposition": each.is_preview_disposition,
            }
            for order, each in enumerate(chosen, 1)
            if each.is_active
        ]
        return ok(
            {
                "skillId": skill.skill_id,
                "skillName": skill.skill_name,
                "totalRecords": len(rows),
                "dispositions": rows,
            }
        )

    def _tags_of(self, call: Call) -> Response:
        skill, table = self.skill(call), self._world.directory.tags
        return ok({"tags": [row(table[each]) for each in skill.tag_ids if each in table]})

    def _dispositions(self, call: Call) -> Response:
        table = self._world.directory.dispositions
        return self._list(call, "dispositions", [Entry(row(each), updated) for each, updated in table.dated()])

    def _tags(self, call: Call) -> Response:
        table = self._world.directory.tags
        return self._list(call, "tags", [Entry(row(each), updated) for each, updated in table.dated()])

    def _campaigns(self, call: Call) -> Response:
        table = self._world.directory.campaigns
        return self._list(call, "campaigns", [Entry(row(each), updated) for each, updated in table.dated()])

    def _points_of_contact(self, call: Call) -> Response:
        media = call.given.whole("mediaTypeId")
        unit = self._world.directory.tenant.business_unit_id
        entries = [
            Entry({**row(each), "mediaTypeName": MEDIA_TYPES[each.media_type_id], "businessUnitId": unit}, updated)
            for each, updated in self._world.directory.points_of_contact.dated()
            if media in (None, each.media_type_id)
        ]
        return self._list(call, "pointsOfContact", entries, links=False)

    def _media_types(self, _call: Call) -> Response:
        rows = [{"mediaTypeId": number, "mediaTypeName": name} for number, name in MEDIA_TYPES.items()]
        return ok({"mediaTypes": rows})

    def _unavailable_codes(self, _call: Call) -> Response:
        """All codes; this list alone spells its members in PascalCase."""
        rows = [
            {key[0].upper() + key[1:]: value for key, value in row(code).items()}
            for code in self._world.directory.unavailable_codes
        ]
        return ok({"UnavailableCodes": rows})

    def _business_unit(self, _call: Call) -> Response:
        tenant = self._world.directory.tenant
        return ok(
            {
                "businessUnits": [
                    {
                        "businessUnitId": tenant.business_unit_id,
                        "businessUnitName": tenant.business_unit_name,
                        "tenantId": tenant.tenant_id,
                    }
                ]
            }
        )

    def _server_time(self, _call: Call) -> Response:
        return ok({"ServerTime": iso(self._world.now())})

    def _skill_row(self, skill: Skill) -> Row:
        campaign = self._world.directory.campaigns.get(skill.campaign_id)
        return {
            **row(skill),
            "mediaTypeName": MEDIA_TYPES[skill.media_type_id],
            "campaignName": campaign.campaign_name if campaign else None,
        }

    def _list(self, call: Call, name: str, entries: list[Entry], *, links: bool = True) -> Response:
        world = self._world
        listing = Listing(name, world.directory.tenant.business_unit_id, links=links)
        return answer_list(call, listing, entries, world)
