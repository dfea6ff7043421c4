"""Every contact becomes exactly one Task, with the state that its events give when they are written calmly.

``SWITCHBOARD_CHAOS_CONTACTS`` and ``SWITCHBOARD_CHAOS_SEEDS`` make the runs larger and more.
"""

import os
import random
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from local.salesforce_org.loading import Records
from local.salesforce_org.org import SalesforceOrg
from local.salesforce_org.server import OrgServer
from local.tls import LocalCa
from switchboard.activity.crm import CrmRecords
from switchboard.activity.dossier import ActivityState
from switchboard.salesforce.activities import SalesforceRecords
from switchboard.salesforce.client import SalesforceClient
from switchboard.salesforce.login import ClientCredentials, log_in
from switchboard.salesforce.session import SalesforceSession
from switchboard.tokens import SharedTokens
from switchboard.web.session import Timeouts
from tests.fakes.tokens import MemoryTokenStore
from tests.support.chaos import NO_MISCHIEF, WEATHER, Centre, Mischief
from tests.support.people import GRACE, LEAD, PEOPLE, TWIN_ONE
from tests.support.stories import Story, stories
from tests.support.turns import Turns

CONTACTS = int(os.environ.get("SWITCHBOARD_CHAOS_CONTACTS", "200"))
SEEDS = [int(seed) for seed in os.environ.get("SWITCHBOARD_CHAOS_SEEDS", "1,2").split(",")]
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
BEGIN_WITHIN_S = 1_200.0
WRITTEN = (
    "Subject",
    "Status",
    "TaskSubtype",
    "CallType",
    "CallDurationInSeconds",
    "CallDisposition",
    "CallObject",
    "ActivityDate",
    "Description",
    "WhoId",
    "WhatId",
)

State = Mapping[str, object]


class Org:
    """The org of these runs, and the way to it."""

    def __init__(self, org: SalesforceOrg, url: str, ca_file: str) -> None:
        self.org = org
        self.url = url
        self.ca_file = ca_file

    def adapter(self, turns: Turns) -> CrmRecords:
        """The real adapter of one environment, with a session of its own."""
        app = self.org.app
        secret = ClientCredentials(
            flow="client_credentials",
            login_url=self.url,
            client_id=app.client_id,
            client_secret=app.client_secret,  # type: ignore[arg-type]  # pydantic makes it a secret
        )
        tokens = SharedTokens("salesforce", MemoryTokenStore(), lambda: log_in(secret, ca_file=self.ca_file))
        session = SalesforceSession(
            tokens,
            ca_file=self.ca_file,
            timeouts=Timeouts(connect_s=20, read_s=60),
            sleep=lambda _: None,
            roll=turns.roll.random,
        )
        return SalesforceRecords(SalesforceClient(tokens, session, "66.0"))

    def tasks(self) -> dict[str, list[State]]:
        """What was written of every Task that is not deleted, by key."""
        found: dict[str, list[State]] = {}
        with self.org.state.lock:
            for row in self.org.state.store.rows("Task"):
                found.setdefault(str(row["Switchboard_Key__c"]), []).append({name: row[name] for name in WRITTEN})
        return found

    def requests(self) -> int:
        """How many composite requests came since the last reset, those that were dropped included."""
        return len(self.org.journal.exchanges(path="*/composite"))


@pytest.fixture(scope="module")
def served() -> Iterator[Org]:
    with tempfile.TemporaryDirectory(prefix="switchboard-") as folder:
        ca = LocalCa()
        ca.write_ca(Path(folder) / "ca.pem")
        org = SalesforceOrg()
        org.load(cast(Records, PEOPLE))
        with OrgServer(org, ca=ca) as server:
            yield Org(org, server.url, str(Path(folder) / "ca.pem"))


@pytest.fixture
def org(served: Org) -> Org:
    served.org.reset()
    return served


def told(seed: int, count: int = CONTACTS) -> list[Story]:
    return stories(random.Random(seed), count, START, BEGIN_WITHIN_S, (GRACE, TWIN_ONE, LEAD))


def calmly(org: Org, given: Sequence[Story]) -> dict[str, list[State]]:
    """What the same events give when nothing goes wrong, and everything is told before anything is written."""
    centre = Centre(org.org, org.adapter, seed=0, start=START + timedelta(days=1), mischief=NO_MISCHIEF)
    centre.play(given)
    written = org.tasks()
    org.org.reset()
    return written


def played(org: Org, given: Sequence[Story], seed: int, mischief: Mischief, **more: Any) -> Centre:
    centre = Centre(org.org, org.adapter, seed=seed, start=START, mischief=mischief, **more)
    centre.play(given)
    return centre


def differences(org: Org, expected: Mapping[str, list[State]]) -> list[str]:
    """What is lost, doubled or stale, in words that name the field."""
    found = org.tasks()
    wrong = [f"{key}: nobody told of it" for key in sorted(found.keys() - expected.keys())]
    for key, (state,) in sorted(expected.items()):
        match found.get(key, []):
            case []:
                wrong.append(f"{key}: lost")
            case [one]:
                wrong += [
                    f"{key}: {name} is {one[name]!r}, not {state[name]!r}"
                    for name in WRITTEN
                    if one[name] != state[name]
                ]
            case several:
                wrong.append(f"{key}: {len(several)} Tasks")
    return wrong


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.timeout(900)
def test_whatever_goes_wrong_every_contact_is_written_once_and_right(org: Org, seed: int) -> None:
    given = told(seed)
    expected = calmly(org, given)
    assert len(expected) == len(given)

    centre = played(org, given, seed, Mischief(weather=WEATHER))

    assert differences(org, expected) == []
    assert centre.states([story.key for story in given]) == {ActivityState.WRITTEN: len(given)}
    # The run was as wild as it is meant to be.
    assert min(centre.killed, centre.paused, centre.given_up, centre.failed) > 0
