"""What operations of the document share: responses that are alike, and the schemas that they refer to."""

import json
from collections import Counter
from collections.abc import Collection, Mapping
from itertools import chain, count
from typing import Any

from local.openapi.schemas import Schema
from switchboard.runtime.problems import TYPE_PREFIX

Paths = dict[str, dict[str, Any]]


def with_shared_responses(
    paths: dict[str, dict[str, Any]],
) -> tuple[dict[str, dict[str, Any]], dict[str, Schema]]:
    """What several operations answer alike stands once, named for its status and its first problem."""
    answers = [
        (status, response)
        for path in paths.values()
        for operation in path.values()
        for status, response in operation["responses"].items()
    ]
    times = Counter(json.dumps(one) for one in answers)
    named: dict[str, str] = {}
    shared: dict[str, Schema] = {}
    for status, response in answers:
        text = json.dumps((status, response))
        if times[text] > 1 and text not in named and int(status) >= 400:
            named[text] = name = _unused(f"{status}-{_first_word(response)}", shared)
            shared[name] = response

    def replaced(operation: Schema) -> Schema:
        responses = {
            status: {"$ref": f"#/components/responses/{name}"}
            if (name := named.get(json.dumps((status, response))))
            else response
            for status, response in operation["responses"].items()
        }
        return {**operation, "responses": responses}

    return (
        {path: {method: replaced(one) for method, one in item.items()} for path, item in paths.items()},
        dict(sorted(shared.items())),
    )


def open_to_more(whole: dict[str, Any]) -> dict[str, Any]:
    """Answers may get further members; only what requests are made of is closed to them."""
    schemas = whole["components"]["schemas"]
    bodies = [one.get("requestBody") for path in whole["paths"].values() for one in path.values()]
    sent = _referred(bodies, schemas)
    opened = {name: schema if name in sent else _opened(schema) for name, schema in schemas.items()}
    return {**whole, "components": {**whole["components"], "schemas": opened}}


def used_schemas(paths: Mapping[str, Any], schemas: Mapping[str, Schema]) -> dict[str, Schema]:
    """The schemas that these paths need."""
    needed = _referred(paths, schemas)
    return {name: schema for name, schema in schemas.items() if name in needed}


def _first_word(response: Schema) -> str:
    problem = response["content"].get("application/problem+json")
    if problem is None:
        return "gateway"
    first: str = problem["schema"]["allOf"][1]["properties"]["type"]["enum"][0]
    return first.removeprefix(TYPE_PREFIX)


def _unused(name: str, taken: Collection[str]) -> str:
    names = chain([name], (f"{name}-{number}" for number in count(2)))
    return next(one for one in names if one not in taken)


def _referred(value: Any, schemas: Mapping[str, Schema]) -> set[str]:
    """Names of the schemas that a part of the document refers to, by whatever way."""
    found: set[str] = set()
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting += one
        elif isinstance(one, Mapping):
            waiting += one.values()
            name = str(one.get("$ref", "")).partition("#/components/schemas/")[2]
            if name and name not in found:
                found.add(name)
                waiting.append(schemas[name])
    return found


def _opened(value: Any) -> Any:
    if isinstance(value, list):
        return [_opened(one) for one in value]
    if not isinstance(value, dict):
        return value
    kept = {key: one for key, one in value.items() if not (key == "additionalProperties" and one is False)}
    return {key: _opened(one) for key, one in kept.items()}
