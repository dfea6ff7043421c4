"""What looking at the queues costs: our own time, and what many panels together ask of CXone."""

import math
from collections.abc import Callable
from datetime import datetime
from typing import Any, Generic, TypeVar

import requests

from local.stack.local_stack import LocalStack
from switchboard.agent.identity import Agent
from switchboard.time_left import set_time_left
from tests.benchmarks.handlers import Handlers, counting, quiet
from tests.benchmarks.measure import in_turn, table

AGENT_ID, USER = "10021", "005000000000001AAA"
RUNS, WARM_UP = 300, 20
PANELS = (1, 100, 1_000)
PANELS_OF_AN_ENVIRONMENT = 50
ASKS_EVERY_S = 4
MINUTES = 3

Row = TypeVar("Row")


def run(stack: LocalStack) -> None:
    """Measure and print."""
    handlers = Handlers.of(stack)
    quiet()
    _own_time(stack, handlers)
    _many_panels()


def _own_time(stack: LocalStack, handlers: Handlers) -> None:
    from switchboard.runtime import aws
    from switchboard.runtime.settings import settings
    from switchboard.stores.agent_items import agent_item

    agent = Agent(AGENT_ID, "", "Ada", "Brenner", "3301", "Service")
    aws.dynamodb().put_item(TableName=settings().desk_table, Item=agent_item(USER, agent))
    look = handlers.work("GET", "/v1/queues", None, headers={"x-salesforce-user-id": USER})
    if (answer := look())["statusCode"] != 200:
        raise ValueError(f"refused: {answer['body']}")
    bare, ours = in_turn([_bare(stack), look], RUNS, WARM_UP)
    rows: list[tuple[object, ...]] = [
        ("bare GET /skills/activity", bare.p50, bare.p95),
        ("GET /v1/queues", ours.p50, ours.p95),
        ("difference", ours.p50 - bare.p50, ours.p95 - bare.p95),
    ]
    table(f"Queue counters of one agent, warm, {RUNS} times each in turn:", ["", "p50 ms", "p95 ms"], rows)
    with counting(stack) as counted:
        for _ in range(100):
            look()
    table("AWS requests of a look at the queues:", ["looks", "requests each"], [(100, counted.aws / 100)])


def _bare(stack: LocalStack) -> Callable[[], object]:
    from switchboard.runtime.cxone import cxone_tokens

    http = requests.Session()
    http.trust_env = False
    http.verify = str(stack.ca_file)
    token = cxone_tokens().current()
    http.headers.update({"Authorization": f"Bearer {token.value}", "Accept": "application/json"})
    address = f"{token.instance_url}/incontactapi/services/v23.0/skills/activity"
    return lambda: http.get(address, params={"top": "100", "fields": "skillId,queueCount"}, timeout=9).json()


class _Counted(Generic[Row]):
    """A source whose pages are counted; each is one request to CXone."""

    def __init__(self, source: Any) -> None:
        self._source = source
        self.pages = 0

    @property
    def tells_changes(self) -> bool:
        return bool(self._source.tells_changes)

    def page(self, since: datetime | None, position: str) -> Any:
        self.pages += 1
        return self._source.page(since, position)


def _many_panels() -> None:
    head = ["panels", "environments", "looks a minute", "CXone requests a minute", "DynamoDB requests a minute"]
    title = f"Panels that look at queues and agents' states every {ASKS_EVERY_S} s, in simulated time:"
    table(title, head, [_requests_a_minute(panels) for panels in PANELS])


def _requests_a_minute(panels: int) -> tuple[object, ...]:
    """Panels with evenly spread looks, each at whichever environment comes next."""
    from switchboard.cxone.directory_boards import agent_states, skill_activity
    from switchboard.desk.board.packing import Packing
    from switchboard.desk.board.shared import SharedBoard
    from switchboard.desk.directory.model import AgentNow, SkillNow
    from switchboard.runtime import aws, desk_directory
    from switchboard.runtime.cxone import cxone
    from switchboard.runtime.settings import settings
    from switchboard.stores.board_items import BoardItems

    # The handlers before this left their own limit of time.
    set_time_left(math.inf)
    now = 1_790_000_000.0
    pace = desk_directory._live_pace()
    environments = max(1, panels // PANELS_OF_AN_ENVIRONMENT)
    skills: _Counted[SkillNow] = _Counted(skill_activity(cxone()))
    agents: _Counted[AgentNow] = _Counted(agent_states(cxone()))

    def board(name: str, source: Any, kind: Any) -> Any:
        store = BoardItems(aws.dynamodb(), settings().desk_table, f"bench-{panels}", name)
        return SharedBoard(
            store, source, Packing(kind), pace, name_reason=lambda error: error.code, clock=lambda: now
        )

    boards = [
        (board("skills", skills, SkillNow), board("agent-states", agents, AgentNow)) for _ in range(environments)
    ]
    aws_requests = 0

    def count(**_: object) -> None:
        nonlocal aws_requests
        aws_requests += 1

    aws.dynamodb().meta.events.register("before-send.*.*", count)
    looks = MINUTES * 60 * panels // ASKS_EVERY_S
    for look in range(looks):
        now += ASKS_EVERY_S / panels
        for one in boards[look % environments]:
            if one.seen().reason:
                raise ValueError(one.seen().reason)
    aws.dynamodb().meta.events.unregister("before-send.*.*", count)
    asked = skills.pages + agents.pages
    return panels, environments, 2 * looks // MINUTES, asked / MINUTES, aws_requests / MINUTES
