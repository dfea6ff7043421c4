"""Agent sessions: starting, joining, polling, keeping alive, ending."""

import threading
from typing import Any

import pytest

from local.cxone import sample
from tests.local.cxone.agent import AgentClient, is_text_only
from tests.local.cxone.tenant import Tenant


def test_a_new_session_is_unavailable_and_says_who_it_is(tenant: Tenant) -> None:
    ada = AgentClient(tenant)
    start, state = ada.poll().json()["events"]
    assert (start["Type"], start["AgentId"], start["BusNo"]) == ("AgentSessionStart", str(sample.ADA), "4599001")
    assert (state["Type"], state["CurrentState"], state["IsAcw"]) == ("AgentState", "Unavailable", "False")
    assert start["IISHost"]
    assert start["VCHost"]


def test_every_scalar_of_an_event_is_text(tenant: Tenant) -> None:
    ada = AgentClient(tenant)
    ada.dial()
    ada.hear_call("Active")
    assert len(ada.heard) >= 6
    assert all(is_text_only(event) for event in ada.heard)
    assert {event["IsInbound"] for event in ada.heard if event["Type"] == "CallContactEvent"} == {"False"}


@pytest.mark.parametrize(
    ("start", "status", "text"),
    [
        pytest.param({"inactivityTimeout": 29}, 400, "inactivityTimeout", id="timeout too short"),
        pytest.param({"inactivityTimeout": 301}, 400, "inactivityTimeout", id="timeout too long"),
        pytest.param({"stationPhoneNumber": ""}, 400, "station", id="no station"),
        pytest.param({"asAgentId": 1}, 400, "Invalid Agent Id.", id="unknown agent"),
        pytest.param({"asAgentId": "x"}, 400, "Invalid Agent Id.", id="no agent id"),
        pytest.param({}, 409, "Agent session already started.", id="second session"),
        pytest.param({"asAgentId": sample.BEN}, 400, "in use", id="phone in use"),
    ],
)
def test_a_start_that_cannot_be_is_refused(
    tenant: Tenant, start: dict[str, object], status: int, text: str
) -> None:
    AgentClient(tenant, stationPhoneNumber="4155550111")
    reply = tenant.post("/agent-sessions", {"stationPhoneNumber": "4155550111", "asAgentId": sample.ADA, **start})
    assert reply.status_code == status
    assert text in reply.json()["error_description"]


def test_acting_for_another_agent_needs_the_permission(tenant: Tenant) -> None:
    # Given a key of Ben's, who may not impersonate
    key = {"accessKeyId": "ben", "accessKeySecret": "ben", "agentId": sample.BEN}
    tenant.control("POST", "data", {"access_keys": [key]})
    ada = AgentClient(tenant)
    form = {"grant_type": "password", "username": "ben", "password": "ben"}
    client = (sample.CLIENT_ID, sample.CLIENT_SECRET)
    token = tenant.http.post(f"{tenant.url}/auth/token", data=form, auth=client).json()["access_token"]
    tenant.http.headers["Authorization"] = f"Bearer {token}"
    # Then he can neither start nor use a session of Ada's, but his own
    assert tenant.post("/agent-sessions", {"stationId": "1", "asAgentId": sample.ADA}).status_code == 403
    assert ada.command("keep-alive").status_code == 403
    assert ada.poll().status_code == 403
    assert tenant.post("/agents/10021/logout").status_code == 403
    assert tenant.post("/agent-sessions", {"stationId": "1"}).status_code == 202


def test_the_number_of_agents_is_limited(tenant: Tenant) -> None:
    tenant.control("PATCH", "settings", {"agent_limit": 1})
    AgentClient(tenant)
    reply = tenant.post("/agent-sessions", {"stationId": "1", "asAgentId": sample.BEN})
    assert reply.json()["error_description"] == "Concurrent agent limit or station limit exceeded"


def test_parameters_may_be_json_form_or_query(tenant: Tenant) -> None:
    given = {"StationPhoneNumber": "4155550111", "ASAGENTID": str(sample.ADA), "inactivityForceLogout": "false"}
    ways: list[dict[str, Any]] = [{"json": given}, {"data": given}, {"params": given}]
    for way in ways:
        reply = tenant.call("POST", "/agent-sessions", **way)
        assert reply.status_code == 202
        sid = reply.json()["sessionId"]
        assert tenant.call("DELETE", f"/agent-sessions/{sid}", params={"forceLogoff": "true"}).status_code == 202
        while tenant.get(f"/agent-sessions/{sid}/get-next-event", timeout=1).status_code != 409:
            pass


def test_a_poll_waits_until_something_happens(tenant: Tenant) -> None:
    # Given a session with nothing new
    ada = AgentClient(tenant)
    ada.drain()
    # When a poll waits while, elsewhere, a call comes in for her
    other = threading.Timer(0.2, lambda: tenant.control("POST", f"agents/{sample.ADA}/available"))
    other.start()
    reply = ada.poll(timeout=30)
    other.join()
    # Then it is answered by that, long before its time is up
    assert [event["CurrentState"] for event in reply.json()["events"]] == ["Available"]


def test_a_quiet_poll_is_304_and_the_id_stays_good(tenant: Tenant) -> None:
    ada = AgentClient(tenant)
    ada.drain()
    kept = ada.session_id
    reply = ada.poll(timeout=0)
    assert (reply.status_code, reply.content) == (304, b"")
    ada.be("Available")
    assert ada.session_id != kept


@pytest.mark.parametrize("timeout", ["61", "-1", "x"])
def test_a_poll_time_out_of_range_is_refused(tenant: Tenant, timeout: str) -> None:
    ada = AgentClient(tenant)
    reply = tenant.get(f"/agent-sessions/{ada.session_id}/get-next-event", timeout=timeout)
    assert reply.json()["error_description"] == "Invalid Timeout. Value must be between 0-60."


def test_events_come_once_per_chain_and_the_id_changes_with_each_reply(tenant: Tenant) -> None:
    ada = AgentClient(tenant)
    first = ada.session_id
    assert len(ada.poll().json()["events"]) == 2
    assert ada.session_id != first
    # Then the old id brings what is new only
    reply = tenant.get(f"/agent-sessions/{first}/get-next-event", timeout=0)
    assert reply.status_code == 304
    # Unless the tenant gives events again
    tenant.control("PATCH", "settings", {"replay_events": True})
    again = tenant.get(f"/agent-sessions/{first}/get-next-event", timeout=0)
    assert [event["Type"] for event in again.json()["events"]] == ["AgentSessionStart", "AgentState"]


def test_old_ids_may_be_refused_for_commands(tenant: Tenant) -> None:
    ada = AgentClient(tenant)
    old = ada.session_id
    ada.poll()
    assert tenant.post(f"/agent-sessions/{old}/keep-alive").status_code == 200
    tenant.control("PATCH", "settings", {"old_ids_command": False})
    assert tenant.post(f"/agent-sessions/{old}/keep-alive").status_code == 404
    assert ada.command("keep-alive").status_code == 200


def test_a_joined_client_hears_the_same_and_keeps_the_station(tenant: Tenant) -> None:
    ada = AgentClient(tenant, stationPhoneNumber="4155550111")
    told = ada.drain()
    reply = tenant.post("/agent-sessions/join", {"asAgentId": sample.ADA})
    joined = reply.json()["sessionId"]
    heard = tenant.get(f"/agent-sessions/{joined}/get-next-event", timeout=0).json()["events"]
    assert heard == told
    assert heard[0]["StationPhoneNumber"] == "4155550111"
    # And without a session there is nothing to join
    assert (
        tenant.post("/agent-sessions/join", {"asAgentId": sample.BEN}).json()["error_description"]
        == "Invalid Session"
    )


@pytest.mark.parametrize("session_id", ["nonsense", "U0VTUw", "U0VTUy4xMDAyMS4xLjEuMQ", "!!"])
def test_an_id_that_is_none_is_404(tenant: Tenant, session_id: str) -> None:
    AgentClient(tenant)
    reply = tenant.get(f"/agent-sessions/{session_id}/get-next-event", timeout=0)
    assert (reply.status_code, reply.json()["error_description"]) == (404, "Invalid Session Id")
    assert tenant.post(f"/agent-sessions/{session_id}/state", {"state": "Available"}).status_code == 404


def test_a_session_ends_with_an_event_and_then_409(tenant: Tenant) -> None:
    ada = AgentClient(tenant)
    ada.drain()
    assert tenant.call("DELETE", f"/agent-sessions/{ada.session_id}").status_code == 202
    end = ada.hear("AgentSessionEnd")
    assert end["Success"] == "True"
    reply = ada.poll(timeout=30)
    assert (reply.status_code, reply.json()["error_description"]) == (409, "Session Ended")
    assert ada.command("state", {"state": "Available"}).status_code == 404


def test_an_administrator_can_log_an_agent_out(tenant: Tenant) -> None:
    ada = AgentClient(tenant)
    assert tenant.post(f"/agents/{sample.ADA}/logout").status_code == 202
    assert ada.hear("AgentSessionEnd")["Message"] == "RemoteLogoff"
    for agent_id in (sample.ADA, 1):
        assert tenant.post(f"/agents/{agent_id}/logout").json()["error_description"] == "Invalid Agent Id"


def test_a_session_with_a_contact_is_not_ended_unless_told_so(tenant: Tenant) -> None:
    ada = AgentClient(tenant)
    contact_id = ada.dial()
    reply = tenant.call("DELETE", f"/agent-sessions/{ada.session_id}")
    assert (reply.status_code, reply.json()["error_description"]) == (
        409, "Agent must handle all contacts before ending the session."
    )  # fmt: skip
    assert (
        tenant.call("DELETE", f"/agent-sessions/{ada.session_id}", json={"endContacts": True}).status_code == 202
    )
    ada.hear("AgentSessionEnd")
    assert tenant.control("GET", f"contacts/{contact_id}")["state"] == "ENDED"


def test_an_unavailable_agent_who_does_nothing_is_logged_out(tenant: Tenant) -> None:
    ada = AgentClient(tenant, inactivityTimeout=60)
    ada.drain()
    tenant.wait(50)
    ada.command("keep-alive")
    tenant.wait(50)
    assert ada.poll().status_code == 304
    tenant.wait(61)
    assert ada.hear("AgentSessionEnd")["Message"] == "Inactivity"


@pytest.mark.parametrize(("force", "ended"), [(False, False), (True, True)])
def test_during_a_contact_inactivity_ends_a_session_only_by_force(
    tenant: Tenant, force: bool, ended: bool
) -> None:
    ada = AgentClient(tenant, inactivityTimeout=60, inactivityForceLogout=force)
    ada.dial()
    ada.hear_call("Active")
    ada.drain()
    tenant.wait(200)
    assert any(event["Type"] == "AgentSessionEnd" for event in ada.drain()) is ended


def test_an_available_agent_waits_for_ever(tenant: Tenant) -> None:
    ada = AgentClient(tenant, inactivityTimeout=30)
    ada.be("Available")
    tenant.wait(3000)
    assert ada.poll().status_code == 304


def test_events_may_be_lost_doubled_late_or_come_after_the_end(tenant: Tenant) -> None:
    ada = AgentClient(tenant)
    ada.drain()

    def states() -> list[str]:
        return [event["CurrentState"] for event in ada.drain() if event["Type"] == "AgentState"]

    def arm(name: str, **options: object) -> None:
        tenant.control(
            "POST", "faults", {"name": name, "count": 1, "path": "*/events/AgentState", "options": options}
        )

    arm("event-lost")
    tenant.control("POST", f"agents/{sample.ADA}/available")
    assert states() == []
    arm("event-duplicated")
    tenant.control("POST", f"agents/{sample.ADA}/unavailable")
    assert states() == ["Unavailable"] * 2
    arm("event-late", delay_s=100)
    tenant.control("POST", f"agents/{sample.ADA}/available")
    tenant.control("POST", f"agents/{sample.ADA}/unavailable")
    tenant.wait(101)
    assert states() == ["Unavailable", "Available"]
    tenant.control("POST", f"agents/{sample.ADA}/log-out")
    ada.hear("AgentSessionEnd")
    tenant.control("POST", "faults", {"name": "event-after-end", "count": 1})
    assert ada.poll().json()["events"][0]["Type"] == "AgentSessionEnd"
    assert ada.poll().status_code == 409
