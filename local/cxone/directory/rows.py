"""Between dataclasses and the vendor's JSON rows: camelCase names, private fields left out."""

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields
from enum import StrEnum
from functools import cache
from typing import Any, ClassVar, Protocol, TypeVar, get_origin, get_type_hints


class Record(Protocol):
    """Any dataclass."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


T = TypeVar("T", bound=Record)
_IRREGULAR = {"max_seconds_acw": "maxSecondsACW"}


def camel(name: str) -> str:
    """``skill_id`` as ``skillId``."""
    if name in _IRREGULAR:
        return _IRREGULAR[name]
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def row(item: Record) -> dict[str, object]:
    """A record as the REST API shows it."""
    return {key: getattr(item, name) for name, key in _shown(type(item))}


def record(kind: type[T], given: Mapping[str, object]) -> T:
    """A record from JSON, names in the API's spelling or ours, private fields included.

    Raises:
        ValueError: an unknown name, a missing one, or a value of the wrong kind.
    """
    kinds = get_type_hints(kind)
    names = {key.lower(): item.name for item in fields(kind) for key in (item.name, camel(item.name))}
    values: dict[str, Any] = {}
    for key, value in given.items():
        name = names.get(key.lower())
        if name is None:
            raise ValueError(f"{kind.__name__} has no {key}")
        values[name] = _fitting(kinds[name], key, value)
    missing = [
        camel(item.name)
        for item in fields(kind)
        if item.name not in values and item.default is MISSING and item.default_factory is MISSING
    ]
    if missing:
        raise ValueError(f"{kind.__name__} needs {', '.join(missing)}")
    return kind(**values)


def _fitting(wanted: Any, key: str, value: object) -> object:
    if get_origin(wanted) is tuple and isinstance(value, list):
        return tuple(value)
    if isinstance(wanted, type) and issubclass(wanted, StrEnum):
        return wanted(str(value))
    if wanted is float and type(value) is int:
        return float(value)
    if isinstance(wanted, type) and type(value) is not wanted:
        raise ValueError(f"{key} is of type {wanted.__name__}")
    return value


@cache
def _shown(kind: type[Record]) -> tuple[tuple[str, str], ...]:
    return tuple((item.name, camel(item.name)) for item in fields(kind) if not item.metadata.get("private"))
