"""What all resources have in common: versions, Accept, parameters, pages, deltas, odd payloads."""

from collections.abc import Mapping
from typing import Any

import pytest
import requests

from local.cxone import sample
from tests.local.cxone.tenant import NEW, OLD, Tenant

SKILLS = [
    sample.SUPPORT_VOICE,
    sample.OUTBOUND_SALES,
    sample.CHAT,
    sample.EMAIL_CARE,
    sample.SOCIAL,
    sample.CASE_WORK,
    sample.TEXTS,
    sample.VOICEMAIL,
]


def ids(reply: requests.Response, name: str, key: str) -> list[int]:
    return [each[key] for each in reply.json()[name]]


@pytest.mark.parametrize(
    "prefix",
    [
        "/incontactapi/services/v23.0",
        "/InContactAPI/Services/V4.0",
        "/inContactAPI/services/v34.0",
        "/incontactApi//services/v28.0",
    ],
)
def test_the_path_is_read_without_case_and_at_any_version(tenant: Tenant, prefix: str) -> None:
    assert tenant.http.get(f"{tenant.url}{prefix}/Agents").status_code == 200


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        pytest.param(None, 406, id="missing"),
        pytest.param("text/html", 406, id="html only"),
        pytest.param("application/json", 200, id="json"),
        pytest.param("text/html, application/json;q=0.9", 200, id="among others"),
        pytest.param("*/*", 200, id="anything"),
    ],
)
def test_a_caller_has_to_accept_json(tenant: Tenant, accept: str | None, status: int) -> None:
    headers: Mapping[str, str | None] = {"Accept": accept}
    assert tenant.call("GET", "/agents", headers=headers).status_code == status


def test_a_page_has_its_total_and_leads_to_the_next(tenant: Tenant) -> None:
    # Given the first page, follow the links to the end
    reply = tenant.get("/skills", top=3, orderBy="skillId")
    pages = [ids(reply, "skills", "skillId")]
    while link := reply.json()["_links"]["next"]:
        assert reply.json()["totalRecords"] == len(SKILLS)
        reply = tenant.http.get(link)
        pages.append(ids(reply, "skills", "skillId"))
    assert pages == [SKILLS[:3], SKILLS[3:6], SKILLS[6:]]
    # Then back again
    assert ids(tenant.http.get(reply.json()["_links"]["previous"]), "skills", "skillId") == SKILLS[3:6]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("top", 0),
        ("top", 101),
        ("top", "x"),
        ("skip", -1),
        ("orderBy", "no"),
        ("orderBy", "skillId up"),
        ("updatedSince", "yesterday"),
        ("isActive", "maybe"),
    ],
)
def test_a_parameter_that_makes_no_sense_is_refused(tenant: Tenant, name: str, value: Any) -> None:
    reply = tenant.get("/skills", **{name: value})
    assert reply.status_code == 400
    assert reply.json()["error"] == "invalid_request"
    assert reply.headers["icStatusDescription"] == reply.json()["error_description"]


def test_rows_come_in_the_order_and_with_the_fields_asked_for(tenant: Tenant) -> None:
    reply = tenant.get("/skills", orderBy="mediaTypeId desc, SkillName", fields="SKILLID,mediaTypeId", top=100)
    assert reply.json()["skills"] == [
        {"skillId": sample.SOCIAL, "mediaTypeId": 9},
        {"skillId": sample.TEXTS, "mediaTypeId": 7},
        {"skillId": sample.CASE_WORK, "mediaTypeId": 6},
        {"skillId": sample.VOICEMAIL, "mediaTypeId": 5},
        {"skillId": sample.OUTBOUND_SALES, "mediaTypeId": 4},
        {"skillId": sample.SUPPORT_VOICE, "mediaTypeId": 4},
        {"skillId": sample.CHAT, "mediaTypeId": 3},
        {"skillId": sample.EMAIL_CARE, "mediaTypeId": 1},
    ]


def test_a_delta_holds_what_changed_since_the_last_poll(tenant: Tenant) -> None:
    # Given a first poll
    last = tenant.get("/agents").json()["lastPollTime"]
    tenant.wait(60)
    # When nothing changes, then one agent does
    for spelling in (last, last.replace("Z", "+00:00"), last.replace("Z", "")):
        assert tenant.get("/agents", updatedSince=spelling).status_code == 204
    agent = {
        "agentId": 7,
        "firstName": "Eva",
        "lastName": "Novak",
        "userName": "eva",
        "emailAddress": "",
        "teamId": 3301,
    }
    tenant.control("POST", "data", {"agents": [agent]})
    # Then the next poll has that one
    assert ids(tenant.get("/agents", updatedSince=last), "agents", "agentId") == [7]


def test_an_empty_list_is_204_or_an_empty_array(tenant: Tenant) -> None:
    assert tenant.get("/agents", searchString="nobody").status_code == 204
    tenant.control("PATCH", "settings", {"empty_lists": "array"})
    reply = tenant.get("/agents", searchString="nobody")
    assert (reply.json()["agents"], reply.json()["totalRecords"]) == ([], 0)


def test_the_wrapper_goes_with_the_version_unless_the_tenant_says_otherwise(tenant: Tenant) -> None:
    def wrapped(version: int) -> bool:
        return "resultSet" in tenant.get("/teams/3301/unavailable-codes", version=version).json()

    assert (wrapped(OLD), wrapped(NEW)) == (True, False)
    tenant.control("PATCH", "settings", {"shapes": "newer"})
    assert not wrapped(OLD)
    tenant.control("PATCH", "settings", {"shapes": "v23"})
    assert wrapped(NEW)
    # And a fault turns it round
    tenant.control("POST", "faults", {"name": "flipped-wrapper", "count": 1})
    assert [wrapped(NEW), wrapped(NEW)] == [False, True]


@pytest.mark.parametrize(
    ("fault", "reason", "header", "body"),
    [
        pytest.param("error-in-reason", "Invalid Agent Id", None, "", id="reason phrase"),
        pytest.param("error-in-header", "Not Found", "Invalid Agent Id", "", id="header"),
    ],
)
def test_an_error_may_have_its_text_in_one_place_only(
    tenant: Tenant, fault: str, reason: str, header: str | None, body: str
) -> None:
    tenant.control("POST", "faults", {"name": fault})
    reply = tenant.get("/agents/1")
    assert (reply.status_code, reply.reason, reply.headers.get("icStatusDescription"), reply.text) == (
        404,
        reason,
        header,
        body,
    )


def test_lists_may_be_null(tenant: Tenant) -> None:
    tenant.control("POST", "faults", {"name": "null-lists"})
    assert tenant.get("/agents").json()["agents"] is None


def test_unknown_things_are_404_and_unknown_methods_405(tenant: Tenant) -> None:
    for path in ("/nothing", "/agents/1", "/agents/x", "/skills/1", "/teams/1", "/contacts/1", "/contacts/x"):
        assert tenant.get(path).status_code == 404
    assert tenant.call("DELETE", "/agents").status_code == 405


def test_a_correlation_id_is_echoed(tenant: Tenant) -> None:
    reply = tenant.call("GET", "/agents", headers={"CorrelationId": "c-1"})
    assert reply.headers["CorrelationId"] == "c-1"


def test_broken_json_is_400(tenant: Tenant) -> None:
    reply = tenant.call("PUT", "/agents/client-data", data="{", headers={"Content-Type": "application/json"})
    assert reply.status_code == 400


def test_commands_are_listed_without_secrets(tenant: Tenant) -> None:
    tenant.call("PUT", "/agents/client-data", json={"layout": "wide"})
    [command] = tenant.control("GET", "commands")["commands"]
    assert (command["method"], command["given"], command["status"]) == ("PUT", {"layout": "wide"}, 200)
    assert tenant.control("GET", "commands?path=*/dial-phone")["commands"] == []
    assert tenant.get("/agents/client-data").json() == {"layout": "wide"}


@pytest.mark.parametrize(
    "settings",
    [{"no_such": 1}, {"max_top": "100"}, {"shapes": "v99"}, {"command_delay_s": True}],
    ids=["unknown", "kind", "choice", "boolean"],
)
def test_a_setting_that_makes_no_sense_is_refused(tenant: Tenant, settings: dict[str, object]) -> None:
    reply = tenant.http.request("PATCH", f"{tenant.url}/_control/settings", json=settings)
    assert reply.status_code == 400
    assert tenant.control("GET", "settings")["max_top"] == 100


@pytest.mark.parametrize(
    "data",
    [
        {"agents": [{"agentId": 1}]},
        {"agents": [{"nose": 1}]},
        {"agents": {}},
        {"nobody": []},
        {"skills": [{"skillId": "1", "skillName": "x", "mediaTypeId": 4}]},
    ],
)
def test_data_that_makes_no_sense_is_refused_whole(tenant: Tenant, data: dict[str, object]) -> None:
    good = [{"teamId": 9, "teamName": "Nine"}]
    reply = tenant.http.post(f"{tenant.url}/_control/data", json={"teams": good, **data})
    assert reply.status_code == 400
    assert tenant.get("/teams/9").status_code == 404
