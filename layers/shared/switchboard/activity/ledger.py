"""The ledger: one dossier for each contact, changed by many at once without any losing the other's change.

A dossier is written only where it is as it was read; otherwise it is read again and the change is made anew.
"""

import time
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import UTC, datetime

from switchboard.activity.dossier import ActivityRecord, ActivityState, Attempt, Dossier
from switchboard.activity.dossier_changes import Outcome, begun, let_go, reconsidered, retried, settled
from switchboard.activity.ledger_store import DueContact, LedgerStore, Page, pauses_s
from switchboard.activity.links import Erased, Item, Link
from switchboard.activity.merging import MasterRule, Merged, Merging, kept
from switchboard.activity.outlook import DueRule
from switchboard.contact.key import ContactKey
from switchboard.contact_intake.models import Received
from switchboard.errors import StoreUnavailable


class Ledger:
    """Everything that is done with dossiers.

    Every method raises ``StoreUnavailable`` where the store does not do what was asked.

    Args:
        store: where they are kept.
        clock: the time now, aware.
        pause: waits that many seconds before a change is tried again.
    """

    def __init__(
        self,
        store: LedgerStore,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._store = store
        self._clock = clock
        self._pause = pause

    def merge(
        self, received: Sequence[Received], rule: DueRule, master_of: MasterRule | None = None
    ) -> dict[ContactKey, Merged]:
        """Add events to their contacts, whatever the order and however often they come.

        Args:
            master_of: says which master contact a contact is written with; that one is due along with it. None
                where every contact is written for itself.

        Returns:
            for each key that was received, the dossier that its events went into.
        """
        return Merging(self._store, rule, master_of, self._clock()).run(received, self._pause)

    def read(self, keys: Collection[ContactKey]) -> dict[ContactKey, Dossier]:
        """The dossiers of these contacts, by the keys that were asked for; those that there are."""
        found = self._look([str(key) for key in keys])
        linked = [str(link.key) for link in found.values() if isinstance(link, Link)]
        found.update(self._look([name for name in linked if name not in found]))
        dossiers: dict[ContactKey, Dossier] = {}
        for key in keys:
            item = found[str(key)]
            if isinstance(item, Link):
                item = found[str(item.key)]
            if isinstance(item, Dossier):
                dossiers[key] = item
        return dossiers

    def begin(
        self, starts: Sequence[tuple[Dossier, Attempt, tuple[ActivityRecord, ...]]]
    ) -> dict[ContactKey, Dossier]:
        """Open attempts to write, each only where the dossier is as it was read and nobody else writes it.

        Args:
            starts: dossier, attempt, and the records as they stand should the outcome stay unknown.

        Returns:
            the dossiers whose attempts were opened, for ``settle``.
        """
        now = self._clock()
        opened = [
            begun(dossier, attempt, records)
            for dossier, attempt, records in starts
            if not dossier.is_being_written(now)
        ]
        return self._kept(opened)

    def settle(self, outcomes: Sequence[tuple[Dossier, Outcome]]) -> dict[ContactKey, Dossier]:
        """Close attempts with their outcomes. What became known in between stays due.

        Args:
            outcomes: dossiers as ``begin`` gave them.

        Returns:
            the dossiers as they stand. One is missing where its attempt is no longer the open one: its lease had
            ended and somebody else took over, or the contact was erased.
        """
        wanted = {dossier.key: (dossier, outcome) for dossier, outcome in outcomes}
        current = {key: dossier for key, (dossier, _) in wanted.items()}
        done: dict[ContactKey, Dossier] = {}
        for pause_s in pauses_s():
            closed = [settled(dossier, wanted[key][1], self._clock()) for key, dossier in current.items()]
            done.update(self._kept(closed))
            lost = [key for key in current if key not in done]
            if not lost:
                self._let_legs_go(done.values())
                return done
            self._pause(pause_s)
            held = self.read(lost)
            current = {key: held[key] for key in lost if key in held and _same_attempt(held[key], wanted[key][0])}
        raise StoreUnavailable("CONTENDED")

    def look_again(self, dossiers: Iterable[Dossier], rule: DueRule) -> dict[ContactKey, Dossier]:
        """Have the rules decide anew on contacts that are open or due, though nothing more is known of them.

        Returns:
            those for which something changed, and that nobody else changed in between.
        """
        now = self._clock()
        pairs = [(dossier, reconsidered(dossier, rule, now)) for dossier in dossiers]
        return self._kept([after for before, after in pairs if after != before])

    def retry(self, key: ContactKey) -> Dossier | None:
        """Make a rejected contact due again; None where there is none, or it is not rejected."""
        for pause_s in pauses_s():
            dossier = self.read([key]).get(key)
            if dossier is None or dossier.state is not ActivityState.REJECTED:
                return None
            if done := self._kept([retried(dossier, self._clock())]):
                return done[dossier.key]
            self._pause(pause_s)
        raise StoreUnavailable("CONTENDED")

    def erase(self, key: ContactKey) -> Dossier | None:
        """Forget everything of a contact, and whatever may still be told of it.

        Returns:
            what was forgotten; None where there was nothing.
        """
        for pause_s in pauses_s():
            dossier = self.read([key]).get(key)
            if dossier is None:
                return None
            if self._store.write([Erased(str(dossier.key), dossier.revision)]):
                return dossier
            self._pause(pause_s)
        raise StoreUnavailable("CONTENDED")

    def due(self, shard: int, until: datetime, most: int, after: DueContact | None = None) -> list[DueContact]:
        """See ``LedgerStore.due``."""
        return self._store.due(shard, until, most, after)

    def in_state(self, state: ActivityState, most: int, cursor: str | None = None) -> Page:
        """See ``LedgerStore.in_state``."""
        return self._store.in_state(state, most, cursor)

    def of_number(self, number: str) -> list[ContactKey]:
        """See ``LedgerStore.of_number``."""
        return self._store.of_number(number)

    def _let_legs_go(self, masters: Iterable[Dossier]) -> None:
        """What was written with its master has nothing more to wait for."""
        legs = [leg for master in masters if master.state.settled for leg in master.legs]
        if legs:
            now = self._clock()
            held = {dossier.key: dossier for dossier in self.read(legs).values()}
            self._kept([let_go(dossier, now) for dossier in held.values() if not dossier.state.settled])

    def _kept(self, dossiers: Sequence[Dossier]) -> dict[ContactKey, Dossier]:
        """Write dossiers; those that were kept, as they now stand."""
        written = self._store.write_each(dossiers) if dossiers else []
        return {one.key: kept(one) for one, done in zip(dossiers, written, strict=True) if done}

    def _look(self, names: Collection[str]) -> dict[str, Item | None]:
        """Items by name, None where there is none."""
        read = self._store.read(names) if names else {}
        return {name: read.get(name) for name in names}


def _same_attempt(one: Dossier, other: Dossier) -> bool:
    return one.attempt is not None and other.attempt is not None and one.attempt.id == other.attempt.id
