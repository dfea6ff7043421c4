"""The hooks that scripts send to the bridge: bodies, proof, repetition, faults. Received over real HTTP."""

import base64
import json
import threading
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from local.cxone import sample
from local.simulator.message import Request, Response, json_response
from local.simulator.server import HttpServer
from tests.local.cxone.agent import AgentClient
from tests.local.cxone.tenant import Tenant

SECRET = "whsec_" + base64.b64encode(b"a hook secret of 32 bytes, or so").decode()
OLD_SECRET = "whsec_" + base64.b64encode(b"the secret that was there before").decode()
ROUTE, EVENTS = "contact-events", "/v1/hooks/contact-events"


class Bridge:
    """Receives hooks; answers 202, or what a test wants."""

    def __init__(self) -> None:
        self.received: list[Request] = []
        self.answers: list[Response] = []
        self._lock = threading.Lock()

    def answer(self, request: Request) -> Response:
        with self._lock:
            self.received.append(request)
            return self.answers.pop(0) if self.answers else json_response(202, {"matchCount": "1"})

    def bodies(self) -> list[dict[str, Any]]:
        return [json.loads(request.body) for request in self.received]

    def words(self) -> list[str]:
        return [body["type"].removeprefix("contact.") for body in self.bodies()]


@pytest.fixture
def bridge() -> Iterator[tuple[Bridge, str]]:
    bridge = Bridge()
    with HttpServer(bridge.answer) as server:
        yield bridge, server.url


@pytest.fixture
def aimed(tenant: Tenant, bridge: tuple[Bridge, str]) -> Bridge:
    """A bridge to which the tenant sends contact events."""
    target = {"url": bridge[1] + EVENTS, "secret": SECRET, "oldSecret": OLD_SECRET}
    tenant.control("PUT", f"hooks/{ROUTE}", target)
    return bridge[0]


def delivered(tenant: Tenant) -> list[Mapping[str, Any]]:
    reply = tenant.control("GET", "hooks?wait_s=10")
    assert reply["quiet"]
    deliveries: list[Mapping[str, Any]] = reply["deliveries"]
    return deliveries


def call(tenant: Tenant) -> str:
    """A whole call, with a hold."""
    contact_id = tenant.ring(variables={"caseNumber": "00012345"})
    for move, given in (
        ("queue", {}), ("route", {"agentId": sample.ADA}), ("answer", {}), ("hold", {}), ("resume", {}),
        ("hang-up", {}), ("finish", {}),
    ):  # fmt: skip
        tenant.steer(contact_id, move, **given)
    return contact_id


def test_a_call_is_told_step_by_step(tenant: Tenant, aimed: Bridge) -> None:
    contact_id = call(tenant)
    assert {each["status"] for each in delivered(tenant)} == {202}
    assert aimed.words() == ["queued", "routed", "answered", "held", "resumed", "ended", "wrappedUp"]
    # Every event has an id of its own, and says all that a script can say, as text
    assert len({body["eventId"] for body in aimed.bodies()}) == 7
    first, answered = aimed.bodies()[0], aimed.bodies()[2]
    assert datetime.fromisoformat(first.pop("at")).tzinfo is not None
    assert first == {
        "type": "contact.queued",
        "eventId": f"{contact_id}-queued-2",
        "contactId": contact_id,
        "masterContactId": contact_id,
        "ani": "4155550134",
        "dnis": "8005550100",
        "skillId": "40110",
        "isInbound": "True",
        "mediaTypeId": "4",
        "agentId": "",
        "variables": {"caseNumber": "00012345"},
    }
    assert answered["agentId"] == str(sample.ADA)


@pytest.mark.parametrize(
    ("moves", "words"),
    [
        pytest.param(["queue", "hang-up"], ["queued", "abandoned"], id="given up"),
        pytest.param(["hang-up"], ["abandoned"], id="given up in the script"),
        pytest.param(["queue", "route", "refuse"], ["queued", "routed", "refused"], id="refused"),
        pytest.param(
            ["queue", "route", "answer", "join"], ["queued", "routed", "answered", "conferenced"], id="joined"
        ),
        pytest.param(["custom-data"], ["variables"], id="data"),
        pytest.param(["recording"], [], id="nothing that scripts tell"),
    ],
)  # fmt: skip
def test_what_happens_has_its_word(tenant: Tenant, aimed: Bridge, moves: list[str], words: list[str]) -> None:
    contact_id = tenant.ring()
    for move in moves:
        tenant.steer(contact_id, move, **({"agentId": sample.ADA} if move == "route" else {"tier": "gold"}))
    delivered(tenant)
    assert aimed.words() == words


@pytest.mark.parametrize(("outbound_ani", "ani"), [("ours", sample.MAIN_LINE), ("customers", "+14155550134")])
def test_a_dialled_calls_ani_is_ours_or_the_customers(
    tenant: Tenant, aimed: Bridge, outbound_ani: str, ani: str
) -> None:
    tenant.control("PATCH", "settings", {"outbound_ani": outbound_ani})
    ada = AgentClient(tenant)
    ada.hear_call("Active", ada.dial("+14155550134"))
    delivered(tenant)
    [answered] = aimed.bodies()
    assert {answered["ani"], answered["dnis"]} == {sample.MAIN_LINE, "+14155550134"}
    assert (answered["ani"], answered["isInbound"]) == (ani, "False")


def test_a_consult_is_told_once_the_customer_is_passed_on(tenant: Tenant, aimed: Bridge) -> None:
    ada, ben = AgentClient(tenant), AgentClient(tenant, sample.BEN)
    ada.be("Available")
    customer = tenant.ring(queue=True)
    ada.hear_call("Active", customer)
    ada.do("consult-agent", {"targetAgentId": sample.BEN, "parentContactId": customer})
    consult = ben.hear_call("Active")["ContactID"]
    ada.do("interactions/transfer-calls")
    ada.hear_call("Disconnected", customer)
    ben.hear("CallContactEvent", lambda event: event["CallType"] == "Regular")
    delivered(tenant)
    told = [(body["contactId"], body["type"].removeprefix("contact.")) for body in aimed.bodies()]
    assert told == [
        (customer, "queued"), (customer, "routed"), (customer, "answered"), (customer, "held"),
        (customer, "transferred"), (customer, "ended"), (consult, "answered"),
    ]  # fmt: skip


def test_a_transfer_ends_the_old_contact_and_begins_a_new_one(tenant: Tenant, aimed: Bridge) -> None:
    first = tenant.ring(queue=True)
    tenant.steer(first, "route", agentId=sample.ADA)
    tenant.steer(first, "answer")
    second = tenant.steer(first, "transfer", agentId=sample.BEN)["contactId"]
    delivered(tenant)
    told = [(body["contactId"], body["type"]) for body in aimed.bodies()][3:]
    assert told == [(first, "contact.transferred"), (first, "contact.ended"), (second, "contact.routed")]
    assert {body["masterContactId"] for body in aimed.bodies()} == {first}


def verified(request: Request, secret: str) -> bool:
    try:
        Webhook(secret).verify(request.body, dict(request.headers))
    except WebhookVerificationError:
        return False
    return True


def test_a_hook_is_signed_as_standard_webhooks_are(tenant: Tenant, aimed: Bridge) -> None:
    call(tenant)
    delivered(tenant)
    assert all(verified(request, SECRET) for request in aimed.received)
    assert not any(verified(request, OLD_SECRET) for request in aimed.received)


def test_a_hook_may_carry_the_secret_as_a_token(tenant: Tenant, bridge: tuple[Bridge, str]) -> None:
    tenant.control("PUT", f"hooks/{ROUTE}", {"url": bridge[1] + EVENTS, "secret": SECRET, "trust": "token"})
    tenant.ring(queue=True)
    delivered(tenant)
    headers = bridge[0].received[0].headers
    assert headers["authorization"] == f"Bearer {SECRET}"
    assert "webhook-signature" not in headers


@pytest.mark.parametrize(("statuses", "tries"), [([500, 503], 3), ([500], 2), ([400], 1), ([500, 500, 500], 3)])
def test_a_failed_hook_is_tried_again_twice(
    tenant: Tenant, aimed: Bridge, statuses: list[int], tries: int
) -> None:
    aimed.answers = [Response(status) for status in statuses]
    tenant.ring(queue=True)
    [delivery] = delivered(tenant)
    assert (delivery["attempts"], len(aimed.received)) == (tries, tries)
    assert len({request.body for request in aimed.received}) == 1


def test_a_bridge_that_is_not_there_is_reported(tenant: Tenant) -> None:
    tenant.control("PUT", f"hooks/{ROUTE}", {"url": "http://127.0.0.1:1/", "secret": SECRET})
    tenant.ring(queue=True)
    [delivery] = delivered(tenant)
    assert (delivery["status"], delivery["attempts"]) == (0, 3)


def test_a_script_asks_what_to_pop_before_an_agent_is_offered_the_call(
    tenant: Tenant, bridge: tuple[Bridge, str]
) -> None:
    tenant.control("PUT", "hooks/screen-pops", {"url": bridge[1] + "/v1/hooks/screen-pops", "secret": SECRET})
    contact_id = tenant.ring(queue=True)
    tenant.steer(contact_id, "route", agentId=sample.ADA)
    [delivery] = delivered(tenant)
    [question] = bridge[0].bodies()
    assert question["contactKey"] == f"4599001:acd:{contact_id}"
    assert (question["callType"], question["channel"], question["ani"]) == ("inbound", "voice", "4155550134")
    assert delivery["answer"] == {"matchCount": "1"}


def arm(tenant: Tenant, name: str, **more: object) -> None:
    tenant.control("POST", "faults", {"name": name, "path": "*/contact-events", "count": 1, **more})


def test_a_duplicated_hook_is_the_same_bytes_again(tenant: Tenant, aimed: Bridge) -> None:
    arm(tenant, "hook-duplicated", options={"copies": 2})
    tenant.ring(queue=True)
    assert len(delivered(tenant)) == 3
    assert len({(request.body, request.headers["webhook-id"]) for request in aimed.received}) == 1


def test_a_reordered_hook_comes_after_the_next_one(tenant: Tenant, aimed: Bridge) -> None:
    arm(tenant, "hook-reordered")
    contact_id = tenant.ring(queue=True)
    tenant.steer(contact_id, "hang-up")
    delivered(tenant)
    assert aimed.words() == ["abandoned", "queued"]


def test_a_reordered_hook_comes_late_when_nothing_follows(tenant: Tenant, aimed: Bridge) -> None:
    arm(tenant, "hook-reordered", options={"at_most_s": 600})
    tenant.ring(queue=True)
    assert not tenant.control("GET", "hooks")["quiet"]
    tenant.wait(601)
    assert [each["faults"] for each in delivered(tenant)] == [["hook-reordered"]]
    assert aimed.words() == ["queued"]


def test_a_delayed_hook_comes_by_the_simulated_clock(tenant: Tenant, aimed: Bridge) -> None:
    arm(tenant, "hook-delayed", options={"delay_s": 3600})
    contact_id = tenant.ring(queue=True)
    tenant.steer(contact_id, "hang-up")
    tenant.wait(3601)
    delivered(tenant)
    assert aimed.words() == ["abandoned", "queued"]


def test_a_wrongly_signed_hook_fits_no_secret(tenant: Tenant, aimed: Bridge) -> None:
    arm(tenant, "hook-wrong-signature")
    tenant.ring(queue=True)
    delivered(tenant)
    assert not verified(aimed.received[0], SECRET)
    assert not verified(aimed.received[0], OLD_SECRET)


def test_a_hook_with_the_old_secret_fits_that_one(tenant: Tenant, aimed: Bridge) -> None:
    arm(tenant, "hook-old-secret")
    tenant.ring(queue=True)
    delivered(tenant)
    assert verified(aimed.received[0], OLD_SECRET)
    assert not verified(aimed.received[0], SECRET)


def test_a_hook_may_claim_to_be_a_form(tenant: Tenant, aimed: Bridge) -> None:
    arm(tenant, "hook-form-content-type")
    tenant.ring(queue=True)
    delivered(tenant)
    assert aimed.received[0].headers["content-type"] == "application/x-www-form-urlencoded"
    assert aimed.words() == ["queued"]
    assert verified(aimed.received[0], SECRET)


def test_a_hook_may_have_its_booleans_in_small_letters(tenant: Tenant, aimed: Bridge) -> None:
    arm(tenant, "hook-text-booleans")
    tenant.ring(queue=True)
    delivered(tenant)
    assert aimed.bodies()[0]["isInbound"] == "true"
    assert verified(aimed.received[0], SECRET)


def test_a_reset_forgets_targets_and_what_was_under_way(tenant: Tenant, aimed: Bridge) -> None:
    arm(tenant, "hook-delayed")
    tenant.ring(queue=True)
    tenant.control("POST", "reset")
    tenant.ring(queue=True)
    tenant.wait(61)
    assert delivered(tenant) == []
    assert aimed.received == []


@pytest.mark.parametrize(
    ("hook", "target"),
    [
        ("nobody", {"url": "http://127.0.0.1/", "secret": SECRET}),
        (ROUTE, {"url": "127.0.0.1", "secret": SECRET}),
        (ROUTE, {"url": "http://127.0.0.1/", "secret": "plain"}),
        (ROUTE, {"url": "http://127.0.0.1/", "secret": SECRET, "trust": "none"}),
        (ROUTE, {"secret": SECRET}),
    ],
    ids=["hook", "url", "secret", "trust", "no url"],
)
def test_a_target_that_makes_no_sense_is_refused(tenant: Tenant, hook: str, target: dict[str, object]) -> None:
    assert tenant.http.put(f"{tenant.url}/_control/hooks/{hook}", json=target).status_code == 400


def test_no_secret_is_shown(tenant: Tenant, aimed: Bridge) -> None:
    call(tenant)
    delivered(tenant)
    assert SECRET not in tenant.http.get(f"{tenant.url}/_control/hooks").text
