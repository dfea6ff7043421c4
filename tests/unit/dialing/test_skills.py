"""With which skill a call goes out."""

from typing import Any

import pytest

from switchboard.dialing.refusals import NoSkill, Skill, SkillNotAllowed, SkillUnclear
from switchboard.dialing.rules import SkillRules
from switchboard.dialing.skills import chosen_skill

SALES, SERVICE = Skill("40120", "Sales"), Skill("40121", "Service")
RULES: dict[str, Any] = {
    "rules": [
        {"teams": ["service"], "countries": ["DE", "AT"], "skillId": "1"},
        {"teams": ["3302"], "skillId": "2"},
        {"objectTypes": ["lead"], "skillId": "3"},
        {"countries": ["GB"], "skillId": "4"},
    ],
    "default": "9",
}


@pytest.mark.parametrize(
    ("team", "object_type", "country", "expected"),
    [
        (("3301", "Service"), "Contact", "DE", "1"),
        (("3301", "Service"), "Contact", "US", "9"),
        (("3302", "Sales"), "Contact", "DE", "2"),
        (("3303", "Other"), "Lead", "DE", "3"),
        (("3301", "Service"), "Lead", "AT", "1"),
        (("", ""), "", "GB", "4"),
        (("", ""), "", None, "9"),
    ],
)
def test_the_first_rule_that_applies_decides(
    team: tuple[str, str], object_type: str, country: str | None, expected: str
) -> None:
    assert choose(RULES, team=team, object_type=object_type, country=country) == expected


@pytest.mark.parametrize(
    ("rules", "own", "wanted", "expected"),
    [
        ({}, [SALES], "", "40120"),
        ({}, [SALES, SERVICE], "40121", "40121"),
        (RULES, [], "2", "2"),
        ({**RULES, "agentsOwn": False}, [], "9", "9"),
    ],
)
def test_what_an_agent_may_have(rules: dict[str, Any], own: list[Skill], wanted: str, expected: str) -> None:
    assert choose(rules, own, wanted) == expected


@pytest.mark.parametrize(
    ("rules", "own", "wanted", "refusal"),
    [
        ({}, [], "", NoSkill),
        ({}, [SALES, SERVICE], "", SkillUnclear),
        ({}, [SALES], "40121", SkillNotAllowed),
        (RULES, [SALES], "40121", SkillNotAllowed),
        ({**RULES, "agentsOwn": False}, [SALES], "40120", SkillNotAllowed),
    ],
)
def test_what_an_agent_may_not_have(
    rules: dict[str, Any], own: list[Skill], wanted: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal) as refused:
        choose(rules, own, wanted)
    assert type(refused.value) is refusal


def choose(
    rules: dict[str, Any],
    own: list[Skill] | None = None,
    wanted: str = "",
    *,
    team: tuple[str, str] = ("", ""),
    object_type: str = "",
    country: str | None = None,
) -> str:
    def owned() -> list[Skill]:
        assert own is not None, "the agent's own skills were asked for in vain"
        return own

    return chosen_skill(
        SkillRules.model_validate(rules), owned, wanted=wanted, team=team, object_type=object_type, country=country
    )
