"""A writer with everything around it in memory, and a clock that only tests move."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from switchboard.activity.defaults import DEFAULT_RULES
from switchboard.activity.dossier import ActivityState, Dossier
from switchboard.activity.ledger import Ledger
from switchboard.activity.ledger_index import SHARDS
from switchboard.activity.outlook import due_rule, master_of
from switchboard.activity.recall import Recall, Told
from switchboard.activity.rules import ActivityRules
from switchboard.activity.writer import ActivityWriter, Report
from switchboard.contact.key import ContactKey, NumberSpace
from switchboard.contact_intake.models import Received
from tests.fakes.activity_stories import INBOUND
from tests.fakes.circuits import MemoryCircuits
from tests.fakes.contact_events import at, life
from tests.fakes.crm_records import MemoryCrm
from tests.fakes.ledger import MemoryLedgerStore

LEASE_S = 120.0


def key(contact_id: str = "1001") -> ContactKey:
    """The key of an ACD contact."""
    return ContactKey("4599001", NumberSpace.ACD, contact_id)


class Centre:
    """What the contact centre reports when it is asked.

    Attributes:
        reports: by contact.
        asked: the contacts that it was asked about, in order.
        is_away: whether it cannot be asked.
    """

    def __init__(self) -> None:
        self.reports: dict[ContactKey, Received] = {}
        self.asked: list[ContactKey] = []
        self.is_away = False

    def ask(self, keys: Sequence[ContactKey]) -> Told:
        self.asked += keys
        if self.is_away:
            return Told(unasked=frozenset(keys))
        return Told(tuple(self.reports[one] for one in keys if one in self.reports))

    def knows(self, report: str, contact_id: str = "1001") -> None:
        """Have it report a contact as a line of a story says."""
        (event,) = life(report)
        self.reports[key(contact_id)] = Received(key(contact_id), event)


class Writing:
    """What a test of the writer acts on."""

    def __init__(self, rules: ActivityRules = DEFAULT_RULES, crm: MemoryCrm | None = None) -> None:
        self.now = at("14:13:00")
        self.rules = rules
        self.crm = crm or MemoryCrm()
        self.circuits = MemoryCircuits()
        self.centre = Centre()
        self.store = MemoryLedgerStore()
        self.ledger = Ledger(self.store, self.clock, lambda _: None)
        self.writer = self.another_writer()

    def clock(self) -> datetime:
        return self.now

    def another_writer(self, crm: MemoryCrm | None = None) -> ActivityWriter:
        """A writer in an environment of its own."""
        return ActivityWriter(
            self.ledger,
            crm or self.crm,
            self.circuits,
            lambda: self.rules,
            lease_s=LEASE_S,
            recall=Recall(self.ledger, self.centre.ask, lambda: self.rules, self.clock),
            clock=self.clock,
            roll=lambda: 0.5,
            pause=self.advance,
        )

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self.now += timedelta(seconds=seconds)

    def tell(self, story: str = INBOUND, contact_id: str = "1001") -> Dossier:
        """Merge a story's events; the dossier as it stands."""
        received = [Received(key(contact_id), event) for event in life(story)]
        merged = self.ledger.merge(
            received, due_rule(self.rules, self.now), lambda dossier: master_of(dossier, self.rules)
        )
        dossier = merged[key(contact_id)].dossier
        assert dossier is not None
        return dossier

    def write(self, *contact_ids: str) -> Report:
        """Write contacts; one by default."""
        return self.writer.write([key(one) for one in contact_ids or ("1001",)])

    def sweep(self) -> Report:
        """Write everything that is due by now."""
        return self.writer.write(
            [one.key for shard in range(SHARDS) for one in self.ledger.due(shard, self.now, 1000)]
        )

    def dossier(self, contact_id: str = "1001") -> Dossier:
        """What is kept of a contact."""
        return self.ledger.read([key(contact_id)])[key(contact_id)]

    def state(self, contact_id: str = "1001") -> ActivityState:
        """Where its activity stands."""
        return self.dossier(contact_id).state

    def task(self, contact_id: str = "1001") -> dict[str, object]:
        """The fields of its only Task."""
        (values,) = self.crm.held(str(key(contact_id)))
        return dict(values)

    def tasks(self, contact_ids: Sequence[str]) -> int:
        """How many Tasks there are of these contacts."""
        return sum(len(self.crm.held(str(key(one)))) for one in contact_ids)
