"""Every sample event is replayed through its real handler, against the sample org."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aws_lambda_powertools.utilities.parser.models import APIGatewayProxyEventV2Model, EventBridgeModel, SqsModel

from local.sample_data import RECORDS
from local.stack.seeds import HOOK_SECRETS, HOOK_TOKEN
from tests.support import (
    agent_desk_samples,
    call_samples,
    contacts_samples,
    directory_samples,
    media_samples,
    session_samples,
)
from tests.support.panel import Panel
from tests.support.world import Context, World, fresh, handler, log_text, own_environment, servers

ROOT = Path(__file__).parents[2] / "events"
FILES = sorted(ROOT.rglob("*.json"))

Expected = tuple[int, dict[str, Any]]

EXPECTED: dict[str, Expected] = {
    **session_samples.expected(),
    **call_samples.expected(),
    **contacts_samples.expected(),
    **directory_samples.expected(),
    **agent_desk_samples.expected(),
    **media_samples.expected(),
    "contact_events/queued": (202, {"accepted": [0], "refused": []}),
    "contact_events/whole_call": (202, {"accepted": [0, 1, 2, 3, 4, 5, 6], "refused": []}),
    "contact_events/partly_refused": (202, {"accepted": [0]}),
    "contact_events/event_incomplete": (422, {"type": "urn:switchboard:problem:event-incomplete"}),
    "contact_events/unknown_event_type": (422, {"type": "urn:switchboard:problem:unknown-event-type"}),
    "contact_events/event_too_old": (422, {"type": "urn:switchboard:problem:event-too-old"}),
    "contact_events/event_in_the_future": (422, {"type": "urn:switchboard:problem:event-in-the-future"}),
    "contact_events/foreign_contact": (422, {"type": "urn:switchboard:problem:foreign-contact"}),
    "contact_events/body_not_json": (400, {"type": "urn:switchboard:problem:body-not-json"}),
    "contact_events/batch_too_long": (413, {"type": "urn:switchboard:problem:batch-too-long"}),
    "contact_events/not_trusted": (401, {"type": "urn:switchboard:problem:hook-not-trusted"}),
    "contact_events/digital_assigned": (202, {"accepted": 1, "passedOver": {}}),
    "contact_events/digital_batch": (202, {"accepted": 4, "passedOver": {"CaseSentForReview": 1}}),
    "contact_events/digital_incomplete": (422, {"type": "urn:switchboard:problem:event-incomplete"}),
    "activities/list_due": (200, {"next": None}),
    "activities/list_not_allowed": (403, {"type": "urn:switchboard:problem:not-allowed"}),
    "activities/list_bad_cursor": (422, {"type": "urn:switchboard:problem:bad-cursor"}),
    "activities/list_no_such_state": (422, {"type": "urn:switchboard:problem:invalid-request"}),
    "activities/read": (200, {"contactKey": "4599001:acd:9007199254740993", "state": "due"}),
    "activities/read_unknown": (404, {"type": "urn:switchboard:problem:contact-unknown"}),
    "activities/retry_not_rejected": (409, {"type": "urn:switchboard:problem:not-rejected"}),
    "activities/retry_all": (200, {"retried": 0, "more": False}),
    "activities/contact": (200, {"relation": {"whoId": None, "whatId": None}}),
    "activities/contact_not_allowed": (403, {"type": "urn:switchboard:problem:not-allowed"}),
    "activities/relate": (200, {"relation": {"whoId": "003Sb0000000001IAA", "whatId": "500Sb000000001dIAA"}}),
    "activities/relate_record_missing": (422, {"type": "urn:switchboard:problem:record-missing"}),
    "activities/relate_not_relatable": (422, {"type": "urn:switchboard:problem:not-relatable"}),
    "activities/relate_unknown": (404, {"type": "urn:switchboard:problem:contact-unknown"}),
    "activities/erase": (200, {"contacts": 1, "records": []}),
    "activities/erase_unknown": (404, {"type": "urn:switchboard:problem:contact-unknown"}),
    "activities/erase_number": (200, {"contacts": 1, "more": False}),
    "activities/erase_not_a_number": (422, {"type": "urn:switchboard:problem:not-a-number"}),
    "agent_events/first": (200, {"missed": False, "state": None}),
    "agent_events/present_state": (200, {"events": [], "after": 0, "missed": False}),
    "agent_events/missed": (200, {"events": [], "after": 0, "missed": True}),
    "agent_events/session_unknown": (404, {"type": "urn:switchboard:problem:session-unknown"}),
    "agent_events/session_over": (410, {"type": "urn:switchboard:problem:session-over"}),
    "agent_events/not_your_session": (403, {"type": "urn:switchboard:problem:not-your-session"}),
    "agent_events/no_acting_user": (403, {"type": "urn:switchboard:problem:no-acting-user"}),
    "agent_events/wait_too_long": (422, {"type": "urn:switchboard:problem:invalid-request"}),
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
        for name in HOOK_SECRETS:
            _sample_servers.put_secret(name, {"current": HOOK_TOKEN, "previous": None})
        yield _sample_servers


@pytest.mark.parametrize("file", HTTP_FILES, ids=name_of)
def test_a_request_is_answered_as_its_name_says(sample: World, file: Path) -> None:
    if file.parent.name == "activities":
        # These are about a contact that is known.
        sample.invoke("contact_events", json.loads((ROOT / "contact_events/whole_call.json").read_text()))
    if file.parent.name == "agent_events" and file.stem != "session_unknown":
        # These are about a session that the acting user has.
        Panel(sample)
    if file.parent.name == "agent_sessions":
        session_samples.prepare(sample, file.stem)
    if file.parent.name == "click_to_dial":
        call_samples.prepare(sample, file.stem)
    if file.parent.name == "desk_contacts":
        contacts_samples.prepare(sample, file.stem)
    if file.parent.name == "desk_directory":
        directory_samples.prepare(sample, file.stem)
    if file.parent.name == "agent_desk":
        agent_desk_samples.prepare(sample, file.stem)
    if file.parent.name in media_samples.FUNCTIONS:
        media_samples.prepare(sample, file.stem)
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
