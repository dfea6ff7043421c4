"""What the functions' own code says of their routes."""

import importlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from inspect import signature
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver
from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import BaseModel
from pydantic.alias_generators import to_camel

from local.openapi.schemas import OR_NULL, Schema, lowered, or_null

_ANSWERS = {"accepted": "202", "made": "201"}
"""Helpers of the functions that answer with another status than 200 (``runtime/http.py``)."""

_TAGGING = frozenset({"tagged", "_tagged"})
_OWN_SCHEMAS = frozenset({"HTTPValidationError", "ValidationError", "ResponseValidationError"})
"""What Powertools would answer if our handlers did not."""

Names = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Route:
    """One route as its function has it, in the words of OpenAPI 3.0.3.

    Attributes:
        parameters: as in OpenAPI, without those that all routes have.
        body: the schema of the request's body, None without one; ``body_needed`` says whether it may be left out.
        status: of the answer when all went well.
        answer: its schema, None where the function does not say it.
        tagged: whether the answer has an ETag and If-None-Match counts.
    """

    function: str
    method: str
    path: str
    operation_id: str
    summary: str
    parameters: tuple[Schema, ...]
    body: Schema | None
    body_needed: bool
    status: str
    answer: Schema | None
    tagged: bool

    @property
    def key(self) -> str:
        """As API Gateway writes it."""
        return f"{self.method.upper()} {self.path}"


@dataclass(frozen=True, slots=True)
class Functions:
    """Routes in order of their paths, and the schemas that they refer to."""

    routes: tuple[Route, ...]
    schemas: dict[str, Schema]


def read(root: Path) -> Functions:
    """All functions behind the API."""
    described = {}
    for file in sorted((root / "functions").glob("*/app.py")):
        app = getattr(importlib.import_module(f"functions.{file.parent.name}.app"), "app", None)
        if isinstance(app, APIGatewayHttpResolver):
            described[file.parent.name] = (app, _described(app))
    names = _names({name: document["components"]["schemas"] for name, (_, document) in described.items()})
    schemas: dict[str, Schema] = {}
    routes: list[Route] = []
    for name, (app, document) in described.items():
        for own, schema in document["components"]["schemas"].items():
            if own in names[name]:
                schemas[names[name][own]] = _renamed(lowered(schema), names[name])
        routes += _routes(name, app, document, names[name])
    schemas |= _or_nulls(
        [*(route.answer for route in routes), *(route.body for route in routes), *schemas.values()], schemas
    )
    routes.sort(key=lambda route: (route.path, route.method))
    return Functions(tuple(routes), dict(sorted(schemas.items())))


def _described(app: APIGatewayHttpResolver) -> dict[str, Any]:
    schema = app.get_openapi_schema(title="Switchboard", version="1")
    described: dict[str, Any] = schema.model_dump(mode="json", by_alias=True, exclude_none=True)
    return described


def _names(schemas: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, str]]:
    """The name of each function's schemas in the whole: its own, unless another function means something else."""
    meanings: dict[str, list[Any]] = {}
    for one in schemas.values():
        for own, schema in one.items():
            known = meanings.setdefault(_short(own), [])
            if schema not in known:
                known.append(schema)
    return {
        function: {
            own: _short(own) if len(meanings[_short(own)]) == 1 else _pascal(function) + _short(own)
            for own in one
            if own not in _OWN_SCHEMAS
        }
        for function, one in schemas.items()
    }


def _short(name: str) -> str:
    """Powertools puts the module before names that it has met twice."""
    return name.rpartition("__")[2]


def _pascal(function: str) -> str:
    return to_camel(function)[0].upper() + to_camel(function)[1:]


def _renamed(value: Any, names: Names) -> Any:
    """The same with its references by their names in the whole."""
    if isinstance(value, list):
        return [_renamed(one, names) for one in value]
    if not isinstance(value, dict):
        return value
    if isinstance(mapping := value.get("mapping"), dict) and "propertyName" in value:
        return {**value, "mapping": {key: _reference(one, names) for key, one in mapping.items()}}
    return {key: _reference(one, names) if key == "$ref" else _renamed(one, names) for key, one in value.items()}


def _reference(reference: str, names: Names) -> str:
    base, _, name = reference.rpartition("/")
    own = name.removesuffix(OR_NULL)
    return f"{base}/{names[own]}{name.removeprefix(own)}"


def _or_nulls(parts: Iterable[Any], schemas: Mapping[str, Schema]) -> dict[str, Schema]:
    """Those that are another schema or null, as far as the parts refer to them."""
    names = set(re.findall(rf"#/components/schemas/(\w+){OR_NULL}\b", str(list(parts))))
    return {name + OR_NULL: or_null(schemas[name]) for name in names}


def _routes(function: str, app: APIGatewayHttpResolver, document: Any, names: Names) -> Iterator[Route]:
    # There is no public list of a resolver's routes.
    for known in app._static_routes + app._dynamic_routes:
        method, path = known.method.lower(), known.openapi_path
        said = document["paths"][path][method]
        used = set(known.func.__code__.co_names)
        yield Route(
            function=function,
            method=method,
            path=path,
            operation_id=_operation_id(known),
            summary=(known.func.__doc__ or "").strip().split("\n")[0],
            parameters=tuple(_parameters(said.get("parameters", ()), known.func, names)),
            body=_json_schema(said.get("requestBody"), names),
            body_needed=bool((said.get("requestBody") or {}).get("required")),
            status=next((_ANSWERS[name] for name in _ANSWERS if name in used), "200"),
            answer=_json_schema(said["responses"].get("200"), names),
            tagged=bool(used & _TAGGING),
        )


def _operation_id(known: Any) -> str:
    """The route's own, or else its function's name in place of the one that Powertools makes of the path."""
    made: bool = known.operation_id == known._generate_operation_id()
    name: str = to_camel(known.func.__name__) if made else known.operation_id
    return name


def _json_schema(part: Schema | None, names: Names) -> Schema | None:
    content: dict[str, Schema] = (part or {}).get("content", {})
    schema: Schema | None = content.get("application/json", {}).get("schema")
    return None if schema is None else _renamed(lowered(schema), names)


def _parameters(given: list[Schema], func: Any, names: Names) -> Iterator[Schema]:
    bounds = _query_bounds(func)
    for one in given:
        schema = _renamed(lowered(bounds.get(one["name"]) or one["schema"]), names)
        # Left out is not the same as null: a query or header has no null.
        schema.pop("nullable", None)
        said = schema.pop("description", None) or one.get("description")
        yield {
            "name": one["name"] if one["in"] != "header" else one["name"].title(),
            "in": one["in"],
            "required": one["in"] == "path" or bool(one.get("required")),
            **({"description": said} if said else {}),
            "schema": schema,
        }


def _query_bounds(func: Any) -> dict[str, Schema]:
    """Schemas of query parameters that stand in a model: Powertools tells their types alone."""
    hints = get_type_hints(func, include_extras=True)
    for name in signature(func).parameters:
        if get_origin(hints[name]) is Annotated:
            kind, *marks = get_args(hints[name])
            if any(isinstance(mark, Query) for mark in marks) and _is_model(kind):
                schema = kind.model_json_schema(by_alias=True)
                return {key: _inlined(one, schema.get("$defs", {})) for key, one in schema["properties"].items()}
    return {}


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _inlined(value: Any, definitions: Mapping[str, Schema]) -> Any:
    if isinstance(value, list):
        return [_inlined(one, definitions) for one in value]
    if not isinstance(value, dict):
        return value
    if "$ref" in value:
        named = definitions[value["$ref"].rpartition("/")[2]]
        return {**_inlined(named, definitions), **{key: one for key, one in value.items() if key != "$ref"}}
    return {key: _inlined(one, definitions) for key, one in value.items()}
