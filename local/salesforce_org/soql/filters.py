"""Conditions and sort keys, made into functions on rows."""

import operator
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from local.salesforce_org.errors import ApiError
from local.salesforce_org.schema.model import ID_TYPES, TEXT_TYPES, Field, SObject
from local.salesforce_org.soql.columns import Column, Columns
from local.salesforce_org.soql.literals import comparable, like_pattern, period_bounds
from local.salesforce_org.soql.tree import (
    AllOf,
    AnyOf,
    Comparison,
    Condition,
    Like,
    Membership,
    Negated,
    Order,
    Path,
)
from local.salesforce_org.store import Row

Predicate = Callable[[Row], bool]

_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def predicate(columns: Columns, sobject: SObject, condition: Condition, now: datetime) -> Predicate:
    """Whether a row meets the condition.

    Empty values meet ``!=`` and ``NOT IN``, and no other comparison with a value. Text compares without
    regard to case, except in fields that are case-sensitive.

    Raises:
        ApiError: a field, operator or literal does not fit.
    """
    match condition:
        case AllOf(parts):
            tests = [predicate(columns, sobject, part, now) for part in parts]
            return lambda row: all(test(row) for test in tests)
        case AnyOf(parts):
            tests = [predicate(columns, sobject, part, now) for part in parts]
            return lambda row: any(test(row) for test in tests)
        case Negated(part):
            test = predicate(columns, sobject, part, now)
            return lambda row: not test(row)
        case Comparison():
            return _comparison(columns, sobject, condition, now)
        case Like(path, pattern):
            column = _usable(columns, sobject, path, "filtered")
            if column.field.type not in TEXT_TYPES:
                raise _wrong_operator(column.field)
            get, matches = column.get, like_pattern(pattern.text).fullmatch
            return lambda row: isinstance(text := get(row), str) and matches(text) is not None
        case Membership():
            return _membership(columns, sobject, condition)


def sorted_rows(columns: Columns, sobject: SObject, rows: Sequence[Row], order: Sequence[Order]) -> list[Row]:
    """The rows in the order asked for; rows equal in it keep theirs. Nulls come first unless told otherwise."""
    ordered = list(rows)
    for key in reversed(order):
        get = _folded(_usable(columns, sobject, key.path, "sorted"))
        empty = [row for row in ordered if get(row) is None]
        filled: list[Row] = sorted(
            (row for row in ordered if get(row) is not None), key=get, reverse=key.descending
        )
        ordered = filled + empty if key.nulls_last else empty + filled
    return ordered


def _usable(columns: Columns, sobject: SObject, path: Path, use: str) -> Column:
    column = columns.column(sobject, path)
    if not column.field.filterable:
        raise ApiError("INVALID_FIELD", f"field '{column.field.name}' can not be {use} in a query call")
    return column


def _folds(field: Field) -> bool:
    return field.type in TEXT_TYPES and not field.case_sensitive


def _fold(value: object) -> object:
    return value.casefold() if isinstance(value, str) else value


def _folded(column: Column) -> Callable[[Row], Any]:
    """The way to the value that comparisons see."""
    if not _folds(column.field):
        return column.get
    get = column.get
    return lambda row: _fold(get(row))


def _wrong_operator(field: Field) -> ApiError:
    return ApiError("INVALID_QUERY_FILTER_OPERATOR", f"invalid operator on {field.type} field '{field.name}'")


def _comparison(columns: Columns, sobject: SObject, condition: Comparison, now: datetime) -> Predicate:
    column = _usable(columns, sobject, condition.path, "filtered")
    field, get = column.field, _folded(column)
    sign: str = condition.operator
    if condition.value.kind == "period":
        return _in_period(get, sign, *period_bounds(field, condition.value, now))
    value = comparable(field, condition.value)
    if _folds(field):
        value = _fold(value)
    if sign == "=":
        return lambda row: get(row) == value
    if sign == "!=":
        return lambda row: get(row) != value
    if value is None or field.type in ID_TYPES or field.type == "boolean":
        raise _wrong_operator(field)
    compare = _COMPARE[sign]
    return lambda row: (it := get(row)) is not None and compare(it, value)


def _in_period(get: Callable[[Row], Any], sign: str, start: str, end: str) -> Predicate:
    """Comparison with a stretch of time: ``=`` is within it, ``>`` on or after the first value behind it."""
    match sign:
        case "=":
            return lambda row: (it := get(row)) is not None and start <= it < end
        case "!=":
            return lambda row: (it := get(row)) is None or not start <= it < end
        case "<":
            return lambda row: (it := get(row)) is not None and it < start
        case ">=":
            return lambda row: (it := get(row)) is not None and it >= start
        case "<=":
            return lambda row: (it := get(row)) is not None and it < end
        case _:
            return lambda row: (it := get(row)) is not None and it >= end


def _membership(columns: Columns, sobject: SObject, condition: Membership) -> Predicate:
    column = _usable(columns, sobject, condition.path, "filtered")
    field, get = column.field, _folded(column)
    if condition.multi:
        return _multi_membership(column, condition)
    if any(value.kind == "period" for value in condition.values):
        raise ApiError("MALFORMED_QUERY", "a list holds no named periods")
    values = {comparable(field, value) for value in condition.values}
    if _folds(field):
        values = {_fold(value) for value in values}
    if condition.negated:
        return lambda row: get(row) not in values
    return lambda row: get(row) in values


def _multi_membership(column: Column, condition: Membership) -> Predicate:
    """``INCLUDES ('A;B', 'C')``: has A and B, or has C. EXCLUDES is its negation."""
    if column.field.type != "multipicklist":
        raise _wrong_operator(column.field)
    get = _folded(column)
    wanted = [set(str(_fold(comparable(column.field, value))).split(";")) for value in condition.values]
    negated = condition.negated

    def test(row: Row) -> bool:
        chosen = set((get(row) or "").split(";"))
        return any(each <= chosen for each in wanted) != negated

    return test
