"""Commitments that fall due, and messages to agents."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from local.cxone import sample
from tests.local.cxone.agent import AgentClient
from tests.local.cxone.tenant import NEW, Tenant


def later(tenant: Tenant, minutes: float, offset: str = "Z") -> str:
    now = datetime.fromisoformat(tenant.get("/server-time").json()["ServerTime"])
    hours = timedelta(hours=2) if offset == "+02:00" else timedelta(0)
    return f"{now + timedelta(minutes=minutes) + hours:%Y-%m-%dT%H:%M:%S}{offset}"


def schedule(tenant: Tenant, minutes: float = 60, **more: Any) -> int:
    body = {
        "phoneNumber": "4155550134", "skillId": sample.OUTBOUND_SALES, "scheduleDate": later(tenant, minutes),
        "firstName": "Grace", "lastName": "Okafor", "targetAgentId": sample.ADA, "notes": "Renewal", **more,
    }  # fmt: skip
    reply = tenant.post("/scheduled-callbacks", body)
    assert reply.status_code == 200, reply.text
    number: int = reply.json()["callbackId"]
    return number


def listed(tenant: Tenant, path: str, version: int = NEW) -> list[dict[str, Any]]:
    reply = tenant.get(f"{path}/scheduled-callbacks", version=version)
    rows: list[dict[str, Any]] = reply.json()["callbacks"] if reply.content else []
    return rows


def test_a_commitment_is_made_changed_and_deleted(tenant: Tenant) -> None:
    path = f"/agents/{sample.ADA}"
    assert listed(tenant, path) == []
    number = schedule(tenant)
    [row] = listed(tenant, path)
    assert (row["callbackId"], row["target"], row["agentId"], row["dialNumber"]) == (
        number,
        "A",
        sample.ADA,
        "4155550134",
    )
    change = {
        "phoneNumber": "4155550199",
        "skillId": sample.OUTBOUND_SALES,
        "scheduleDate": later(tenant, 90, "+02:00"),
    }
    assert tenant.call("PUT", f"/scheduled-callbacks/{number}", json=change).status_code == 200
    # Without a target it is the skill's, and names who made it
    assert listed(tenant, path) == []
    [row] = listed(tenant, f"/skills/{sample.OUTBOUND_SALES}", version=33)
    assert (row["target"], row["agentId"], row["msCalendarEventId"]) == ("S", sample.ROOT, None)
    assert row["callbackTime"].startswith(later(tenant, 90)[:16])
    assert tenant.call("DELETE", f"/scheduled-callbacks/{number}").status_code == 200
    reply = tenant.call("DELETE", f"/scheduled-callbacks/{number}")
    assert reply.json()["error_description"] == "Callback already closed."
    assert tenant.call("DELETE", "/scheduled-callbacks/1").json()["error_description"] == "Invalid callbackID."
    assert (
        tenant.call("PUT", "/scheduled-callbacks/1", json=change).json()["error_description"]
        == "Invalid Callback Id"
    )


@pytest.mark.parametrize(
    ("wrong", "text"),
    [
        pytest.param({"skillId": 1}, "Invalid Skill Id", id="unknown skill"),
        pytest.param({"skillId": sample.SUPPORT_VOICE}, "Invalid Skill Id", id="inbound skill"),
        pytest.param({"targetAgentId": 1}, "Invalid Target Agent Id", id="unknown agent"),
        pytest.param({"scheduleDate": "2020-01-01T00:00:00Z"}, "Invalid Schedule Date", id="past"),
        pytest.param({"scheduleDate": "soon"}, "Invalid Schedule Date", id="no date"),
        pytest.param({"phoneNumber": "home"}, "Invalid Phone Number", id="no number"),
    ],
)
def test_a_commitment_that_cannot_be_is_refused(tenant: Tenant, wrong: dict[str, object], text: str) -> None:
    body = {
        "phoneNumber": "4155550134", "skillId": sample.OUTBOUND_SALES, "scheduleDate": later(tenant, 60), **wrong,
    }  # fmt: skip
    reply = tenant.post("/scheduled-callbacks", body)
    assert (reply.status_code, reply.json()["error_description"]) == (400, text)


def test_a_commitment_that_falls_due_reaches_its_agent_and_is_dialled(tenant: Tenant) -> None:
    ada = AgentClient(tenant)
    ada.be("Available")
    number = schedule(tenant, minutes=4)
    ada.hear("UpdateCallbacks")
    tenant.wait(241)
    due = ada.hear("PromiseKeeper")
    assert (due["CallbackId"], due["DialNumber"], due["TargetType"], due["Notes"]) == (
        str(number), "4155550134", "A", "Renewal",
    )  # fmt: skip
    expires = datetime.fromisoformat(due["CallbackExpireTime"]) - datetime.fromisoformat(due["CallbackTime"])
    assert expires == timedelta(minutes=5)
    ada.do(f"interactions/{number}/dial")
    assert ada.hear_call("Dialing")["DNIS"] == "4155550134"
    # Once dialled it is closed
    assert ada.command(f"interactions/{number}/dial").json()["error_description"] == "Invalid callback id"


def test_a_commitment_waits_for_an_agent_who_is_not_there(tenant: Tenant) -> None:
    number = schedule(tenant, minutes=1)
    tenant.wait(600)
    ada = AgentClient(tenant)
    assert ada.hear("PromiseKeeper")["CallbackId"] == str(number)
    assert AgentClient(tenant, sample.BEN).command(f"interactions/{number}/dial").status_code == 404


def test_a_skills_commitment_goes_to_an_available_agent(tenant: Tenant) -> None:
    schedule(tenant, minutes=1, targetAgentId=None)
    ada, ben = AgentClient(tenant), AgentClient(tenant, sample.BEN)
    tenant.wait(61)
    ben.be("Available")
    assert ben.hear("PromiseKeeper")["TargetType"] == "S"
    assert not any(event["Type"] == "PromiseKeeper" for event in ada.drain())


def test_a_delivered_commitment_is_put_off_or_called_off(tenant: Tenant) -> None:
    ada = AgentClient(tenant)
    number = schedule(tenant, minutes=1)
    tenant.wait(61)
    ada.hear("PromiseKeeper")
    path = f"interactions/{number}"
    reply = ada.command(f"{path}/reschedule", {"rescheduleDate": "2020-01-01T00:00:00+02:00"})
    assert reply.json()["error_description"] == "Invalid Reschedule Date"
    ada.drain()
    ada.do(f"{path}/reschedule", {"rescheduleDate": later(tenant, 2, "+02:00")})
    ada.hear("UpdateCallbacks")
    assert ada.command(f"{path}/cancel").status_code == 404
    ada.drain()
    tenant.wait(121)
    ada.hear("PromiseKeeper")
    ada.drain()
    ada.do(f"{path}/cancel", {"notes": "not needed"})
    ada.hear("UpdateCallbacks")
    assert listed(tenant, f"/agents/{sample.ADA}") == []


def test_a_customers_promise_names_what_is_missing(tenant: Tenant) -> None:
    due = later(tenant, 60, "+02:00")
    body = {
        "firstName": "Grace", "lastName": "Okafor", "phoneNumber": "4155550134", "skill": "Outbound Sales",
        "targetAgent": "", "promiseDate": due[:10], "promiseTime": due[11:16], "timeZone": "+02:00",
    }  # fmt: skip
    assert tenant.post("/promise", body).status_code == 202
    [row] = listed(tenant, f"/skills/{sample.OUTBOUND_SALES}")
    assert (row["target"], row["agentId"], row["callbackTime"][:16]) == ("S", -1, later(tenant, 60)[:16])
    text = tenant.post("/promise", body | {"lastName": "", "phoneNumber": ""}).json()["error_description"]
    assert text == "Missing: lastName, phoneNumber"
    text = tenant.post("/promise", body | {"promiseDate": "2020-01-01"}).json()["error_description"]
    assert text == "Promise Date In Past"
    assert tenant.post("/promise", body | {"promiseTime": "noon"}).status_code == 400


def test_an_immediate_callback_queues_like_a_call(tenant: Tenant) -> None:
    body = {"phoneNumber": "4155550134", "skill": str(sample.OUTBOUND_SALES)}
    assert tenant.post("/queuecallback", body).status_code == 202
    [row] = tenant.get("/contacts/active").json()["activeContacts"]
    assert (row["toAddress"], row["stateName"], row["isOutbound"]) == ("4155550134", "InQueue", True)


def send(tenant: Tenant, *messages: dict[str, Any]) -> tuple[int, list[bool]]:
    reply = tenant.post("/agents/messages", {"agentMessages": list(messages)})
    return reply.status_code, [each["success"] for each in reply.json()["agentMessageResults"]]


def test_messages_reach_whom_they_are_for_until_they_end(tenant: Tenant) -> None:
    ada = AgentClient(tenant)
    message = {
        "subject": "Outage",
        "message": "Zone 4 <down>",
        "validUntil": later(tenant, 60),
        "expireMinutes": 60,
    }
    to_ada = message | {"targetId": sample.ADA, "targetType": 1}
    assert send(tenant, to_ada, message | {"targetId": 3301, "targetType": 2}) == (200, [True, True])
    ada.hear("UpdateMessages")
    read = tenant.get(f"/agents/{sample.ADA}/messages").json()["messages"]
    assert [each["messageText"] for each in read] == ["<p>Zone 4 &lt;down&gt;</p>"] * 2
    assert len(tenant.get(f"/agents/{sample.BEN}/messages").json()["messages"]) == 1
    path = f"/agents/messages/{read[0]['messageId']}"
    assert tenant.call("DELETE", path).status_code == 200
    assert tenant.call("DELETE", path).json()["error_description"] == "Invalid Agent Message"
    tenant.wait(3601)
    tenant.log_in()
    assert tenant.get(f"/agents/{sample.ADA}/messages").status_code == 204


def test_some_messages_may_fail(tenant: Tenant) -> None:
    good = {"message": "x", "validUntil": later(tenant, 60), "targetId": "", "targetType": 4}
    bad = [
        good | {"targetType": 1, "targetId": 5}, good | {"targetType": 9}, good | {"validUntil": "2020-01-01"},
        good | {"validUntil": "x"},
    ]  # fmt: skip
    assert send(tenant, good, *bad) == (206, [True, False, False, False, False])
    tenant.control("POST", "faults", {"name": "partial-results", "count": 1})
    assert send(tenant, good, good) == (206, [False, True])


def test_newer_messages_name_their_targets_in_words(tenant: Tenant) -> None:
    body = {
        "agentMessages": [
            {
                "message": "x",
                "validUntil": later(tenant, 60),
                "targetIds": [sample.ADA, sample.BEN],
                "targetType": "agent",
            }
        ]
    }
    reply = tenant.post("/communications/agent-messages", body)
    assert len(reply.json()["agentMessageResults"]) == 2
    assert len(tenant.get(f"/agents/{sample.BEN}/messages").json()["messages"]) == 1
