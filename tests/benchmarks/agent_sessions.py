"""How long a command of an agent's session takes beside the bare request, and what it asks."""

from collections.abc import Callable, Mapping
from typing import Any

import requests

from local.stack.local_stack import LocalStack
from switchboard.agent.identity import Agent
from tests.benchmarks.handlers import Handlers, counting, quiet
from tests.benchmarks.measure import in_turn, table

AGENT_ID, USER = "10031", "005000000000003AAA"
RUNS, WARM_UP = 200, 20
PATH = "/v1/agent-sessions/current/availability"


def run(stack: LocalStack) -> None:
    """Measure and print."""
    from switchboard.runtime import agents
    from switchboard.runtime.cxone import cxone_tokens

    handlers = Handlers.of(stack)
    quiet()
    centre = agents.agent_centre()
    agent = Agent(AGENT_ID, "", "", "", "", "")
    agents.acting_agents().begun(USER, agent, centre.start(AGENT_ID, phone="4155550133"))
    cxone_id = centre.join(AGENT_ID)
    session = requests.Session()
    session.trust_env = False
    session.verify = str(stack.ca_file)
    headers = {"Authorization": f"Bearer {cxone_tokens().current().value}", "Accept": "application/json"}
    url = f"{stack.cxone_url}/incontactapi/services/v23.0/agent-sessions/{cxone_id}/state"

    def bare() -> None:
        body = {"state": "Unavailable", "reason": ""}
        session.post(url, json=body, headers=headers, timeout=9).raise_for_status()

    given: Mapping[str, object] = {"state": "unavailable"}
    command: Callable[[], dict[str, Any]] = handlers.work(
        "PUT", PATH, given, headers={"x-salesforce-user-id": USER}
    )

    def ours() -> None:
        answer = command()
        if answer["statusCode"] != 202:
            raise ValueError(f"refused: {answer['body']}")

    def stored() -> None:
        agents.sessions().read(USER)

    alone, through, read = in_turn([bare, ours, stored], RUNS, WARM_UP)
    rows = [
        ("bare POST /agent-sessions/{id}/state", alone.p50, alone.p95),
        (f"PUT {PATH}", through.p50, through.p95),
        ("of it one read of DynamoDB's stand-in on this machine", read.p50, read.p95),
        ("our own: the rest", through.p50 - alone.p50 - read.p50, ""),
    ]
    table(f"A command of an agent's session, warm, {RUNS} times each in turn:", ["", "p50 ms", "p95 ms"], rows)
    with counting(stack) as counted:
        for _ in range(20):
            ours()
    head = ["commands", "AWS requests each", "Salesforce requests each", "new connections"]
    row = (20, counted.aws / 20, counted.salesforce / 20, counted.new_connections)
    table("What a warm command asks besides CXone:", head, [row])
    centre.end(centre.join(AGENT_ID), force=True, end_contacts=True, ignore_personal_queue=True)
