"""How long a click takes until CXone is told to dial, and how much of that is our own."""

import json
import time
import uuid
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import requests

from local.sample_data.cases import SAMPLE_CALL
from local.stack.local_stack import LocalStack
from switchboard.agent.identity import Agent
from tests.benchmarks.handlers import Handlers, counting, quiet
from tests.benchmarks.measure import Timing, in_turn, table

AGENT_ID, USER = "10022", "005000000000002AAA"
SKILL_ID = 40120
RUNS, WARM_UP = 100, 10
RULES: Mapping[str, Any] = {
    "hours": {"checked": True, "exempt": ["fixedLineOrMobile"]},
    "skills": {"default": "40120"},
}


def run(stack: LocalStack) -> None:
    """Measure and print."""
    handlers = Handlers.of(stack)
    quiet()
    bench = _Bench(stack, handlers)
    bare, vendors, ours = in_turn([bench.dial, bench.everything, bench.click], RUNS, WARM_UP)
    stored, own = bench.waits()
    until_dialled = bench.until_dialled()
    rows: list[tuple[object, ...]] = [
        ("bare dial-phone", bare.p50, bare.p95),
        ("bare: do-not-call query, agent's state, dial-phone", vendors.p50, vendors.p95),
        ("click until CXone has dial-phone", until_dialled.p50, until_dialled.p95),
        ("click until its answer", ours.p50, ours.p95),
        ("of it waiting for DynamoDB's stand-in on this machine", stored.p50, stored.p95),
        ("our own: the rest, less the same requests bare in turn", own.p50, own.p95),
        ("above bare dial-phone alone", ours.p50 - bare.p50, ours.p95 - bare.p95),
    ]
    table(f"Click-to-dial, warm, {RUNS} times each in turn:", ["", "p50 ms", "p95 ms"], rows)
    with counting(stack) as counted:
        for _ in range(20):
            bench.click()
    head = ["clicks", "Salesforce requests each", "AWS requests each", "new connections"]
    table(
        "What a warm click asks:", head, [(20, counted.salesforce / 20, counted.aws / 20, counted.new_connections)]
    )


class _Bench:
    """An agent whose calls lead nowhere, so that they are free for the next."""

    def __init__(self, stack: LocalStack, handlers: Handlers) -> None:
        from switchboard.runtime import agents, aws
        from switchboard.runtime.cxone import cxone_tokens
        from switchboard.runtime.services import salesforce_tokens
        from switchboard.runtime.settings import settings

        self._handlers = handlers
        self._control = f"{stack.cxone_url}/_control"
        self.http = requests.Session()
        self.http.trust_env = False
        self.http.verify = str(stack.ca_file)
        item = {"name": {"S": "dialing"}, "version": {"S": "current"}, "number": {"N": "1"}}
        aws.dynamodb().put_item(
            TableName=settings().rules_table, Item={**item, "document": {"S": json.dumps(RULES)}}
        )
        cxone_id = agents.agent_centre().start(AGENT_ID, phone="4155550122")
        agents.acting_agents().begun(USER, Agent(AGENT_ID, "", "", "", "", ""), cxone_id)
        self._cxone_id = agents.agent_centre().join(AGENT_ID)
        self._number = SAMPLE_CALL.ani
        self._steer("PUT", "callees", {"number": self._number, "outcome": "Error"})
        cxone, salesforce = cxone_tokens().current(), salesforce_tokens().current()
        self._headers = {"Authorization": f"Bearer {cxone.value}", "Accept": "application/json"}
        self._acd = f"{cxone.instance_url}/incontactapi/services/v23.0"
        self._salesforce_headers = {"Authorization": f"Bearer {salesforce.value}"}
        self._query = f"{salesforce.instance_url}/services/data/v66.0/query/"
        self._record = SAMPLE_CALL.record_ids[0]

    def dial(self) -> None:
        """The command by a client of its own, without anything around it."""
        body = {"phoneNumber": self._number, "skillId": SKILL_ID}
        address = f"{self._acd}/agent-sessions/{self._cxone_id}/dial-phone"
        self.http.post(address, json=body, headers=self._headers, timeout=9).raise_for_status()

    def everything(self) -> None:
        """The three requests that a click makes, likewise."""
        statement = f"SELECT Id, DoNotCall FROM Contact WHERE Id = '{self._record}'"  # noqa: S608 - our own sample
        self.http.get(self._query, params={"q": statement}, headers=self._salesforce_headers, timeout=9).json()
        self.http.get(f"{self._acd}/agents/{AGENT_ID}/states", headers=self._headers, timeout=9).json()
        self.dial()

    def click(self) -> None:
        """A click through the handler."""
        answer = self._made()()
        if answer["statusCode"] != 202:
            raise ValueError(f"refused: {answer['body']}")

    def until_dialled(self) -> Timing:
        """From the click to the moment at which CXone has the command, by the clock that both share."""
        times = []
        for _ in range(50):
            self._steer("DELETE", "requests", None)
            began = time.time()
            self.click()
            told = self._steer("GET", "requests", None)["requests"]
            (at,) = [one["at"] for one in told if one["path"].endswith("/dial-phone")]
            times.append(datetime.fromisoformat(at).timestamp() - began)
        return Timing.of(times)

    def waits(self) -> tuple[Timing, Timing]:
        """What a click waits for AWS, and how much longer the rest of it takes than the same requests bare."""
        from switchboard.runtime import aws

        began, waited = [0.0], [0.0]

        def begin(**_: object) -> None:
            began[0] = time.perf_counter()

        def end(**_: object) -> None:
            waited[0] += time.perf_counter() - began[0]

        calls = aws.dynamodb().meta.events
        calls.register("before-send.dynamodb.*", begin)
        calls.register("after-call.dynamodb.*", end)
        stored, own = [], []
        for _ in range(50):
            asked = time.perf_counter()
            self.everything()
            waited[0], clicked = 0.0, time.perf_counter()
            self.click()
            stored.append(waited[0])
            own.append(time.perf_counter() - clicked - waited[0] - (clicked - asked))
        calls.unregister("before-send.dynamodb.*", begin)
        calls.unregister("after-call.dynamodb.*", end)
        return Timing.of(stored), Timing.of(own)

    def _made(self) -> Callable[[], dict[str, Any]]:
        body = {"number": self._number, "recordId": self._record, "objectType": "Contact"}
        headers = {"x-salesforce-user-id": USER, "idempotency-key": str(uuid.uuid4())}
        return self._handlers.work("POST", "/v1/calls", body, headers=headers)

    def _steer(self, method: str, path: str, body: object) -> Any:
        answer = self.http.request(method, f"{self._control}/{path}", json=body, timeout=9)
        answer.raise_for_status()
        return answer.json() if answer.content else None
