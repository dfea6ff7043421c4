"""What an agent costs whose panel waits for events."""

import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import requests

from local.gateway import template
from local.stack.local_stack import LocalStack
from switchboard.agent.identity import Agent
from switchboard.desk.polling import LONGEST_WAIT_S
from tests.benchmarks.handlers import ROOT, Handlers
from tests.benchmarks.measure import Timing, in_turn, table

AGENT_ID, USER = "10021", "005000000000001AAA"
RUNS, WARM_UP = 300, 20
CALLS_AN_HOUR = 10
PRICES_OF = "US East (N. Virginia), arm64, on demand, as published in July 2025"
GB_SECOND, INVOCATION, API_REQUEST = 0.0000133334, 0.20e-6, 1.00e-6
READ_UNIT, WRITE_UNIT = 0.125e-6, 0.625e-6
UNITS = {"GetItem": 1, "BatchGetItem": 2, "Query": 1, "PutItem": 2, "UpdateItem": 2, "TransactWriteItems": 12}
"""Units that a request takes at items of up to 2 kB, a transaction at four items and twice the price."""


def run(stack: LocalStack) -> None:
    """Measure and print: the time of a poll that brings nothing, and what an hour of work asks for."""
    handlers = Handlers.of(stack)
    panel = _Panel(stack, handlers)
    panel.catch_up()
    _own_time(panel)
    _hour(panel)


class _Panel:
    """One agent who is logged in, and their panel."""

    def __init__(self, stack: LocalStack, handlers: Handlers) -> None:
        from switchboard.runtime import agents
        from switchboard.runtime.cxone import cxone_tokens

        self._handlers = handlers
        self.control = f"{stack.cxone_url}/_control"
        self.http = requests.Session()
        self.http.trust_env = False
        self.http.verify = str(stack.ca_file)
        cxone_id = agents.agent_centre().start(AGENT_ID, phone="4155550111")
        agent = Agent(AGENT_ID, "", "", "", "", "")
        agents.acting_agents().begun(USER, agent, cxone_id)
        token = cxone_tokens().current()
        self.http.headers.update({"Authorization": f"Bearer {token.value}", "Accept": "application/json"})
        other = agents.agent_centre().join(AGENT_ID)
        self._address = f"{token.instance_url}/incontactapi/services/v23.0/agent-sessions"
        self._other = other
        self.after = 0

    def bare(self) -> None:
        """The same poll by a client of its own, without anything around it."""
        answer = self.http.get(f"{self._address}/{self._other}/get-next-event", params={"timeout": "0"}, timeout=9)
        if answer.status_code == 200:
            self._other = answer.json()["sessionId"]

    def poll(self) -> Callable[[], dict[str, Any]]:
        """A poll that does not wait, made once to be repeated."""
        path = f"/v1/agent-sessions/current/events?after={self.after}&wait=0"
        return self._handlers.work("GET", path, None, headers={"x-salesforce-user-id": USER})

    def told(self) -> list[dict[str, Any]]:
        """What one poll brings."""
        answer = self.poll()()
        if answer["statusCode"] != 200:
            raise ValueError(f"refused: {answer['body']}")
        told = json.loads(answer["body"])
        self.after = told["after"]
        events: list[dict[str, Any]] = told["events"]
        return events

    def catch_up(self) -> None:
        """Hear what there is, also by the other client."""
        while self.told():
            self.bare()
        self.bare()

    def steer(self, path: str, **given: object) -> Any:
        """Make something happen in the contact centre."""
        answer = self.http.post(f"{self.control}/{path}", json=given, timeout=9)
        answer.raise_for_status()
        return answer.json()

    def call(self) -> int:
        """A call from its ring to the end of the work after it; how many polls brought something."""
        contact_id = self.steer("contacts", ani="4155550134", skillId=40110)["contactId"]
        self.steer(f"contacts/{contact_id}/queue")
        self.steer(f"contacts/{contact_id}/route", agentId=int(AGENT_ID))
        polls = self._hear_until("active")
        self.steer(f"contacts/{contact_id}/hang-up")
        polls += self._hear_until("disconnected")
        self.steer(f"contacts/{contact_id}/finish")
        return polls + self._hear_until("disconnected")

    def _hear_until(self, status: str) -> int:
        polls = 0
        for _ in range(200):
            events = self.told()
            polls += bool(events)
            if any(one.get("status") == status for one in events if one["type"] == "contact.call"):
                return polls
            time.sleep(0.05)
        raise TimeoutError(f"no call became {status}")


def _own_time(panel: _Panel) -> None:
    waited: list[float] = []
    poll = panel.poll()

    def ours() -> None:
        with _timed() as seconds:
            poll()
        waited.append(sum(seconds))

    bare, whole = in_turn([panel.bare, ours], RUNS, WARM_UP)
    stores = Timing.of(waited[WARM_UP:])
    head = ["a poll that brings nothing", "bare p50 ms", "ours p50 ms", "of it DynamoDB", "our own", "ours p95"]
    row = ("without waiting", bare.p50, whole.p50, stores.p50, whole.p50 - stores.p50 - bare.p50, whole.p95)
    table("Own time of a poll for agents' events, three requests to the local DynamoDB in it:", head, [row])


def _memory_gb() -> float:
    functions = template.load(ROOT / "template.yaml", {}).resources("AWS::Serverless::Function")
    return float(functions["AgentEventsFunction"]["Properties"]["MemorySize"]) / 1024


@contextmanager
def _timed() -> Iterator[list[float]]:
    """Seconds of each request to DynamoDB."""
    from switchboard.runtime import aws

    began: list[float] = []
    seconds: list[float] = []

    def begin(**_: object) -> None:
        began.append(time.perf_counter())

    def end(**_: object) -> None:
        seconds.append(time.perf_counter() - began[-1])

    events = aws.dynamodb().meta.events
    events.register("before-call.dynamodb", begin)
    events.register("after-call.dynamodb", end)
    try:
        yield seconds
    finally:
        events.unregister("before-call.dynamodb", begin)
        events.unregister("after-call.dynamodb", end)


@contextmanager
def _asked() -> Iterator[Counter[str]]:
    """Counts requests to DynamoDB by operation."""
    from switchboard.runtime import aws

    asked: Counter[str] = Counter()

    def count(model: Any, **_: object) -> None:
        asked[model.name] += 1

    events = aws.dynamodb().meta.events
    events.register("before-call.dynamodb", count)
    try:
        yield asked
    finally:
        events.unregister("before-call.dynamodb", count)


def _hour(panel: _Panel) -> None:
    with _asked() as quiet:
        for _ in range(100):
            panel.told()
    panel.call()
    panel.catch_up()
    with _asked() as busy:
        polls_of_a_call = panel.call()
    quiet_polls = 3600 / LONGEST_WAIT_S
    busy_polls = CALLS_AN_HOUR * polls_of_a_call
    polls = quiet_polls + busy_polls
    asked = Counter({name: count / 100 * quiet_polls for name, count in quiet.items()})
    for name, count in busy.items():
        asked[name] += count * CALLS_AN_HOUR
    reads = sum(UNITS[name] * count for name, count in asked.items() if "Get" in name or name == "Query")
    writes = sum(UNITS[name] * count for name, count in asked.items() if not ("Get" in name or name == "Query"))
    seconds = 3600 * _memory_gb()
    money = {
        "Lambda": seconds * GB_SECOND + polls * INVOCATION,
        "API": polls * API_REQUEST,
        "DynamoDB": reads * READ_UNIT + writes * WRITE_UNIT,
    }
    head = ["what", "an hour"]
    rows = [
        ("polls of the panel, each a Lambda invocation and a request to CXone", round(polls)),
        ("GB-seconds", seconds),
        ("requests to DynamoDB", round(sum(asked.values()))),
        *((f"US$ for {name}", f"{cost:.5f}") for name, cost in money.items()),
        ("US$ in all", f"{sum(money.values()):.5f}"),
        ("US$ for 300 agents, 8 hours", f"{sum(money.values()) * 300 * 8:.2f}"),
    ]
    table(f"One waiting agent with {CALLS_AN_HOUR} calls an hour; prices of {PRICES_OF}:", head, rows)
