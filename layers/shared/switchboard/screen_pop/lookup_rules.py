"""Custom lookups: named queries that a script calls with values only.

The rules hold object, fields, condition and order; a caller sends nothing but values for typed parameters.
"""

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from switchboard.errors import SwitchboardError
from switchboard.phone import Ani, classify
from switchboard.rule_model import ApiName, FieldPath, RuleModel, at_least

ParameterName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,39}$")]
Scalar = bool | int | float | str | None

_EMAIL = re.compile(r"[^@\s\"'<>()\[\],;:\\]{1,64}@[A-Za-z0-9.-]{1,190}")
_ID = re.compile(r"[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?")
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,10})?")
_MOST_TEXT = 255


class ParameterType(StrEnum):
    """What a parameter takes. A phone is searched for as E.164, every other one as it was sent."""

    TEXT = "text"
    DIGITS = "digits"
    PHONE = "phone"
    EMAIL = "email"
    ID = "id"
    NUMBER = "number"
    DATE = "date"


class Comparison(RuleModel):
    """``field op value``: the value is a constant or that of a parameter."""

    field: FieldPath
    op: Literal["=", "!=", "<", "<=", ">", ">="] = "="
    parameter: ParameterName | None = None
    value: Scalar = None

    @model_validator(mode="after")
    def _has_one_value(self) -> Self:
        if self.parameter is not None and self.value is not None:
            raise ValueError("give either parameter or value")
        return self


class AnyOf(RuleModel):
    """Comparisons of which one has to hold."""

    any: Annotated[tuple[Comparison, ...], at_least(2)] = Field(max_length=10)


class Order(RuleModel):
    """A field to sort by."""

    field: FieldPath
    descending: bool = False


class Lookup(RuleModel):
    """A named query.

    Args:
        object: API name.
        parameters: name and type of each value that a caller sends; all of them are required.
        where: what has to hold, all of it.
        name_field: what a person reads as the record's name.
        returns: further fields that an answer may carry.
        order: sorting; the id always comes last, so that the order is fixed.
        limit: most records to look at; more make the answer ``truncated``.
    """

    object: ApiName
    parameters: Annotated[dict[ParameterName, ParameterType], at_least(1)] = Field(max_length=10)
    where: Annotated[tuple[Comparison | AnyOf, ...], at_least(1)] = Field(max_length=20)
    name_field: FieldPath = "Name"
    returns: tuple[FieldPath, ...] = Field(default=(), max_length=50)
    order: tuple[Order, ...] = Field(default=(), max_length=5)
    limit: int = Field(default=25, ge=1, le=200)

    @model_validator(mode="after")
    def _uses_its_parameters(self) -> Self:
        used = {
            one.parameter
            for part in self.where
            for one in (part.any if isinstance(part, AnyOf) else (part,))
            if one.parameter is not None
        }
        if unknown := used - set(self.parameters):
            raise ValueError(f"where uses parameters that are not declared: {', '.join(sorted(unknown))}")
        if unused := set(self.parameters) - used:
            raise ValueError(f"parameters are never used in where: {', '.join(sorted(unused))}")
        return self


class UnknownLookup(SwitchboardError):
    """No lookup of the rules has this name."""


class BadParameters(SwitchboardError):
    """Values that a lookup cannot be called with.

    Args:
        problems: what is wrong, by name of the parameter: ``unknown``, ``missing``, ``too_long`` or
            ``not_<type>``. Values are not repeated.
    """

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__(", ".join(f"{name}: {problem}" for name, problem in problems.items()))
        self.problems = problems


class UnknownParameters(BadParameters):
    """Some of the values are for parameters that the lookup does not have."""


def typed_values(lookup: Lookup, values: Mapping[str, str], region: str) -> dict[str, Scalar | date]:
    """The values of a call in their types.

    Raises:
        UnknownParameters: one is for no parameter of the lookup.
        BadParameters: one is missing, too long or not of its type.
    """
    unknown = dict.fromkeys(sorted(set(values) - set(lookup.parameters)), "unknown")
    if unknown:
        raise UnknownParameters(unknown)
    problems: dict[str, str] = {}
    typed: dict[str, Scalar | date] = {}
    for name, kind in lookup.parameters.items():
        text = values.get(name, "").strip()
        if not text:
            problems[name] = "missing"
        elif len(text) > _MOST_TEXT:
            problems[name] = "too_long"
        else:
            value = _typed(kind, text, region)
            if value is None:
                problems[name] = f"not_{kind.value}"
            typed[name] = value
    if problems:
        raise BadParameters(problems)
    return typed


def _typed(kind: ParameterType, text: str, region: str) -> Scalar | date:
    match kind:
        case ParameterType.TEXT:
            return text
        case ParameterType.DIGITS:
            return text if text.isascii() and text.isdecimal() else None
        case ParameterType.PHONE:
            number = classify(text, region)
            return number.e164 if isinstance(number, Ani) else None
        case ParameterType.EMAIL:
            return text if _EMAIL.fullmatch(text) else None
        case ParameterType.ID:
            return text if _ID.fullmatch(text) else None
        case ParameterType.NUMBER:
            return float(text) if _NUMBER.fullmatch(text) else None
        case ParameterType.DATE:
            try:
                return date.fromisoformat(text)
            except ValueError:
                return None
