"""A rules document is taken whole or refused with the path of what is wrong."""

from typing import Any

import pytest
from pydantic import ValidationError

from switchboard.activity.defaults import DEFAULT_RULES
from switchboard.activity.rules import ActivityRules
from tests.fakes.activity_stories import rules

FIELD = ("records", 0, "fields", 0)


def test_the_defaults_are_a_document_like_any_other() -> None:
    written = DEFAULT_RULES.model_dump_json(by_alias=True)

    assert ActivityRules.model_validate_json(written) == DEFAULT_RULES


WRONG: list[Any] = [
    pytest.param({"field": "Subject"}, (*FIELD,), "exactly one of", id="no way to fill a field"),
    pytest.param({"field": "Subject", "value": "ani", "constant": "x"}, FIELD, "exactly one of", id="two ways"),
    pytest.param({"field": "Subject", "constant": None}, FIELD, "exactly one of", id="a null"),
    pytest.param({"field": "Subject", "value": "ani."}, (*FIELD, "value"), "position 4", id="no expression"),
    pytest.param({"field": "Subject", "value": "anni"}, (*FIELD, "value"), "no member anni", id="unknown member"),
    pytest.param({"field": "Subject", "template": "{ani"}, (*FIELD, "template"), "not closed", id="open brace"),
    pytest.param(
        {"field": "Description", "lines": ["{ani}", "{up(ani)}"]},
        (*FIELD, "lines", 1),
        "no function up",
        id="unknown function",
    ),
    pytest.param({"field": "Not a field", "constant": 1}, (*FIELD, "field"), "pattern", id="no field name"),
    pytest.param({"field": "Subject", "constant": 1, "polcy": "own"}, (*FIELD, "polcy"), "Extra", id="misspelt"),
    pytest.param(
        {"field": "Subject", "constant": 1, "policy": "mine"}, (*FIELD, "policy"), "own", id="unknown policy"
    ),
    pytest.param(
        {"field": "Subject", "constant": 1, "map": {"a": "b"}}, FIELD, "a map needs", id="map of nothing"
    ),
    pytest.param({"field": "Subject", "value": "ani", "otherwise": "b"}, FIELD, "needs a map", id="no map"),
    pytest.param(
        {"field": "Subject", "constant": 1, "when": {"channels": ["pigeon"]}},
        (*FIELD, "when", "channels", 0),
        "voice",
        id="unknown channel",
    ),
    pytest.param(
        {"field": "Switchboard_Key__c", "constant": "x"}, ("records", 0), "filled by Switchboard", id="the key"
    ),
    pytest.param({"field": "Id", "constant": "x"}, ("records", 0), "filled by Switchboard", id="the id"),
    pytest.param({"field": "WhatId", "ref": "case"}, (), "no record case", id="reference to nothing"),
    pytest.param({"field": "WhatId", "ref": "task"}, (), "in a circle", id="reference to itself"),
]


@pytest.mark.parametrize(("field", "path", "complaint"), WRONG)
def test_an_error_names_its_path(field: dict[str, Any], path: tuple[Any, ...], complaint: str) -> None:
    with pytest.raises(ValidationError, match=complaint) as refusal:
        rules(field)

    assert [error["loc"] for error in refusal.value.errors()] == [path]


@pytest.mark.parametrize(
    ("changed", "path"),
    [
        ({"when": "someday"}, "when"),
        ({"per": "agent"}, "per"),
        ({"timeZone": "Europe/Atlantis"}, "timeZone"),
        ({"timeZone": "../etc"}, "timeZone"),
        ({"silenceLimitS": 5}, "silenceLimitS"),
        ({"wrapUpLimitS": -1}, "wrapUpLimitS"),
        ({"owner": {"default": "0035e00000AbCdE"}}, "owner"),
        ({"relation": ["guess"]}, "relation"),
        ({"deletedRecords": "revive"}, "deletedRecords"),
        ({"deadLinks": True}, "deadLinks"),
        ({"writeConsults": "sometimes"}, "writeConsults"),
        ({"records": []}, "records"),
        ({"surprise": 1}, "surprise"),
    ],
)
def test_settings_that_are_none_are_refused(changed: dict[str, Any], path: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        rules(**changed)

    assert refusal.value.errors()[0]["loc"][0] == path


def test_no_value_of_the_document_is_repeated_in_an_error() -> None:
    with pytest.raises(ValidationError) as refusal:
        rules({"field": "Subject", "constant": 1, "policy": "my secret"})

    assert "my secret" not in str(refusal.value)


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "America/New_York"])
def test_time_zones_are_known_by_their_names(zone: str) -> None:
    assert rules(timeZone=zone).time_zone == zone


@pytest.mark.parametrize("owner", ["", "0055e00000AbCdE", "0055e00000AbCdEAAV", "00G5e00000AbCdE"])
def test_an_owner_is_a_user_or_a_queue(owner: str) -> None:
    assert rules(owner={"default": owner}).owner.default == owner


def record(name: str, *refs: str) -> dict[str, Any]:
    fields = [{"field": f"Ref{place}__c", "ref": ref} for place, ref in enumerate(refs)]
    return {"name": name, "object": "Case", "fields": [*fields, {"field": "Origin", "constant": "Phone"}]}


def test_records_come_after_those_that_they_refer_to() -> None:
    document = ActivityRules.model_validate(
        {"records": [record("task", "case", "survey"), record("survey", "case"), record("case")]}
    )

    assert [one.name for one in document.in_order()] == ["case", "survey", "task"]


@pytest.mark.parametrize(
    ("records", "complaint"),
    [
        ([record("a", "b"), record("b", "a")], "in a circle"),
        ([record("a"), record("a")], "same name"),
    ],
)
def test_records_that_cannot_be_put_in_order_are_refused(records: list[Any], complaint: str) -> None:
    with pytest.raises(ValidationError, match=complaint):
        ActivityRules.model_validate({"records": records})
