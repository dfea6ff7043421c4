"""Carrying out a SOQL statement."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from local.salesforce_org.errors import ApiError
from local.salesforce_org.schema.model import Schema, SObject
from local.salesforce_org.soql.columns import Columns
from local.salesforce_org.soql.filters import predicate, sorted_rows
from local.salesforce_org.soql.literals import comparable
from local.salesforce_org.soql.shapes import Shaper
from local.salesforce_org.soql.tree import AllOf, ChildQuery, Comparison, Condition, Membership, Order, Query
from local.salesforce_org.store import Row, Store

MAX_OFFSET = 2_000


@dataclass(frozen=True, slots=True)
class QueryAnswer:
    """Rows as the REST API shows them. ``total`` counts without the rows for ``COUNT()``."""

    total: int
    rows: list[dict[str, object]]


@dataclass(frozen=True, slots=True)
class Runner:
    """Answers queries on what one user may see of the org, at one instant."""

    schema: Schema
    store: Store
    now: datetime
    base: str
    deleted: bool = False

    def run(self, query: Query) -> QueryAnswer:
        """All rows of the answer; paging is the caller's.

        Raises:
            ApiError: ``INVALID_TYPE``, ``INVALID_FIELD`` and others of that kind.
        """
        columns = Columns(self.schema, self.store)
        sobject = self.schema.object(query.object)
        if sobject is None:
            raise ApiError(
                "INVALID_TYPE",
                f"sObject type '{query.object}' is not supported. If you are attempting to use a custom object, "
                "be sure to append the '__c' after the entity name. Please reference your WSDL or the describe "
                "call for the appropriate names.",
            )
        try:
            shape = Shaper(self.schema, columns, self.base).shape(sobject, query.items, self._child_rows)
            rows = self._select(columns, sobject, query.where, query.order, query.limit, query.offset)
        except ApiError as error:
            raise _pointing(query.text, error) from None
        return QueryAnswer(len(rows), [shape(row) for row in rows] if query.items else [])

    def _select(
        self,
        columns: Columns,
        sobject: SObject,
        where: Condition | None,
        order: tuple[Order, ...],
        limit: int | None,
        offset: int,
        among: Iterable[Row] | None = None,
    ) -> list[Row]:
        if offset > MAX_OFFSET:
            raise ApiError("NUMBER_OUTSIDE_VALID_RANGE", f"Maximum SOQL offset allowed is {MAX_OFFSET}")
        candidates = self._candidates(sobject, where) if among is None else among
        if where is None:
            rows = list(candidates)
        else:
            test = predicate(columns, sobject, where, self.now)
            rows = [row for row in candidates if test(row)]
        rows = sorted_rows(columns, sobject, rows, order)
        return rows[offset:] if limit is None else rows[offset : offset + limit]

    def _candidates(self, sobject: SObject, where: Condition | None) -> Iterable[Row]:
        """Rows to test: those an index offers where the condition names a key, else all."""
        ids = None if self.deleted or where is None else self._indexed(sobject, where)
        if ids is None:
            return self.store.rows(sobject.name, deleted=self.deleted)
        found = (self.store.live(sobject.name, each) for each in sorted(ids))
        return (row for row in found if row is not None)

    def _indexed(self, sobject: SObject, where: Condition) -> set[str] | None:
        """Ids among which every match is, or None when no index helps."""
        match where:
            case AllOf(parts):
                return next((ids for part in parts if (ids := self._indexed(sobject, part)) is not None), None)
            case Comparison((name,), "=", value):
                values = (value,)
            case Membership((name,), values, negated=False, multi=False):
                pass
            case _:
                return None
        field = sobject.field(name)
        if field is None or not (field.type == "id" or field.looked_up):
            return None
        keys = [comparable(field, each) for each in values]
        if not all(isinstance(key, str) for key in keys):
            return None
        if field.type == "id":
            return {str(key) for key in keys}
        return {each for key in keys for each in self.store.ids_where(sobject.name, field, str(key))}

    def _child_rows(self, parent: SObject, query: ChildQuery) -> Callable[[Row], object]:
        found = self.schema.child_relation(parent.name, query.relation)
        if found is None:
            raise ApiError("INVALID_FIELD", f"Didn't understand relationship '{query.relation}' in FROM part")
        child, field = found
        columns = Columns(self.schema, self.store)
        shape = Shaper(self.schema, columns, self.base).shape(child, query.paths)

        def rows(row: Row) -> object:
            ids = self.store.ids_where(child.name, field, str(row["Id"]))
            among = [each for one in ids if (each := self.store.live(child.name, one)) is not None]
            chosen = self._select(columns, child, query.where, query.order, query.limit, query.offset, among)
            if not chosen:
                return None
            return {"totalSize": len(chosen), "done": True, "records": [shape(each) for each in chosen]}

        return rows


def _pointing(text: str, error: ApiError) -> ApiError:
    """The error with the place in the statement in front, as Salesforce shows it for unknown columns."""
    quoted = error.message.split("'")
    at = text.find(quoted[1]) if error.code == "INVALID_FIELD" and len(quoted) > 2 else -1
    if at < 0:
        return error
    start = max(0, at - 40)
    shown = f"\n{text[start : at + 40]}\n{'^':>{at - start + 1}}\nERROR at Row:1:Column:{at + 1}\n"
    return ApiError(error.code, shown + error.message, status=error.status)
