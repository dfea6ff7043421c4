"""Rows of completed contacts become report events, in the names of every version."""

from typing import Any

import pytest

from switchboard.contact.facts import facts_of
from switchboard.contact.fields import Field, Value
from switchboard.contact.words import EventType, Source, State
from switchboard.contact_intake.models import Intake, Reason, Trouble
from switchboard.contact_intake.report import read_reports
from tests.fakes.contact_events import at, contact_of, life

V23: dict[str, Any] = {
    "contactId": 9007199254740993,
    "masterContactId": 9007199254740993,
    "contactStart": "2026-03-02T14:04:52.000Z",
    "lastUpdateTime": "2026-03-02T14:13:05.000Z",
    "dateContactWarehoused": "2026-03-02T14:13:01.000Z",
    "dateACWWarehoused": "2026-03-02T14:13:05.000Z",
    "agentId": 10021,
    "firstName": "Ada",
    "lastName": "Brenner",
    "teamId": 3301,
    "teamName": "Service",
    "skillId": 40110,
    "skillName": "Support Voice",
    "campaignId": 880,
    "campaignName": "Default",
    "mediaType": 4,
    "mediaTypeName": "Phone Call",
    "fromAddr": "4155550134",
    "toAddr": "8005550100",
    "isOutbound": False,
    "pointOfContactId": 5511,
    "pointOfContactName": "Main line",
    "primaryDispositionId": 12,
    "secondaryDispositionId": None,
    "dispositionNotes": "Replaced router",
    "preQueueSeconds": 12,
    "inQueueSeconds": 7,
    "agentSeconds": 410,
    "acwSeconds": 39,
    "holdCount": 1,
    "holdSeconds": 25,
    "confSeconds": 0,
    "totalDurationSeconds": 429,
    "routingTime": 180,
    "abandoned": False,
    "isRefused": False,
    "refuseReason": None,
}
NEW_NAMES = {
    "contactStart": "contactStartDate",
    "mediaType": "mediaTypeId",
    "fromAddr": "fromAddress",
    "toAddr": "toAddress",
    "acwSeconds": "ACWSeconds",
}
NEWER = {NEW_NAMES.get(name, name): value for name, value in V23.items()} | {
    "endReason": "CustomerHungUp",
    "mediaSubTypeName": None,
    "tags": [{"tagId": 5, "tagName": "vip"}, {"tagId": 6, "tagName": "gold"}],
}
BOTH: dict[Field, Value] = {
    Field.MASTER_CONTACT_ID: "9007199254740993",
    Field.STARTED_AT: "2026-03-02T14:04:52.000000Z",
    Field.AGENT_ID: "10021",
    Field.AGENT_NAME: "Ada Brenner",
    Field.TEAM_ID: "3301",
    Field.TEAM_NAME: "Service",
    Field.SKILL_ID: "40110",
    Field.SKILL_NAME: "Support Voice",
    Field.CAMPAIGN_ID: "880",
    Field.CAMPAIGN_NAME: "Default",
    Field.CHANNEL: "voice",
    Field.ANI: "4155550134",
    Field.DNIS: "8005550100",
    Field.POINT_OF_CONTACT: "Main line",
    Field.DISPOSITION_ID: "12",
    Field.DISPOSITION_NOTES: "Replaced router",
    Field.REPORT_CALL_TYPE: "inbound",
    Field.REPORT_OUTCOME: "handled",
    Field.REPORT_PRE_QUEUE_S: 12,
    Field.REPORT_QUEUE_S: 7,
    Field.REPORT_AGENT_S: 410,
    Field.REPORT_HOLD_S: 25,
    Field.REPORT_HOLD_COUNT: 1,
    Field.REPORT_WRAP_UP_S: 39,
    Field.REPORT_DURATION_S: 429,
}


def fields(**changed: Any) -> Any:
    intake = read_reports([{**V23, **changed}], "4599001")
    assert not intake.refused
    return intake.received[0].event.fields


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        pytest.param(V23, BOTH, id="v23"),
        pytest.param(NEWER, {**BOTH, Field.END_REASON: "CustomerHungUp", Field.TAGS: "vip; gold"}, id="newer"),
    ],
)
def test_a_row_becomes_a_report_in_the_names_of_every_version(
    row: dict[str, Any], expected: dict[Field, Value]
) -> None:
    (received,) = read_reports([row], "4599001").received

    assert str(received.key) == "4599001:acd:9007199254740993"
    assert (received.event.type, received.event.source) == (EventType.REPORT, Source.REPORT)
    assert (received.event.at, received.event.event_id) == (at("14:13:05"), "report-2026-03-02T14:13:05.000000Z")
    assert received.event.fields == expected


def test_a_row_tells_a_whole_life() -> None:
    facts = facts_of(contact_of(one.event for one in read_reports([V23], "1").received), "1")

    assert (facts.state, facts.queue_s, facts.talk_s, facts.hold_s, facts.wrap_up_s) == (
        State.CLOSED,
        7,
        385,
        25,
        39,
    )


def test_the_later_row_of_a_contact_holds() -> None:
    first = {**V23, "lastUpdateTime": "2026-03-02T14:13:01.000Z", "dateACWWarehoused": None, "acwSeconds": 0}

    for rows in ([first, V23], [V23, first]):
        contact = contact_of(one.event for one in read_reports(rows, "1").received)
        assert contact.number(Field.REPORT_WRAP_UP_S) == 39


def test_work_after_the_contact_counts_when_it_is_done() -> None:
    assert Field.REPORT_WRAP_UP_S not in fields(dateACWWarehoused=None, acwSeconds=0)
    without = {name: value for name, value in V23.items() if name != "dateACWWarehoused"}
    assert read_reports([without], "1").received[0].event.fields[Field.REPORT_WRAP_UP_S] == 39


def test_a_script_knows_better_whether_a_call_was_internal() -> None:
    told = life("14:04:52 queued callType=internal")
    reported = [one.event for one in read_reports([V23], "1").received]

    assert contact_of([*told, *reported]).text(Field.CALL_TYPE) == "internal"


CONSULT: dict[str, Any] = {
    "contactId": 4500000002,
    "agentId": 10022,
    "fromAddr": "4155550021",
    "toAddr": "10022",
    "pointOfContactId": 0,
    "pointOfContactName": None,
}


@pytest.mark.parametrize(
    ("changed", "call_type"),
    [
        pytest.param(CONSULT, "internal", id="a consult"),
        pytest.param({**CONSULT, "masterContactId": 4500000002}, "internal", id="an agent calls an agent"),
        pytest.param({**CONSULT, "isOutbound": None}, "internal", id="a direction is not told"),
        pytest.param(
            {**CONSULT, "fromAddr": "4155550134", "toAddr": "8005550100"}, "inbound", id="passed on since then"
        ),
        pytest.param({**CONSULT, "agentId": 0, "toAddr": ""}, "inbound", id="nobody is no agent"),
        pytest.param({"isOutbound": True}, "outbound", id="a customer is called"),
    ],
)
def test_a_call_that_was_placed_to_its_own_agent_is_internal(changed: dict[str, Any], call_type: str) -> None:
    assert fields(**changed)[Field.REPORT_CALL_TYPE] == call_type


@pytest.mark.parametrize(
    ("changed", "outcome"),
    [
        ({"abandoned": True, "agentSeconds": 0}, "abandoned"),
        ({"abandoned": "True"}, "abandoned"),
        ({"isRefused": True, "agentSeconds": 0}, "refused"),
        ({"isRefused": True}, "handled"),
        ({}, "handled"),
    ],
)
def test_the_outcome_is_told(changed: dict[str, Any], outcome: str) -> None:
    assert fields(**changed)[Field.REPORT_OUTCOME] == outcome


def test_what_stands_for_nobody_is_nobody() -> None:
    assert Field.AGENT_ID not in fields(agentId=0)
    assert Field.CHANNEL not in fields(mediaType=2)


def test_card_numbers_are_not_taken_over() -> None:
    assert fields(dispositionNotes="4111-1111-1111-1111 paid")[Field.DISPOSITION_NOTES] == "paid"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"holdSeconds": -1}, "holdSeconds"),
        ({"holdSeconds": "long"}, "holdSeconds"),
        ({"totalDurationSeconds": 10**9}, "totalDurationSeconds"),
        ({"isOutbound": "maybe"}, "isOutbound"),
        ({"tags": "vip"}, "tags"),
        ({"tags": ["vip"]}, "tags"),
        ({"contactStart": "yesterday"}, "contactStart"),
    ],
)
def test_a_member_that_cannot_be_read_is_named_and_left_out(changed: dict[str, Any], field: str) -> None:
    intake = read_reports([{**V23, **changed}], "1")

    assert len(intake.received) == 1
    assert intake.dropped == (Trouble(0, field, Reason.MALFORMED),)


def test_numbers_may_be_text_with_a_fraction() -> None:
    assert fields(holdSeconds="25.9")[Field.REPORT_HOLD_S] == 25


@pytest.mark.parametrize(
    ("changed", "field", "reason"),
    [
        ({"contactId": None}, "contactId", Reason.MISSING),
        ({"contactId": "a b"}, "contactId", Reason.MALFORMED),
        (
            dict.fromkeys(["lastUpdateTime", "dateACWWarehoused", "dateContactWarehoused", "contactStart"]),
            "lastUpdateTime",
            Reason.MISSING,
        ),
    ],
)
def test_a_row_that_cannot_be_placed_is_refused(changed: dict[str, Any], field: str, reason: Reason) -> None:
    intake = read_reports([V23, {**V23, **changed}], "1")

    assert len(intake.received) == 1
    assert intake.refused == (Trouble(1, field, reason),)
    assert intake.dropped == ()


def test_no_rows_are_no_events() -> None:
    assert read_reports([], "1") == Intake()
