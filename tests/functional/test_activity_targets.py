"""What a rush costs Salesforce, with the queue read as Lambda reads it by this template.

Lambda polls a standard queue with five pollers at first, and never with fewer where a maximum concurrency is set
(Lambda developer guide, scaling of SQS event source mappings). Each gathers a batch of its own; that its window
opens with its first message is unconfirmed.
"""

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from local.gateway import cloudformation
from switchboard.activity.dossier import ActivityState
from switchboard.contact.events import contact_event
from switchboard.contact.fields import Field, Value
from switchboard.contact.key import ContactKey, NumberSpace
from switchboard.contact.words import EventType, Source
from switchboard.contact_intake.models import Received
from tests.support.chaos import Centre
from tests.support.chaos_org import ChaosOrg, chaos_org
from tests.support.mischief import NO_MISCHIEF
from tests.support.stories import UNIT, Story

TEMPLATE = cloudformation.read(Path(__file__).parents[2] / "template.yaml")
WINDOW_S = float(TEMPLATE["Parameters"]["ActivityWindowSeconds"]["Default"])
SOURCE = TEMPLATE["Resources"]["ActivityWriterFunction"]["Properties"]["Events"]["DueContacts"]["Properties"]

POLLERS = 5
RUSH = 1_000
WITHIN_S = 55.0
"""In which they are told of; taking that in takes seconds, and within a minute all are due."""

MOST_REQUESTS = 8
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
KEYS = [ContactKey(UNIT, NumberSpace.ACD, str(8_000_000 + number)) for number in range(RUSH)]


@pytest.fixture
def org() -> Iterator[ChaosOrg]:
    with chaos_org() as made:
        yield made


def at_some_time(
    roll: random.Random, key: ContactKey, start: datetime, type_: EventType, **fields: str
) -> Received:
    """An event within the rush that begins then."""
    at = start + timedelta(seconds=roll.uniform(0, WITHIN_S))
    told: dict[Field, Value] = {Field(name): value for name, value in fields.items()}
    event = contact_event(f"{key.contact_id}-{type_}", at, type_, Source.SCRIPT, fields=told)
    return Received(key, event)


def requests(org: ChaosOrg) -> tuple[int, int]:
    """Writes and reads since the last look."""
    parts = [json.loads(one.request.body)["compositeRequest"] for one in org.asked()]
    org.org.journal.clear()
    writes = sum(any(part["method"] == "PATCH" for part in request) for request in parts)
    return writes, len(parts) - writes


def test_a_thousand_contacts_that_become_due_within_a_minute_cost_few_requests(org: ChaosOrg) -> None:
    roll = random.Random(1)
    centre = Centre(
        org.org,
        org.adapter,
        seed=1,
        start=START,
        mischief=NO_MISCHIEF,
        writers=POLLERS,
        at_once=SOURCE["ScalingConfig"]["MaximumConcurrency"],
        batch_size=SOURCE["BatchSize"],
        window_s=WINDOW_S,
        intakes=12,
    )
    known = {"channel": "voice", "startedAt": "2026-03-02T08:50:00.000000Z"}
    for type_, ago_s in ((EventType.ANSWERED, 200), (EventType.ENDED, 100)):
        before = START - timedelta(seconds=ago_s)
        told = [at_some_time(roll, key, before, type_, agentId="10021", **known) for key in KEYS]
        centre.take_in([Story(one.key, (one,)) for one in told])
    wrapped_up = [at_some_time(roll, key, START, EventType.WRAPPED_UP, disposition="Sale") for key in KEYS]

    centre.play([Story(one.key, (one,)) for one in wrapped_up])

    assert centre.states(KEYS) == {ActivityState.WRITTEN: RUSH}
    writes, reads = requests(org)
    assert writes <= MOST_REQUESTS
    assert reads == 0

    # Later knowledge of all of them comes in another rush: people may have edited what changes.
    again = START + timedelta(hours=1)
    variables = [at_some_time(roll, key, again, EventType.VARIABLES, disposition="Won") for key in KEYS]
    centre.play([Story(one.key, (one,)) for one in variables])

    writes, reads = requests(org)
    assert max(writes, reads) <= MOST_REQUESTS
    assert [task["CallDisposition"] for (task,) in org.written().values()] == ["Won"] * RUSH
