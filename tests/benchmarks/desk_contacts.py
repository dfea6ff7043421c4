"""How long an agent's contact history and commitments take beside CXone's own answers, and what they ask."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import requests

from local.stack.local_stack import LocalStack
from switchboard.agent.identity import Agent
from tests.benchmarks.handlers import Handlers, counting, quiet
from tests.benchmarks.measure import in_turn, table

AGENT_ID, USER = "10021", "005000000000001AAA"
RUNS, WARM_UP = 200, 20


def run(stack: LocalStack) -> None:
    """Measure and print."""
    from switchboard.runtime import aws
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

    now = datetime.now(UTC)
    day = {"startDate": _written(now - timedelta(days=1)), "endDate": _written(now)}
    history, commitments = work("/v1/contact-history"), work("/v1/commitments")
    bare_history = _bare(stack, f"/agents/{AGENT_ID}/interaction-history", day)
    bare_commitments = _bare(stack, f"/agents/{AGENT_ID}/scheduled-callbacks", {})
    measured = in_turn([bare_history, history, bare_commitments, commitments], RUNS, WARM_UP)
    names = (
        f"bare GET /agents/{AGENT_ID}/interaction-history of a day",
        "GET /v1/contact-history",
        f"bare GET /agents/{AGENT_ID}/scheduled-callbacks",
        "GET /v1/commitments",
    )
    rows = [(name, one.p50, one.p95) for name, one in zip(names, measured, strict=True)]
    table(f"Contact history and commitments, warm, {RUNS} times each in turn:", ["", "p50 ms", "p95 ms"], rows)
    for name, asked in (("the history", history), ("the commitments", commitments)):
        with counting(stack) as counted:
            asked()
        title = f"What {name} ask:"
        table(title, ["", "requests"], [("AWS", counted.aws), ("new connections", counted.new_connections)])


def _bare(stack: LocalStack, path: str, parameters: dict[str, str]) -> Callable[[], object]:
    from switchboard.runtime.cxone import cxone_tokens

    http = requests.Session()
    http.trust_env = False
    http.verify = str(stack.ca_file)
    token = cxone_tokens().current()
    url = f"{token.instance_url}/incontactapi/services/v25.0{path}"
    headers = {"Authorization": f"Bearer {token.value}", "Accept": "application/json"}

    def ask() -> None:
        http.get(url, params=parameters, headers=headers, timeout=10).raise_for_status()

    return ask


def _written(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
