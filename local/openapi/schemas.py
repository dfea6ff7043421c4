"""Schemas of OpenAPI 3.1, as pydantic writes them, in the words of OpenAPI 3.0.3.

3.1 takes all of JSON Schema 2020-12, 3.0.3 a dialect of its own (OpenAPI Specification 3.0.3, Schema Object). What
has no counterpart there and cannot be left out without changing the meaning is refused.
"""

from collections.abc import Mapping
from typing import Any

Schema = dict[str, Any]

_KEPT = frozenset({
    "$ref", "type", "format", "description", "enum", "default", "pattern", "minLength", "maxLength", "minimum",
    "maximum", "multipleOf", "minItems", "maxItems", "uniqueItems", "minProperties", "maxProperties", "required",
    "discriminator", "readOnly", "writeOnly", "deprecated",
})  # fmt: skip
_NARROWING = frozenset({"propertyNames", "contentMediaType", "contentEncoding"})
"""They only narrow what is valid; 3.0.3 cannot say it, and the functions check it all the same."""

_NULL = {"type": "null"}

OR_NULL = "OrNull"
"""Ends the name of a schema that is another one or null."""


class NoCounterpart(Exception):
    """Something that OpenAPI 3.0.3 has no words for."""


def lowered(schema: Mapping[str, Any]) -> Schema:
    """A schema in the words of 3.0.3; titles, which pydantic makes of names, are left out.

    Raises:
        NoCounterpart: it says something that 3.0.3 cannot.
    """
    said: Schema = {}
    for word, value in schema.items():
        match word:
            case "title" | "examples" | "anyOf" | "oneOf" | "const":
                continue
            case "properties":
                said[word] = {name: lowered(one) for name, one in value.items()}
            case "items":
                said[word] = lowered(value)
            case "allOf":
                said[word] = [lowered(one) for one in value]
            case "additionalProperties":
                said[word] = lowered(value) if isinstance(value, Mapping) else value
            case "exclusiveMinimum" | "exclusiveMaximum":
                said |= {word.removeprefix("exclusive").lower(): _number(value), word: True}
            case _ if word in _KEPT:
                said[word] = _number(value)
            case _ if word not in _NARROWING:
                raise NoCounterpart(word)
    if isinstance(said.get("type"), list) or said.get("type") == "null":
        raise NoCounterpart(f"type {said['type']}")
    if "const" in schema:
        said["enum"] = [schema["const"]]
    return _beside_no_reference(_with_choices(_tidied(said), schema))


def _tidied(said: Schema) -> Schema:
    if said.get("default", ...) is None:
        # That it may be left out and may be null says as much.
        del said["default"]
    if "description" in said:
        # Docstrings mark code as reStructuredText does, descriptions as CommonMark.
        said["description"] = said["description"].replace("``", "`")
    return said


def _with_choices(said: Schema, schema: Mapping[str, Any]) -> Schema:
    choices = [*schema.get("anyOf", ()), *schema.get("oneOf", ())]
    if not choices:
        return said
    meant = [lowered(one) for one in choices if one != _NULL]
    if len(choices) == 2 and len(meant) == 1 and meant[0].keys() == {"$ref"}:
        # Beside a reference "nullable" means nothing, within an allOf neither: null would be no object there.
        return {"$ref": meant[0]["$ref"] + OR_NULL, **said}
    if len(meant) == 1:
        # The description of the member is nearer than that of its type.
        said = {**meant[0], **said}
    elif "oneOf" in schema or len({one.get("type", one) for one in meant if "$ref" not in one}) == len(meant):
        said["oneOf"] = meant
    else:
        raise NoCounterpart(f"anyOf of {len(meant)} that are not told apart by their types")
    return or_null(said) if len(meant) < len(choices) else said


def or_null(said: Schema) -> Schema:
    """With null; among words or choices it has to be one of them (OpenAPI Specification 3.0.3, nullable)."""
    if "oneOf" in said:
        null = {"type": "object", "nullable": True, "enum": [None]}
        if "discriminator" not in said:
            return {**said, "oneOf": [*said["oneOf"], null]}
        # A discriminator looks into an object, so null stands outside of it.
        union = {word: said[word] for word in ("oneOf", "discriminator")}
        return {**{word: one for word, one in said.items() if word not in union}, "oneOf": [union, null]}
    words = {"enum": [*said["enum"], None]} if "enum" in said else {}
    return {**said, **words, "nullable": True}


def _beside_no_reference(said: Schema) -> Schema:
    """In 3.0.3 whatever stands beside a reference is passed over, so the reference goes into an ``allOf``."""
    if "$ref" not in said or len(said) == 1:
        return said
    return {"allOf": [{"$ref": said.pop("$ref")}], **said}


def _number(value: Any) -> Any:
    """Pydantic writes bounds of integers as 100.0."""
    return int(value) if isinstance(value, float) and value.is_integer() else value
