"""What operators look at: dashboard and saved queries speak of what the code tells, and leave nobody out."""

import json
import re
from typing import Any

import pytest

from tests.benchmarks.cost import PRICES_OF, VOLUMES, month, rows
from tests.template.test_template import FUNCTIONS, PARAMETERS, QUEUES, RESOURCES, ROOT, SOURCE, of_type

Metric = tuple[str, str, dict[str, str]]
"""Namespace, name, dimensions."""

BODY: dict[str, Any] = json.loads(RESOURCES["Dashboard"]["Properties"]["DashboardBody"]["Fn::Sub"])
WIDGETS: list[dict[str, Any]] = BODY["widgets"]
OWN = "Switchboard/${AWS::StackName}"
CODE = "\n".join(path.read_text() for path in (ROOT / "layers/shared/switchboard").rglob("*.py"))
SERVICES = {
    function["Properties"]["Environment"]["Variables"]["POWERTOOLS_SERVICE_NAME"]
    for function in FUNCTIONS.values()
}


def metrics_of(widget: dict[str, Any]) -> list[Metric]:
    """A widget's metrics, with ``...`` and expressions resolved (CloudWatch dashboard body structure)."""
    found: list[Metric] = []
    last: list[str] = []
    for entry in widget["properties"]["metrics"]:
        named = [part for part in entry if isinstance(part, str)]
        if not named:
            continue
        last = [*last[: len(last) - len(named) + 1], *named[1:]] if named[0] == "..." else named
        namespace, name, *pairs = last
        found.append((namespace, name, dict(zip(pairs[::2], pairs[1::2], strict=True))))
    return found


def told(title: str) -> list[Metric]:
    (widget,) = [one for one in WIDGETS if one["properties"]["title"] == title]
    return metrics_of(widget)


ALL = [metric for widget in WIDGETS for metric in metrics_of(widget)]


def test_abbreviated_metrics_are_read_as_cloudwatch_does() -> None:
    widget = {
        "properties": {"metrics": [["A", "M", "D", "x"], ["...", "y", {"stat": "Sum"}], [{"expression": "1"}]]}
    }
    assert metrics_of(widget) == [("A", "M", {"D": "x"}), ("A", "M", {"D": "y"})]


@pytest.mark.parametrize("metric", [one for one in ALL if one[0] == OWN], ids=lambda one: f"{one[1]}-{one[2]}")
def test_the_dashboard_names_only_metrics_that_the_code_counts(metric: Metric) -> None:
    _, name, dimensions = metric
    assert f'"{name}"' in CODE
    assert set(dimensions) == {"service"}
    assert dimensions["service"] in SERVICES


def test_whatever_else_it_shows_is_awss_own() -> None:
    assert {namespace for namespace, _, _ in ALL if namespace != OWN} == {
        "AWS/Lambda",
        "AWS/SQS",
        "AWS/ApiGateway",
    }


@pytest.mark.parametrize("title", ["Errors of functions", "Longest durations (p95)", "Throttled invocations"])
def test_no_function_is_left_out(title: str) -> None:
    shown = {dimensions["FunctionName"] for _, _, dimensions in told(title)}
    assert shown == {f"${{{name}}}" for name in FUNCTIONS}


@pytest.mark.parametrize("title", ["Messages that wait", "Age of the oldest message"])
def test_no_queue_is_left_out(title: str) -> None:
    assert {dimensions["QueueName"] for _, _, dimensions in told(title)} == {
        f"${{{name}.QueueName}}" for name in QUEUES
    }


def test_what_the_contact_centre_gets_out_of_it_stands_above_what_it_takes() -> None:
    rows = {widget["properties"]["title"]: widget["y"] for widget in WIDGETS}
    technical = min(y for title, y in rows.items() if all(one[0] != OWN for one in told(title)))
    assert all(rows[title] < technical for title in rows if any(one[0] == OWN for one in told(title)))


def test_no_widget_covers_another() -> None:
    cells = [
        (x, y)
        for one in WIDGETS
        for x in range(one["x"], one["x"] + one["width"])
        for y in range(one["y"], one["y"] + one["height"])
    ]
    assert len(cells) == len(set(cells))
    assert all(x < 24 for x, _ in cells)


QUERIES = of_type("AWS::Logs::QueryDefinition")
QUESTIONS = {
    "SlowPopsQuery",
    "RefusedHooksQuery",
    "RejectedActivitiesQuery",
    "ContactPathQuery",
    "UnresolvedCallsQuery",
}


def test_the_usual_questions_are_saved() -> None:
    assert set(QUERIES) == QUESTIONS


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES.keys())
def test_a_query_asks_for_lines_that_the_code_logs(query: dict[str, Any]) -> None:
    text = query["Properties"]["QueryString"]
    messages = set(re.findall(r'message = "(\w+)"', text))
    messages |= {
        one for listed in re.findall(r"message in \[(.*?)\]", text) for one in re.findall(r'"(\w+)"', listed)
    }
    assert all(f'"{message}"' in CODE for message in messages)
    groups = {one["Ref"] for one in query["Properties"]["LogGroupNames"]}
    assert groups <= set(of_type("AWS::Logs::LogGroup"))


FIELDS = (
    "route",
    "status",
    "ms",
    "match",
    "reason",
    "contact_key",
    "requests",
    "waited_ms",
    "problem",
    "hook",
    "code",
)


@pytest.mark.parametrize("field", FIELDS)
def test_fields_that_queries_read_are_written(field: str) -> None:
    assert any(field in query["Properties"]["QueryString"] for query in QUERIES.values())
    assert re.search(rf'"{field}"|\b{field}=', CODE)


def test_a_contact_is_followed_through_every_function() -> None:
    followed = {one["Ref"] for one in QUERIES["ContactPathQuery"]["Properties"]["LogGroupNames"]}
    logged = {function["Properties"]["LoggingConfig"]["LogGroup"]["Ref"] for function in FUNCTIONS.values()}
    assert followed == logged
    # CloudWatch takes 50 of them.
    assert len(followed) <= 50


def test_every_function_writes_lines_of_the_form_that_queries_read() -> None:
    functions = [one for one in SOURCE.values() if one["Type"] == "AWS::Serverless::Function"]
    assert all(one["Properties"]["LoggingConfig"]["LogFormat"] == "JSON" for one in functions)


README = (ROOT / "README.md").read_text()


def test_the_readme_knows_every_parameter() -> None:
    table = README.partition("\n| parameter | default |")[2].partition("\n###")[0]
    cells = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    assert {name for cell in cells for name in re.findall(r"`(\w+)`", cell)} == set(PARAMETERS)


def test_the_readme_says_what_every_function_may() -> None:
    table = README.partition("\n### Permissions\n")[2].partition("\n###")[0]
    cells = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    assert {name for cell in cells for name in re.findall(r"`(\w+)`", cell)} == SERVICES


def test_the_readmes_cost_is_what_the_formula_gives() -> None:
    months = {contacts: month(contacts) for contacts in VOLUMES}
    for row in rows(months):
        assert f"| {' | '.join(row)} |" in README
    assert PRICES_OF.replace("\n", " ") in " ".join(README.split())


def test_what_the_guide_to_scaling_has_people_set_can_be_set() -> None:
    guide = (ROOT / "docs/scaling.md").read_text()
    settings = re.findall(r"`(\w+): (\w+)`", guide)
    assert len(settings) >= 6
    for name, value in settings:
        if name[0].isupper():
            bounds = PARAMETERS[name]
            allowed = bounds.get("AllowedValues")
            if allowed:
                assert value in map(str, allowed)
            else:
                assert bounds["MinValue"] <= int(value) <= bounds["MaxValue"]
        else:
            assert f'"{name}"' in (ROOT / "docs/rules/screen_pop.schema.json").read_text()
