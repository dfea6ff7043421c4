"""What taking events in and writing activities costs."""

import time
from datetime import UTC, datetime, timedelta
from typing import Any

import requests

from local.stack.local_stack import LocalStack
from local.stack.seeds import BUSINESS_UNIT, HOOK_TOKEN
from tests.benchmarks.handlers import Handlers, counting
from tests.benchmarks.measure import table

PATH = "/v1/hooks/contact-events"
CONTACTS = 1000
EVENTS_EACH = 4
SINGLES = 200
WRITTEN_WITHIN_S = 240


def run(stack: LocalStack) -> None:
    """Measure and print: intake of single events, then a thousand contacts that become due together."""
    handlers = Handlers.of(stack)
    _intake(stack, handlers)
    _writing(stack, handlers)


def events_of(contact_id: str) -> list[dict[str, Any]]:
    """A call from queue to wrap-up."""
    now = datetime.now(UTC)
    told: list[tuple[str, int, dict[str, str]]] = [
        ("queued", 200, {"ani": "+14155550199", "dnis": "8005550100", "isInbound": "True"}),
        ("answered", 190, {"agentId": "10021", "agentName": "Ada Brenner"}),
        ("ended", 20, {}),
        ("wrappedUp", 1, {"disposition": "Resolved"}),
    ]
    return [
        {
            "type": f"contact.{name}",
            "eventId": f"{contact_id}-{name}",
            "at": (now - timedelta(seconds=ago_s)).isoformat(),
            "contactId": contact_id,
            **more,
        }
        for name, ago_s, more in told
    ]


def _post(handlers: Handlers, body: dict[str, Any]) -> None:
    answer = handlers.work("POST", PATH, body, headers={"authorization": f"Bearer {HOOK_TOKEN}"})()
    if answer["statusCode"] != 202:
        raise ValueError(f"refused: {answer['body']}")


def _intake(stack: LocalStack, handlers: Handlers) -> None:
    contacts = [str(8_000_000 + place) for place in range(SINGLES // EVENTS_EACH)]
    singles = [event for contact in contacts for event in events_of(contact)]
    _post(handlers, singles[0])
    with counting(stack) as counted:
        began = time.perf_counter()
        for event in singles:
            _post(handlers, event)
        took_s = time.perf_counter() - began
    row = (len(singles), len(singles) / took_s, counted.aws / len(singles), counted.new_connections / len(singles))
    head = ["single events", "per second and environment", "AWS requests each", "new connections each"]
    table("Events taken in, stored and due before the answer:", head, [row])


def _writing(stack: LocalStack, handlers: Handlers) -> None:
    contacts = [str(9_000_000 + place) for place in range(CONTACTS)]
    events = [event for contact in contacts for event in events_of(contact)]
    with counting(stack) as counted:
        began = time.perf_counter()
        for start in range(0, len(events), 100):
            _post(handlers, {"events": events[start : start + 100]})
        taken_s = time.perf_counter() - began
    intake = (len(events), len(events) / taken_s, counted.aws / len(events))
    table("The same in batches of 100:", ["events", "per second and environment", "AWS requests each"], [intake])
    _wait_until_written(stack, contacts)
    asked = _asked(stack)
    writes = sum("/composite" in one["path"] and "/query" not in one["body"] for one in asked)
    reads = len(asked) - writes
    head = ["contacts due", "write requests", "read requests", "one request per event would be"]
    table("Activities written by the stack's own writer:", head, [(CONTACTS, writes, reads, len(events))])


def _wait_until_written(stack: LocalStack, contacts: list[str]) -> None:
    began = time.perf_counter()
    with requests.Session() as session:
        session.trust_env = False
        session.headers["X-Local-Caller"] = "operator"
        for contact in contacts:
            address = f"{stack.gateway_url}/v1/activities/{BUSINESS_UNIT}:acd:{contact}"
            while session.get(address, timeout=30).json().get("state") != "written":
                if time.perf_counter() - began > WRITTEN_WITHIN_S:
                    raise TimeoutError(f"{contact} was not written")
                time.sleep(0.2)


def _asked(stack: LocalStack) -> list[dict[str, Any]]:
    """What the writer asked Salesforce, logins left out."""
    answer = requests.get(
        f"{stack.salesforce_url}/_control/requests", verify=str(stack.ca_file), timeout=30
    ).json()
    return [one for one in answer["requests"] if "/services/data/" in one["path"]]
