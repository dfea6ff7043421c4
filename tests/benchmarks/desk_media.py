"""How long an agent's digital contacts take beside the bare request, and how much of that is our own."""

from collections.abc import Callable
from typing import Any

import requests

from local.stack.local_stack import LocalStack
from switchboard.agent.identity import Agent
from tests.benchmarks.handlers import Handlers, counting, quiet
from tests.benchmarks.measure import in_turn, table

AGENT_ID, USER = "10021", "005000000000001AAA"
RUNS, WARM_UP = 200, 20
PATH = "/v1/digital-contacts"


def run(stack: LocalStack) -> None:
    """Measure and print."""
    from switchboard.runtime import aws
    from switchboard.runtime.cxone import cxone_tokens
    from switchboard.runtime.settings import settings
    from switchboard.stores.agent_items import agent_item

    handlers = Handlers.of(stack)
    quiet()
    agent = Agent(AGENT_ID, "5f0c6e2a-0000-4000-8000-000000000021", "Ada", "Brenner", "3301", "Service")
    aws.dynamodb().put_item(TableName=settings().desk_table, Item=agent_item(USER, agent))
    session = requests.Session()
    session.trust_env = False
    session.verify = str(stack.ca_file)
    headers = {"Authorization": f"Bearer {cxone_tokens().current().value}", "Accept": "application/json"}
    parameters = {
        "sorting": "createdAt",
        "sortingType": "desc",
        "status[]": ["new", "open", "pending", "escalated"],
    }

    def bare() -> None:
        answer = session.get(f"{stack.cxone_url}/dfo/3.0/contacts", params=parameters, headers=headers, timeout=9)
        answer.raise_for_status()

    def ours() -> None:
        answer = _work(handlers)()
        if answer["statusCode"] != 200:
            raise ValueError(f"refused: {answer['body']}")

    alone, through = in_turn([bare, ours], RUNS, WARM_UP)
    rows = [
        ("bare GET /dfo/3.0/contacts", alone.p50, alone.p95),
        (f"GET {PATH}", through.p50, through.p95),
        ("difference, with one read of DynamoDB's stand-in", through.p50 - alone.p50, through.p95 - alone.p95),
    ]
    table(f"An agent's digital contacts, warm, {RUNS} times each in turn:", ["", "p50 ms", "p95 ms"], rows)
    with counting(stack) as counted:
        for _ in range(20):
            ours()
    head = ["lists", "AWS requests each", "new connections"]
    table("What a warm list asks besides CXone:", head, [(20, counted.aws / 20, counted.new_connections)])


def _work(handlers: Handlers) -> Callable[[], dict[str, Any]]:
    return handlers.work("GET", PATH, None, headers={"x-salesforce-user-id": USER})
