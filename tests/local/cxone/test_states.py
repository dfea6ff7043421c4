"""Availability and the agent's leg, by command and by administrators."""

import pytest

from local.cxone import sample
from tests.local.cxone.agent import AgentClient
from tests.local.cxone.tenant import Tenant


def in_wrap_up(tenant: Tenant, ada: AgentClient) -> str:
    """A call that has ended and is being wrapped up."""
    contact_id = ada.dial()
    ada.hear_call("Active", contact_id)
    tenant.steer(contact_id, "hang-up")
    ada.hear_state("Unavailable", IsAcw="True")
    return contact_id


def test_a_state_that_was_asked_for_comes_as_an_event(tenant: Tenant) -> None:
    ada = AgentClient(tenant)
    ada.drain()
    ada.do("state", {"state": "Available"})
    assert ada.hear_state("Available")["NextStates"] == []
    ada.do("state", {"state": "Unavailable", "reason": "Break"})
    assert ada.hear_state("Unavailable")["CurrentOutReason"] == "Break"


@pytest.mark.parametrize(
    ("body", "status", "text"),
    [
        pytest.param(
            {"state": "Away"}, 400, 'Invalid state request. Use "Available" or "Unavailable".', id="word"
        ),
        pytest.param({"state": "Unavailable", "reason": "Golf"}, 400, "Invalid unavailable code.", id="reason"),
        pytest.param({"state": "Unavailable", "reason": "Wrap-up"}, 409, "Invalid State.", id="acw outside"),
    ],
)
def test_a_state_that_cannot_be_is_refused(tenant: Tenant, body: dict[str, str], status: int, text: str) -> None:
    reply = AgentClient(tenant).command("state", body)
    assert (reply.status_code, reply.json()["error_description"]) == (status, text)


def test_a_state_asked_for_during_a_contact_comes_afterwards(tenant: Tenant) -> None:
    ada = AgentClient(tenant)
    contact_id = ada.dial()
    ada.hear_call("Active", contact_id)
    ada.drain()
    ada.do("state", {"state": "Available"})
    told = ada.hear_state("OutboundContact")
    assert told["NextStates"] == [{"State": "Available", "OutReason": ""}]
    tenant.steer(contact_id, "hang-up")
    assert ada.hear_state("Unavailable", IsAcw="True")["AcwTimeout"] == "60"
    tenant.steer(contact_id, "finish")
    ada.hear_state("Available")


def test_asking_for_a_state_ends_the_work_after_a_contact(tenant: Tenant) -> None:
    ada = AgentClient(tenant)
    contact_id = in_wrap_up(tenant, ada)
    ada.do("state", {"state": "Available"})
    ada.hear_state("Available")
    assert ada.hear_call("Disconnected", contact_id, FinalState="True")
    assert tenant.control("GET", f"contacts/{contact_id}")["state"] == "ENDED"


def test_a_wrap_up_code_during_wrap_up_keeps_the_work_going(tenant: Tenant) -> None:
    ada = AgentClient(tenant)
    contact_id = in_wrap_up(tenant, ada)
    ada.do("state", {"state": "Unavailable", "reason": "Wrap-up"})
    ada.drain()
    assert tenant.control("GET", f"contacts/{contact_id}")["state"] == "WRAP_UP"


def test_an_administrator_sets_a_state_without_a_session_id(tenant: Tenant) -> None:
    path = f"/agents/{sample.ADA}/state"
    assert tenant.post(path, {"state": "Available"}).status_code == 404
    ada = AgentClient(tenant)
    assert tenant.post(path, {"state": "Unavailable", "outStateId": sample.BREAK}).status_code == 200
    ada.hear_state("Unavailable", CurrentOutReason="Break")
    assert tenant.post(path, {"state": "Unavailable", "outStateId": 99}).status_code == 400
    assert tenant.post(path, {"state": "Unavailable", "outStateId": sample.WRAP_UP}).status_code == 409
    assert tenant.post("/agents/1/state", {"state": "Available"}).status_code == 404


def test_the_leg_can_be_dialled_ahead_muted_and_ended(tenant: Tenant) -> None:
    ada = AgentClient(tenant)
    for path in ("mute", "unmute", "end"):
        assert ada.command(f"agent-phone/{path}").status_code == 409
    ada.do("agent-phone/dial")
    dialling = ada.hear("AgentLeg")
    assert (dialling["Status"], dialling["FinalState"]) == ("Dialing", "False")
    active = ada.hear("AgentLeg", lambda event: event["Status"] == "Active")
    assert active["AgentLegId"] == dialling["AgentLegId"]
    assert ada.command("agent-phone/dial").json()["error_description"] == "Invalid call status."
    ada.do("agent-phone/mute")
    ada.hear("Mute")
    assert ada.command("agent-phone/mute").json()["error_description"] == "Invalid state."
    ada.do("agent-phone/unmute")
    ada.do("agent-phone/end")
    ada.hear("AgentLeg", lambda event: event["Status"] == "Disconnected" and event["FinalState"] == "True")


def test_a_leg_in_use_is_not_ended_and_an_unused_one_is_dropped(tenant: Tenant) -> None:
    ada = AgentClient(tenant)
    contact_id = ada.dial()
    ada.hear_call("Active", contact_id)
    assert ada.command("agent-phone/end").status_code == 409
    tenant.wait(301)
    assert not any(event.get("Status") == "Disconnected" for event in ada.drain())
    tenant.steer(contact_id, "hang-up")
    tenant.wait(299)
    assert not any(event["Type"] == "AgentLeg" for event in ada.drain())
    tenant.wait(2)
    ada.hear("AgentLeg", lambda event: event["Status"] == "Disconnected")


def test_states_of_all_agents_follow_what_they_do(tenant: Tenant) -> None:
    def row(agent_id: int = sample.ADA) -> dict[str, object]:
        found: dict[str, object] = tenant.get(f"/agents/{agent_id}/states").json()["agentStates"][0]
        return found

    assert (row()["agentStateId"], row()["agentStateName"]) == (0, "LoggedOut")
    ada = AgentClient(tenant)
    assert (row()["agentStateId"], row()["stationPhoneNumber"]) == (2, "4155550021")
    contact_id = ada.dial()
    ada.hear_call("Active", contact_id)
    busy = row()
    assert (busy["agentStateName"], busy["contactId"], busy["isOutbound"]) == (
        "OutboundContact",
        int(contact_id),
        True,
    )
    assert (busy["openContacts"], busy["toAddress"], busy["skillName"]) == (1, "+14155550134", "Outbound Sales")
    tenant.steer(contact_id, "hang-up")
    after = row()
    assert (after["isACW"], after["outStateDescription"], after["contactId"]) == (True, "Wrap-up", None)
    # And the list changes by delta
    last = tenant.get("/agents/states").json()["lastPollTime"]
    tenant.wait(30)
    assert tenant.get("/agents/states", updatedSince=last.replace("Z", "")).status_code == 204
    ada.do("state", {"state": "Available"})
    ada.hear_state("Available")
    delta = tenant.get("/agents/states", updatedSince=last).json()["agentStates"]
    assert [each["agentId"] for each in delta] == [sample.ADA]


def test_a_dialer_skill_is_a_state_of_its_own(tenant: Tenant) -> None:
    skill = {
        "skillId": 40199,
        "skillName": "Blitz",
        "mediaTypeId": 4,
        "isOutbound": True,
        "outboundStrategy": "Personal Connection",
    }
    tenant.control("POST", "data", {"skills": [skill], "assignments": [{"agentId": sample.ADA, "skillId": 40199}]})
    ada = AgentClient(tenant)
    assert ada.command("dialer-login", {"skillName": "Support Voice"}).status_code == 400
    assert ada.command("dialer-logout").status_code == 409
    ada.do("dialer-login", {"skillName": "Blitz"})
    ada.hear_state("Dialer")
    assert ada.command("dial-phone", {"phoneNumber": "4155550134", "skillId": 40120}).status_code == 409
    ada.do("dialer-logout")
    ada.drain()
