"""A CRM in memory, held to the same contract as the one over Salesforce."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from switchboard.activity.crm import Collection, Done, Found, Look, Refused, Row, RowId, RowResult
from switchboard.activity.model import Scalar
from switchboard.salesforce_id import id18

PREFIXES = {"Task": "00T", "Case": "500", "Contact": "003", "Policy__c": "a01"}
OURSELVES = "005000000000001AAA"
SET_ON_CREATE = {"TaskSubtype"}


@dataclass
class Record:
    """A record with all that was ever set."""

    object_type: str
    key: str
    values: dict[str, Scalar | None]
    deleted: bool = False


@dataclass
class MemoryCrm:
    """Implements ``switchboard.activity.crm.CrmRecords``.

    Args:
        lacking: fields that the org does not have.
        refuse: what refuses a row beyond that.
        trouble: errors of the next requests, one each; ``after_work`` raises them when the work is done.
    """

    lacking: frozenset[str] = frozenset()
    refuse: Callable[[Row], Refused | None] = lambda _row: None
    refuse_together: Callable[[Collection], Refused | None] = lambda _rows: None
    trouble: list[Exception] = field(default_factory=list)
    after_work: bool = False
    records: dict[str, Record] = field(default_factory=dict)
    written: list[list[list[Row]]] = field(default_factory=list)
    looked: list[list[Look]] = field(default_factory=list)

    def write(self, collections: Sequence[Collection]) -> list[list[RowResult]]:
        self.written.append([list(rows) for rows in collections])
        if self.trouble and not self.after_work:
            raise self.trouble.pop(0)
        results: list[list[RowResult]] = []
        for rows in collections:
            results.append(self._collection(rows, results))
        if self.trouble:
            raise self.trouble.pop(0)
        return results

    def read(self, looks: Sequence[Look]) -> list[dict[str, Found]]:
        self.looked.append(list(looks))
        if self.trouble:
            raise self.trouble.pop(0)
        return [self._look(look) for look in looks]

    def add(self, object_type: str, key: str = "", **values: Scalar) -> str:
        """A record that is there already; its id."""
        record_id = id18(f"{PREFIXES[object_type]}{len(self.records) + 1:012}") or ""
        self.records[record_id] = Record(object_type, key, dict(values))
        return record_id

    def edit(self, record_id: str, **values: Scalar | None) -> None:
        """What a person changes."""
        self.records[record_id].values.update(values)

    def delete(self, record_id: str) -> None:
        """What a person throws away."""
        self.records[record_id].deleted = True

    def held(self, key: str) -> list[Mapping[str, Scalar | None]]:
        """The values of every record that has this key and is not deleted."""
        return [one.values for one in self.records.values() if one.key == key and not one.deleted]

    def _collection(self, rows: Collection, earlier: Sequence[Sequence[RowResult]]) -> list[RowResult]:
        together = self._refusal(rows, earlier)
        return [together or self._row(row, earlier) for row in rows]

    def _refusal(self, rows: Collection, earlier: Sequence[Sequence[RowResult]]) -> Refused | None:
        if refused := self.refuse_together(rows):
            return refused
        unknown = sorted(self.lacking & {name for row in rows for name in row.fields})
        if unknown:
            return Refused("INVALID_FIELD", (unknown[0],), together=True)
        for row in rows:
            for cell in row.fields.values():
                if isinstance(cell, RowId) and not isinstance(earlier[cell.collection][cell.row], Done):
                    return Refused("PROCESSING_HALTED", together=True)
        return None

    def _row(self, row: Row, earlier: Sequence[Sequence[RowResult]]) -> RowResult:
        if refused := self.refuse(row):
            return refused
        values = {name: self._value(cell, earlier) for name, cell in row.fields.items()}
        record_id = row.record_id or self._id_of(row)
        if not record_id:
            return Done(self.add(row.object_type, row.key, **values), created=True)  # type: ignore[arg-type]  # None too
        record = self.records.get(record_id)
        if record is None:
            return Refused("INVALID_CROSS_REFERENCE_KEY")
        if record.deleted:
            return Refused("ENTITY_IS_DELETED")
        if set_once := sorted(SET_ON_CREATE & set(values)):
            return Refused("INVALID_FIELD_FOR_INSERT_UPDATE", tuple(set_once))
        record.values.update(values)
        return Done(record_id)

    def _value(self, cell: object, earlier: Sequence[Sequence[RowResult]]) -> Scalar | None:
        if isinstance(cell, RowId):
            done = earlier[cell.collection][cell.row]
            assert isinstance(done, Done)
            return done.record_id
        assert cell is None or isinstance(cell, str | int | float | bool)
        return cell

    def _id_of(self, row: Row) -> str:
        return next(
            (
                record_id
                for record_id, one in self.records.items()
                if one.object_type == row.object_type and one.key == row.key and not one.deleted
            ),
            "",
        )

    def _look(self, look: Look) -> dict[str, Found]:
        found: dict[str, Found] = {}
        fields = [name for name in look.fields if name not in self.lacking]
        for record_id, one in sorted(self.records.items(), key=lambda item: not item[1].deleted):
            name = one.key if look.key_field else record_id
            if one.object_type == look.object_type and name in look.wanted:
                values = {field: one.values.get(field) for field in fields}
                found[name] = Found(record_id, one.deleted, OURSELVES, values)
        return found
