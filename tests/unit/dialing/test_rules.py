"""What an admin may write, and how a mistake is named."""

import json
from typing import Any

import pytest

from switchboard.admin import rules as admin
from switchboard.dialing.rules import DEFAULT_RULES


def test_the_defaults_are_valid_as_they_are_shown() -> None:
    assert admin.checked("dialing", DEFAULT_RULES.model_dump_json(by_alias=True)) == DEFAULT_RULES
    assert admin.checked("dialing", "{}") == DEFAULT_RULES


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"windowS": 0}, "windowS"),
    ({"window": 5}, "window"),
    ({"agentCountries": ["UK"]}, "agentCountries.0: a country's two letters are needed"),
    ({"unknownNumbers": "maybe"}, "unknownNumbers"),
    ({"skills": {"default": 40120.5}}, "skills.default"),
    ({"skills": {"default": "sales"}}, "skills.default"),
    ({"skills": {"rules": [{"teams": ["Service"]}]}}, "skills.rules.0.skillId"),
    ({"hours": {"everywhere": {"monday": ["8-21"]}}}, "hours.everywhere.monday.0: a part of one day is needed"),
    ({"hours": {"everywhere": {"monday": ["21:00-08:00"]}}}, "hours.everywhere.monday.0"),
    ({"hours": {"everywhere": {"monday": ["24:30-24:40"]}}}, "hours.everywhere.monday.0"),
    ({"hours": {"everywhere": {"mon": ["08:00-21:00"]}}}, "hours.everywhere.mon"),
    ({"hours": {"countries": {"XX": {}}}}, "hours.countries.XX"),
    (
        {"hours": {"countries": {"RU": {"timeZones": ["Moscow"]}}}},
        "hours.countries.RU.timeZones.0: there is no such",
    ),
    ({"hours": {"exempt": ["landline"]}}, "hours.exempt.0"),
    ({"doNotCall": {"fields": {"Contact": []}}}, "doNotCall.fields.Contact: at least 1 is needed"),
    ({"doNotCall": {"fields": {"Contact": ["Do Not Call"]}}}, "doNotCall.fields.Contact.0"),
    ({"doNotCall": {"fields": {"Contact": ["A"], "contact": ["B"]}}}, "doNotCall.fields: two have the same name"),
    ({"doNotCall": {"lists": [{"object": "X__c"}]}}, "doNotCall.lists.0.numberFields"),
    ({"doNotCall": {"unreadable": "ask"}}, "doNotCall.unreadable"),
    ({"cost": {"prefixes": ["0900"]}}, "cost.prefixes.0"),
    ({"cost": {"types": ["premium"]}}, "cost.types.0"),
]


@pytest.mark.parametrize(("document", "told"), WRONG, ids=lambda value: str(value)[:70])
def test_a_mistake_is_named_by_its_path(document: dict[str, Any], told: str) -> None:
    with pytest.raises(admin.RulesRefused) as refused:
        admin.checked("dialing", json.dumps(document))
    assert any(told in problem for problem in refused.value.problems), refused.value.problems


def test_the_org_is_asked_for_the_fields_that_mark_and_not_for_those_of_person_accounts() -> None:
    rules = admin.checked(
        "dialing",
        json.dumps(
            {
                "doNotCall": {
                    "fields": {"Contact": ["DoNotCall"], "PersonAccount": ["PersonDoNotCall"]},
                    "lists": [{"object": "Robinson__c", "numberFields": ["Number__c"], "flag": "Active__c"}],
                }
            }
        ),
    )
    assert admin.fields_by_object(rules) == {
        "Contact": {"DoNotCall"},
        "Robinson__c": {"Number__c", "Active__c"},
    }
