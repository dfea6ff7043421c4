"""What a parsed statement says: the values between the parser and those that carry it out."""

from dataclasses import dataclass
from typing import Literal

Path = tuple[str, ...]
"""Relationship names and, last, a field name."""

ValueKind = Literal["string", "number", "boolean", "null", "date", "datetime", "period"]
Operator = Literal["=", "!=", "<", "<=", ">", ">="]


@dataclass(frozen=True, slots=True)
class Value:
    """A literal as written; a string without its quotes, its escapes still in place."""

    kind: ValueKind
    text: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """``path operator value``."""

    path: Path
    operator: Operator
    value: Value


@dataclass(frozen=True, slots=True)
class Like:
    """``path LIKE 'pattern'``."""

    path: Path
    pattern: Value


@dataclass(frozen=True, slots=True)
class Membership:
    """``path IN (...)``; for multi-select picklists ``INCLUDES``. ``negated`` for NOT IN and EXCLUDES."""

    path: Path
    values: tuple[Value, ...]
    negated: bool
    multi: bool = False


@dataclass(frozen=True, slots=True)
class AllOf:
    """Conditions joined by AND."""

    parts: "tuple[Condition, ...]"


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Conditions joined by OR."""

    parts: "tuple[Condition, ...]"


@dataclass(frozen=True, slots=True)
class Negated:
    """``NOT condition``."""

    part: "Condition"


Condition = Comparison | Like | Membership | AllOf | AnyOf | Negated


@dataclass(frozen=True, slots=True)
class Order:
    """One key of ORDER BY."""

    path: Path
    descending: bool
    nulls_last: bool


@dataclass(frozen=True, slots=True)
class ChildQuery:
    """A query over a child relationship, inside SELECT."""

    relation: str
    paths: tuple[Path, ...]
    where: Condition | None
    order: tuple[Order, ...]
    limit: int | None
    offset: int


@dataclass(frozen=True, slots=True)
class Query:
    """A SOQL statement. ``items`` is empty for ``SELECT COUNT()``."""

    text: str
    object: str
    items: tuple[Path | ChildQuery, ...]
    where: Condition | None
    order: tuple[Order, ...]
    limit: int | None
    offset: int


@dataclass(frozen=True, slots=True)
class Returned:
    """One object of RETURNING."""

    object: str
    paths: tuple[Path, ...] = ()
    where: Condition | None = None
    order: tuple[Order, ...] = ()
    limit: int | None = None
    offset: int = 0


SearchGroup = Literal["ALL", "NAME", "EMAIL", "PHONE", "SIDEBAR"]


@dataclass(frozen=True, slots=True)
class SearchClauses:
    """What follows ``FIND {...}``. ``returned`` is None when the statement has no RETURNING."""

    group: SearchGroup
    returned: tuple[Returned, ...] | None
    limit: int | None
