"""An agent's digital contacts out of everybody's, page by page; and rows of either generation."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from switchboard.agent.identity import Agent, AgentUnknown
from switchboard.cxone.answers import Answer
from switchboard.cxone.client import CxoneClient
from switchboard.cxone.digital import CxoneDigital
from switchboard.desk.digital.model import CasePage, CaseQuery, DigitalCase, DigitalChannel, Outgoing
from switchboard.desk.digital.ports import DigitalCentre
from switchboard.desk.digital.service import KEPT_S, MOST_PAGES, UNNAMED_S, Digital
from switchboard.errors import BadCursor, CcUnavailable

ME = "5f0c6e2a-0000-4000-8000-000000000021"


class Directory:
    """Knows one agent."""

    def __init__(self, uuid: str = ME) -> None:
        self.uuid = uuid

    def agent_of(self, _user_id: str) -> Agent:
        return Agent("10021", self.uuid, "Ada", "Brenner", "3301", "Service")


class Pages:
    """Everybody's cases in pages of a size."""

    def __init__(self, owners: Sequence[str], size: int) -> None:
        self.all = [DigitalCase(case_id=str(n), channel_id="c", assignee_uuid=one) for n, one in enumerate(owners)]
        self.size = size
        self.asked = 0

    def cases(self, _query: CaseQuery, token: str) -> CasePage:
        self.asked += 1
        start = int(token or 0)
        end = start + self.size
        return CasePage(self.all[start:end], str(end) if end < len(self.all) else "")


def digital(pages: Pages, uuid: str = ME) -> Digital:
    return Digital(Directory(uuid), cast(DigitalCentre, pages))


@given(st.lists(st.sampled_from([ME, "other", ""]), max_size=80), st.integers(1, 7), st.integers(1, 9))
def test_pages_hold_every_case_of_the_agent_once_and_in_order(owners: list[str], size: int, limit: int) -> None:
    pages = Pages(owners, size)
    told: list[str] = []
    cursor: str | None = None
    for _ in range(200):
        before = pages.asked
        found, cursor = digital(pages).mine("u", CaseQuery(), limit=limit, cursor=cursor)
        assert len(found) <= limit
        assert pages.asked - before <= MOST_PAGES
        told += [one.case_id for one in found]
        if cursor is None:
            break
    assert told == [str(n) for n, one in enumerate(owners) if one == ME]


class Channels:
    """Tells channels until it cannot."""

    def __init__(self) -> None:
        self.asked = 0
        self.trouble = False

    def channels(self) -> list[DigitalChannel]:
        self.asked += 1
        if self.trouble:
            raise CcUnavailable("HTTP_503", status=503)
        channel = DigitalChannel(
            channel_id="c", name="Acme", platform="facebook", is_private=True, can_begin=False, can_reply=True
        )
        return [channel]


def test_names_of_channels_outlive_trouble_and_are_not_waited_for_again_and_again() -> None:
    now, told = [0.0], Channels()
    desk = Digital(Directory(), cast(DigitalCentre, told), clock=lambda: now[0])
    assert set(desk.known_channels()) == {"c"}
    told.trouble, now[0] = True, KEPT_S
    assert [set(desk.known_channels()) for _ in range(3)] == [{"c"}] * 3
    assert told.asked == 2
    with pytest.raises(CcUnavailable):
        desk.channels()
    told.trouble, now[0] = False, KEPT_S + UNNAMED_S
    assert set(desk.known_channels()) == {"c"}
    assert told.asked == 4


def test_an_agent_without_a_uuid_does_not_have_what_is_nobodys() -> None:
    with pytest.raises(AgentUnknown):
        digital(Pages([""], 5), uuid="").mine("u", CaseQuery(), limit=5, cursor=None)


@pytest.mark.parametrize("cursor", ["", "x", "e30", "WzFd", "WyIiLC0xXQ", "WyIiLHRydWVd", "WyIiLDk5OTk5OTld"])
def test_what_is_no_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(BadCursor):
        digital(Pages([], 5)).mine("u", CaseQuery(), limit=5, cursor=cursor)


class Told:
    """Answers with what it was given, in turn."""

    def __init__(self, *answers: Mapping[str, Any] | None) -> None:
        self.answers = list(answers)

    def ask(self, *_given: object, **_more: object) -> Answer | None:
        answer = self.answers.pop(0)
        return None if answer is None else Answer(answer)


def centre(*answers: Mapping[str, Any] | None) -> CxoneDigital:
    return CxoneDigital(cast(CxoneClient, Told(*answers)))


NEWER = {
    "id": "884213",
    "channelId": "fb_9f3c",
    "inboxAssignee": "501",
    "inboxAssigneeUser": {"id": "501", "incontactId": ME},
    "authorEndUserIdentity": {"idOnExternalPlatform": "u-55", "firstName": "Grace", "lastName": "Okafor"},
    "createdAt": "2026-03-02T14:01:00+00:00",
    "customFields": [{"ident": "sf_case", "value": "00012345"}],
}
OLDER = {
    "id": "884213",
    "channelId": "fb_9f3c",
    "inboxAssignee": {"id": "501", "incontactId": ME},
    "authorConsumerIdentity": {"idOnExternalPlatform": "u-55", "nickname": "Grace Okafor"},
    "createdAt": "2026-03-02T15:01:00+01:00",
    "customFields": [{"ident": "sf_case", "value": "00012345"}],
}
CXONE_ID = {**NEWER, "inboxAssigneeUser": None, "inboxAssigneeCxoneId": ME}


@pytest.mark.parametrize("row", [NEWER, OLDER, CXONE_ID], ids=["newer", "older", "by CXone's id"])
def test_rows_of_either_generation_say_the_same(row: Mapping[str, Any]) -> None:
    case = centre(row).case("884213")
    assert case
    assert (case.assignee_uuid, case.customer_id, case.customer_name) == (ME, "u-55", "Grace Okafor")
    assert case.created_at == datetime(2026, 3, 2, 14, 1, tzinfo=UTC)
    assert case.custom_fields == (("sf_case", "00012345"),)
    assert case.is_assigned


def test_a_number_alone_is_somebody_but_nobody_known() -> None:
    case = centre({**NEWER, "inboxAssigneeUser": None}).case("884213")
    assert case
    assert (case.is_assigned, case.assignee_uuid) == (True, "")


@pytest.mark.parametrize("member", ["consumerContact", "contact"])
def test_a_message_that_went_out_names_its_case_in_either_way(member: str) -> None:
    told = centre({member: {"id": "884214"}, "message": {"id": "m-1"}})
    out = Outgoing(channel_id="c", recipient_id="u", recipient_name="", text="x")
    assert told.write(out) == ("884214", "m-1")


def test_messages_are_put_in_order_over_all_pages() -> None:
    def row(number: int, at: str, **more: object) -> dict[str, object]:
        return {"id": f"m-{number}", "direction": "inbound", "createdAt": at, **more}

    first = {"data": [row(2, "2026-03-02T14:02:00+00:00"), row(3, "")], "scrollToken": "t"}
    content = {"type": "TEXT", "text": "older"}
    second = {"data": [row(1, "2026-03-02T14:01:00+00:00", messageContent=content)], "scrollToken": None}
    messages, more = centre(first, second).messages("884213")

    assert ([one.message_id for one in messages], more) == (["m-3", "m-1", "m-2"], False)
    assert messages[1].text == "older"


def test_half_a_character_is_left_out() -> None:
    said = {
        "id": "m-1",
        "messageContent": {"payload": {"text": "a\ud83db\x00"}},
        "createdAt": "2026-03-02T14:01:00Z",
    }
    [message], _ = centre({"data": [said]}).messages("1")
    assert message.text == "ab"


def test_nothing_at_all_is_empty() -> None:
    assert centre(None).cases(CaseQuery(), "") == CasePage(())
    assert centre(None).messages("1") == ([], False)
    assert centre({"hits": "0", "data": None}).cases(CaseQuery(), "").cases == []
