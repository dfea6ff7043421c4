"""The digital side: channels, cases, messages, and the webhooks that tell of them."""

import json
import threading
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import requests

from local.cxone import sample
from local.cxone.directory.model import stable_uuid
from local.simulator.message import Request, Response
from local.simulator.server import HttpServer
from tests.local.cxone.agent import AgentClient
from tests.local.cxone.tenant import Tenant

SECRET = "whsec_" + "c2VjcmV0IG9mIHRoaXJ0eS10d28gYnl0ZXMsIG9yIHNvIQ=="
GRACE = {"idOnExternalPlatform": "u-55", "name": "Grace Okafor", "nickname": "grace.o"}


def write(tenant: Tenant, text: str = "Hello", **end_user: str) -> Mapping[str, Any]:
    """A customer writes; answers the case."""
    body = {"channelId": sample.FACEBOOK, "endUser": GRACE | end_user, "text": text}
    case: Mapping[str, Any] = tenant.control("POST", "digital/messages", body)
    return case


def dfo(tenant: Tenant, method: str, path: str, **more: Any) -> requests.Response:
    return tenant.http.request(method, f"{tenant.url}/dfo/3.0{path}", **more)


@pytest.fixture
def told(tenant: Tenant) -> Iterator[list[dict[str, Any]]]:
    """The bodies of the webhooks that arrive."""
    bodies: list[dict[str, Any]] = []
    lock = threading.Lock()

    def answer(request: Request) -> Response:
        with lock:
            bodies.append(json.loads(request.body))
        return Response(202)

    with HttpServer(answer) as server:
        url = f"{server.url}/v1/hooks/cxone-digital"
        tenant.control("PUT", "hooks/cxone-digital", {"url": url, "secret": SECRET})
        yield bodies


def kinds(tenant: Tenant, told: list[dict[str, Any]]) -> list[str]:
    assert tenant.control("GET", "hooks?wait_s=10")["quiet"]
    return [body["eventType"] for body in told]


def test_a_case_begins_with_a_message_and_is_told(tenant: Tenant, told: list[dict[str, Any]]) -> None:
    case = write(tenant)
    assert kinds(tenant, told) == ["CaseCreated", "MessageAddedIntoCase"]
    event = told[1]
    assert (event["eventObject"], event["data"]["case"]["id"]) == ("Message", case["id"])
    assert event["data"]["channel"]["realExternalPlatformId"] == "fb"
    assert event["data"]["message"]["messageContent"]["text"] == "Hello"
    assert event["data"]["thread"]["threadName"] == "Grace Okafor"
    assert event["data"]["brand"]["businessUnitId"] == 4599001
    assert event["createdAtWithMilliseconds"][19] == "."
    assert event["createdAtWithMilliseconds"].endswith("+00:00")
    assert len({body["eventId"] for body in told}) == 2
    # The case's number has nothing to do with the contact that agents are offered
    assert case["id"] != case["acdContactId"]


def test_an_agent_takes_a_case_by_accepting_its_contact(tenant: Tenant, told: list[dict[str, Any]]) -> None:
    case = write(tenant)
    ada = AgentClient(tenant)
    ada.be("Available")
    offer = ada.hear("DigitalContactEvent")
    assert (offer["DFOContactId"], offer["ChannelType"], offer["CustomerName"], offer["SkillName"]) == (
        case["id"], "fb", "Grace Okafor", "Social",
    )  # fmt: skip
    ada.do(f"interactions/{offer['ContactID']}/accept")
    ada.hear("DigitalContactEvent", lambda event: event["Status"] == "Active")
    assert kinds(tenant, told)[2:] == ["CaseInboxAssigneeChanged", "AgentContactStarted"]
    assigned = told[2]["data"]
    assert assigned["previousInboxAssignee"] is None
    assert assigned["inboxAssignee"]["incontactId"] == stable_uuid("user", sample.ADA)
    assert dfo(tenant, "GET", f"/contacts/{case['id']}").json()["inboxAssignee"] == 501
    # Closing the case ends the contact
    assert (
        dfo(tenant, "PUT", f"/contacts/{case['id']}/status", json={"status": "closed"}).json()["status"]
        == "closed"
    )
    ada.hear("DigitalContactEvent", lambda event: event["Status"] == "Disconnected")
    assert kinds(tenant, told)[4:] == ["CaseStatusChanged", "AgentContactEnded"]


def test_a_case_is_assigned_queued_and_described(tenant: Tenant, told: list[dict[str, Any]]) -> None:
    path = f"/contacts/{write(tenant)['id']}"
    ben = {"inboxAssigneeCxoneId": stable_uuid("user", sample.BEN)}
    for body, user in (({"userId": 501}, 501), (ben, 502), ({"inboxAssignee": 501}, 501)):
        assert dfo(tenant, "PUT", f"{path}/inbox-assignment", json=body).json()["inboxAssignee"] == user
    assert dfo(tenant, "DELETE", f"{path}/inbox-assignment").status_code == 204
    assert dfo(tenant, "PUT", f"{path}/inbox-assignment", json={"userId": 1}).status_code == 400
    fields = [{"ident": "sf_case", "value": "00012345"}]
    assert dfo(tenant, "PUT", f"{path}/custom-fields", json=fields).json()["customFields"] == fields
    assert dfo(tenant, "PUT", f"{path}/custom-fields", json={"x": 1}).status_code == 400
    queue = dfo(tenant, "GET", "/routing-queues").json()[0]
    assert dfo(tenant, "PUT", f"{path}/routing-queue", json={"routingQueueId": queue["id"]}).status_code == 200
    assert dfo(tenant, "PUT", f"{path}/routing-queue", json={"routingQueueId": "rq-1"}).status_code == 400
    assert dfo(tenant, "PUT", f"{path}/status", json={"status": "lost"}).status_code == 400
    assert dfo(tenant, "POST", f"{path}/transcript", json={}).status_code == 204
    expected = ["CaseCreated", "MessageAddedIntoCase", *["CaseInboxAssigneeChanged"] * 4]
    assert kinds(tenant, told) == [*expected, "CaseToRoutingQueueAssignmentChanged"]
    previous = [body["data"]["previousInboxAssignee"] for body in told[2:6]]
    assert [each and each["id"] for each in previous] == [None, 501, 502, 501]


def test_a_resolved_case_is_reopened_by_its_customer(tenant: Tenant, told: list[dict[str, Any]]) -> None:
    case = write(tenant)
    dfo(tenant, "PUT", f"/contacts/{case['id']}/status", json={"status": "resolved"})
    again = write(tenant, "Not solved")
    assert (again["id"], again["status"]) == (case["id"], "open")
    assert kinds(tenant, told)[2:] == ["CaseStatusChanged", "MessageAddedIntoCase", "CaseStatusChanged"]


def test_cases_are_searched_and_scrolled(tenant: Tenant) -> None:
    for number in range(30):
        write(tenant, f"text {number}", idOnExternalPlatform=f"u-{number}")

    def found(**params: Any) -> Any:
        return dfo(tenant, "GET", "/contacts", params=params).json()

    first = found(sorting="createdAt", sortingType="desc")
    assert (first["hits"], len(first["data"])) == (30, 25)
    rest = found(scrollToken=first["scrollToken"])
    assert (len(rest["data"]), rest["scrollToken"]) == (5, None)
    ids = [int(each["id"]) for each in first["data"] + rest["data"]]
    assert ids == sorted(ids, reverse=True)
    assert found(sortingType="asc")["data"][0]["id"] == str(min(ids))
    assert found(**{"endUserIdOnExternalPlatform[]": ["u-3", "u-4"]})["hits"] == 2
    assert found(**{"status[]": "open"})["hits"] == 0
    assert found(**{"channel[]": sample.FACEBOOK})["hits"] == 30
    assert found(query="text 17")["hits"] == 1
    assert dfo(tenant, "GET", "/contacts", params={"scrollToken": "x"}).status_code == 400


OUT = {
    "recipients": [{"idOnExternalPlatform": "grace@example.com", "name": "Grace Okafor"}],
    "messageContent": {"type": "TEXT", "payload": {"text": "It has shipped."}},
}


def test_a_message_goes_out_in_the_customers_thread(tenant: Tenant, told: list[dict[str, Any]]) -> None:
    path = f"/channels/{sample.FACEBOOK}/outbound"
    replies = [dfo(tenant, "POST", path, json=OUT) for _ in range(2)]
    assert [reply.status_code for reply in replies] == [201, 201]
    first, second = (reply.json() for reply in replies)
    assert first["consumerContact"]["id"] == second["consumerContact"]["id"]
    assert first["consumerContact"]["direction"] == "outbound"
    assert first["message"]["id"] != second["message"]["id"]
    assert kinds(tenant, told) == ["CaseCreated", "MessageSent", "MessageSent"]
    messages = dfo(tenant, "GET", f"/contacts/{first['consumerContact']['id']}/messages").json()
    assert (messages["hits"], messages["data"][0]["direction"]) == (2, "outbound")
    assert dfo(tenant, "POST", path, json={**OUT, "messageContent": {}}).status_code == 400
    assert dfo(tenant, "POST", path, json={**OUT, "recipients": [{}]}).status_code == 400
    assert dfo(tenant, "POST", "/channels/x/outbound", json=OUT).json()["errors"][0]["message"] == "Not found"


def test_a_message_comes_in_on_a_channel_of_ones_own_and_is_marked(
    tenant: Tenant, told: list[dict[str, Any]]
) -> None:
    body = {"authorEndUserIdentity": GRACE, "messageContent": {"payload": {"text": "Hello"}}}
    reply = dfo(tenant, "POST", f"/channels/{sample.FACEBOOK}/messages", json=body)
    assert reply.status_code == 201
    message = f"/messages/{reply.json()['id']}"
    assert dfo(tenant, "PUT", f"{message}/read").status_code == 204
    assert dfo(tenant, "PUT", f"{message}/tags/5").status_code == 204
    shown = dfo(tenant, "GET", message).json()
    assert (shown["isRead"], shown["tags"]) == (True, ["5"])
    status = f"/channels/{sample.FACEBOOK}{message}/status"
    assert dfo(tenant, "PUT", status, json={"status": "seen"}).status_code == 204
    assert dfo(tenant, "PUT", status, json={"status": "eaten"}).status_code == 400
    assert dfo(tenant, "GET", "/messages/m-0").status_code == 404
    assert kinds(tenant, told)[2:] == ["MessageReadChanged", "MessageUpdated", "MessageSeenChanged"]


def test_the_small_digital_lists_answer(tenant: Tenant) -> None:
    write(tenant)
    [channel] = dfo(tenant, "GET", "/channels").json()
    assert (channel["id"], channel["realExternalPlatformId"], channel["hasReply"]) == (sample.FACEBOOK, "fb", True)
    assert dfo(tenant, "GET", "/customers").json()["data"][0]["nickname"] == "grace.o"
    assert dfo(tenant, "GET", "/customers/u-55").json()["firstName"] == "Grace"
    assert dfo(tenant, "GET", "/customers/x").status_code == 404
    assert dfo(tenant, "GET", "/tags").json()[0]["title"] == "VIP"
    assert dfo(tenant, "GET", "/messages").json()["hits"] == 1
    assert dfo(tenant, "POST", "/event-hub-subscriptions", json={}).status_code == 201
    assert tenant.control("GET", "digital/cases")["cases"][0]["status"] == "new"


def test_presence_on_the_digital_side_is_its_own(tenant: Tenant) -> None:
    path = f"{tenant.url}/engager/2.0/users/{stable_uuid('user', sample.ADA)}/status"
    assert tenant.http.get(path).json() == {"status": "offline"}
    assert tenant.http.put(path, json={"status": "online"}).status_code == 204
    assert tenant.http.get(path).json() == {"status": "online"}
    assert tenant.http.put(path, json={"status": "asleep"}).status_code == 400
    assert tenant.http.get(f"{tenant.url}/engager/2.0/users/x/status").status_code == 404
    assert {each["id"] for each in tenant.http.get(f"{tenant.url}/engager/2.0/user-statuses").json()} >= {"online"}


def test_digital_errors_have_their_own_shape_and_need_a_token(stranger: Tenant) -> None:
    reply = dfo(stranger, "GET", "/channels")
    assert reply.status_code == 401
    assert set(reply.json()) == {"errors", "uid"}
