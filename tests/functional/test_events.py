"""Every sample event is replayed through its real handler, against the sample org."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aws_lambda_powertools.utilities.parser.models import APIGatewayProxyEventV2Model, EventBridgeModel, SqsModel

from local.sample_data import RECORDS
from local.stack.seeds import HOOK_TOKEN
from tests.support.world import Context, World, fresh, handler, log_text, own_environment, servers

ROOT = Path(__file__).parents[2] / "events"
FILES = sorted(ROOT.rglob("*.json"))

Expected = tuple[int, dict[str, Any]]

EXPECTED: dict[str, Expected] = {
    "health/read": (200, {"status": "ok"}),
    "screen_pop/one_match": (200, {"match": "one"}),
    "screen_pop/many_match": (200, {"match": "many"}),
    "screen_pop/no_match": (200, {"match": "none", "reason": None}),
    "screen_pop/withheld": (200, {"match": "none", "reason": "withheld"}),
    "screen_pop/short_code": (200, {"match": "none", "reason": "short"}),
    "screen_pop/sip_user": (200, {"match": "none", "reason": "sip"}),
    "screen_pop/malformed": (200, {"match": "none", "reason": "malformed"}),
    "screen_pop/outbound": (200, {"match": "one"}),
    "screen_pop/email": (200, {"match": "none"}),
    "screen_pop/work_item_case": (200, {"match": "one", "rule": "work items"}),
    "screen_pop/custom_lookup": (200, {"match": "one"}),
    "screen_pop/unknown_lookup": (422, {"type": "urn:switchboard:problem:unknown-lookup"}),
    "screen_pop/bad_parameters": (422, {"type": "urn:switchboard:problem:bad-parameters"}),
    "screen_pop/with_layout": (200, {"match": "one"}),
    "screen_pop/not_a_layout": (422, {"type": "urn:switchboard:problem:not-a-layout"}),
    "screen_pop/field_missing": (422, {"type": "urn:switchboard:problem:invalid-request"}),
    "screen_pop/body_not_json": (400, {"type": "urn:switchboard:problem:body-not-json"}),
    "screen_pop/body_not_utf8": (400, {"type": "urn:switchboard:problem:body-not-utf8"}),
    "screen_pop/read_back_nothing_kept": (404, {"type": "urn:switchboard:problem:nothing-kept"}),
    "screen_pop/keep_layout": (204, {}),
    "screen_pop/keep_layout_no_user": (403, {"type": "urn:switchboard:problem:no-acting-user"}),
    "screen_pop/hook_one_match": (200, {"match": "one", "recordName": "Juniper Hale"}),
    "screen_pop/hook_custom_lookup": (200, {"match": "one", "objectType": "Case"}),
    "screen_pop/hook_queued": (200, {"match": "unknown", "reason": "looking_up"}),
    "screen_pop/hook_invalid": (200, {"match": "unknown", "wrong": "channel"}),
    "screen_pop/hook_not_trusted": (401, {"type": "urn:switchboard:problem:hook-not-trusted"}),
}


def name_of(file: Path) -> str:
    return str(file.relative_to(ROOT).with_suffix(""))


HTTP_FILES = [file for file in FILES if "routeKey" in json.loads(file.read_text())]
CLOCK_FILES = [file for file in FILES if "detail-type" in json.loads(file.read_text())]
SQS_FILES = [file for file in FILES if "Records" in json.loads(file.read_text())]


@pytest.fixture(scope="module")
def _sample_servers() -> Iterator[World]:
    with servers(RECORDS) as world:
        yield world


@pytest.fixture
def sample(_sample_servers: World) -> Iterator[World]:
    with own_environment():
        fresh(_sample_servers)
        _sample_servers.put_secret("ReadHookSecret", {"current": HOOK_TOKEN, "previous": None})
        yield _sample_servers


@pytest.mark.parametrize("file", HTTP_FILES, ids=name_of)
def test_a_request_is_answered_as_its_name_says(sample: World, file: Path) -> None:
    event = json.loads(file.read_text())
    answer = sample.invoke(file.parent.name, event)
    status, members = EXPECTED[name_of(file)]

    assert answer.status == status
    body = answer.json if answer.body else {}
    assert {name: body[name] for name in members} == members


@pytest.mark.parametrize("file", HTTP_FILES, ids=name_of)
def test_a_request_has_the_shape_of_the_gateways(file: Path) -> None:
    event = json.loads(file.read_text())

    APIGatewayProxyEventV2Model.model_validate(event)
    assert event["headers"]["host"].endswith("amazonaws.com")


def test_nothing_is_expected_of_a_file_that_is_not_there() -> None:
    assert set(EXPECTED) == {name_of(file) for file in HTTP_FILES}
    assert len(FILES) == len(HTTP_FILES) + len(SQS_FILES) + len(CLOCK_FILES)


@pytest.mark.parametrize("file", SQS_FILES, ids=name_of)
def test_a_batch_is_taken_whole(sample: World, file: Path) -> None:
    event = json.loads(file.read_text())
    SqsModel.model_validate(event)

    assert handler(file.parent.name)(event, Context(15)) == {"batchItemFailures": []}


@pytest.mark.parametrize("file", CLOCK_FILES, ids=name_of)
def test_the_clock_starts_a_run(sample: World, file: Path) -> None:
    event = json.loads(file.read_text())
    EventBridgeModel.model_validate(event)

    with log_text() as text:
        handler(file.parent.name)(event, Context(29))
    assert '"message":"ran"' in text.getvalue()
    assert '"complete":true' in text.getvalue()


def test_every_route_has_a_sample(sample: World) -> None:
    sampled = {json.loads(file.read_text())["routeKey"] for file in HTTP_FILES}
    assert {route.key for route in sample.all_routes} == sampled
