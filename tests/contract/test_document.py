"""The documents in salesforce/ are those of the functions, and as their readers take them."""

import base64
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openapi_schema_validator import OAS30Validator
from openapi_spec_validator import OpenAPIV30SpecValidator
from samtranslator.yaml_helper import yaml_parse

from local.openapi.__main__ import FILE, FLOW_FILE, ROOT, text_of
from local.openapi.breaking import broken
from local.openapi.causes import BODY, BY_OPERATION, EVERYWHERE, HOOK
from local.openapi.document import Document
from switchboard.runtime.problems import KINDS

FILES = (FILE, FLOW_FILE)
by_name = pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
WORDS_OF_3_1 = {"const", "anyOf", "examples", "propertyNames", "prefixItems", "$defs"}
"""``anyOf`` is one of 3.0 too, but External Services know it for objects alone."""


def operations(document: Document) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


def parts(value: Any) -> Iterator[dict[str, Any]]:
    """Every object within a value."""
    if isinstance(value, dict):
        yield value
        for one in value.values():
            yield from parts(one)
    elif isinstance(value, list):
        for one in value:
            yield from parts(one)


@by_name
def test_the_file_is_what_the_functions_give(file: Path, made: dict[Path, Document]) -> None:
    assert file.read_text() == text_of(made[file]), "run make openapi"


@by_name
def test_nothing_that_callers_rely_on_breaks(file: Path, made: dict[Path, Document]) -> None:
    assert broken(json.loads(file.read_text()), made[file]) == []


@by_name
def test_an_independent_validator_takes_it(file: Path, made: dict[Path, Document]) -> None:
    assert made[file]["openapi"] == "3.0.3"
    assert list(OpenAPIV30SpecValidator(made[file]).iter_errors()) == []


@by_name
def test_every_reference_leads_somewhere(file: Path, made: dict[Path, Document]) -> None:
    for part in parts(made[file]):
        found: Any = made[file]
        for step in part.get("$ref", "#/").removeprefix("#/").split("/"):
            found = found[step] if step else found


@by_name
def test_no_word_of_a_later_version_is_in_it(file: Path, made: dict[Path, Document]) -> None:
    for schema in made[file]["components"]["schemas"].values():
        for part in parts(schema):
            assert not WORDS_OF_3_1 & set(part)
            assert part.get("type") != "null"


@by_name
def test_it_is_within_the_limits_of_external_services(file: Path, made: dict[Path, Document]) -> None:
    assert len(text_of(made[file])) < 10_000_000
    for part in parts(made[file]):
        if isinstance(part.get("description"), str):
            assert len(part["description"]) <= 1_333


@by_name
def test_operations_have_names_that_apex_can_use(file: Path, made: dict[Path, Document]) -> None:
    names = [operation["operationId"] for _, operation in operations(made[file])]
    assert len({name.lower() for name in names}) == len(names)
    assert [name for name in names if not re.fullmatch(r"[a-z][A-Za-z]{2,39}", name)] == []


def test_routes_are_those_of_the_template(whole: Document) -> None:
    resources = yaml_parse((ROOT / "template.yaml").read_text())["Resources"].values()
    events = [one for each in resources for one in each.get("Properties", {}).get("Events", {}).values()]
    routes = [one["Properties"] for one in events if one["Type"] == "HttpApi"]
    told = {(key, operation["security"] == [{"sigv4": []}]) for key, operation in operations(whole)}
    assert told == {(f"{one['Method']} {one['Path']}", "Auth" not in one) for one in routes}


def test_every_kind_of_problem_is_some_operations() -> None:
    told = {*EVERYWHERE, *BODY, *HOOK, *(cause for causes in BY_OPERATION.values() for cause in causes)}
    assert [cause.__name__ for cause in KINDS if cause not in told] == []


def test_problems_are_listed_for_operations_that_exist(whole: Document) -> None:
    assert set(BY_OPERATION) == {operation["operationId"] for _, operation in operations(whole)}


def test_no_flow_writes_who_acts_or_needs_an_object_of_any_kind(flow: Document) -> None:
    for part in parts(flow):
        assert part.get("name") != "X-Salesforce-User-Id"
        assert part.get("additionalProperties") is not True


HOOK_SAMPLES = [
    file
    for folder in ("screen_pop", "contact_events")
    for file in sorted((ROOT / "events" / folder).glob("*.json"))
    if "/hooks/" in json.loads(file.read_text())["routeKey"]
]
MALFORMED = {"body_not_json", "batch_too_long", "event_incomplete", "partly_refused", "digital_incomplete"}
MALFORMED |= {"unknown_event_type", "hook_invalid"}


@pytest.mark.parametrize("file", HOOK_SAMPLES, ids=lambda file: file.stem)
def test_what_hooks_are_sent_is_what_is_told_of_them(file: Path, whole: Document) -> None:
    event = json.loads(file.read_text())
    path = event["routeKey"].split(" ")[1]
    schema = whole["paths"][path]["post"]["requestBody"]["content"]["application/json"]["schema"]
    validator = OAS30Validator({**schema, "components": whole["components"]})
    body = base64.b64decode(event["body"]).decode() if event["isBase64Encoded"] else event["body"]
    try:
        takes = validator.is_valid(json.loads(body))
    except json.JSONDecodeError:
        takes = False
    assert takes == (file.stem not in MALFORMED)
