"""Six hours without Salesforce, in simulated time: contacts go on coming, and all are written when it is back."""

import json
import math
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

import pytest

from local.simulator.faults import Fault
from local.simulator.journal import Exchange
from switchboard.activity.circuit import FAILURES_TO_OPEN, FIRST_PAUSE_S, LONGEST_PAUSE_S
from switchboard.activity.dossier import ActivityState
from switchboard.web.session import MOST_ATTEMPTS
from tests.support.chaos import Centre
from tests.support.chaos_org import RULES, ChaosOrg, calmly, chaos_org
from tests.support.mischief import NO_MISCHIEF
from tests.support.people import GRACE, LEAD
from tests.support.stories import stories

CONTACTS = 150
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DOWN_AT = START + timedelta(minutes=30)
UP_AT = DOWN_AT + timedelta(hours=6)
MOST_PROBES = FAILURES_TO_OPEN + math.log2(LONGEST_PAUSE_S / FIRST_PAUSE_S) + 6 * 3_600 / (0.75 * LONGEST_PAUSE_S)
"""By what the circuit is meant to do: failures that open it, pauses that double, then the longest ones."""


@pytest.fixture
def org() -> Iterator[ChaosOrg]:
    with chaos_org() as made:
        yield made


def outage(centre: Centre) -> None:
    """Nothing that is asked of Salesforce is done, logins included."""
    centre.turns.sleep((DOWN_AT - START).total_seconds())
    centre.org.faults.add([Fault(html="<h1>We are down for maintenance.</h1>")])
    centre.turns.sleep((UP_AT - DOWN_AT).total_seconds())
    centre.org.faults.clear()


def rows(exchange: Exchange) -> int:
    """How many records a composite request writes."""
    parts = json.loads(exchange.request.body)["compositeRequest"]
    return sum(len(part["body"]["records"]) for part in parts if part["method"] == "PATCH")


def busiest_minutes(asked: Sequence[Exchange], minutes: int) -> int:
    """Requests in the busiest such span of the clock."""
    return max(Counter((one.at - START) // timedelta(minutes=minutes) for one in asked).values())


def test_six_hours_without_salesforce_lose_nothing_and_end_without_a_storm(org: ChaosOrg) -> None:
    # Contacts begin before the outage, during it, and after it.
    told = stories(random.Random(1), CONTACTS, START, 7 * 3_600, (GRACE, LEAD))
    expected = calmly(org, UP_AT + timedelta(days=1), told)
    centre = Centre(
        org.org,
        org.adapter,
        seed=1,
        start=START,
        mischief=NO_MISCHIEF,
        rules=RULES,
        writers=2,
        at_once=2,
        intakes=1,
        beside={"outage": outage},
    )

    centre.play(told)

    # Everything is written once and right, and no message was given up.
    assert org.written() == {key: [state] for key, state in expected.items()}
    assert centre.states([story.key for story in told]) == {ActivityState.WRITTEN: CONTACTS}
    assert centre.post.dead == []

    # During the outage there are probes of one contact each and nothing else; the session repeats every one.
    asked = org.asked()
    before = [one for one in asked if one.at < DOWN_AT]
    during = [one for one in asked if DOWN_AT <= one.at < UP_AT]
    after = [one for one in asked if one.at >= UP_AT]
    assert 6 * 3_600 / (1.25 * LONGEST_PAUSE_S) * MOST_ATTEMPTS <= len(during) <= MOST_PROBES * MOST_ATTEMPTS
    assert max(map(rows, during[FAILURES_TO_OPEN * MOST_ATTEMPTS :])) <= 1

    # Afterwards all who waited are written within the longest pause and a few requests: no ten minutes are much
    # busier than ordinary ones.
    waited = sum(DOWN_AT < story.events[-1].event.at < UP_AT for story in told)
    assert waited > CONTACTS / 2
    soon = [one for one in after if one.at < UP_AT + timedelta(seconds=1.25 * LONGEST_PAUSE_S + 300)]
    assert sum(map(rows, soon)) >= waited
    assert len(soon) <= waited / 8
    assert busiest_minutes(after, 10) <= busiest_minutes(before, 10) + 3
