"""SOQL statements. Names are checked, and every value is quoted by simple-salesforce's ``format_soql``."""

import re
from collections.abc import Sequence
from datetime import date

from switchboard.screen_pop.lookup_rules import AnyOf, Comparison, Lookup, Scalar
from switchboard.screen_pop.model import SearchPlan

_FIELD = re.compile(r"[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*){0,4}")


def literal(value: Scalar | date) -> str:
    """A value as a literal of SOQL, or of a WHERE clause of SOSL."""
    from simple_salesforce.format import format_soql  # noqa: PLC0415 - its import is slow; see client.py

    if isinstance(value, date):
        # A date is written bare; format_soql knows datetimes only by their ISO form with a time zone.
        return value.isoformat()
    return format_soql("{}", value)


def name(text: str) -> str:
    """An object or field name, unchanged.

    Raises:
        ValueError: it is none: a mistake of ours, for rules check theirs.
    """
    if not _FIELD.fullmatch(text):
        raise ValueError(f"not an API name: {text!r}")
    return text


def conditions(comparisons: Sequence[Comparison], values: "dict[str, Scalar | date] | None" = None) -> str:
    """Comparisons that all have to hold, or empty text for none."""
    return " AND ".join(_comparison(one, values or {}) for one in comparisons)


def value_query(plan: SearchPlan, value: str) -> str:
    """Records of one object that hold ``value`` in one of the searched fields."""
    quoted = literal(value)
    held = " OR ".join(f"{name(field)} = {quoted}" for field in plan.searched)
    where = conditions(plan.where)
    return (  # names are checked and values quoted
        f"SELECT {', '.join(map(name, plan.fields))} FROM {name(plan.object_type)}"  # noqa: S608
        f" WHERE ({held}){f' AND {where}' if where else ''}"
        f" ORDER BY LastModifiedDate DESC NULLS LAST, Id LIMIT {plan.limit}"
    )


def lookup_query(lookup: Lookup, values: "dict[str, Scalar | date]") -> str:
    """A custom lookup with its values."""
    fields = dict.fromkeys(["Id", lookup.name_field, *lookup.returns, "LastModifiedDate"])
    parts = [
        f"({' OR '.join(_comparison(one, values) for one in part.any)})"
        if isinstance(part, AnyOf)
        else _comparison(part, values)
        for part in lookup.where
    ]
    order = [f"{name(one.field)}{' DESC' if one.descending else ''} NULLS LAST" for one in lookup.order]
    return (  # names are checked and values quoted
        f"SELECT {', '.join(map(name, fields))} FROM {name(lookup.object)} WHERE {' AND '.join(parts)}"  # noqa: S608
        f" ORDER BY {', '.join([*order, 'Id'])} LIMIT {lookup.limit}"
    )


def _comparison(one: Comparison, values: "dict[str, Scalar | date]") -> str:
    value = one.value if one.parameter is None else values[one.parameter]
    return f"{name(one.field)} {one.op} {literal(value)}"
