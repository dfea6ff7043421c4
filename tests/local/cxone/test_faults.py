"""What a tenant does to its clients on bad days, as they meet it over HTTP."""

import json
import threading

import pytest
import requests

from local.cxone import sample
from tests.local.cxone.agent import AgentClient
from tests.local.cxone.tenant import Tenant

DIAL = {"phoneNumber": "+14155550134", "skillId": sample.OUTBOUND_SALES}


def arm(tenant: Tenant, **fault: object) -> None:
    tenant.control("POST", "faults", fault)


@pytest.mark.parametrize("path", ["agent-sessions/*/state", "*/STATE"])
def test_a_conflict_is_worded_as_the_contract_words_it(tenant: Tenant, path: str) -> None:
    ada = AgentClient(tenant)
    arm(tenant, path=f"*{path}", status=409, message="Invalid State.", count=1)
    reply = ada.command("state", {"state": "Available"})
    assert (reply.status_code, reply.json()["error_description"]) == (409, "Invalid State.")
    assert ada.command("state", {"state": "Available"}).status_code == 202


def test_throttling_comes_with_and_without_advice_and_as_a_page(tenant: Tenant) -> None:
    arm(tenant, path="*/agents", status=429, headers={"Retry-After": "2"}, count=1)
    arm(tenant, path="*/agents", status=429, count=1)
    arm(tenant, path="*/agents", status=429, html="<html><h1>Too many requests</h1></html>", count=1)
    replies = [tenant.get("/agents") for _ in range(4)]
    assert [reply.status_code for reply in replies] == [429, 429, 429, 200]
    assert [reply.headers.get("Retry-After") for reply in replies[:3]] == ["2", None, None]
    with pytest.raises(json.JSONDecodeError):
        json.loads(replies[2].text)


def test_a_gateway_answers_with_a_page(tenant: Tenant) -> None:
    arm(tenant, path="*/dfo/3.0/*", status=502, html="<html>Bad Gateway</html>")
    reply = tenant.http.get(f"{tenant.url}/dfo/3.0/channels")
    assert (reply.status_code, reply.headers["Content-Type"].split(";")[0]) == (502, "text/html")


def test_a_connection_may_drop_after_a_command_took_effect(tenant: Tenant) -> None:
    ada = AgentClient(tenant)
    arm(tenant, path="*/dial-phone", drop="after", count=1)
    with pytest.raises(requests.ConnectionError):
        ada.command("dial-phone", DIAL)
    assert ada.hear_call("Dialing")["DNIS"] == "+14155550134"


def test_a_connection_may_drop_before_a_command_arrives(tenant: Tenant) -> None:
    ada = AgentClient(tenant)
    arm(tenant, path="*/dial-phone", drop="before", count=1)
    with pytest.raises(requests.ConnectionError):
        ada.command("dial-phone", DIAL)
    assert tenant.control("GET", "commands?path=*/dial-phone")["commands"] == []


def test_a_body_may_stall_in_its_middle(tenant: Tenant) -> None:
    arm(tenant, path="*/agents", slow_body_s=30, count=1)
    with pytest.raises((requests.ConnectionError, requests.ReadTimeout)):
        tenant.call("GET", "/agents", timeout=0.2)


def test_every_fault_of_the_tenants_own_is_listed_with_what_it_does(tenant: Tenant) -> None:
    names = tenant.control("GET", "faults")["names"]
    assert {"expired-token", "hook-duplicated", "event-lost", "command-late", "partial-results"} <= set(names)
    assert all(names.values())


def test_many_agents_poll_at_once_and_each_hears_its_own(tenant: Tenant) -> None:
    # Given twenty more agents, each waiting for an event
    agents = [
        {
            "agentId": 20_000 + n,
            "firstName": "A",
            "lastName": str(n),
            "userName": "",
            "emailAddress": "",
            "teamId": 3301,
        }
        for n in range(20)
    ]
    tenant.control("POST", "data", {"agents": agents})
    clients = [
        AgentClient(Tenant(tenant.url, str(tenant.http.verify)).like(tenant), 20_000 + n) for n in range(20)
    ]
    for client in clients:
        client.drain()
    polls = [threading.Thread(target=client.poll, args=(30,)) for client in clients]
    for poll in polls:
        poll.start()
    # When each is made available, every second one first
    for client in clients[::2] + clients[1::2]:
        tenant.control("POST", f"agents/{client.agent_id}/available")
    for poll in polls:
        poll.join()
    # Then each has heard that and nothing else
    assert [[event["CurrentState"] for event in client.heard] for client in clients] == [["Available"]] * 20
    for client in clients:
        client.tenant.close()
