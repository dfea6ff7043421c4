"""How long an agent's messages and report take beside CXone's own answers, and what they ask."""

from collections.abc import Callable
from typing import Any

import requests

from local.stack.local_stack import LocalStack
from switchboard.agent.identity import Agent
from tests.benchmarks.handlers import Handlers, counting, quiet
from tests.benchmarks.measure import in_turn, table

AGENT_ID, USER = "10021", "005000000000001AAA"
RUNS, WARM_UP = 200, 20
START, END = "2026-03-02T08:00:00.000Z", "2026-03-02T16:00:00.000Z"


def run(stack: LocalStack) -> None:
    """Measure and print."""
    from switchboard.runtime import agents, aws
    from switchboard.runtime.settings import settings
    from switchboard.stores.agent_items import agent_item

    handlers = Handlers.of(stack)
    quiet()
    agent = Agent(AGENT_ID, "", "Ada", "Brenner", "3301", "Service")
    aws.dynamodb().put_item(TableName=settings().desk_table, Item=agent_item(USER, agent))

    def work(path: str) -> Callable[[], object]:
        ask: Callable[[], dict[str, Any]] = handlers.work("GET", path, None, {"x-salesforce-user-id": USER})

        def call() -> None:
            if (answer := ask())["statusCode"] != 200:
                raise ValueError(f"refused: {answer['body']}")

        return call

    report = work(f"/v1/reports/performance?from={START}&to={END}")
    messages = work("/v1/messages")
    path = f"/agents/{AGENT_ID}/performance"
    bare_report = _bare(stack, path, {"startDate": START, "endDate": END})
    bare_messages = _bare(stack, f"/agents/{AGENT_ID}/messages", {})

    def stored() -> None:
        agents.agent_directory().agent_of(USER)

    measured = in_turn([bare_report, report, bare_messages, messages, stored], RUNS, WARM_UP)
    names = (
        f"bare GET {path}",
        "GET /v1/reports/performance",
        f"bare GET /agents/{AGENT_ID}/messages",
        "GET /v1/messages",
        "one read of DynamoDB's stand-in on this machine",
    )
    rows = [(name, one.p50, one.p95) for name, one in zip(names, measured, strict=True)]
    table(f"An agent's own desk, warm, {RUNS} times each in turn:", ["", "p50 ms", "p95 ms"], rows)
    with counting(stack) as counted:
        report()
        messages()
    title = "What a report and the messages ask together:"
    table(title, ["", "requests"], [("AWS", counted.aws), ("new connections", counted.new_connections)])


def _bare(stack: LocalStack, path: str, parameters: dict[str, str]) -> Callable[[], object]:
    from switchboard.runtime.cxone import cxone_tokens

    http = requests.Session()
    http.trust_env = False
    http.verify = str(stack.ca_file)
    token = cxone_tokens().current()
    http.headers.update({"Authorization": f"Bearer {token.value}", "Accept": "application/json"})
    address = f"{token.instance_url}/incontactapi/services/v23.0{path}"
    return lambda: http.get(address, params=parameters, timeout=9)
