"""Rows as the REST API shows them: ``attributes`` first, then the fields in the order asked for."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from local.salesforce_org.errors import ApiError
from local.salesforce_org.schema.model import Schema, SObject
from local.salesforce_org.soql.columns import POLYMORPHIC, Columns, Parent, check_depth
from local.salesforce_org.soql.tree import ChildQuery, Path
from local.salesforce_org.store import Row

Shape = Callable[[Row], dict[str, object]]
ChildRows = Callable[[SObject, ChildQuery], Callable[[Row], object]]
"""Given the object and a child query, how to find the answer for one row."""


@dataclass(frozen=True, slots=True)
class Shaper:
    """Makes shapes for one version of the API.

    Args:
        base: such as ``/services/data/v66.0``.
    """

    schema: Schema
    columns: Columns
    base: str

    def shape(
        self, sobject: SObject, items: Sequence[Path | ChildQuery], child_rows: ChildRows | None = None
    ) -> Shape:
        """How to show rows of an object.

        Raises:
            ApiError: a path does not exist, or is asked for twice.
        """
        parts: list[tuple[str, Callable[[Row], object]]] = []
        below: dict[str, list[Path]] = {}
        seen: set[object] = set()
        for item in items:
            key = item if isinstance(item, ChildQuery) else tuple(step.lower() for step in item)
            if key in seen:
                raise ApiError("MALFORMED_QUERY", f"duplicate field selected: {_shown(item)}")
            seen.add(key)
            if isinstance(item, ChildQuery):
                if child_rows is None:
                    raise ApiError("MALFORMED_QUERY", "a child query is not supported here")
                parts.append((item.relation, child_rows(sobject, item)))
            elif len(item) == 1:
                column = self.columns.column(sobject, item)
                parts.append((column.field.name, column.get))
            else:
                check_depth(item)
                parent = self.columns.parent(sobject, item[0])
                if parent.name not in below:
                    below[parent.name] = []
                    # Its place is where it was first named; what it shows is known after the last path.
                    parts.append((parent.name, _unfilled))
                below[parent.name].append(item[1:])
        for relation, paths in below.items():
            parent = self.columns.parent(sobject, relation)
            at = next(index for index, (name, get) in enumerate(parts) if name == relation and get is _unfilled)
            parts[at] = (relation, self._parent_shape(parent, paths))
        prefix = f"{self.base}/sobjects/"
        return self._row_shape(sobject, prefix, parts)

    def _row_shape(
        self, sobject: SObject, prefix: str, parts: Iterable[tuple[str, Callable[[Row], object]]]
    ) -> Shape:
        steps = tuple(parts)
        if sobject is POLYMORPHIC:
            of_id = self.schema.of_id

            def show_any(row: Row) -> dict[str, object]:
                actual = of_id(str(row["Id"]))
                kind = "" if actual is None else actual.name
                shown: dict[str, object] = {"attributes": {"type": "Name", "url": f"{prefix}{kind}/{row['Id']}"}}
                for name, get in steps:
                    shown[name] = get(row)
                return shown

            return show_any
        kind, start = sobject.name, f"{prefix}{sobject.name}/"

        def show(row: Row) -> dict[str, object]:
            shown: dict[str, object] = {"attributes": {"type": kind, "url": f"{start}{row['Id']}"}}
            for name, get in steps:
                shown[name] = get(row)
            return shown

        return show

    def _parent_shape(self, parent: Parent, paths: Sequence[Path]) -> Callable[[Row], object]:
        inner, to_row = self.shape(parent.sobject, paths), parent.get

        def show(row: Row) -> object:
            above = to_row(row)
            return None if above is None else inner(above)

        return show


def _shown(item: Path | ChildQuery) -> str:
    return item.relation if isinstance(item, ChildQuery) else ".".join(item)


def _unfilled(_row: Row) -> object:
    raise RuntimeError("a relationship was left without its shape")
