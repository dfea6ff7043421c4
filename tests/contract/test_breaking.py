"""What breaks callers is found, and what does not is passed over."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from local.openapi.breaking import broken
from local.openapi.document import Document

BEFORE: Document = {
    "paths": {
        "/calls": {
            "post": {
                "operationId": "dial",
                "parameters": [{"name": "dry", "in": "query", "schema": {"type": "boolean"}}],
                "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Ask"}}}},
                "responses": {
                    "200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Answer"}}}},
                    "409": {"description": "No."},
                },
            }
        }
    },
    "components": {
        "schemas": {
            "Ask": {
                "type": "object",
                "required": ["number"],
                "properties": {
                    "number": {"type": "string", "maxLength": 40},
                    "why": {"type": "string", "enum": ["sale", "service"], "nullable": True},
                    "within": {"$ref": "#/components/schemas/Ask"},
                },
            },
            "Answer": {
                "type": "object",
                "required": ["callId"],
                "properties": {
                    "callId": {"type": "string"},
                    "skills": {
                        "type": "array",
                        "items": {"type": "object", "properties": {"id": {"type": "string"}}},
                    },
                },
            },
        }
    },
}
Change = Callable[[Any, Any, Any], object]
"""Changes the operation, what is sent and what is got, in place."""


def _dialled(document: Document) -> Any:
    return document["paths"]["/calls"]["post"]


BREAKING: list[tuple[str, Change]] = [
    ("POST /calls: operationId is no longer dial", lambda op, ask, got: op.update(operationId="call")),
    ("POST /calls: parameter dry removed", lambda op, ask, got: op["parameters"].clear()),
    ("POST /calls: parameter dry is required now", lambda op, ask, got: op["parameters"][0].update(required=True)),
    (
        "POST /calls: parameter to is new and required",
        lambda op, ask, got: op["parameters"].append({"name": "to", "required": True, "schema": {}}),
    ),
    (
        "POST /calls: parameter dry: type boolean is string now",
        lambda op, ask, got: op["parameters"][0].update(schema={"type": "string"}),
    ),
    ("POST /calls: body removed", lambda op, ask, got: op.pop("requestBody")),
    ("POST /calls: 200 removed", lambda op, ask, got: op["responses"].pop("200")),
    ("Ask (sent): why removed", lambda op, ask, got: ask["properties"].pop("why")),
    ("Ask (sent): why is required now", lambda op, ask, got: ask["required"].append("why")),
    ("Ask (sent): why: sale is not taken any more", lambda op, ask, got: ask["properties"]["why"]["enum"].pop(0)),
    ("Ask (sent): why: null is not taken any more", lambda op, ask, got: ask["properties"]["why"].pop("nullable")),
    (
        "Ask (sent): number: maxLength is narrower",
        lambda op, ask, got: ask["properties"]["number"].update(maxLength=20),
    ),
    (
        "Ask (sent): number: minLength is narrower",
        lambda op, ask, got: ask["properties"]["number"].update(minLength=2),
    ),
    ("Ask (sent): number: pattern changed", lambda op, ask, got: ask["properties"]["number"].update(pattern="^1")),
    ("Answer (got): callId removed", lambda op, ask, got: got["properties"].pop("callId")),
    ("Answer (got): callId may be missing now", lambda op, ask, got: got["required"].clear()),
    (
        "Answer (got): callId: may be null now",
        lambda op, ask, got: got["properties"]["callId"].update(nullable=True),
    ),
    (
        "Answer (got): skills, items: id removed",
        lambda op, ask, got: got["properties"]["skills"]["items"]["properties"].clear(),
    ),
]
HARMLESS: list[tuple[str, Change]] = [
    ("a description", lambda op, ask, got: op.update(summary="Dials.")),
    ("a new member that may be left out", lambda op, ask, got: ask["properties"].update(note={"type": "string"})),
    ("a further word that is taken", lambda op, ask, got: ask["properties"]["why"]["enum"].append("survey")),
    ("a wider bound", lambda op, ask, got: ask["properties"]["number"].update(maxLength=60)),
    ("a member that is needed no more", lambda op, ask, got: ask["required"].clear()),
    ("a further answer", lambda op, ask, got: op["responses"].update({"503": {"description": "Later."}})),
    ("a further member that is answered", lambda op, ask, got: got["properties"].update(state={"type": "string"})),
    ("a problem that does not come any more", lambda op, ask, got: op["responses"].pop("409")),
    (
        "a new parameter that may be left out",
        lambda op, ask, got: op["parameters"].append({"name": "x", "schema": {}}),
    ),
]


def changed(change: Change) -> Document:
    after = deepcopy(BEFORE)
    schemas = after["components"]["schemas"]
    change(_dialled(after), schemas["Ask"], schemas["Answer"])
    return after


@pytest.mark.parametrize(("line", "change"), BREAKING, ids=[line for line, _ in BREAKING])
def test_what_breaks_callers_is_told(line: str, change: Change) -> None:
    assert line in broken(BEFORE, changed(change))


@pytest.mark.parametrize("change", [change for _, change in HARMLESS], ids=[name for name, _ in HARMLESS])
def test_what_breaks_nobody_is_passed_over(change: Change) -> None:
    assert broken(BEFORE, changed(change)) == []


def test_a_route_that_is_gone_is_told() -> None:
    assert broken(BEFORE, {**BEFORE, "paths": {}}) == ["POST /calls: removed"]


def test_nothing_is_broken_by_no_change(whole: Document) -> None:
    assert broken(BEFORE, BEFORE) == []
    assert broken(whole, whole) == []
