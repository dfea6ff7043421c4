"""Where the org's records lie: rows by id, found by key fields, changed in transactions.

A row holds its values in the form the REST API shows them: text for ids, dates and datetimes (all in UTC and
of one format, so that they compare as text), and every field of its object, None where empty. A row is
replaced, never changed in place. The caller holds the org's lock.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from local.salesforce_org.ids import make_id
from local.salesforce_org.schema.model import Field, Schema, SObject

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Change:
    """One row as it was and as it is; None for one that was not there."""

    object: str
    id: str
    before: Row | None
    after: Row | None


@dataclass(slots=True)
class _Table:
    keys: tuple[Field, ...]
    rows: dict[str, Row] = field(default_factory=dict)
    # By key field and value the ids in the order in which they got it; a dict, as it is an ordered set.
    index: dict[str, dict[str, dict[str, None]]] = field(default_factory=dict)
    last_id: int = 0
    last_number: int = 0


class Store:
    """All rows of an org, deleted ones included."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._open: list[Change] | None = None
        self.committed: Callable[[list[Change]], None] = lambda _changes: None
        self._tables = {
            name: _Table(keys=keys, index={key.name: {} for key in keys})
            for name, each in schema.objects.items()
            for keys in [tuple(one for one in each.listed if one.looked_up)]
        }

    def new_id(self, sobject: SObject) -> str:
        """An id that no row has. Like Salesforce's, it is used up even when the row is rolled back."""
        table = self._tables[sobject.name]
        while True:
            table.last_id += 1
            made = make_id(sobject.prefix, table.last_id)
            if made not in table.rows:
                return made

    def new_number(self, sobject: SObject) -> int:
        """The next auto number."""
        table = self._tables[sobject.name]
        table.last_number += 1
        return table.last_number

    def get(self, object_name: str, record_id: str) -> Row | None:
        """The row, deleted or not."""
        return self._tables[object_name].rows.get(record_id)

    def live(self, object_name: str, record_id: str) -> Row | None:
        """The row unless it is deleted."""
        row = self._tables[object_name].rows.get(record_id)
        return None if row is None or row["IsDeleted"] else row

    def find(self, record_id: object) -> Row | None:
        """The row with this id, of whatever object, unless it is deleted."""
        if not isinstance(record_id, str):
            return None
        sobject = self._schema.of_id(record_id)
        return None if sobject is None else self.live(sobject.name, record_id)

    def rows(self, object_name: str, *, deleted: bool = False) -> Iterator[Row]:
        """Rows in the order of their making; with ``deleted`` those as well."""
        table = self._tables[object_name]
        return (row for row in table.rows.values() if deleted or not row["IsDeleted"])

    def everything(self) -> Iterator[Change]:
        """Every row as if it had just been made."""
        for name, table in self._tables.items():
            for record_id, row in table.rows.items():
                yield Change(name, record_id, None, row)

    def ids_where(self, object_name: str, key: Field, value: str) -> list[str]:
        """Ids of the live rows whose key field has this value."""
        return list(self._tables[object_name].index[key.name].get(_folded(key, value), ()))

    def put(self, sobject: SObject, row: Row) -> None:
        """Add or replace a row. Inside ``transaction`` only."""
        if self._open is None:
            raise RuntimeError("a row changes inside a transaction only")
        record_id = str(row["Id"])
        before = self._tables[sobject.name].rows.get(record_id)
        change = Change(sobject.name, record_id, before, row)
        self._apply(change)
        self._open.append(change)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Undo everything on an exception; the outermost one tells ``committed`` what changed."""
        outer = self._open
        mark = 0 if outer is None else len(outer)
        changes = self._open = [] if outer is None else outer
        try:
            yield
        except BaseException:
            for change in reversed(changes[mark:]):
                self._apply(Change(change.object, change.id, change.after, change.before))
            del changes[mark:]
            raise
        finally:
            self._open = outer
            if outer is None and changes:
                self.committed(_summed_up(changes))

    def _apply(self, change: Change) -> None:
        table = self._tables[change.object]
        if change.after is None:
            del table.rows[change.id]
        else:
            table.rows[change.id] = change.after
        for key in table.keys:
            old, new = _key_value(key, change.before), _key_value(key, change.after)
            if old == new:
                continue
            index = table.index[key.name]
            if old is not None:
                del index[old][change.id]
            if new is not None:
                index.setdefault(new, {})[change.id] = None


def _summed_up(changes: Iterable[Change]) -> list[Change]:
    """One change per row: from how it was at first to how it is at last."""
    summed: dict[tuple[str, str], Change] = {}
    for change in changes:
        first = summed.get((change.object, change.id), change)
        summed[change.object, change.id] = Change(change.object, change.id, first.before, change.after)
    return list(summed.values())


def _key_value(key: Field, row: Row | None) -> str | None:
    """What a row is indexed by under a key; None for an empty key, a deleted row, no row."""
    value = None if row is None or row["IsDeleted"] else row[key.name]
    return _folded(key, value) if isinstance(value, str) else None


def _folded(key: Field, value: str) -> str:
    return value if key.case_sensitive or key.type == "reference" else value.casefold()


def blank_row(sobject: SObject, names: Collection[str] = ()) -> dict[str, object]:
    """A row with every field, empty but for the defaults; fields in ``names`` stay empty."""
    return {each.name: None if each.name in names else each.default for each in sobject.listed}
