"""Time of our own per lookup, what a lookup asks, and lookups per second through the gateway."""

import json
import threading
from typing import Any

import requests
from simple_salesforce.api import Salesforce

from local.sample_data.cases import NAMED_CASES, SAMPLE_CALL
from local.stack.local_stack import LocalStack
from switchboard.phone import Ani, classify
from switchboard.salesforce.directory import SalesforceDirectory
from switchboard.screen_pop.planning import plans
from switchboard.screen_pop.rules import AddressStep
from tests.benchmarks.handlers import Handlers, counting, quiet
from tests.benchmarks.measure import in_turn, per_second, table

RUNS = 1500
PATH = "/v1/screen-pops"
SHARED = NAMED_CASES["company main line shared by three"]


def run(stack: LocalStack) -> None:
    """Measure and print."""
    handlers = Handlers.of(stack)
    quiet()
    _own_time(stack, handlers)
    _requests(stack, handlers)
    _throughput(stack)


def _body(ani: str, **more: object) -> dict[str, object]:
    return {"callType": "inbound", "channel": "voice", "ani": ani, **more}


def _statement(ani: str) -> str:
    """The very search that the handler makes."""
    from switchboard.runtime.services import pop_rules

    class Recorder:
        said = ""

        def search(self, sosl: str) -> list[Any]:
            self.said = sosl
            return []

    recorder, number, rules = Recorder(), classify(ani, "US"), pop_rules()()
    if not isinstance(number, Ani):
        raise ValueError("the sample number is none")
    step = next(step for step in rules.rules[-1].steps if isinstance(step, AddressStep))
    SalesforceDirectory(recorder).by_phone(number, plans(rules, step))  # type: ignore[arg-type]  # records only
    return recorder.said


def _own_time(stack: LocalStack, handlers: Handlers) -> None:
    from switchboard.runtime.services import salesforce_tokens

    session = requests.Session()
    # As ours does: a bundle that the environment names would take the place of the throw-away authority.
    session.trust_env = False
    session.verify = str(stack.ca_file)
    rows = []
    for label, case in (("one record", SAMPLE_CALL), (f"{len(SHARED.record_ids)} records", SHARED)):
        ours = handlers.work("POST", PATH, _body(case.ani))
        answer = json.loads(ours()["body"])
        if len(answer["candidates"]) != len(case.record_ids):
            raise ValueError(f"the pop finds {len(answer['candidates'])} of {len(case.record_ids)}")
        token = salesforce_tokens().current()
        plain = Salesforce(
            session_id=token.value, instance_url=token.instance_url, session=session, version="66.0"
        )
        statement = _statement(case.ani)
        bare, own = in_turn([lambda: plain.search(statement), ours], RUNS, 100)  # noqa: B023 - used at once
        rows.append(
            (
                label,
                bare.p50,
                own.p50,
                own.p50 - bare.p50,
                own.p50 / bare.p50,
                bare.p95,
                own.p95,
                own.p95 - bare.p95,
            )
        )
    head = [
        "warm lookup",
        "bare p50 ms",
        "ours p50 ms",
        "difference",
        "ratio",
        "bare p95",
        "ours p95",
        "difference",
    ]
    table(f"Handler against a bare pooled simple-salesforce search, in turn, {RUNS} times each:", head, rows)


def _requests(stack: LocalStack, handlers: Handlers) -> None:
    rows = []
    works = {
        "without contact key": handlers.work("POST", PATH, _body(SAMPLE_CALL.ani)),
        "with contact key": handlers.work("POST", PATH, _body(SAMPLE_CALL.ani, contactKey="1:acd:1")),
        "withheld caller": handlers.work("POST", PATH, _body("anonymous")),
    }
    for label, work in works.items():
        work()
        with counting(stack) as counted:
            for _ in range(50):
                work()
        rows.append((label, counted.salesforce / 50, counted.aws / 50, counted.new_connections / 50))
    table("Asked per warm lookup, 50 lookups each:", ["lookup", "Salesforce", "AWS", "new connections"], rows)


def _throughput(stack: LocalStack) -> None:
    body = _body(SAMPLE_CALL.ani)
    clients = threading.local()

    def ask() -> None:
        session = getattr(clients, "session", None)
        if session is None:
            session = clients.session = requests.Session()
        session.post(f"{stack.gateway_url}{PATH}", json=body, timeout=10).raise_for_status()

    rows = []
    for count in (1, 8):
        per_second(ask, count, 3)
        speed, times = per_second(ask, count, 5)
        rows.append((count, speed, times.p50, times.p95))
    head = ["clients at once", "lookups per second", "p50 ms", "p95 ms"]
    table("Through the gateway, workers and simulator, all on this machine:", head, rows)
