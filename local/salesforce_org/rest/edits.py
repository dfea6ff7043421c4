"""Changes to records, row by row, with the faults that can befall a row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from local.salesforce_org.errors import ApiError, not_found
from local.salesforce_org.ids import make_id, to_18
from local.salesforce_org.records.writer import Writer
from local.salesforce_org.rest.call import Call
from local.salesforce_org.schema.model import Field, SObject
from local.salesforce_org.users import OTHER_PROCESS_USER_ID
from local.simulator.faults import Fault

Body = Mapping[str, object]

ROW_FAULTS = {
    "lock_rows": ("UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access to this record"),
    "duplicates_detected": ("DUPLICATES_DETECTED", "Use one of these records?"),
    "row_error": ("UNKNOWN_EXCEPTION", "An unexpected error occurred."),
}
"""Named faults that refuse one row, each with the code and message it has unless its options say others."""


NOWHERE = 10**12
"""A number far above those of real records, for matches that are made up."""


class SeveralMatchesError(Exception):
    """More than one record has the external id."""

    def __init__(self, ids: Sequence[str]) -> None:
        super().__init__("several records match")
        self.ids = list(ids)


@dataclass(frozen=True, slots=True)
class Edits:
    """The edits of one call. Each row is a transaction of its own; ``row`` is its place in a collection."""

    call: Call

    def create(self, sobject: SObject, body: Body, row: int = 0) -> str:
        """A new record; its id."""
        writer = self._writer()
        values = writer.read(sobject, body)
        if values.pop("Id", None) is not None:
            message = "cannot specify Id in an insert call"
            raise ApiError("INVALID_FIELD_FOR_INSERT_UPDATE", message, fields=["Id"])
        self._meet_faults(sobject, row, values)
        with self.call.state.store.transaction():
            return writer.create(sobject, values)

    def update(self, sobject: SObject, record_id: str, body: Body, row: int = 0) -> None:
        """Change a record."""
        writer = self._writer()
        values = writer.read(sobject, body)
        before = writer.existing(sobject, record_id)
        self._meet_faults(sobject, row, {**before, **values})
        with self.call.state.store.transaction():
            writer.update(sobject, record_id, values)

    def delete(self, sobject: SObject, record_id: str, row: int = 0) -> None:
        """Delete a record."""
        writer = self._writer()
        self._meet_faults(sobject, row, writer.existing(sobject, record_id))
        with self.call.state.store.transaction():
            writer.delete(sobject, record_id)

    def upsert(
        self, sobject: SObject, key: Field, value: str, body: Body, row: int = 0, *, update_only: bool = False
    ) -> tuple[str, bool]:
        """Change the record with this key, or make it; its id and whether it is new.

        Raises:
            SeveralMatchesError: more than one record has the key.
            ApiError: the row is refused.
        """
        keyed = {**body, key.name: value}
        ids = self.ids_of(sobject, key, value)
        if len(ids) < 2 and self._draw("several_matches", sobject, row, keyed) is not None:
            ids = [*ids, make_id(sobject.prefix, NOWHERE), make_id(sobject.prefix, NOWHERE + 1)][:2]
        if len(ids) > 1:
            raise SeveralMatchesError(ids)
        if ids:
            self.update(sobject, ids[0], body, row)
            return ids[0], False
        if update_only or key.type == "id":
            raise not_found()
        if self._draw("duplicate_value_race", sobject, row, keyed) is not None:
            self._let_another_writer_in(sobject, keyed)
        return self.create(sobject, keyed, row), True

    def ids_of(self, sobject: SObject, key: Field, value: str) -> list[str]:
        """Ids of the records that have this key."""
        store = self.call.state.store
        if key.type == "id":
            record_id = to_18(value)
            return [record_id] if record_id and store.live(sobject.name, record_id) is not None else []
        return sorted(store.ids_where(sobject.name, key, value))

    def meet_trigger(self, sobject: SObject, rows: Sequence[Body]) -> ApiError | None:
        """The error with which a trigger fails all rows of an object because of one of them."""
        for index, row in enumerate(rows):
            fault = self._draw("trigger_fails", sobject, index, row)
            if fault is not None:
                code = fault.options.get("code", "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY")
                message = fault.options.get("message", "a trigger caused an unexpected exception")
                return ApiError(str(code), str(message), fields=[])
        return None

    def _writer(self) -> Writer:
        return self.call.state.writer(self.call.user_id)

    def _let_another_writer_in(self, sobject: SObject, body: Body) -> None:
        """Another process is faster by a moment: its record is there, so ours will be one too many."""
        other = self.call.state.writer(OTHER_PROCESS_USER_ID, unrestricted=True)
        with self.call.state.store.transaction():
            other.create(sobject, other.read(sobject, body))

    def _draw(self, name: str, sobject: SObject, row: int, values: Body) -> Fault | None:
        return self.call.state.faults.draw(
            self.call.request, name, lambda fault: _is_meant(fault.options, sobject, row, values)
        )

    def _meet_faults(self, sobject: SObject, row: int, values: Body) -> None:
        for name, (code, message) in ROW_FAULTS.items():
            detects = name == "duplicates_detected"
            if detects and self._saves_duplicates():
                continue
            fault = self._draw(name, sobject, row, values)
            if fault is None:
                continue
            options = fault.options
            names = options.get("fields")
            raise ApiError(
                str(options.get("code", code)),
                str(options.get("message", message)),
                fields=[str(each) for each in names] if isinstance(names, list) else [],
                extra=self._duplicate_result(sobject, options) if detects else None,
            )

    def _saves_duplicates(self) -> bool:
        header = self.call.request.headers.get("sforce-duplicate-rule-header", "")
        return "allowsave=true" in header.lower().replace(" ", "")

    def _duplicate_result(self, sobject: SObject, options: Body) -> dict[str, object]:
        ids = options.get("ids")
        records = [
            {
                "additionalInformation": [],
                "fieldDiffs": [],
                "matchConfidence": 100.0,
                "record": {
                    "attributes": {
                        "type": sobject.name,
                        "url": f"{self.call.base}/sobjects/{sobject.name}/{record_id}",
                    },
                    "Id": record_id,
                },
            }
            for record_id in (ids if isinstance(ids, list) else [])
        ]
        result = {
            "allowSave": True,
            "duplicateRule": f"Standard_{sobject.name}_Duplicate_Rule",
            "duplicateRuleEntityType": sobject.name,
            "errorMessage": "Use one of these records?",
            "matchResults": [
                {
                    "entityType": sobject.name,
                    "errors": [],
                    "matchEngine": "FuzzyMatchEngine",
                    "matchRecords": records,
                    "rule": f"Standard_{sobject.name}_Match_Rule",
                    "size": len(records),
                    "success": True,
                }
            ],
        }
        return {"duplicateResult": result}


def _is_meant(options: Body, sobject: SObject, row: int, values: Body) -> bool:
    """Whether a fault's options ``object``, ``rows`` and ``where`` (field to value) point at this row."""
    if options.get("object", sobject.name) != sobject.name:
        return False
    rows, where = options.get("rows"), options.get("where")
    if isinstance(rows, list) and row not in rows:
        return False
    return not isinstance(where, dict) or all(values.get(name) == value for name, value in where.items())
