"""The ledger: one dossier for each contact, changed by many writers at once without any losing the other's change.

``LedgerStore`` is what a database has to do; ``Ledger`` is everything that the functions do with it. A dossier is
written only where it is as it was read, otherwise it is read again and the change made anew.
"""

import random
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Protocol

from switchboard.activity.dossier import ActivityRecord, ActivityState, Attempt, Dossier
from switchboard.activity.dossier_changes import (
    Outcome,
    absorbed,
    begun,
    merged,
    reconsidered,
    retried,
    settled,
)
from switchboard.activity.links import (
    Erased,
    Found,
    Item,
    Link,
    Placement,
    aliases_to_follow,
    name_of,
    names_to_read,
    place,
)
from switchboard.activity.outlook import DueRule
from switchboard.contact.key import ContactKey
from switchboard.contact_intake.models import Received
from switchboard.errors import StoreUnavailable

SHARDS = 8
"""Parts of the index of what is due, so that no part of it gets too busy."""

MOST_TRIES = 10
_CONTENDED = "CONTENDED"


@dataclass(frozen=True, slots=True)
class DueContact:
    """An entry of the index of what is due."""

    key: ContactKey
    at: datetime


@dataclass(frozen=True, slots=True)
class Page:
    """Keys in an order, and where the next page begins; None after the last."""

    keys: tuple[ContactKey, ...]
    next: str | None


class LedgerStore(Protocol):
    """Where the items are kept. Indexes may lag a moment behind; reading and writing do not."""

    def read(self, names: Collection[str]) -> dict[str, Item]:
        """What is kept under these names, as of the last write; what is not there is left out."""
        ...

    def write(self, items: Sequence[Item]) -> bool:
        """Keep all of these in place of what was read, each with its next revision, or none of them.

        Returns:
            False where one of them is no longer as it was read; a revision of 0 means that there was none.
        """
        ...

    def write_each(self, items: Sequence[Item]) -> list[bool]:
        """The same for many that do not depend on each other; says for each whether it was kept."""
        ...

    def due(self, shard: int, until: datetime, most: int, after: DueContact | None = None) -> list[DueContact]:
        """Contacts of one of the ``SHARDS`` whose ``next_due_at`` is not after ``until``, the earliest first.

        Args:
            after: the last one of the page before.
        """
        ...

    def in_state(self, state: ActivityState, most: int, cursor: str | None = None) -> Page:
        """Contacts in a state, the latest to get there first; those in OPEN are not listed.

        Raises:
            BadCursor: the cursor is not one that a page gave.
        """
        ...

    def of_number(self, number: str) -> list[ContactKey]:
        """Contacts with this customer's number, in E.164."""
        ...


class BadCursor(ValueError):
    """A cursor that no page gave."""


@dataclass(frozen=True, slots=True)
class Merged:
    """What became of the events of one contact.

    Args:
        dossier: as it stands; None where the contact was erased and nothing is kept of it.
        changed: whether the events told anything new.
    """

    dossier: Dossier | None
    changed: bool


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

    def merge(self, received: Sequence[Received], rule: DueRule) -> dict[ContactKey, Merged]:
        """Add events to their contacts, whatever the order and however often they come.

        Returns:
            for each key that was received, the dossier that its events went into. If it is due, the index of what
            is due has it.
        """
        waiting: dict[ContactKey, list[Received]] = defaultdict(list)
        for one in received:
            waiting[one.key].append(one)
        done: dict[ContactKey, Merged] = {}
        for pause_s in _pauses_s():
            # Contacts that share a dossier take turns; only a round that got nowhere has met somebody else.
            while more := self._merge_once({key: of for key, of in waiting.items() if key not in done}, rule):
                done.update(more)
            if len(done) == len(waiting):
                return done
            self._pause(pause_s)
        raise StoreUnavailable(_CONTENDED)

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
        for pause_s in _pauses_s():
            closed = [settled(dossier, wanted[key][1], self._clock()) for key, dossier in current.items()]
            done.update(self._kept(closed))
            lost = [key for key in current if key not in done]
            if not lost:
                return done
            self._pause(pause_s)
            held = self.read(lost)
            current = {key: held[key] for key in lost if key in held and _same_attempt(held[key], wanted[key][0])}
        raise StoreUnavailable(_CONTENDED)

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
        for pause_s in _pauses_s():
            dossier = self.read([key]).get(key)
            if dossier is None or dossier.state is not ActivityState.REJECTED:
                return None
            kept = self._kept([retried(dossier, self._clock())])
            if kept:
                return kept[dossier.key]
            self._pause(pause_s)
        raise StoreUnavailable(_CONTENDED)

    def erase(self, key: ContactKey) -> Dossier | None:
        """Forget everything of a contact, and whatever may still be told of it.

        Returns:
            what was forgotten; None where there was nothing.
        """
        for pause_s in _pauses_s():
            dossier = self.read([key]).get(key)
            if dossier is None:
                return None
            if self._store.write([Erased(str(dossier.key), dossier.revision)]):
                return dossier
            self._pause(pause_s)
        raise StoreUnavailable(_CONTENDED)

    def due(self, shard: int, until: datetime, most: int, after: DueContact | None = None) -> list[DueContact]:
        """See ``LedgerStore.due``."""
        return self._store.due(shard, until, most, after)

    def in_state(self, state: ActivityState, most: int, cursor: str | None = None) -> Page:
        """See ``LedgerStore.in_state``."""
        return self._store.in_state(state, most, cursor)

    def of_number(self, number: str) -> list[ContactKey]:
        """See ``LedgerStore.of_number``."""
        return self._store.of_number(number)

    def _merge_once(self, waiting: Mapping[ContactKey, list[Received]], rule: DueRule) -> dict[ContactKey, Merged]:
        """Merge what can be; of several contacts that go into one dossier, the first."""
        aliases = {key: aliases_to_follow(of) for key, of in waiting.items()}
        found = self._look(
            list(dict.fromkeys(name for key in waiting for name in names_to_read(key, aliases[key])))
        )
        placements = {key: place(key, aliases[key], found) for key in waiting}
        while missing := {name for one in placements.values() for name in one.missing}:
            found.update(self._look(missing))
            placements = {key: place(key, aliases[key], found) for key in waiting}
        done: dict[ContactKey, Merged] = {}
        changes: dict[ContactKey, list[Item]] = {}
        touched: set[str] = set()
        for key, placement in placements.items():
            if isinstance(found.get(str(key)), Erased) or isinstance(found[str(placement.dossier)], Erased):
                done[key] = Merged(None, False)
                continue
            items = self._change(waiting[key], placement, found, rule)
            if touched & {name_of(item) for item in items}:
                continue
            touched |= {name_of(item) for item in items}
            changes[key] = items
        done.update(self._write_changes(changes, found))
        return done

    def _change(
        self, received: Sequence[Received], placement: Placement, found: Found, rule: DueRule
    ) -> list[Item]:
        """The dossier with the events, and what else has to be written with it."""
        now = self._clock()
        held = found[str(placement.dossier)]
        dossier = held if isinstance(held, Dossier) else Dossier(placement.dossier, created_at=now, since=now)
        for other in placement.absorbs:
            dossier = absorbed(dossier, other, rule, now)
        return [merged(dossier, [one.event for one in received], rule, now), *placement.links]

    def _write_changes(self, changes: Mapping[ContactKey, list[Item]], found: Found) -> dict[ContactKey, Merged]:
        done: dict[ContactKey, Merged] = {}
        alone: dict[ContactKey, Dossier] = {}
        for key, items in changes.items():
            dossier = items[0]
            assert isinstance(dossier, Dossier)  # noqa: S101 - for the type checker: _change puts it first
            if len(items) > 1:
                if self._store.write(items):
                    done[key] = Merged(_next(dossier), True)
            elif dossier is found[str(dossier.key)]:
                done[key] = Merged(dossier, False)
            else:
                alone[key] = dossier
        kept = self._kept(list(alone.values()))
        done.update({key: Merged(kept[one.key], True) for key, one in alone.items() if one.key in kept})
        return done

    def _kept(self, dossiers: Sequence[Dossier]) -> dict[ContactKey, Dossier]:
        """Write dossiers; those that were kept, as they now stand."""
        if not dossiers:
            return {}
        kept = self._store.write_each(dossiers)
        return {one.key: _next(one) for one, done in zip(dossiers, kept, strict=True) if done}

    def _look(self, names: Collection[str]) -> dict[str, Item | None]:
        """Items by name, None where there is none."""
        read = self._store.read(names) if names else {}
        return {name: read.get(name) for name in names}


def _pauses_s() -> Iterator[float]:
    """How long to wait after each try, in seconds: longer every time, and never the same for two who met."""
    for number in range(MOST_TRIES):
        yield random.uniform(0, 0.01 * 2**number)  # noqa: S311 - nobody gains by guessing it


def _next(dossier: Dossier) -> Dossier:
    return replace(dossier, revision=dossier.revision + 1)


def _same_attempt(one: Dossier, other: Dossier) -> bool:
    return one.attempt is not None and other.attempt is not None and one.attempt.id == other.attempt.id
