"""Literals of SOQL and of SOSL's WHERE: escapes, and whether they fit the field they are compared with."""

import re
from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache

from local.salesforce_org.errors import ApiError
from local.salesforce_org.ids import to_18
from local.salesforce_org.moments import datetime_text, day_start, parse_date, parse_datetime, period
from local.salesforce_org.schema.model import ID_TYPES, NUMBER_TYPES, Field
from local.salesforce_org.soql.tree import Value

_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.|$)", re.DOTALL)
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", '"': '"', "'": "'", "\\": "\\"}


def unescaped(text: str) -> str:
    """A string literal's text.

    Raises:
        ApiError: ``MALFORMED_QUERY`` for a backslash pair that means nothing, such as ``\\-``.
    """

    def one(found: re.Match[str]) -> str:
        mark = found[1]
        if len(mark) == 5:
            return chr(int(mark[1:], 16))
        if mark not in _ESCAPED:
            raise ApiError("MALFORMED_QUERY", f"Invalid string literal. Illegal character sequence '\\{mark}'")
        return _ESCAPED[mark]

    return _ESCAPE.sub(one, text) if "\\" in text else text


@lru_cache(1024)
def like_pattern(text: str) -> re.Pattern[str]:
    r"""The pattern of a LIKE literal: ``%`` any text, ``_`` one character, ``\%`` and ``\_`` themselves."""
    parts: list[str] = []
    for piece in re.findall(r"\\u[0-9a-fA-F]{4}|\\.|[^\\]|\\$", text, re.DOTALL):
        if piece == "%":
            parts.append(".*")
        elif piece == "_":
            parts.append(".")
        elif piece in (r"\%", r"\_"):
            parts.append(re.escape(piece[1]))
        else:
            parts.append(re.escape(unescaped(piece)))
    return re.compile("".join(parts), re.IGNORECASE | re.DOTALL)


def comparable(field: Field, value: Value) -> object:
    """The literal as rows hold such values; None for null. Periods have their own function.

    Raises:
        ApiError: the literal does not fit the field's type.
    """
    if value.kind == "null":
        return None
    return _READERS.get(field.type, _text)(field, value)


def _id(_field: Field, value: Value) -> object:
    found = to_18(unescaped(value.text)) if value.kind == "string" else None
    if found is None:
        raise ApiError("INVALID_QUERY_FILTER_OPERATOR", f"invalid ID field: {value.text}")
    return found


def _boolean(field: Field, value: Value) -> object:
    if value.kind != "boolean":
        raise _misfit(field, "boolean")
    return value.text.lower() == "true"


def _number(field: Field, value: Value) -> object:
    if value.kind != "number":
        raise _misfit(field, field.type)
    return float(value.text)


def _date(field: Field, value: Value) -> object:
    day = parse_date(value.text) if value.kind == "date" else None
    if day is None:
        raise _misfit(field, "date")
    return day.isoformat()


def _datetime(field: Field, value: Value) -> object:
    moment = parse_datetime(value.text) if value.kind == "datetime" else None
    if moment is None:
        raise _misfit(field, "dateTime")
    return datetime_text(moment)


def _text(field: Field, value: Value) -> object:
    if value.kind != "string":
        raise ApiError(
            "INVALID_FIELD",
            f"value of filter criterion for field '{field.name}' must be of type string and should be enclosed "
            "in quotes",
        )
    return unescaped(value.text)


_READERS: dict[str, Callable[[Field, Value], object]] = {
    "boolean": _boolean,
    "date": _date,
    "datetime": _datetime,
    **dict.fromkeys(ID_TYPES, _id),
    **dict.fromkeys(NUMBER_TYPES, _number),
}


def period_bounds(field: Field, value: Value, now: datetime) -> tuple[str, str]:
    """First value within a named period and first value after it, as rows of this field hold them."""
    if field.type not in ("date", "datetime"):
        raise _misfit(field, field.type)
    try:
        start, end = period(value.text, now.date())
    except (OverflowError, ValueError):
        raise ApiError("MALFORMED_QUERY", f"{value.text} lies beyond the calendar") from None
    return _bound(field, start), _bound(field, end)


def _bound(field: Field, day: date) -> str:
    return day.isoformat() if field.type == "date" else datetime_text(day_start(day))


def _misfit(field: Field, kind: str) -> ApiError:
    return ApiError(
        "INVALID_FIELD",
        f"value of filter criterion for field '{field.name}' must be of type {kind} and should not be enclosed "
        "in quotes",
    )
