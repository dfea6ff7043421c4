"""Dispositions and tags; and what supervisors do."""

import pytest

from local.cxone import sample
from tests.local.cxone.agent import AgentClient
from tests.local.cxone.tenant import Tenant


def ended_call(tenant: Tenant, ada: AgentClient) -> str:
    contact_id = ada.dial()
    ada.hear_call("Active", contact_id)
    tenant.steer(contact_id, "hang-up")
    return contact_id


def test_a_disposition_is_stored_at_once_and_read_back(tenant: Tenant) -> None:
    ada = AgentClient(tenant)
    contact_id = ended_call(tenant, ada)
    given = {
        "primaryDispositionId": 12,
        "primaryDispositionNotes": "Replaced router",
        "primaryCommitmentAmount": 12.5,
    }
    reply = ada.command(f"interactions/{contact_id}/disposition", given)
    assert reply.status_code == 200
    read = tenant.get(f"/contacts/{contact_id}/disposition").json()
    assert {key: read[key] for key in ("dispositionId", "dispositionName", "dispositionByAgendId", "notes")} == {
        "dispositionId": 12, "dispositionName": "Resolved", "dispositionByAgendId": sample.ADA,
        "notes": "Replaced router",
    }  # fmt: skip
    assert tenant.control("GET", f"contacts/{contact_id}")["commitmentAmount"] == 12.5
    # It can be given again after the wrap-up, and the last one counts
    tenant.steer(contact_id, "finish")
    assert ada.command(f"interactions/{contact_id}/disposition", {"primaryDispositionId": "13"}).status_code == 200
    assert tenant.get(f"/contacts/{contact_id}/disposition").json()["dispositionId"] == 13


@pytest.mark.parametrize(
    ("given", "status", "text"),
    [
        pytest.param({"primaryDispositionId": 99}, 400, "Invalid primaryDispositionId", id="unknown"),
        pytest.param({}, 400, "Invalid primaryDispositionId", id="missing"),
        pytest.param({"primaryDispositionId": 12, "primaryCommitmentAmount": "much"}, 400, "Amount", id="amount"),
        pytest.param(
            {"primaryDispositionId": 12, "secondaryDispositionId": 13}, 409,
            "Skill does not allow additional disposition", id="second",
        ),
    ],
)  # fmt: skip
def test_a_disposition_that_cannot_be_is_refused(
    tenant: Tenant, given: dict[str, object], status: int, text: str
) -> None:
    ada = AgentClient(tenant)
    reply = ada.command(f"interactions/{ended_call(tenant, ada)}/disposition", given)
    assert reply.status_code == status
    assert text in reply.json()["error_description"]


def test_a_contact_is_disposed_after_its_end_and_by_its_agent_only(tenant: Tenant) -> None:
    ada, ben = AgentClient(tenant), AgentClient(tenant, sample.BEN)
    contact_id = ada.dial()
    ada.hear_call("Active", contact_id)
    path, given = f"interactions/{contact_id}/disposition", {"primaryDispositionId": 12}
    assert (
        ada.command(path, given).json()["error_description"]
        == "Contact must be disconnected before dispositioning"
    )
    tenant.steer(contact_id, "hang-up")
    assert ben.command(path, given).status_code == 404


def test_tags_are_added_or_replaced(tenant: Tenant) -> None:
    tenant.control("POST", "data", {"tags": [{"tagId": 6, "tagName": "Legal"}]})
    contact_id = tenant.ring()

    def tag(*tags: object) -> int:
        return tenant.post(
            f"/contacts/{contact_id}/tags", {"tags": [{"tagId": each} for each in tags]}
        ).status_code

    def tags() -> list[str]:
        tenant_rows = tenant.get("/contacts/completed", updatedSince="2020-01-01", tags="5|6").json()
        return [each["tagName"] for each in tenant_rows["completedContacts"][0]["tags"]]

    assert (tag(5), tag(6, 5), tag(99), tag("x")) == (200, 200, 400, 400)
    tenant.steer(contact_id, "hang-up")
    assert tags() == ["VIP", "Legal"]
    tenant.control("PATCH", "settings", {"tags_replace": True})
    tag(6)
    assert tags() == ["Legal"]
    assert tenant.get("/contacts/completed", updatedSince="2020-01-01", tags="5").status_code == 204


def test_a_supervisor_listens_coaches_barges_in_and_takes_over(tenant: Tenant) -> None:
    boss, ada = AgentClient(tenant, sample.ROOT), AgentClient(tenant)
    assert ada.command("monitor", {"targetAgentId": sample.ROOT}).status_code == 403
    assert boss.command("barge").status_code == 409
    assert boss.command("monitor", {"targetAgentId": sample.BEN}).status_code == 409
    assert boss.command("monitor", {"targetAgentId": 1}).status_code == 400
    customer = ada.dial()
    ada.hear_call("Active", customer)
    boss.do("monitor", {"targetAgentId": sample.ADA})
    boss.hear("SupervisorMonitor")
    boss.do("coach")
    boss.do("barge")
    assert ada.hear("SupervisorContact", lambda event: event["Action"] == "Barge")
    boss.do("take-over")
    ada.hear_call("Disconnected", customer)
    taken = boss.hear_call("Active")
    assert (taken["MasterID"], taken["CallType"]) == (customer, "TakeOver")
    row = tenant.get(f"/contacts/{customer}").json()
    assert (row["isTakeover"], row["transferIndicatorName"]) == (True, "TakeOver")


def test_the_small_commands_answer_as_for_an_agent_without_a_dialer(tenant: Tenant) -> None:
    ada = AgentClient(tenant)
    assert ada.command("submit-feedback", {"categoryId": 1, "comment": "echo"}).status_code == 202
    assert ada.command("submit-feedback").status_code == 400
    assert ada.command("add-contact").status_code == 409
    assert ada.command("continue-reskill", {"continueReskill": True}).status_code == 409
