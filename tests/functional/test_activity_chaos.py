"""Every contact becomes exactly one Task, with the state that its events give when they are written calmly, and
with what people have made of it meanwhile.

``make chaos`` plays more contacts; ``SWITCHBOARD_CHAOS_CONTACTS`` and ``SWITCHBOARD_CHAOS_SEEDS`` say how many,
and which runs.
"""

import logging
import os
import random
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

import pytest

from switchboard.activity.dossier import ActivityState
from tests.support.chaos import Centre
from tests.support.chaos_org import RULES, ChaosOrg, State, calmly, chaos_org
from tests.support.editors import Editors
from tests.support.mischief import WEATHER, Mischief
from tests.support.people import GRACE, LEAD, TWIN_ONE
from tests.support.stories import Story, later, stories

CONTACTS = int(os.environ.get("SWITCHBOARD_CHAOS_CONTACTS", "80"))
SEEDS = [int(seed) for seed in os.environ.get("SWITCHBOARD_CHAOS_SEEDS", "1,2").split(",")]
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LATER = START + timedelta(hours=5)
OVER = LATER + timedelta(days=1)
BEGIN_WITHIN_S = 1_200.0
EDITED_WITHIN_S = 5_000.0
"""In this time people do about as many things as there are contacts."""

WILD = Mischief(given_up=0.1, frozen=0.06, weather=WEATHER)

Expected = Mapping[str, State]
_log = logging.getLogger(__name__)


@pytest.fixture(scope="module")
def served() -> Iterator[ChaosOrg]:
    with chaos_org() as org:
        yield org


@pytest.fixture
def org(served: ChaosOrg) -> ChaosOrg:
    served.org.reset()
    return served


def begun(seed: int, count: int) -> list[Story]:
    return stories(random.Random(seed), count, START, BEGIN_WITHIN_S, (GRACE, TWIN_ONE, LEAD))


def differences(org: ChaosOrg, editors: Editors, expected: Expected, before: Expected) -> list[str]:
    """What is lost, doubled, stale or taken from people."""
    found = org.tasks()
    wrong = [f"{key}: nobody told of it" for key in sorted(found.keys() - expected.keys())]
    for key, ours in sorted(expected.items()):
        wrong += [f"{key}: {one}" for one in editors.verdict(key, found.get(key, []), ours, before[key])]
    return wrong


def wild(org: ChaosOrg, seed: int, count: int) -> tuple[Centre, Editors]:
    editors = Editors(org.org, every_s=2 * EDITED_WITHIN_S / count)
    centre = Centre(
        org.org,
        org.adapter,
        seed=seed,
        start=START,
        mischief=WILD,
        rules=RULES,
        beside={"people": editors.work},
    )
    return centre, editors


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.timeout(1_800)
def test_whatever_goes_wrong_every_contact_is_written_once_and_right(org: ChaosOrg, seed: int) -> None:
    began_at = time.monotonic()
    first = begun(seed, CONTACTS)
    second = later(random.Random(seed), first, LATER, BEGIN_WITHIN_S)
    expected, afterwards = calmly(org, OVER, first), calmly(org, OVER, first, second)
    assert len(expected) == len(afterwards) == CONTACTS
    centre, editors = wild(org, seed, CONTACTS)

    centre.play(first)

    assert differences(org, editors, expected, expected) == []
    tell(centre, editors, org, began_at)

    # Now that all is over, people go over all of it; then something more is told of every contact.
    editors.work_on_all(centre)
    centre.play(second)

    assert differences(org, editors, afterwards, expected) == []
    tell(centre, editors, org, began_at)
    states = centre.states([story.key for story in first])
    assert states.keys() == {ActivityState.WRITTEN, ActivityState.DELETED}
    assert states[ActivityState.DELETED] <= len(editors.thrown_away)
    # The run was as wild as it is meant to be.
    assert min(centre.killed, centre.paused, centre.given_up, centre.frozen, centre.failed) > 0
    assert any(edit.surely for edits in editors.edits.values() for edit in edits.values())
    assert any(editors.thrown_away.values())


def tell(centre: Centre, editors: Editors, org: ChaosOrg, began_at: float) -> None:
    """Log the figures of a run."""
    edits = [edit for edits in editors.edits.values() for edit in edits.values()]
    _log.info(
        "%d contacts, %d deliveries of events, %d requests in %.1f simulated hours and %.0f s; %d killed,"
        " %d paused, %d given up, %d frozen, %d ledger failures, %d retried by hand; %d fields edited"
        " (%d to stay), %d Tasks deleted (%d), %d dead letters",
        CONTACTS,
        centre.told,
        len(org.asked()),
        (centre.turns.now - START).total_seconds() / 3_600,
        time.monotonic() - began_at,
        *(centre.killed, centre.paused, centre.given_up, centre.frozen, centre.failed, centre.rejected),
        *(len(edits), sum(edit.surely for edit in edits)),
        *(len(editors.thrown_away), sum(editors.thrown_away.values())),
        len(centre.post.dead),
    )


def test_the_same_seed_gives_the_same_course(org: ChaosOrg) -> None:
    """Every turn of every task, to the microsecond, and all that comes of it: only one thread runs at a time."""
    courses = []
    for seed in (3, 3, 4):
        org.org.reset()
        centre, editors = wild(org, seed, 15)
        centre.play(begun(7, 15))
        courses.append((centre.turns.course, org.written(), editors.edits, editors.thrown_away, len(org.asked())))
    once, again, otherwise = courses
    assert once == again
    assert once[0] != otherwise[0]
