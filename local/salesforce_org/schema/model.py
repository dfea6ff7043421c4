"""What an org's objects and fields are: the values that schema, validation, search and describe share."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

FieldType = Literal[
    "id", "string", "textarea", "picklist", "multipicklist", "phone", "email", "url", "boolean", "int",
    "double", "currency", "percent", "date", "datetime", "reference",
]  # fmt: skip

TEXT_TYPES = frozenset({"string", "textarea", "picklist", "multipicklist", "phone", "email", "url"})
NUMBER_TYPES = frozenset({"int", "double", "currency", "percent"})
ID_TYPES = frozenset({"id", "reference"})
LONG_TEXT_OVER = 255


@dataclass(frozen=True, slots=True)
class Field:
    """One field.

    Args:
        length: most characters of text, most digits of an integer.
        createable, updateable: whether an API client may set it on create, on update.
        default: given to a new record that does not say; a field with a default is never missing.
        values, restricted: picklist values; other values are refused only when restricted.
        targets: objects whose ids a reference may hold.
        relation: name under which the parent is reached from here, as in ``Account.Name``.
        children: name under which the parent reaches the records that point at it by this field.
        is_name: shown as the record's name.
        auto_number: format of a number given by the platform, such as ``POL-{0:05d}``.
    """

    name: str
    label: str
    type: FieldType
    length: int = 0
    required: bool = False
    createable: bool = True
    updateable: bool = True
    external_id: bool = False
    unique: bool = False
    case_sensitive: bool = False
    default: object = None
    values: tuple[str, ...] = ()
    restricted: bool = False
    targets: tuple[str, ...] = ()
    relation: str = ""
    children: str = ""
    is_name: bool = False
    auto_number: str = ""

    @property
    def custom(self) -> bool:
        """Whether an admin made it."""
        return self.name.endswith("__c")

    @property
    def filterable(self) -> bool:
        """Whether it may stand in WHERE and ORDER BY; long text may not."""
        return not (self.type == "textarea" and self.length > LONG_TEXT_OVER)

    @property
    def looked_up(self) -> bool:
        """Whether records are found by it so often that it is indexed."""
        return self.external_id or self.unique or self.type == "reference"

    @property
    def may_address(self) -> bool:
        """Whether a record may be addressed by it in a URL, as ``/sobjects/Object/Field/value``."""
        return self.external_id or self.type == "id"

    @property
    def nillable(self) -> bool:
        """Whether it may be empty."""
        return not self.required and self.default is None and self.type not in ("id", "boolean")


@dataclass(frozen=True, slots=True)
class SObject:
    """One object with its fields in order."""

    name: str
    label: str
    plural: str
    prefix: str
    listed: tuple[Field, ...]
    searchable: bool = True
    fields: Mapping[str, Field] = field(init=False, repr=False)
    by_lower_name: Mapping[str, Field] = field(init=False, repr=False)
    by_relation: Mapping[str, Field] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "fields", {each.name: each for each in self.listed})
        object.__setattr__(self, "by_lower_name", {each.name.lower(): each for each in self.listed})
        relations = {each.relation.lower(): each for each in self.listed if each.relation}
        object.__setattr__(self, "by_relation", relations)

    @property
    def custom(self) -> bool:
        """Whether an admin made it."""
        return self.name.endswith("__c")

    @property
    def name_field(self) -> Field | None:
        """The field that names a record, where there is one."""
        return next((each for each in self.listed if each.is_name), None)

    def field(self, name: str) -> Field | None:
        """The field of that name, without regard to case."""
        return self.by_lower_name.get(name.lower())


class Schema:
    """The objects of an org, or what one user may see of them."""

    def __init__(self, objects: Iterable[SObject]) -> None:
        self.objects: dict[str, SObject] = {each.name: each for each in objects}
        self._by_lower_name = {each.name.lower(): each for each in self.objects.values()}
        self._by_prefix = {each.prefix: each for each in self.objects.values()}
        self._children = {
            (target.lower(), each.children.lower()): (child, each)
            for child in self.objects.values()
            for each in child.listed
            if each.children
            for target in each.targets
        }

    def object(self, name: str) -> SObject | None:
        """The object of that name, without regard to case."""
        return self._by_lower_name.get(name.lower())

    def of_id(self, record_id: str) -> SObject | None:
        """The object whose records have ids that begin like this one."""
        return self._by_prefix.get(record_id[:3])

    def child_relation(self, parent: str, name: str) -> tuple[SObject, Field] | None:
        """The child object and its field behind a child relationship name."""
        return self._children.get((parent.lower(), name.lower()))

    def children_of(self, parent: str) -> list[tuple[SObject, Field]]:
        """Every child relationship that has a name."""
        return [found for (target, _), found in self._children.items() if target == parent.lower()]

    def without(self, *, objects: Collection[str], fields: Collection[str]) -> "Schema":
        """What is left when objects, and fields named ``Object.Field``, are hidden. Case matters."""
        return Schema(
            SObject(
                name=each.name,
                label=each.label,
                plural=each.plural,
                prefix=each.prefix,
                listed=tuple(one for one in each.listed if f"{each.name}.{one.name}" not in fields),
                searchable=each.searchable,
            )
            for each in self.objects.values()
            if each.name not in objects
        )
