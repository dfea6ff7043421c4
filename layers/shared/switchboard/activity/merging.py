"""Adding events to dossiers: many at once, with one write for each dossier."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import reduce

from switchboard.activity.dossier import Dossier
from switchboard.activity.dossier_changes import absorbed, let_go, merged, with_leg
from switchboard.activity.ledger_store import LedgerStore, pauses_s
from switchboard.activity.links import (
    Erased,
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
from switchboard.contact.merge import Contact, merge
from switchboard.contact_intake.models import Received
from switchboard.errors import StoreUnavailable

MasterRule = Callable[[Dossier], ContactKey | None]
"""The master contact that a contact is written with, or None where it is written for itself."""


@dataclass(frozen=True, slots=True)
class Merged:
    """What became of the events of one contact.

    Args:
        dossier: as it stands; None where the contact was erased and nothing is kept of it.
        changed: whether the events told anything new.
    """

    dossier: Dossier | None
    changed: bool


class Merging:
    """One run of adding events.

    Args:
        master_of: whom a change of a contact concerns as well; None where every contact is written for itself.
    """

    def __init__(self, store: LedgerStore, rule: DueRule, master_of: MasterRule | None, now: datetime) -> None:
        self._store = store
        self._rule = rule
        self._master_of = master_of
        self._now = now
        self._found: dict[str, Item | None] = {}

    def run(self, received: Sequence[Received], pause: Callable[[float], None]) -> dict[ContactKey, Merged]:
        """Add the events to their contacts.

        Raises:
            StoreUnavailable: also where others change the same contacts all the time.
        """
        waiting: dict[ContactKey, list[Received]] = defaultdict(list)
        for one in received:
            waiting[one.key].append(one)
        done: dict[ContactKey, Merged] = {}
        for pause_s in pauses_s():
            # Contacts that share a dossier take turns; only a round that got nowhere has met somebody else.
            while more := self._round({key: of for key, of in waiting.items() if key not in done}):
                done.update(more)
            if len(done) == len(waiting):
                return done
            pause(pause_s)
        raise StoreUnavailable("CONTENDED")

    def _round(self, waiting: Mapping[ContactKey, list[Received]]) -> dict[ContactKey, Merged]:
        """Merge what can be; of several contacts that touch the same dossier, the first."""
        self._found = {}
        placements = self._placements(waiting)
        done: dict[ContactKey, Merged] = {}
        changes: dict[ContactKey, list[Item]] = {}
        touched: set[str] = set()
        for key, placement in placements.items():
            if any(isinstance(self._found[str(one)], Erased) for one in (key, placement.dossier)):
                done[key] = Merged(None, False)
                continue
            items = self._change(waiting[key], placement)
            names = {name_of(item) for item in items}
            if not touched & names:
                touched |= names
                changes[key] = items
        return done | self._written(changes)

    def _placements(self, waiting: Mapping[ContactKey, list[Received]]) -> dict[ContactKey, Placement]:
        aliases = {key: aliases_to_follow(of) for key, of in waiting.items()}
        names = {name for key in waiting for name in names_to_read(key, aliases[key])}
        self._look(names | self._masters_told(waiting))
        while True:
            placements = {key: place(key, aliases[key], self._found) for key in waiting}
            missing = {name for one in placements.values() for name in one.missing}
            if not missing:
                return placements
            self._look(missing)

    def _change(self, received: Sequence[Received], placement: Placement) -> list[Item]:
        """The dossier with the events, and what else has to be written with it."""
        dossier = before = self._dossier(placement.dossier)
        for other in placement.absorbs:
            dossier = absorbed(dossier, other, self._rule, self._now)
        dossier = merged(dossier, [one.event for one in received], self._rule, self._now)
        master = self._master_of(dossier) if self._master_of and dossier is not before else None
        if master is None:
            return [dossier, *placement.links]
        held = self._held(master)
        if isinstance(held, Erased):
            return [let_go(dossier, self._now), *placement.links]
        other = held or self._new(master)
        return [dossier, *placement.links, with_leg(other, dossier.key, self._rule, self._now)]

    def _masters_told(self, waiting: Mapping[ContactKey, list[Received]]) -> set[str]:
        """Names of the masters that the events themselves tell of, to be read along with the rest."""
        if self._master_of is None:
            return set()
        told = (
            replace(self._new(key), contact=reduce(merge, (one.event for one in of), Contact()))
            for key, of in waiting.items()
        )
        return {str(master) for one in told if (master := self._master_of(one))}

    def _held(self, key: ContactKey) -> Dossier | Erased | None:
        """What is kept under a key, wherever it leads."""
        if str(key) not in self._found:
            self._look({str(key)})
        item = self._found[str(key)]
        return self._held(item.key) if isinstance(item, Link) else item

    def _dossier(self, key: ContactKey) -> Dossier:
        held = self._found[str(key)]
        return held if isinstance(held, Dossier) else self._new(key)

    def _new(self, key: ContactKey) -> Dossier:
        return Dossier(key, created_at=self._now, since=self._now)

    def _written(self, changes: Mapping[ContactKey, list[Item]]) -> dict[ContactKey, Merged]:
        done: dict[ContactKey, Merged] = {}
        alone: dict[ContactKey, Dossier] = {}
        for key, items in changes.items():
            dossier = items[0]
            assert isinstance(dossier, Dossier)  # noqa: S101 - for the type checker: _change puts it first
            if len(items) > 1:
                if self._store.write(items):
                    done[key] = Merged(kept(dossier), True)
            elif dossier.version == 0 or dossier is self._found[str(dossier.key)]:
                done[key] = Merged(dossier, False)
            else:
                alone[key] = dossier
        written = self._store.write_each(list(alone.values())) if alone else []
        for (key, dossier), is_written in zip(alone.items(), written, strict=True):
            if is_written:
                done[key] = Merged(kept(dossier), True)
        return done

    def _look(self, names: Collection[str]) -> None:
        read = self._store.read(names)
        self._found.update({name: read.get(name) for name in names})


def kept(dossier: Dossier) -> Dossier:
    """The dossier as it was read again after it was written."""
    return replace(dossier, revision=dossier.revision + 1)
