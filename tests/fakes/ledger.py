"""A ledger's store in memory, held to the same contract as the one in DynamoDB."""

import threading
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from switchboard.activity import dossier_item
from switchboard.activity.dossier import ActivityState, Dossier
from switchboard.activity.ledger_index import check_place, customer_number, shard_of, state_place
from switchboard.activity.ledger_store import DueContact, Page
from switchboard.activity.links import Item, name_of
from switchboard.contact.key import ContactKey
from switchboard.errors import BadCursor


@dataclass(frozen=True)
class _Kept:
    """An item as it would lie in a database: dossiers as text."""

    revision: int
    item: Item
    text: str = ""

    def given(self) -> Item:
        if isinstance(self.item, Dossier):
            return dossier_item.from_text(self.text, self.revision)
        return replace(self.item, revision=self.revision)


class MemoryLedgerStore:
    """Implements ``switchboard.activity.ledger_store.LedgerStore``.

    Args:
        region: country in which numbers without one are read.
    """

    def __init__(self, region: str = "US") -> None:
        self._region = region
        self._items: dict[str, _Kept] = {}
        self._lock = threading.Lock()

    def read(self, names: Collection[str]) -> dict[str, Item]:
        with self._lock:
            return {name: self._items[name].given() for name in names if name in self._items}

    def write(self, items: Sequence[Item]) -> bool:
        with self._lock:
            held = {name: kept.revision for name, kept in self._items.items()}
            if any(held.get(name_of(item), 0) != item.revision for item in items):
                return False
            for item in items:
                text = dossier_item.to_text(item) if isinstance(item, Dossier) else ""
                self._items[name_of(item)] = _Kept(item.revision + 1, item, text)
            return True

    def write_each(self, items: Sequence[Item]) -> list[bool]:
        return [self.write([item]) for item in items]

    def due(self, shard: int, until: datetime, most: int, after: DueContact | None = None) -> list[DueContact]:
        found = [
            DueContact(one.key, one.next_due_at)
            for one in self._dossiers()
            if shard_of(one.key) == shard and one.next_due_at and one.next_due_at <= until
        ]
        found.sort(key=lambda one: (one.at, str(one.key)))
        return [one for one in found if after is None or (one.at, str(one.key)) > (after.at, str(after.key))][
            :most
        ]

    def in_state(self, state: ActivityState, most: int, cursor: str | None = None) -> Page:
        if cursor is not None:
            try:
                check_place(cursor)
            except ValueError as error:
                raise BadCursor from error
        found = sorted(
            (state_place(one), one.key)
            for one in self._dossiers()
            if one.state is state and state is not ActivityState.OPEN
        )
        left = [one for one in reversed(found) if cursor is None or one[0] < cursor]
        page = left[:most]
        return Page(tuple(key for _, key in page), page[-1][0] if len(left) > most else None)

    def of_number(self, number: str) -> list[ContactKey]:
        return sorted(one.key for one in self._dossiers() if customer_number(one, self._region) == number)

    def _dossiers(self) -> list[Dossier]:
        with self._lock:
            return [kept.item for kept in self._items.values() if isinstance(kept.item, Dossier)]
