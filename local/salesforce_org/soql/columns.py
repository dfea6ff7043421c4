"""From a field path to the value it means on a row, through parent relationships."""

from collections.abc import Callable
from dataclasses import dataclass
from operator import itemgetter

from local.salesforce_org.errors import ApiError
from local.salesforce_org.schema.make import email, flag, phone, text
from local.salesforce_org.schema.model import Field, Schema, SObject
from local.salesforce_org.soql.tree import Path
from local.salesforce_org.store import Row, Store

MAX_PARENTS = 5

Getter = Callable[[Row], object]

# What every target of a reference to several objects shows of itself (the Name object of the reference).
POLYMORPHIC = SObject(
    "Name",
    "Name",
    "Names",
    "",
    (
        Field("Id", "Name ID", "id", 18),
        text("Name", "Full Name", 255, is_name=True),
        text("Type", "Type", 40),
        text("FirstName", "First Name", 40),
        text("LastName", "Last Name", 80),
        text("Title", "Title", 128),
        text("Username", "Username", 80),
        text("Alias", "Alias", 8),
        phone("Phone", "Phone"),
        email("Email", "Email"),
        flag("IsActive", "Active"),
    ),
)


@dataclass(frozen=True, slots=True)
class Column:
    """A field together with the way to its value."""

    field: Field
    get: Getter


@dataclass(frozen=True, slots=True)
class Parent:
    """A relationship: the object at its other end and the way to the row there, or to None."""

    sobject: SObject
    name: str
    get: Callable[[Row], Row | None]


class Columns:
    """Resolves paths against what the user may see."""

    def __init__(self, schema: Schema, store: Store) -> None:
        self._schema = schema
        self._store = store

    def column(self, sobject: SObject, path: Path) -> Column:
        """The column behind a path.

        Raises:
            ApiError: ``INVALID_FIELD`` when a step of the path does not exist.
        """
        if len(path) == 1:
            return self._own(sobject, path[0])
        check_depth(path)
        parent = self.parent(sobject, path[0])
        inner = self.column(parent.sobject, path[1:])
        to_row, to_value = parent.get, inner.get

        def get(row: Row) -> object:
            above = to_row(row)
            return None if above is None else to_value(above)

        return Column(inner.field, get)

    def parent(self, sobject: SObject, name: str) -> Parent:
        """The relationship of that name."""
        field = sobject.by_relation.get(name.lower())
        if field is None:
            raise ApiError(
                "INVALID_FIELD",
                f"Didn't understand relationship '{name}' in field path. If you are attempting to use a custom "
                "relationship, be sure to append the '__r' after the custom relationship name.",
            )
        reference, find = itemgetter(field.name), self._store.find
        if len(field.targets) > 1:
            return Parent(POLYMORPHIC, field.relation, lambda row: find(reference(row)))
        target = self._schema.object(field.targets[0])
        if target is None:
            raise no_column(name, sobject.name)
        return Parent(target, field.relation, lambda row: find(reference(row)))

    def _own(self, sobject: SObject, name: str) -> Column:
        field = sobject.field(name)
        if field is None:
            raise no_column(name, sobject.name)
        if sobject is not POLYMORPHIC:
            return Column(field, itemgetter(field.name))
        key = field.name
        if key == "Type":
            return Column(field, self._object_name)
        return Column(field, lambda row: row.get(key))

    def _object_name(self, row: Row) -> object:
        sobject = self._schema.of_id(str(row["Id"]))
        return None if sobject is None else sobject.name


def check_depth(path: Path) -> None:
    """Refuse a path over more parents than Salesforce follows."""
    if len(path) - 1 > MAX_PARENTS:
        raise ApiError("MALFORMED_QUERY", f"only {MAX_PARENTS} levels of parents can be reached")


def no_column(name: str, entity: str) -> ApiError:
    """A field that a statement names and the object does not have, or the user may not see."""
    return ApiError(
        "INVALID_FIELD",
        f"No such column '{name}' on entity '{entity}'. If you are attempting to use a custom field, be sure to "
        "append the '__c' after the custom field name. Please reference your WSDL or the describe call for the "
        "appropriate names.",
    )
