"""A rules document is checked before it may act, and what is wrong is named."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from switchboard.screen_pop.lookup_rules import BadParameters, Lookup, ParameterType, typed_values
from switchboard.screen_pop.rules import DEFAULT_RULES, ScreenPopRules

Document = dict[str, Any]


def document() -> Document:
    return json.loads(DEFAULT_RULES.model_dump_json(by_alias=True))  # type: ignore[no-any-return]


def test_the_defaults_are_a_document_like_any_other() -> None:
    assert ScreenPopRules.model_validate(document()) == DEFAULT_RULES


def put(*path: str | int, value: Any) -> Callable[[Document], None]:
    def change(whole: Document) -> None:
        place: Any = whole
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = value

    return change


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (put("objekts", value={}), "objekts"),
        (put("objects", "Contact", "phoneFields", value=["Phone)"]), "objects.Contact.phoneFields.0"),
        (put("objects", "Contact", "limit", value=0), "objects.Contact.limit"),
        (put("objects", "Contact)", value={}), "objects.Contact)"),
        (put("objects", "Lead", "where", value=[{"field": "X", "parameter": "p"}]), "takes constants"),
        (put("objects", value={}), "objects"),
        (put("rules", value=[]), "rules"),
        (put("rules", 0, "when", "channels", value=["telepathy"]), "rules.0.when.channels.0"),
        (put("rules", 1, "steps", 0, "objects", value=["Account", "Wish__c"]), "rules.1.steps.0"),
        (put("rules", 1, "steps", 1, "objects", value=["Account"]), "has no emailFields"),
        (put("rules", 1, "steps", 0, "mode", value="normalised"), "has no normalisedPhoneFields"),
        (put("rules", 1, "steps", 1, "mode", value="normalised"), "mode normalised is for phones"),
        (put("rules", 0, "steps", 0, "lookup", value="nobody"), "there is no lookup 'nobody'"),
        (put("rules", 0, "steps", 0, "parameters", value={}), "parameters have to be id"),
        (put("rules", 0, "steps", 0, "parameters", value={"id": "{recordId}"}), "unknown placeholder {recordId}"),
        (put("rules", 1, "pops", "none", value={"type": "record"}), "rules.1.pops.none"),
        (put("rules", 1, "pops", "many", value={"type": "record"}), "rules.1.pops.many"),
        (
            put("rules", 1, "pops", "none", "defaults", value={"Phone": "{phone}"}),
            "unknown placeholder {phone}",
        ),
        (put("rules", 1, "pops", "one", value={"type": "url", "url": "javascript:alert(1)"}), "rules.1.pops.one"),
        (put("rules", 1, "pops", "one", value={"type": "url", "url": "//evil.example"}), "rules.1.pops.one"),
        (
            put("lookups", "caseByNumber", "where", 0, "parameter", value="number"),
            "not declared: number",
        ),
        (
            put("lookups", "caseByNumber", "parameters", "other", value="text"),
            "never used in where: other",
        ),
        (put("lookups", "caseByNumber", "parameters", "caseNumber", value="sql"), "parameters.caseNumber"),
        (put("freshness", "foundS", value=-1), "freshness.foundS"),
        (put("lookAheadSearches", value=3000), "lookAheadSearches"),
        (put("keyPrefixes", value={"Policy__c": "a0"}), "keyPrefixes.Policy__c"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_wrong_document_is_refused_by_its_path(change: Callable[[Document], None], said: str) -> None:
    whole = document()
    change(whole)

    with pytest.raises(ValidationError) as refused:
        ScreenPopRules.model_validate(whole)

    told = [f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in refused.value.errors()]
    assert any(said in one for one in told), told


LOOKUP = Lookup.model_validate(
    {
        "object": "Policy__c",
        "parameters": {kind.value: kind.value for kind in ParameterType},
        "where": [{"field": f"{kind.value}__c", "parameter": kind.value} for kind in ParameterType],
    }
)
GOOD = {
    "text": "O'Neil \\ 50%",
    "digits": "0042",
    "phone": "(415) 555-0134",
    "email": "grace@example.com",
    "id": "0035e00000AbCdE",
    "number": "-12.5",
    "date": "2026-02-28",
}


def test_values_come_in_their_types() -> None:
    assert typed_values(LOOKUP, GOOD, "US") == {
        "text": "O'Neil \\ 50%",
        "digits": "0042",
        "phone": "+14155550134",
        "email": "grace@example.com",
        "id": "0035e00000AbCdE",
        "number": -12.5,
        "date": date(2026, 2, 28),
    }


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("digits", "４２"),
        ("digits", "4 2"),
        ("phone", "anonymous"),
        ("email", "grace"),
        ("email", "a@b' OR Name != '"),
        ("id", "0035e00000AbC"),
        ("id", "0035e00000AbCd'"),
        ("number", "NaN"),
        ("number", "1e9"),
        ("date", "2026-02-30"),
        ("date", "tomorrow"),
    ],
)
def test_a_value_that_is_not_of_its_type_is_named(name: str, value: str) -> None:
    with pytest.raises(BadParameters) as refused:
        typed_values(LOOKUP, {**GOOD, name: value}, "US")

    assert refused.value.problems == {name: f"not_{name}"}
    assert value not in str(refused.value)
