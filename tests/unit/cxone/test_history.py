"""History, reports and commitments in the names of either generation."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest

from switchboard.contact.words import Channel
from switchboard.cxone.agent_commands import CxoneAgentCommands
from switchboard.cxone.answers import Answer, read_answer
from switchboard.cxone.client import CxoneClient
from switchboard.cxone.commitments import CxoneCommitments
from switchboard.cxone.history import MOST_REPORT_PAGES, CxoneHistory
from switchboard.cxone.paging import PAGE
from switchboard.cxone.versions import Resource
from switchboard.desk.commitments.model import Deletion
from switchboard.errors import CcNotFound, CcUnavailable

BEGIN = datetime(2026, 3, 2, tzinfo=UTC)
END = BEGIN + timedelta(days=1)
SHARED = {"contactId": 9007199254740993, "masterContactId": 9007199254740993, "agentId": 10021, "skillId": 40110}
OLD = {
    **SHARED,
    "contactStart": "2026-03-02T14:04:52.000Z",
    "mediaType": 4,
    "fromAddr": "4155550134",
    "toAddr": "1",
}
NEW = {
    **SHARED,
    "contactStartDate": "2026-03-02T14:04:52.000Z",
    "mediaTypeId": 4,
    "fromAddress": "4155550134",
    "toAddress": "1",
}


class Tenant:
    """Answers reads with what it was given, in turn; the last one again and again."""

    def __init__(self, *answers: object) -> None:
        self.answers = list(answers)
        self.asked: list[tuple[Resource, str, Mapping[str, str]]] = []

    def read(self, resource: Resource, path: str, parameters: Mapping[str, str] | None = None) -> Answer | None:
        self.asked.append((resource, path, parameters or {}))
        told = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(told, Exception):
            raise told
        return None if told is None else read_answer(json.dumps(told).encode())

    def is_own(self, link: str) -> bool:
        return False


def history(*answers: object) -> CxoneHistory:
    return CxoneHistory(cast(CxoneClient, Tenant(*answers)))


def commitments(*answers: object) -> CxoneCommitments:
    client = cast(CxoneClient, Tenant(*answers))
    return CxoneCommitments(client, cast(CxoneAgentCommands, None))


@pytest.mark.parametrize("row", [OLD, NEW], ids=["v23", "newer"])
@pytest.mark.parametrize("wrapped", [True, False])
def test_a_contact_is_read_in_the_names_of_either_generation(row: dict[str, Any], wrapped: bool) -> None:
    body = {"contactStates": [row]}
    [one] = history({"resultSet": body} if wrapped else body).contacts("10021", BEGIN, END)
    assert (one.contact_id, one.channel, one.began_at) == (
        "9007199254740993",
        Channel.VOICE,
        datetime(2026, 3, 2, 14, 4, 52, tzinfo=UTC),
    )
    assert (one.from_address, one.to_address, one.transfer, one.disposition_id) == ("4155550134", "1", "", "")


@pytest.mark.parametrize("nothing", [None, {"contactStates": []}, {"contactStates": None}])
def test_nothing_is_nothing(nothing: object) -> None:
    assert history(nothing).contacts("10021", BEGIN, END) == []


def test_rows_that_name_no_contact_or_time_are_left_out() -> None:
    rows = [{**NEW, "contactId": 0}, {"contactId": 5}, {"contactId": 6, "lastUpdateTime": "2026-03-02T01:00:00Z"}]
    assert [one.contact_id for one in history({"contactStates": rows}).contacts("10021", BEGIN, END)] == ["6"]


def test_full_pages_are_followed_and_a_list_without_end_is_refused() -> None:
    full = {"contactStates": [{**NEW, "contactId": number + 1} for number in range(PAGE)]}
    assert len(history(full, {"contactStates": [NEW]}).contacts("10021", BEGIN, END)) == PAGE + 1
    with pytest.raises(CcUnavailable):
        history(full).contacts("10021", BEGIN, END)
    with pytest.raises(CcUnavailable):
        history({"contactStates": [], "totalRecords": 3}).contacts("10021", BEGIN, END)


@pytest.mark.parametrize(
    ("members", "outcome", "wrap_up_s"),
    [
        ({"acwSeconds": 39}, "handled", 39),
        ({"ACWSeconds": "39", "isRefused": "True"}, "refused", 39),
        ({"abandoned": True}, "abandoned", None),
        ({"isAbandoned": True}, "abandoned", None),
    ],
)
def test_a_report_is_read_in_any_spelling(members: dict[str, Any], outcome: str, wrap_up_s: int | None) -> None:
    row = {
        **NEW,
        "agentSeconds": 410,
        "totalDurationSeconds": 429,
        "inQueueSeconds": 7,
        "holdSeconds": 25,
        **members,
    }
    told = history({"completedContacts": [row]}).reports("10021", BEGIN, END)
    report = told.rows["9007199254740993"]
    assert (report.outcome, report.wrap_up_s, report.agent_s, report.total_s) == (outcome, wrap_up_s, 410, 429)
    assert told.is_complete


def test_reports_of_others_are_left_out_and_many_are_not_read_to_the_end() -> None:
    assert history({"completedContacts": [{**NEW, "agentId": 10022}]}).reports("10021", BEGIN, END).rows == {}
    full = {"completedContacts": [{**NEW, "contactId": number + 1} for number in range(PAGE)]}
    tenant = Tenant(full)
    assert not CxoneHistory(cast(CxoneClient, tenant)).reports("10021", BEGIN, END).is_complete
    assert len(tenant.asked) == MOST_REPORT_PAGES
    assert history(None).reports("10021", BEGIN, END).is_complete


@pytest.mark.parametrize("wrapped", [True, False])
def test_whom_an_agent_reached(wrapped: bool) -> None:
    rows = [
        {"toAddress": "4155550134", "toAgentId": None, "lastContactStartDate": "2026-03-02T10:00:00Z"},
        {"toAddr": "", "toAgentId": 10022, "toSkillId": 0, "lastContactStartDate": "2026-03-02T11:00:00Z"},
        {"toAddress": "", "toAgentId": -1, "lastContactStartDate": "2026-03-02T11:00:00Z"},
        {"toAddress": "1"},
    ]
    body = {"contactData": rows}
    reached = history({"resultSet": body} if wrapped else body).reached("10021", BEGIN, END)
    assert [(one.address, one.agent_id, one.skill_id) for one in reached] == [
        ("4155550134", "", ""),
        ("", "10022", ""),
    ]


@pytest.mark.parametrize(
    ("row", "agent_id"),
    [
        ({"target": "A", "agentId": 10021, "dialNumber": "1"}, "10021"),
        ({"target": "S", "agentId": 10022, "dialNumber": "1"}, ""),
        ({"target": "S", "agentId": -1, "phoneNumber": "1"}, ""),
        ({"targetType": "Agent", "targetAgentId": "10021", "phoneNumber": "1"}, "10021"),
    ],
)
def test_a_commitment_is_the_agents_only_where_it_says_so(row: dict[str, Any], agent_id: str) -> None:
    body = {"callbacks": [{"callbackId": 6001, "skillId": 40120, "callbackTime": "2026-03-03T16:30:00Z", **row}]}
    [one] = commitments(body).of_agent("10021")
    assert (one.commitment_id, one.promise.agent_id, one.promise.phone) == ("6001", agent_id, "1")


@pytest.mark.parametrize("nothing", [None, {"callbacks": []}, {"callbacks": None}, CcNotFound("x", status=404)])
def test_nobody_has_no_commitments(nothing: object) -> None:
    assert list(commitments(nothing).of_skill("40120")) == []


@pytest.mark.parametrize(
    ("told", "rule"),
    [
        ({"deleteCommitmentId": 0}, Deletion.BARRED),
        ({"DeleteCommitmentId": "1"}, Deletion.WITH_NOTES),
        ({"deleteCommitmentId": 2}, Deletion.FREE),
        ({"deleteCommitmentId": 9}, Deletion.WITH_NOTES),
        ({}, Deletion.WITH_NOTES),
        (None, Deletion.WITH_NOTES),
    ],
)
def test_the_rule_on_deleting(told: object, rule: Deletion) -> None:
    assert commitments(told).deletion("10021") is rule
