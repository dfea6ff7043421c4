"""Queues: counts, longest wait, who is matched with whom."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from local.cxone import sample
from local.cxone.agents.routing import Free, matches
from local.cxone.contacts.model import Contact, Stage, State
from tests.local.cxone.agent import AgentClient
from tests.local.cxone.tenant import NEW, OLD, Tenant

NOW = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)


def waiting(contact_id: int, since_s: int, skill_id: int = 1, target: int = 0, initiator: int = 0) -> Contact:
    at = NOW + timedelta(seconds=since_s)
    return Contact(
        contact_id, contact_id, 4, skill_id, "", "", False, "", (Stage(State.IN_QUEUE, at),), at,
        target_agent_id=target, initiator_id=initiator,
    )  # fmt: skip


def free(agent_id: int, since_s: int = 0, **proficiency: int) -> Free:
    skills = {int(name.removeprefix("s")): value for name, value in proficiency.items()}
    return Free(agent_id, NOW + timedelta(seconds=since_s), skills)


@pytest.mark.parametrize(
    ("contacts", "agents", "pairs"),
    [
        pytest.param([waiting(1, 5), waiting(2, 0)], [free(7, s1=3)], [(2, 7)], id="longest wait first"),
        pytest.param([waiting(1, 0)], [free(7, s1=3), free(8, s1=1)], [(1, 8)], id="best agent first"),
        pytest.param(
            [waiting(1, 0)], [free(7, 9, s1=3), free(8, 5, s1=3)], [(1, 8)], id="among equals the idlest"
        ),
        pytest.param([waiting(1, 0)], [free(7, s2=1)], [], id="not their skill"),
        pytest.param(
            [waiting(1, 0, skill_id=1), waiting(2, 1, skill_id=2)], [free(7, s2=1)], [(2, 7)], id="next in line"
        ),
        pytest.param(
            [waiting(1, 0), waiting(2, 1)], [free(7, s1=3), free(8, s1=3)], [(1, 7), (2, 8)], id="one each"
        ),
        pytest.param([waiting(1, 0, target=8)], [free(7, s1=1)], [], id="meant for somebody else"),
        pytest.param(
            [waiting(1, 0, target=8)], [free(7, s1=1), free(8)], [(1, 8)], id="meant for them, any skill"
        ),
        pytest.param([waiting(1, 0, initiator=7)], [free(7, s1=1)], [], id="not back to who placed it"),
        pytest.param([], [free(7, s1=1)], [], id="nobody waits"),
    ],
)
def test_matching(contacts: list[Contact], agents: list[Free], pairs: list[tuple[int, int]]) -> None:
    assert matches(contacts, agents) == pairs


def activity(tenant: Tenant, version: int = NEW, **params: Any) -> dict[str, Any]:
    body = tenant.get(f"/skills/{sample.SUPPORT_VOICE}/activity", version=version, **params).json()
    row: dict[str, Any] = body.get("resultSet", body)["skillActivity"][0]
    return row


def test_counts_and_longest_wait_follow_the_contacts(tenant: Tenant) -> None:
    assert (activity(tenant)["queueCount"], activity(tenant)["earliestQueueTime"]) == (0, None)
    first = tenant.ring(queue=True)
    tenant.wait(200)
    tenant.ring(queue=True)
    tenant.wait(5)
    row = activity(tenant)
    longest_s = datetime.fromisoformat(row["serverTime"]) - datetime.fromisoformat(row["earliestQueueTime"])
    assert longest_s.total_seconds() == pytest.approx(205, abs=2)
    assert (row["queueCount"], row["agentsLoggedIn"], row["contactsActive"]) == (2, 0, 0)
    # Somebody answers the first one
    ada = AgentClient(tenant)
    assert activity(tenant)["agentsUnavailable"] == 1
    ada.be("Available")
    ada.hear_call("Active", first)
    row = activity(tenant)
    assert (row["queueCount"], row["contactsActive"], row["agentsWorking"]) == (1, 1, 1)
    assert (row["inSLA"], row["outSLA"], row["serviceLevel"]) == (0, 1, 0)
    tenant.steer(first, "hang-up")
    row = activity(tenant)
    assert (row["agentsACW"], row["agentsUnavailable"], row["contactsActive"]) == (1, 0, 0)


def test_v23_shows_the_longest_wait_only_when_it_is_asked_for(tenant: Tenant) -> None:
    tenant.ring(queue=True)
    assert "earliestQueueTime" not in activity(tenant, OLD)
    assert set(activity(tenant, OLD, fields="queueCount,earliestQueueTime")) == {"queueCount", "earliestQueueTime"}
    assert activity(tenant, NEW)["earliestQueueTime"]


def test_activity_is_filtered_and_searched(tenant: Tenant) -> None:
    def ids(body: dict[str, Any]) -> list[int]:
        return [row["skillId"] for row in body["skillActivity"]]

    assert ids(tenant.get("/skills/activity", mediaTypeId=4).json()) == [
        sample.SUPPORT_VOICE,
        sample.OUTBOUND_SALES,
    ]
    assert ids(tenant.get("/skills/activity", IsOutbound="true").json()) == [sample.OUTBOUND_SALES]
    found = tenant.post(
        "/skills/activity/search", {"fields": "skillId", "filter": {"skillIds": [sample.SOCIAL]}}
    ).json()
    assert found["skillActivity"] == [{"skillId": sample.SOCIAL}]
    found = tenant.post("/skills/activity/search", {"top": 2, "filter": {"isOutbound": False}}).json()
    assert len(ids(found)) == 2
    assert tenant.post("/skills/activity/search", {"filter": "all"}).status_code == 400
    mine = tenant.get(f"/agents/{sample.ADA}/queues").json()["queues"]
    assert len(mine) == 8
