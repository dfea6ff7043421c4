"""A contact centre, a queue, writers and an org in which everything goes wrong, in a time of their own.

What is under test is real: the ledger's rules, the writer, its adapter, and the session that speaks HTTPS to the
org. The ledger's store is in memory, for it is held to the same contract as the one in DynamoDB.
"""

import heapq
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from functools import partial

from local.salesforce_org.org import SalesforceOrg
from local.simulator.faults import Fault
from switchboard.activity.crm import CrmRecords
from switchboard.activity.defaults import DEFAULT_RULES
from switchboard.activity.dossier import ActivityState
from switchboard.activity.ledger import Ledger
from switchboard.activity.ledger_index import SHARDS
from switchboard.activity.merging import Merged
from switchboard.activity.outlook import due_rule
from switchboard.activity.rules import ActivityRules
from switchboard.activity.writer import ActivityWriter
from switchboard.contact.key import ContactKey
from switchboard.contact_intake.models import Received
from switchboard.errors import CrmError, StoreUnavailable
from switchboard.reconcile.sweep import sweep
from switchboard.runtime.activity_writer import LEASE_S
from tests.fakes.circuits import MemoryCircuits
from tests.fakes.ledger import MemoryLedgerStore
from tests.support.chaotic import ChaoticCrm, ChaoticStore
from tests.support.mischief import Mischief
from tests.support.post import Message, Post
from tests.support.stories import Story
from tests.support.turns import Killed, Task, Turns

FUNCTION_TIMEOUT_S = 60.0
LATE_S = 50.0
"""How long a request may lie on its way to Salesforce, at most, after its writer has given it up."""

RECEIVED_AT_ONCE = 10
SWEEP_EVERY_S = 60.0
IDLE_S = 10.0
AT_THE_END = datetime(9999, 1, 1, tzinfo=UTC)


class Centre:
    """Everything of one run.

    Args:
        crm: makes the adapter of one environment.
        writers: environments of the writer, each with a poller of its own.
        at_once: batches that are written at the same time, at most.
        batch_size, window_s: messages that a poller gathers at most, and for how long after the first.
        intakes: environments that take events in.
        beside: what else goes on, by name.

    Attributes:
        hands: for each contact how many are at work on it: writers, and requests on their way to the org.
    """

    def __init__(
        self,
        org: SalesforceOrg,
        crm: Callable[[Turns], CrmRecords],
        *,
        seed: int,
        start: datetime,
        mischief: Mischief,
        rules: ActivityRules = DEFAULT_RULES,
        writers: int = 3,
        at_once: int = 3,
        batch_size: int = 200,
        window_s: float = 60.0,
        intakes: int = 2,
        beside: Mapping[str, Callable[["Centre"], None]] | None = None,
    ) -> None:
        self.turns = Turns(seed, start)
        self.roll = self.turns.roll
        self.mischief = mischief
        self.org = org
        self.org.clock.now = self.turns.clock  # type: ignore[method-assign]  # the org lives in the same time
        self.post = Post(self.turns.clock, self.roll, lost=mischief.lost, twice=mischief.twice)
        self.store = MemoryLedgerStore()
        self.circuits = MemoryCircuits()
        self.hands: Counter[ContactKey] = Counter()
        self.told = self.killed = self.paused = self.given_up = self.frozen = self.failed = self.rejected = 0
        self._crm = crm
        self._rules = rules
        self._writers = writers
        self._at_once = at_once
        self._writing = 0
        self._batch_size = batch_size
        self._window = timedelta(seconds=window_s)
        self._intakes = intakes
        self._beside = beside or {}
        self._spared: set[Task] = set()
        self._deliveries: list[tuple[datetime, int, tuple[Received, ...]]] = []
        self._number = 0
        self._on_the_way = 0
        self._over = False

    def play(self, stories: Sequence[Story], limit: timedelta = timedelta(hours=24)) -> None:
        """Let everything happen, until all is told and nothing is due any more. More may be played afterwards."""
        self._over = False
        for story in stories:
            for received in story.events:
                self._send(received)
        for number in range(self._intakes):
            self.turns.spawn(f"intake {number}", self._intake)
        for number in range(self._writers):
            self.turns.spawn(f"writer {number}", self._environment)
        self.turns.spawn("sweep", self._sweeps)
        self.turns.spawn("weather", self._weather)
        for name, work in self._beside.items():
            self.turns.spawn(name, partial(work, self))
        self.turns.run(lambda: self._over, limit)

    def take_in(self, stories: Sequence[Story]) -> None:
        """Take everything in that is told, in order, before anything else happens."""
        received = [one for story in stories for one in story.events]
        self._tell(self.ledger(self.store).merge(received, due_rule(self._rules, self.turns.now)))

    def ledger(self, store: ChaoticStore | MemoryLedgerStore) -> Ledger:
        """The ledger of one environment."""
        return Ledger(store, self.turns.clock, lambda _: self.turns.step())

    def states(self, keys: Collection[ContactKey]) -> dict[ActivityState, int]:
        """How many contacts are in each state."""
        held = Ledger(self.store).read(keys)
        found = [held[key].state for key in keys]
        return {state: found.count(state) for state in sorted(set(found))}

    def _send(self, received: Received) -> None:
        """Put an event on its way, maybe more than once."""
        again = True
        while again:
            at = max(self.turns.now, received.event.at)
            self._deliver_at(at + timedelta(seconds=self._delay_s()), (received,))
            again = self.roll.random() < self.mischief.repeated

    def _delay_s(self) -> float:
        # Most come at once, some much later than what came after them.
        return (
            self.roll.uniform(0, 5) if self.roll.random() < 0.6 else self.roll.uniform(0, self.mischief.delayed_s)
        )

    def _deliver_at(self, at: datetime, received: tuple[Received, ...]) -> None:
        self._number += 1
        heapq.heappush(self._deliveries, (at, self._number, received))

    def _intake(self) -> None:
        """Hooks as they are taken in: stored, then acknowledged; what is not acknowledged comes again."""
        ledger = self.ledger(ChaoticStore(self))
        while True:
            wait_s = (self._deliveries[0][0] - self.turns.now).total_seconds() if self._deliveries else IDLE_S
            if wait_s > 0:
                self.turns.sleep(min(wait_s, IDLE_S))
                continue
            _, _, received = heapq.heappop(self._deliveries)
            self._on_the_way += 1
            self.told += 1
            try:
                rule = due_rule(self._rules, self.turns.now)
                merged = ledger.merge(received, rule)
                self.turns.step()
                self._tell(merged)
            except (Killed, StoreUnavailable) as error:
                self._deliver_at(self.turns.now + timedelta(seconds=self.roll.uniform(1, 120)), received)
                self._outlive(error)
            self._on_the_way -= 1

    def _tell(self, merged: Mapping[ContactKey, Merged]) -> None:
        """Tell the writer of what is due now."""
        changed = [one.dossier for one in merged.values() if one.dossier and one.changed]
        now = self.turns.now
        self.post.tell(one.key for one in changed if one.next_due_at and one.next_due_at <= now)

    def _environment(self) -> None:
        """A Lambda environment of the writer: invoked with batches until it dies, and then a new one."""
        while True:
            store, crm = ChaoticStore(self), ChaoticCrm(self, self._crm(self.turns))
            writer = ActivityWriter(
                self.ledger(store),
                crm,
                self.circuits,
                lambda: self._rules,
                lease_s=LEASE_S,
                clock=self.turns.clock,
                roll=self.roll.random,
                pause=self.turns.sleep,
            )
            try:
                while True:
                    self._invoke(writer, crm)
            except (Killed, StoreUnavailable) as error:
                self._outlive(error)
            self.turns.task.deadline = None

    def _invoke(self, writer: ActivityWriter, crm: ChaoticCrm) -> None:
        messages = self._batch()
        while self._writing >= self._at_once:
            self.turns.sleep(0.1)
        self.turns.task.deadline = self.turns.now + timedelta(seconds=FUNCTION_TIMEOUT_S)
        crm.keys = [message.key for message in messages]
        self._writing += 1
        try:
            with self.at_hand(crm.keys):
                writer.write(crm.keys)
        finally:
            self._writing -= 1
            self._spared.discard(self.turns.task)
        self.post.delete(messages)
        self.turns.task.deadline = None

    @contextmanager
    def at_hand(self, keys: Sequence[ContactKey]) -> Iterator[None]:
        """Somebody is at work on these contacts meanwhile."""
        self.hands.update(keys)
        try:
            yield
        finally:
            self.hands.subtract(keys)

    def _batch(self) -> list[Message]:
        """What a poller gathers, until the batch is full or the window over that its first message opens."""
        gathered: list[Message] = []
        window_ends = AT_THE_END
        while len(gathered) < self._batch_size and self.turns.now < window_ends:
            came = self.post.receive(min(RECEIVED_AT_ONCE, self._batch_size - len(gathered)))
            if came and not gathered:
                window_ends = self.turns.now + self._window
            gathered += came
            self.turns.sleep(self.roll.uniform(0.0, 0.5) if came else self.roll.uniform(0.5, 4.0))
        return gathered

    def _outlive(self, error: BaseException) -> None:
        """Note that a function died; at the end of a run it stays dead."""
        if self.turns.task.doomed:
            raise error
        self.killed += isinstance(error, Killed)

    def _sweeps(self) -> None:
        ledger = self.ledger(self.store)
        while True:
            self.turns.sleep(SWEEP_EVERY_S)
            sweep(ledger, self.post, self.turns.now)
            # An operator looks at what was refused, and has it written again.
            rejected = ledger.in_state(ActivityState.REJECTED, 100).keys
            self.rejected += len(rejected)
            self.post.tell(key for key in rejected if ledger.retry(key))
            told = not self._deliveries and not self._on_the_way
            self._over = told and not any(ledger.due(shard, AT_THE_END, 1) for shard in range(SHARDS))

    def _weather(self) -> None:
        ends_at = self.turns.now + timedelta(seconds=self.mischief.weather_s)
        while self.turns.now < ends_at and self.mischief.weather:
            self.org.faults.clear()
            faults = self.roll.choice(list(self.mischief.weather))
            self.org.faults.add(
                [Fault.from_mapping({**fault, "seed": self.roll.randrange(10**6)}) for fault in faults]
            )
            self.turns.sleep(self.roll.uniform(20, 180))
        self.org.faults.clear()

    def disturb(self) -> None:
        """A moment at which a function may lose its turn, stand still, or die."""
        self.turns.step()
        if self.roll.random() < self.mischief.killed and not self.is_spared:
            raise Killed
        if self.roll.random() < self.mischief.paused:
            self.paused += 1
            self.turns.sleep(self.roll.uniform(0, self.mischief.pause_s))

    @property
    def is_spared(self) -> bool:
        """Whether nothing worse may happen to the task whose turn it is."""
        return self.turns.task in self._spared

    def freeze(self) -> None:
        """Stand still until everybody has to think that this writer is dead."""
        self.frozen += 1
        self._spared.add(self.turns.task)
        self.turns.task.deadline = None
        self.turns.sleep(LEASE_S * self.roll.uniform(1.0, 2.0))

    def carry_out_later(self, work: Callable[[], object], keys: Sequence[ContactKey]) -> None:
        """Do something to these contacts after whoever asked for it has given up."""
        wait_s = self.roll.uniform(0, LATE_S)
        self._on_the_way += 1
        self.hands.update(keys)

        def later() -> None:
            self.turns.sleep(wait_s)
            # Nobody is there any more to hear of trouble.
            with suppress(CrmError):
                work()
            self._on_the_way -= 1
            self.hands.subtract(keys)

        self.turns.spawn("late request", later)
