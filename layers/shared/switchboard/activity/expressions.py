"""JMESPath over the view of a contact, with functions for what a CRM's fields need.

Beside the functions of JMESPath itself there are, each giving null for null:

    date(moment)        the day in the rules' time zone, such as 2026-03-02
    dateTime(moment)    as Salesforce writes it, UTC: 2026-03-02T14:05:11.000Z
    seconds(value)      whole seconds of a number, a number as text, or an ISO 8601 duration such as PT1M5S
    duration(seconds)   readable: 6:50 or 1:02:03
    upper(text), lower(text), truncate(text, length)
"""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, tzinfo
from functools import cache, lru_cache
from typing import Any

import jmespath  # type: ignore[import-untyped]  # ships no types
from jmespath import exceptions, functions

Shape = Mapping[str, Any] | None
"""The members that an expression may name, each with a shape of its own; None where any name will do."""

_ISO_DURATION = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?)?", re.ASCII)
_NUMBER = re.compile(r"\d{1,9}(\.\d+)?", re.ASCII)
_ANY_TEXT = {"types": ["string", "null"]}
_ANY_NUMBER = {"types": ["number", "null"]}


def _date(moment: str | None, zone: tzinfo) -> str | None:
    return None if moment is None else datetime.fromisoformat(moment).astimezone(zone).date().isoformat()


def _date_time(moment: str | None) -> str | None:
    if moment is None:
        return None
    return datetime.fromisoformat(moment).astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _seconds(value: str | float | None) -> int | None:
    if value is None or not isinstance(value, str):
        return None if value is None else int(value)
    if _NUMBER.fullmatch(value):
        return int(float(value))
    found = _ISO_DURATION.fullmatch(value)
    if not found or not any(found.groups()):
        raise ValueError("neither a number nor a duration")
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return ((days * 24 + hours) * 60 + minutes) * 60 + seconds


def _duration(seconds: float | None) -> str | None:
    if seconds is None:
        return None
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _registered(function: Callable[..., Any], *arguments: dict[str, list[str]]) -> dict[str, Any]:
    return {"function": lambda _, *given: function(*given), "signature": arguments}


@cache
def _options(zone: tzinfo) -> Any:
    known = functions.Functions()
    known.FUNCTION_TABLE = {
        **known.FUNCTION_TABLE,
        "date": _registered(lambda moment: _date(moment, zone), _ANY_TEXT),
        "dateTime": _registered(_date_time, _ANY_TEXT),
        "seconds": _registered(_seconds, {"types": ["string", "number", "null"]}),
        "duration": _registered(_duration, _ANY_NUMBER),
        "upper": _registered(lambda text: text and text.upper(), _ANY_TEXT),
        "lower": _registered(lambda text: text and text.lower(), _ANY_TEXT),
        "truncate": _registered(
            lambda text, length: text and text[: int(length)], _ANY_TEXT, {"types": ["number"]}
        ),
    }
    return jmespath.Options(custom_functions=known)


@lru_cache(maxsize=1024)
def _compiled(expression: str) -> Any:
    return jmespath.compile(expression)


def evaluate(expression: str, view: Mapping[str, Any], zone: tzinfo) -> Any:
    """What the expression finds in the view, None for nothing.

    Raises:
        ValueError: a function met a value that it cannot take.
    """
    return _compiled(expression).search(view, _options(zone))


def check_expression(expression: str, shape: Shape) -> None:
    """Refuse an expression that cannot work, so that it never takes effect.

    Raises:
        ValueError: it does not parse, or names a member or function that does not exist. The message holds
            parts of the expression, which is an admin's own text.
    """
    try:
        parsed = _compiled(expression).parsed
    except exceptions.EmptyExpressionError as error:
        raise ValueError("an expression is empty") from error
    except exceptions.ParseError as error:
        raise ValueError(f"does not parse as JMESPath at position {error.lex_position}") from error
    _check_functions(parsed)
    _shape_of(parsed, shape)


def _check_functions(node: Any) -> None:
    if not isinstance(node, dict):
        return  # a bound of a slice
    if node["type"] == "function_expression":
        known = _options(UTC).custom_functions.FUNCTION_TABLE.get(node["value"])
        if known is None:
            raise ValueError(f"there is no function {node['value']}()")
        given, needed = len(node["children"]), len(known["signature"])
        variadic = needed and known["signature"][-1].get("variadic")
        if given < needed or (given > needed and not variadic):
            raise ValueError(f"{node['value']}() takes {needed} arguments")
    for child in node["children"]:
        _check_functions(child)


def _shape_of(node: Any, shape: Shape) -> Shape:
    """What a part of an expression gives, where it is applied to something of ``shape``."""
    children = node["children"]
    match node["type"]:
        case "field":
            if shape is None:
                return None
            if node["value"] not in shape:
                raise ValueError(f"there is no member {node['value']}; there are {', '.join(sorted(shape))}")
            inner = shape[node["value"]]
            return inner if isinstance(inner, Mapping) else None
        case "subexpression" | "pipe":
            return _shape_of(children[1], _shape_of(children[0], shape))
        case "current" | "identity":
            return shape
        case "projection" | "filter_projection" | "value_projection" | "flatten" | "index_expression":
            _shape_of(children[0], shape)  # what follows is applied to elements, of which nothing is asked
        case "expref":
            pass
        case _:
            for child in children:
                _shape_of(child, shape)
    return None
