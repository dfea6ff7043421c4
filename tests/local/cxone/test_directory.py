"""Who and what there is: agents, teams, skills, dispositions, codes."""

from typing import Any

import pytest

from local.cxone import sample
from local.cxone.directory.model import stable_uuid
from tests.local.cxone.tenant import OLD, Tenant


def test_an_agent_shows_how_to_map_it_to_a_salesforce_user(tenant: Tenant) -> None:
    [ada] = tenant.get("/agents", searchString="brenner").json()["agents"]
    assert ada["crmUserName"] == "ada.brenner@example.com.sf"
    assert ada["federatedId"] == "ada@idp.example.com"
    assert ada["emailAddress"] == "ada.brenner@example.com"
    assert (ada["teamName"], ada["isActive"], "permissions" in ada) == ("Service", True, False)


@pytest.mark.parametrize("key", [str(sample.ADA), stable_uuid("user", sample.ADA)], ids=["number", "uuid"])
def test_an_agent_is_found_by_number_or_uuid(tenant: Tenant, key: str) -> None:
    assert [each["agentId"] for each in tenant.get(f"/agents/{key}").json()["agents"]] == [sample.ADA]


def test_an_agents_skills_can_be_narrowed_to_those_for_dialling(tenant: Tenant) -> None:
    reply = tenant.get(f"/agents/{sample.ADA}/skills", mediaTypeId=4, isOutbound="true")
    [skill] = reply.json()["agentSkillAssignments"]
    assert (skill["skillId"], skill["outboundStrategy"]) == (sample.OUTBOUND_SALES, "Manual")
    assert skill["isActive"]
    assert skill["isSkillActive"]
    everybody = tenant.get("/agents/skills", mediaTypeId=4, isOutbound="true").json()["agentSkillAssignments"]
    assert [each["agentId"] for each in everybody] == [sample.ADA, sample.BEN]


def test_a_team_knows_its_agents(tenant: Tenant) -> None:
    [team] = tenant.get("/teams").json()["teams"]
    assert (team["teamName"], team["agentCount"]) == ("Service", 3)
    [team] = tenant.get("/teams/3301/agents").json()["teams"]
    assert [each["agentId"] for each in team["agents"]] == [sample.ROOT, sample.ADA, sample.BEN]


def test_unavailable_codes_are_those_of_the_team(tenant: Tenant) -> None:
    tenant.control("POST", "data", {
        "teams": [{"teamId": 9, "teamName": "Nine", "unavailableCodeIds": [7]}],
        "unavailable_codes": [{"outStateId": 8, "outStateName": "Old", "isActive": False}],
    })  # fmt: skip

    def names(team: int, **params: str) -> list[str]:
        body = tenant.get(f"/teams/{team}/unavailable-codes", version=OLD, **params).json()["resultSet"]
        return [each["outStateName"] for each in body["unavailableCodes"]]

    assert names(9) == ["Break"]
    assert names(3301) == ["Break", "Wrap-up", "Old"]
    assert names(3301, activeOnly="true") == ["Break", "Wrap-up"]
    assert tenant.get("/unavailable-codes").json()["UnavailableCodes"][0]["OutStateName"] == "Break"


def test_skills_are_filtered_by_what_they_are_for(tenant: Tenant) -> None:
    def names(**params: Any) -> list[str]:
        return [each["skillName"] for each in tenant.get("/skills", **params).json()["skills"]]

    assert names(mediaTypeId=4, isOutbound="True", outboundStrategy="manual") == ["Outbound Sales"]
    assert names(mediaTypeId=6) == ["Case Work"]
    assert names(searchString="support v", isActive="true") == ["Support Voice"]


def test_a_skill_offers_its_dispositions_in_their_order(tenant: Tenant) -> None:
    reply = tenant.get(f"/skills/{sample.SUPPORT_VOICE}/dispositions").json()
    assert reply["totalRecords"] == 2
    assert [(each["dispositionId"], each["displayOrder"]) for each in reply["dispositions"]] == [(12, 1), (13, 2)]
    tags = tenant.get(f"/skills/{sample.SUPPORT_VOICE}/tags").json()["tags"]
    assert tags == [{"tagId": 5, "tagName": "VIP", "isActive": True}]


def test_points_of_contact_are_listed_by_medium(tenant: Tenant) -> None:
    [point] = tenant.get("/points-of-contact", mediaTypeId=6).json()["pointsOfContact"]
    assert (point["contactCode"], point["contactDescription"], point["defaultSkillId"]) == (
        5520,
        "Case router",
        40160,
    )


def test_the_small_reads_answer(tenant: Tenant) -> None:
    assert {each["mediaTypeName"] for each in tenant.get("/media-types").json()["mediaTypes"]} >= {
        "Phone Call",
        "Digital",
    }
    assert tenant.get("/business-unit").json()["businessUnits"][0]["businessUnitId"] == 4599001
    assert tenant.get("/server-time").json()["ServerTime"].endswith("Z")
    assert tenant.get("/dispositions").json()["totalRecords"] == 2
    assert tenant.get("/campaigns").json()["campaigns"][0]["campaignName"] == "Default"
    assert tenant.get(f"/agents/{sample.ADA}/agent-settings").json()["maxConferenceParties"] == 7
