"""A schema in the words of 3.0.3 takes what it took in those of 3.1."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openapi_schema_validator import OAS30Validator, OAS31Validator

from local.openapi.schemas import NoCounterpart, lowered

NULL = {"type": "null"}
REFERENCE = {"$ref": "#/components/schemas/Pop"}

CASES: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("what may be null", {"anyOf": [{"type": "string"}, NULL]}, {"type": "string", "nullable": True}),
    (
        "a reference that may be null",
        {"anyOf": [REFERENCE, NULL], "description": "To pop."},
        {"allOf": [{"$ref": "#/components/schemas/PopOrNull"}], "description": "To pop."},
    ),
    ("a bare reference", REFERENCE, REFERENCE),
    ("a reference with a default", {**REFERENCE, "default": "x"}, {"allOf": [REFERENCE], "default": "x"}),
    ("a constant", {"const": "event", "type": "string"}, {"type": "string", "enum": ["event"]}),
    (
        "words or null",
        {"anyOf": [{"type": "string", "enum": ["a", "b"]}, NULL]},
        {"type": "string", "enum": ["a", "b", None], "nullable": True},
    ),
    (
        "a bound that is left out",
        {"type": "integer", "exclusiveMinimum": 0, "maximum": 100.0},
        {"type": "integer", "minimum": 0, "exclusiveMinimum": True, "maximum": 100},
    ),
    (
        "one of several types",
        {"anyOf": [{"type": "object"}, {"type": "string"}, NULL]},
        {"oneOf": [{"type": "object"}, {"type": "string"}, {"type": "object", "nullable": True, "enum": [None]}]},
    ),
    ("names and nulls that say nothing", {"type": "string", "title": "Ani", "default": None}, {"type": "string"}),
    (
        "what stands within",
        {"type": "array", "items": {"anyOf": [{"type": "integer"}, NULL], "title": "N"}},
        {"type": "array", "items": {"type": "integer", "nullable": True}},
    ),
    ("a word in a docstring", {"description": "``ani``"}, {"description": "`ani`"}),
]


@pytest.mark.parametrize(("written", "said"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_each_construct_has_its_counterpart(written: dict[str, Any], said: dict[str, Any]) -> None:
    assert lowered(written) == said


@pytest.mark.parametrize(
    "schema",
    [
        {"type": ["string", "null"]},
        {"type": "array", "prefixItems": [{"type": "string"}]},
        {"not": {"type": "string"}},
        {"anyOf": [{"type": "string", "maxLength": 3}, {"type": "string", "pattern": "^a"}]},
    ],
    ids=["a list of types", "items by place", "not", "choices of one type"],
)
def test_what_cannot_be_said_is_refused(schema: dict[str, Any]) -> None:
    with pytest.raises(NoCounterpart):
        lowered(schema)


bounds = st.integers(-5, 5)
plain = st.one_of(
    st.just({"type": "string"}),
    st.just({"type": "boolean"}),
    st.builds(lambda low: {"type": "integer", "exclusiveMinimum": low}, bounds),
    st.builds(lambda high: {"type": "integer", "maximum": high}, bounds),
    st.builds(lambda word: {"type": "string", "const": word}, st.sampled_from("ab")),
    st.builds(lambda words: {"type": "string", "enum": words}, st.lists(st.sampled_from("abc"), min_size=1)),
)
several = st.just([{"type": "string"}, {"type": "boolean"}, NULL]).map(lambda choices: {"anyOf": choices})
maybe_null = st.one_of(plain, several, plain.map(lambda one: {"anyOf": [one, NULL]}))
schemas = st.one_of(
    maybe_null,
    maybe_null.map(lambda one: {"type": "array", "items": one}),
    maybe_null.map(lambda one: {"type": "object", "properties": {"a": one}, "additionalProperties": False}),
)
scalars = st.one_of(st.none(), st.booleans(), st.integers(-6, 6), st.sampled_from(["", "a", "b", "c", "d"]))
values = st.one_of(scalars, st.lists(scalars, max_size=2), st.dictionaries(st.sampled_from("ab"), scalars))


@given(schemas, values)
def test_both_take_the_same_values(schema: dict[str, Any], value: Any) -> None:
    assert OAS30Validator(lowered(schema)).is_valid(value) == OAS31Validator(schema).is_valid(value)
