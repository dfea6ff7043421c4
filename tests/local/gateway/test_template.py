"""What a SAM template deploys is what the gateway plays."""

from pathlib import Path

import pytest

from local.gateway import callers, template
from local.gateway.cloudformation import TemplateError
from local.gateway.template import Application, QueueSource, Route, Schedule, with_globals
from tests.local.gateway.toy_stack import TOYS, toy_application, toy_template


@pytest.fixture(scope="module")
def toys() -> Application:
    return toy_application(toy_template())


def test_functions_are_those_whose_condition_holds(toys: Application) -> None:
    assert set(toys.functions) == {"Echo", "Moody", "Patient", "Broken", "Consumer", "Ticker"}


def test_globals_lie_beneath_what_a_function_says_itself(toys: Application) -> None:
    echo, moody = toys.functions["Echo"], toys.functions["Moody"]
    assert (echo.timeout_s, moody.timeout_s) == (5, 1)
    assert (echo.memory_mb, moody.memory_mb) == (256, 128)
    assert echo.environment == {
        "STAGE": "test",
        "CALLERS": callers.SALESFORCE_ARN,
        "GREETING": "hello from switchboard",
    }
    assert (moody.reserved, toys.functions["Patient"].reserved) == (None, 3)


def test_code_and_layers_are_folders_of_the_repository(toys: Application) -> None:
    echo = toys.functions["Echo"]
    assert echo.code_dir == TOYS / "functions/echo"
    assert echo.layer_dirs == (TOYS / "layer",)


def test_callers_invoke_the_alias_where_there_is_one(toys: Application) -> None:
    assert toys.functions["Echo"].arn == f"{template.function_arn('switchboard-Echo')}:live"
    assert toys.functions["Moody"].arn == template.function_arn("switchboard-Moody")


def test_routes_take_the_default_authorizer_unless_they_say_otherwise(toys: Application) -> None:
    assert Route("ANY", "/echo", "Echo", iam=True) in toys.routes
    assert Route("POST", "/hook", "Echo", iam=False) in toys.routes


def test_queues_and_schedules_come_with_their_settings(toys: Application) -> None:
    assert toys.queues == (
        QueueSource("Consumer", "arn:of:Jobs", batch_size=10, window_s=0, partial=True, most=None),
        QueueSource("Consumer", "arn:of:WholeJobs", batch_size=10, window_s=0, partial=False, most=None),
        QueueSource("Consumer", "arn:of:GatheredJobs", batch_size=20, window_s=2, partial=False, most=2),
    )
    assert toys.schedules == (
        Schedule("Ticker", "EachMinute", "rate(1 minute)", None),
        Schedule("Ticker", "AtNight", "cron(0 3 * * ? *)", None),
    )
    assert toys.unplayed == ("Ticker: Paused is switched off in the template",)


MERGES = [
    ("mappings key by key", {"a": {"x": 1, "y": 1}}, {"a": {"y": 2}}, {"a": {"x": 1, "y": 2}}),
    ("lists one after the other", {"a": [1]}, {"a": [2]}, {"a": [1, 2]}),
    ("scalars replaced", {"a": 1}, {"a": 2}, {"a": 2}),
    ("functions replaced whole", {"a": {"Ref": "X"}}, {"a": {"Fn::Sub": "Y"}}, {"a": {"Fn::Sub": "Y"}}),
]


@pytest.mark.parametrize(("label", "below", "above", "merged"), MERGES, ids=[row[0] for row in MERGES])
def test_globals_merge_as_sam_merges(
    label: str, below: dict[str, object], above: dict[str, object], merged: dict[str, object]
) -> None:
    assert with_globals({"Globals": {"Function": below}}, "Function", above) == merged


FUNCTION = """
Globals: {{HttpApi: {{Auth: {{DefaultAuthorizer: AWS_IAM}}}}}}
Resources:
  Function:
    Type: AWS::Serverless::Function
    Properties: {{Handler: app.handler, CodeUri: code, Events: {{Event: {event}}}}}
"""


def of_one_event(event: str, tmp_path: Path) -> Application:
    path = tmp_path / "template.yaml"
    path.write_text(FUNCTION.format(event=event))
    return template.application(template.load(path, {}), tmp_path)


def test_a_route_without_an_api_belongs_to_the_implicit_one(tmp_path: Path) -> None:
    application = of_one_event("{Type: HttpApi}", tmp_path)
    assert application.routes == (Route("ANY", "$default", "Function", iam=True),)


REFUSED = [
    ("{Type: HttpApi, Properties: {Auth: {Authorizer: Jwt}}}", "the authorizer Jwt is not played here"),
    ("{Type: HttpApi, Properties: {ApiId: abc}}", "ApiId has to refer to an API"),
    ("{Type: SQS, Properties: {Queue: a, FilterCriteria: {}}}", "FilterCriteria are not played here"),
    ("{Type: SQS, Properties: {}}", "an SQS event needs a Queue"),
    ("{Type: SQS, Properties: {Queue: !Ref Nobody}}", "Properties.Queue: Ref Nobody has no value"),
    ("{Type: Schedule, Properties: {}}", "a schedule needs an expression"),
]


@pytest.mark.parametrize(("event", "why"), REFUSED)
def test_an_event_that_cannot_be_played_faithfully_is_refused_by_place(
    event: str, why: str, tmp_path: Path
) -> None:
    with pytest.raises(TemplateError, match=why) as refused:
        of_one_event(event, tmp_path)
    assert refused.value.place.startswith("Resources.Function.Properties.Events.Event")


def test_an_event_of_another_kind_is_named_and_left_out(tmp_path: Path) -> None:
    application = of_one_event("{Type: DynamoDB, Properties: {Stream: arn}}", tmp_path)
    assert application.unplayed == ("Function: Event is of the type DynamoDB, which is not played here",)


def test_a_function_without_code_here_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "template.yaml"
    path.write_text("Resources: {F: {Type: 'AWS::Serverless::Function', Properties: {Handler: a.b}}}")
    with pytest.raises(TemplateError, match=r"Resources\.F\.Properties: "):
        template.application(template.load(path, {}), tmp_path)
