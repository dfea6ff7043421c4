"""The org of runs in which everything goes wrong, the way to it, and what became of it in the end."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import cast

from local.salesforce_org.loading import Records
from local.salesforce_org.org import SalesforceOrg
from local.salesforce_org.server import OrgServer
from local.simulator.journal import Exchange
from local.tls import LocalCa
from switchboard.activity.crm import CrmRecords
from switchboard.activity.defaults import DEFAULT_RULES
from switchboard.activity.model import Policy
from switchboard.activity.rules import FieldRule
from switchboard.salesforce.activities import SalesforceRecords
from switchboard.salesforce.client import SalesforceClient
from switchboard.salesforce.login import ClientCredentials, log_in
from switchboard.salesforce.session import SalesforceSession
from switchboard.tokens import SharedTokens
from switchboard.web.session import Timeouts
from tests.fakes.tokens import MemoryTokenStore
from tests.support.chaos import Centre
from tests.support.mischief import NO_MISCHIEF
from tests.support.people import PEOPLE
from tests.support.stories import Story
from tests.support.turns import Turns

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
SET_ONCE = "Priority"
"""A field of these rules that is ours only when the Task is made, so what it holds depends on when that was."""

_TASK = DEFAULT_RULES.records[0]
RULES = DEFAULT_RULES.model_copy(
    update={
        "records": (
            _TASK.model_copy(
                update={
                    "fields": (
                        *_TASK.fields,
                        FieldRule(
                            field=SET_ONCE,
                            value="disposition.name",
                            map={"Resolved": "Low"},
                            otherwise="Normal",
                            policy=Policy.CREATE_ONLY,
                        ),
                    )
                }
            ),
        )
    }
)
"""The rules that hold by default, and a field for the one policy that they lack."""

State = Mapping[str, object]


class ChaosOrg:
    """The org over HTTPS, in whatever time the run has."""

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
        tokens = SharedTokens(
            "salesforce",
            MemoryTokenStore(),
            lambda: log_in(secret, ca_file=self.ca_file),
            clock=lambda: turns.clock().timestamp(),
            sleep=turns.sleep,
            roll=turns.roll.random,
        )
        session = SalesforceSession(
            tokens,
            ca_file=self.ca_file,
            timeouts=Timeouts(connect_s=20, read_s=60),
            sleep=lambda _: None,
            roll=turns.roll.random,
        )
        return SalesforceRecords(SalesforceClient(tokens, session, "66.0"))

    def tasks(self) -> dict[str, list[State]]:
        """The Tasks that are not deleted, by key."""
        found: dict[str, list[State]] = {}
        with self.org.state.lock:
            for row in self.org.state.store.rows("Task"):
                found.setdefault(str(row["Switchboard_Key__c"]), []).append(row)
        return found

    def written(self) -> dict[str, list[State]]:
        """The same, with the fields that do not depend on when they were written."""
        return {
            key: [{name: task[name] for name in WRITTEN} for task in tasks] for key, tasks in self.tasks().items()
        }

    def asked(self) -> Sequence[Exchange]:
        """The composite requests since the last reset, those that were dropped included."""
        return self.org.journal.exchanges(path="*/composite")


@contextmanager
def chaos_org() -> Iterator[ChaosOrg]:
    """An org with a few people in it."""
    with tempfile.TemporaryDirectory(prefix="switchboard-") as folder:
        ca = LocalCa()
        ca.write_ca(Path(folder) / "ca.pem")
        org = SalesforceOrg()
        org.load(cast(Records, PEOPLE))
        with OrgServer(org, ca=ca) as server:
            yield ChaosOrg(org, server.url, str(Path(folder) / "ca.pem"))


def calmly(org: ChaosOrg, at: datetime, *given: Sequence[Story]) -> Mapping[str, State]:
    """What events give when everything is told, in order, before anything is written, and nothing goes wrong.

    The org is as new afterwards.
    """
    centre = Centre(org.org, org.adapter, seed=0, start=at, mischief=NO_MISCHIEF, rules=RULES)
    for told in given:
        centre.take_in(told)
    centre.play([])
    written = {key: state for key, (state,) in org.written().items()}
    org.org.reset()
    return written
