"""Contacts as the reports show them, over HTTP."""

from datetime import datetime
from typing import Any

import pytest

from local.cxone import sample
from tests.local.cxone.tenant import NEW, OLD, Tenant

ACTIVE_OLD = {"contactStart", "state", "mediaType", "fromAdd", "toAddr"}
ACTIVE_NEW = {"contactStartDate", "stateName", "mediaTypeId", "fromAddress", "toAddress"}
COMPLETED_OLD = {"contactStart", "mediaType", "fromAddr", "toAddr", "confSeconds"}
COMPLETED_NEW = {
    "contactStartDate",
    "mediaTypeId",
    "fromAddress",
    "toAddress",
    "conferenceSeconds",
    "endReason",
    "tags",
}


def answered(tenant: Tenant) -> str:
    """A call that waited 7 s after 12 s in the script and is now with Ada."""
    contact_id = tenant.ring()
    tenant.wait(12)
    tenant.steer(contact_id, "queue")
    tenant.wait(7)
    tenant.steer(contact_id, "route", agentId=sample.ADA)
    tenant.steer(contact_id, "answer")
    return contact_id


def completed(tenant: Tenant, **params: Any) -> list[dict[str, Any]]:
    reply = tenant.get("/contacts/completed", **{"updatedSince": "2020-01-01T00:00:00Z", **params})
    rows: list[dict[str, Any]] = reply.json()["completedContacts"] if reply.content else []
    return rows


def test_a_ringing_call_is_an_active_contact_with_an_id_that_no_float_holds(tenant: Tenant) -> None:
    contact_id = tenant.ring(variables={"caseNumber": "00012345"})
    reply = tenant.get("/contacts/active")
    [row] = reply.json()["activeContacts"]
    assert row["contactId"] == row["masterContactId"] == int(contact_id)
    assert int(float(row["contactId"])) != row["contactId"]
    assert (row["fromAddress"], row["toAddress"], row["stateName"]) == ("4155550134", "8005550100", "PreQueue")
    assert (row["skillName"], row["pointOfContactName"], row["agentId"]) == ("Support Voice", "Main line", 0)
    # And the next call's id is a small one
    assert int(tenant.ring()) < 2**53


def test_names_and_wrapper_of_active_contacts_follow_the_version(tenant: Tenant) -> None:
    tenant.ring()
    [old] = tenant.get("/contacts/active", version=OLD).json()["resultSet"]["activeContacts"]
    [new] = tenant.get("/contacts/active", version=NEW).json()["activeContacts"]
    assert set(old) - set(new) == ACTIVE_OLD
    assert set(new) - set(old) == ACTIVE_NEW


def test_a_contact_moves_from_the_active_to_the_completed_ones(tenant: Tenant) -> None:
    contact_id = answered(tenant)
    assert tenant.get(f"/contacts/{contact_id}").json()["stateName"] == "Active"
    tenant.wait(100)
    tenant.steer(contact_id, "hold")
    tenant.wait(25)
    tenant.steer(contact_id, "resume")
    tenant.wait(285)
    tenant.steer(contact_id, "hang-up")
    assert tenant.get("/contacts/active").status_code == 204
    # Then the row shows what was measured (a second more where the machine was slow)
    [row] = completed(tenant)
    expected = {
        "preQueueSeconds": 12,
        "inQueueSeconds": 7,
        "agentSeconds": 410,
        "holdSeconds": 25,
        "totalDurationSeconds": 429,
    }
    assert {key: pytest.approx(value, abs=1) for key, value in expected.items()} == {
        key: row[key] for key in expected
    }
    assert (row["agentId"], row["holdCount"], row["abandoned"], row["serviceLevelFlag"]) == (
        sample.ADA,
        1,
        False,
        0,
    )
    assert row["dateContactWarehoused"]
    assert row["dateACWWarehoused"] is None


def test_a_completed_row_comes_again_after_wrap_up_and_disposition(tenant: Tenant) -> None:
    # Given a poller with a watermark
    contact_id = answered(tenant)
    tenant.steer(contact_id, "hang-up")
    poll = tenant.get("/contacts/completed", updatedSince="2020-01-01T00:00:00Z").json()
    seen = [poll["completedContacts"][0]["lastUpdateTime"]]
    for change in ("disposition", "finish", "analytics"):
        tenant.wait(20)
        assert completed(tenant, updatedSince=tenant.get("/server-time").json()["ServerTime"]) == []
        # When something is learned later
        given = {"dispositionId": 12, "notes": "Replaced router"} if change == "disposition" else {}
        tenant.steer(contact_id, change, **given)
        # Then the same contact is in the next delta, with a later time
        [row] = completed(tenant, updatedSince=poll["lastPollTime"])
        seen.append(row["lastUpdateTime"])
        poll = tenant.get("/contacts/completed", updatedSince="2020-01-01T00:00:00Z").json()
    assert seen == sorted(set(seen))
    assert (row["primaryDispositionId"], row["dispositionNotes"], row["isAnalyticsProcessed"]) == (
        12,
        "Replaced router",
        True,
    )
    assert row["acwSeconds"] == pytest.approx(40, abs=1)
    assert tenant.get(f"/contacts/{contact_id}/disposition").json()["dispositionByAgendId"] == sample.ADA


def test_wrap_up_ends_by_itself_when_its_time_is_up(tenant: Tenant) -> None:
    contact_id = answered(tenant)
    tenant.steer(contact_id, "hang-up")
    tenant.wait(61)
    assert tenant.control("GET", f"contacts/{contact_id}")["state"] == "ENDED"
    # Dated when it was due, not when the clock was next looked at
    [row] = completed(tenant)
    assert row["acwSeconds"] == 60


def test_a_report_may_lag_behind(tenant: Tenant) -> None:
    tenant.control("PATCH", "settings", {"completed_delay_s": 300})
    contact_id = answered(tenant)
    tenant.steer(contact_id, "hang-up")
    before = tenant.get("/server-time").json()["ServerTime"]
    assert completed(tenant) == []
    tenant.wait(301)
    # The row appears late and is in the delta of its appearance
    [row] = completed(tenant, updatedSince=before)
    lag = datetime.fromisoformat(row["dateContactWarehoused"]) - datetime.fromisoformat(before)
    assert lag.total_seconds() == pytest.approx(300, abs=5)


def test_names_of_completed_contacts_follow_the_version(tenant: Tenant) -> None:
    tenant.steer(tenant.ring(), "hang-up")
    [old] = tenant.get("/contacts/completed", version=OLD, updatedSince="2020-01-01T00:00:00Z").json()[
        "completedContacts"
    ]
    [new] = completed(tenant)
    assert set(old) - set(new) == COMPLETED_OLD
    assert set(new) - set(old) >= COMPLETED_NEW


def test_older_versions_spell_the_work_after_a_contact_in_capitals(tenant: Tenant) -> None:
    contact_id = tenant.ring()
    tenant.steer(contact_id, "hang-up")
    assert ("ACWSeconds" in tenant.get(f"/contacts/{contact_id}", version=21).json()) is True
    assert ("acwSeconds" in tenant.get(f"/contacts/{contact_id}", version=23).json()) is True
    # And one contact may come inside a member
    tenant.control("PATCH", "settings", {"contact_in_member": True})
    assert tenant.get(f"/contacts/{contact_id}").json()["contactId"]["contactId"] == int(contact_id)


def test_a_caller_who_gives_up_is_abandoned(tenant: Tenant) -> None:
    contact_id = tenant.ring(queue=True)
    tenant.wait(40)
    tenant.steer(contact_id, "hang-up")
    [row] = completed(tenant)
    assert (row["abandoned"], row["abandonSeconds"], row["serviceLevelFlag"]) == (True, 40, 1)


def test_a_contact_that_nobody_takes_waits_again_and_says_so(tenant: Tenant) -> None:
    contact_id = tenant.ring(queue=True)
    tenant.steer(contact_id, "route", agentId=sample.ADA)
    assert tenant.steer(contact_id, "refuse")["state"] == "IN_QUEUE"
    tenant.steer(contact_id, "hang-up")
    [row] = completed(tenant, isRefused="true")
    assert (row["isRefused"], row["refuseReason"]) == (True, "Refused")
    assert completed(tenant, isRefused="false") == []


def test_a_transferred_contact_goes_on_under_a_new_id_with_the_same_master(tenant: Tenant) -> None:
    first = answered(tenant)
    second = tenant.steer(first, "transfer", agentId=sample.BEN)
    assert second["masterContactId"] == first
    assert (second["state"], second["agentId"]) == ("ROUTING", sample.BEN)
    tenant.steer(second["contactId"], "answer")
    third = tenant.steer(second["contactId"], "transfer", skillId=sample.SUPPORT_VOICE)
    assert (third["masterContactId"], third["state"]) == (first, "IN_QUEUE")
    kinds = {str(row["contactId"]): row["transferIndicatorName"] for row in completed(tenant)}
    assert kinds == {first: "ReAgent", second["contactId"]: "ReSkill"}
    chain = tenant.get(f"/contacts/{third['contactId']}/hierarchy").json()
    assert [each["parentContactId"] for each in chain["contacts"]] == [None, int(first), int(second["contactId"])]


def test_custom_data_is_kept_with_the_contact(tenant: Tenant) -> None:
    contact_id = tenant.ring()
    assert tenant.get(f"/contacts/{contact_id}/custom-data").status_code == 204
    tenant.steer(contact_id, "custom-data", caseNumber="00012345")
    data = tenant.get(f"/contacts/{contact_id}/custom-data").json()
    assert data == {"contactCustomData": [{"name": "caseNumber", "value": "00012345"}]}


@pytest.mark.parametrize(("path", "version"), [("statehistory", OLD), ("state-history", NEW)])
def test_the_state_history_lists_every_state_once(tenant: Tenant, path: str, version: int) -> None:
    contact_id = answered(tenant)
    tenant.steer(contact_id, "hang-up")
    tenant.steer(contact_id, "finish")
    rows = tenant.get(f"/contacts/{contact_id}/{path}", version=version).json()["contactStateHistory"]
    states = ["PreQueue", "InQueue", "Routing", "Active", "AfterContactWork", "Released"]
    assert [row["contactStateName"] for row in rows] == states


def test_contacts_are_filtered(tenant: Tenant) -> None:
    answered(tenant)
    waiting = int(tenant.ring(ani="+442079460018", queue=True))

    def found(**params: Any) -> list[int]:
        reply = tenant.get("/contacts/active", **params)
        return [row["contactId"] for row in reply.json()["activeContacts"]] if reply.content else []

    assert len(found()) == 2
    narrow: list[dict[str, Any]] = [
        {"fromAddr": "+442079460018"}, {"stateId": 2}, {"contactId": waiting}, {"agentId": 0}, {"teamId": 0},
    ]  # fmt: skip
    for params in narrow:
        assert found(**params) == [waiting], params
    assert found(mediaTypeId=1) == []
    assert len(found(skillId=sample.SUPPORT_VOICE, campaignId=880, toAddr=sample.MAIN_LINE)) == 2


def test_completed_contacts_need_a_range_or_a_watermark(tenant: Tenant) -> None:
    assert tenant.get("/contacts/completed").status_code == 400
    assert tenant.get("/contacts/completed", startDate="2026-01-01").status_code == 400
    tenant.steer(tenant.ring(), "hang-up")
    [row] = tenant.get(
        "/contacts/completed", startDate="2020-01-01T00:00:00Z", endDate="2100-01-01T00:00:00Z", mediaTypeId=4
    ).json()["completedContacts"]
    assert row["mediaTypeName"] == "Phone Call"
    assert tenant.get("/contacts/completed", startDate="2020-01-01", endDate="2020-01-02").status_code == 204


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("contacts", {"ani": "4155550134", "dnis": "nobody"}),
        ("contacts", {"ani": "4155550134", "skillId": "x"}),
        ("contacts/1/queue", {}),
        ("contacts/{id}/finish", {}),
        ("contacts/{id}/fly", {}),
        ("contacts/{id}/route", {}),
        ("contacts/{id}/route", {"agentId": 1}),
        ("contacts/{id}/transfer", {}),
        ("contacts/{id}/disposition", {"dispositionId": 99}),
    ],
)
def test_the_control_refuses_what_cannot_be(tenant: Tenant, path: str, body: dict[str, object]) -> None:
    contact_id = tenant.ring()
    reply = tenant.http.post(f"{tenant.url}/_control/{path.format(id=contact_id)}", json=body)
    assert reply.status_code == 400
    assert reply.json()["error"]
