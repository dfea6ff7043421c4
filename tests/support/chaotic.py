"""The ledger's store and the CRM as writers meet them in chaos: with everything that may come in between."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from switchboard.activity.crm import Collection as Rows
from switchboard.activity.crm import CrmRecords, Found, Look, RowResult
from switchboard.activity.dossier import ActivityState
from switchboard.activity.ledger_store import DueContact, Page
from switchboard.activity.links import Item
from switchboard.contact.key import ContactKey
from switchboard.errors import CrmTimeout, StoreUnavailable

if TYPE_CHECKING:
    from tests.support.chaos import Centre

_Done = TypeVar("_Done")


class ChaoticStore:
    """Implements ``LedgerStore`` over the run's store, with everything that may come in between."""

    def __init__(self, centre: "Centre") -> None:
        self._centre = centre
        self._store = centre.store

    def read(self, names: Collection[str]) -> dict[str, Item]:
        return self._disturbed(lambda: self._store.read(names))

    def write(self, items: Sequence[Item]) -> bool:
        return self._disturbed(lambda: self._store.write(items))

    def write_each(self, items: Sequence[Item]) -> list[bool]:
        # Single writes to a database: others come in between.
        return [self._disturbed(partial(self._store.write, [item]), often=False) for item in items]

    def due(self, shard: int, until: datetime, most: int, after: DueContact | None = None) -> list[DueContact]:
        return self._store.due(shard, until, most, after)

    def in_state(self, state: ActivityState, most: int, cursor: str | None = None) -> Page:
        return self._store.in_state(state, most, cursor)

    def of_number(self, number: str) -> list[ContactKey]:
        return self._store.of_number(number)

    def _disturbed(self, work: Callable[[], _Done], *, often: bool = True) -> _Done:
        centre = self._centre
        if often or centre.roll.random() < 0.05:
            centre.disturb()
        fails = centre.roll.random() < centre.mischief.store_fails * (1.0 if often else 0.02)
        fails = fails and not centre.is_spared
        if fails and centre.roll.random() < 0.5:
            raise StoreUnavailable("ThrottlingException")
        done = work()
        if fails:
            centre.failed += 1
            raise StoreUnavailable("RequestTimeout")
        return done


class ChaoticCrm:
    """Implements ``CrmRecords`` over an environment's adapter, with everything that may come in between.

    Attributes:
        keys: of the contacts that the environment is at work on.
    """

    def __init__(self, centre: "Centre", crm: CrmRecords) -> None:
        self.keys: Sequence[ContactKey] = ()
        self._centre = centre
        self._crm = crm

    def write(self, collections: Sequence[Rows]) -> list[list[RowResult]]:
        centre = self._centre
        centre.disturb()
        if centre.roll.random() < centre.mischief.frozen:
            centre.freeze()
        if centre.roll.random() < centre.mischief.given_up:
            centre.given_up += 1
            centre.carry_out_later(lambda: self._crm.write(collections), self.keys)
            raise CrmTimeout("TIMED_OUT")
        results = self._crm.write(collections)
        centre.disturb()
        return results

    def read(self, looks: Sequence[Look]) -> list[dict[str, Found]]:
        self._centre.disturb()
        found = self._crm.read(looks)
        self._centre.disturb()
        return found
