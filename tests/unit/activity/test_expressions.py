"""Expressions find what they name; one that cannot work never takes effect."""

from datetime import UTC
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from switchboard.activity.expressions import check_expression, evaluate

SHAPE: dict[str, Any] = {
    "ani": None,
    "skill": {"id": None, "name": None},
    "variables": None,
    "notes": [],
    "holdSeconds": None,
}
VIEW = {
    "ani": "+14155550134",
    "skill": {"id": "40110", "name": None},
    "variables": {"tier": "gold", "waited": "PT1M5S"},
    "notes": [{"text": "a"}, {"text": "b"}],
    "startedAt": "2026-03-02T23:30:00.123456Z",
    "holdSeconds": 0,
}

FOUND: list[Any] = [
    ("ani", "+14155550134"),
    ("skill.name", None),
    ("skill.name || skill.id", "40110"),
    ("variables.tier", "gold"),
    ("variables.nothing", None),
    ("notes[-1].text", "b"),
    ("join(', ', notes[*].text)", "a, b"),
    ("date(startedAt)", "2026-03-02"),
    ("date(nothing)", None),
    ("dateTime(startedAt)", "2026-03-02T23:30:00.123Z"),
    ("dateTime(nothing)", None),
    ("seconds(variables.waited)", 65),
    ("seconds('P1DT2H')", 93_600),
    ("seconds('42')", 42),
    ("seconds('42.9')", 42),
    ("seconds(`42.9`)", 42),
    ("seconds(nothing)", None),
    ("duration(holdSeconds)", "0:00"),
    ("duration(`65`)", "1:05"),
    ("duration(`3723`)", "1:02:03"),
    ("duration(nothing)", None),
    ("upper(variables.tier)", "GOLD"),
    ("lower('ADA')", "ada"),
    ("upper(nothing)", None),
    ("truncate(variables.tier, `2`)", "go"),
    ("truncate(nothing, `2`)", None),
]


@pytest.mark.parametrize(("expression", "value"), FOUND)
def test_an_expression_finds_what_it_names(expression: str, value: Any) -> None:
    assert evaluate(expression, VIEW, UTC) == value


def test_a_day_begins_where_the_rules_say() -> None:
    assert evaluate("date(startedAt)", VIEW, ZoneInfo("Europe/Berlin")) == "2026-03-03"
    assert evaluate("date(startedAt)", VIEW, ZoneInfo("America/New_York")) == "2026-03-02"


@pytest.mark.parametrize(
    "expression", ["upper(holdSeconds)", "date(ani)", "seconds('soon')", "seconds('P')", "sum(ani)"]
)
def test_a_value_that_a_function_cannot_take_is_an_error(expression: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 (of the library or of ours)
        evaluate(expression, VIEW, UTC)


@pytest.mark.parametrize(
    "expression",
    [
        "ani",
        "skill.name || skill.id",
        "skill",
        "variables.anything.at.all",
        'variables."case number"',
        "notes[?text=='a'].text | [0]",
        "notes[].text",
        "notes[0].whatever",
        "{a: ani, b: skill.id}",
        "[ani, skill.name][?@]",
        "sort_by(notes, &text)[0].text",
        "join(', ', notes[*].text)",
        "variables.*",
        "holdSeconds > `0` && duration(holdSeconds)",
        "!ani",
        "skill | name",
        "notes[0:1]",
        "not_null(ani, skill.id, 'none')",
        "@",
    ],
)
def test_an_expression_that_can_work_is_taken(expression: str) -> None:
    check_expression(expression, SHAPE)


@pytest.mark.parametrize(
    ("expression", "complaint"),
    [
        ("", "empty"),
        ("ani.", "position 4"),
        ("ani ||", "position 6"),
        ("(ani", "position 4"),
        ("ani ~ 5", "position 4"),
        ("anni", "no member anni; there are ani, holdSeconds"),
        ("skill.nmae", "no member nmae; there are id, name"),
        ("upper(anni)", "no member anni"),
        ("notes[?anni].text || anni", "no member anni"),
        ("{a: anni}", "no member anni"),
        ("skill | nmae", "no member nmae"),
        ("anni[0]", "no member anni"),
        ("capitals(ani)", "no function capitals"),
        ("notes[*].capitals(text)", "no function capitals"),
        ("upper()", r"upper\(\) takes 1"),
        ("truncate(ani)", r"truncate\(\) takes 2"),
        ("upper(ani, ani)", r"upper\(\) takes 1"),
        ("not_null()", r"not_null\(\) takes 1"),
    ],
)
def test_an_expression_that_cannot_work_is_refused(expression: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        check_expression(expression, SHAPE)
