"""Log lines of panels: what is private in them is masked before anything is kept."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from switchboard.desk.panel_log.api import MOST_LINES, LineRequest, LogQuery, LogRequest
from switchboard.desk.panel_log.refusals import NoPanelLog
from switchboard.desk.panel_log.scrubbing import MOST_CHARS, scrubbed
from switchboard.desk.panel_log.service import KEPT_FOR, keep, listed
from tests.fakes.agent_desk import MemoryLogs

NOW = datetime(2026, 3, 2, 14, 5, 30, tzinfo=UTC)
USER = "005000000000001AAA"
ITEM_BYTES = 400_000


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("dial +1 (415) 555-0134 failed", "dial [number] failed"),
        ("ani=4155550134;dnis=8005550100", "ani=[number];dnis=[number]"),
        ("call?number=%2B14155550134&x=1", "call?number=[number]&x=1"),
        ("0043 1 58058-0 rings", "[number] rings"),
        ("card 4111 1111 1111 1111", "card [number]"),
        ("from grace.okafor+vip@example.co.uk.", "from [address]"),
        ("q=grace%40example.com&p", "q=[address]&p"),
        ("Authorization: Bearer abc.def-123, x", "[secret], x"),
        ("sent Bearer abc.def-123, retry", "sent [secret], retry"),
        ('{"access_token":"s3cr3t","n":1}', '{"access_[secret]","n":1}'),
        ("sessionId=U0VTUy4x&after=3", "[secret]&after=3"),
        ("jwt eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln end", "jwt [secret] end"),
        ("sid 00D5e000001AbCd!AQ8AQFx.y_z end", "sid [secret] end"),
        ("key 0123456789abcdef0123456789abcdef", "key [secret]"),
        ("contact 4599001:acd:9007199254740993 popped", "contact 4599001:acd:9007199254740993 popped"),
        ("record 0035e00000AbCdEAAV opened", "record 0035e00000AbCdEAAV opened"),
        ("at 2026-03-02T14:05:11.123Z it took 1234 ms, 503", "at 2026-03-02T14:05:11.123Z it took 1234 ms, 503"),
        ("on 2026-03-02 and 2026-03-02 14:05:11", "on 2026-03-02 and 2026-03-02 14:05:11"),
        ("two\nlines\x1b[31m", "two lines [31m"),
        ("", ""),
    ],
)
def test_lines_say_what_happened_and_not_to_whom(line: str, kept: str) -> None:
    assert scrubbed(line) == kept


WORDS = st.text(st.characters(codec="utf-8", exclude_characters="0123456789"), max_size=20)
NUMBERS = st.from_regex(r"\A\+?[1-9][0-9]{6,14}\Z")
ADDRESSES = st.from_regex(r"\A[a-z]{1,10}\.[a-z]{1,10}@[a-z]{2,10}\.(com|org)\Z")
TOKENS = st.from_regex(r"\AeyJ[A-Za-z0-9_-]{10,40}\.[A-Za-z0-9_-]{10,40}\.[A-Za-z0-9_-]{10,40}\Z")


@given(WORDS, NUMBERS, WORDS)
def test_no_number_comes_through_whatever_stands_around_it(before: str, number: str, after: str) -> None:
    assert number.lstrip("+") not in scrubbed(f"{before} {number} {after}")


@given(WORDS, ADDRESSES, WORDS)
def test_no_address_comes_through(before: str, address: str, after: str) -> None:
    assert address not in scrubbed(f"{before} {address} {after}")


@given(WORDS, TOKENS, WORDS)
def test_no_token_comes_through(before: str, token: str, after: str) -> None:
    assert token not in scrubbed(f"{before} {token} {after}")


@given(st.text(max_size=3000))
def test_a_line_ends_somewhere_and_is_one_line(text: str) -> None:
    line = scrubbed(text)
    assert len(line) <= MOST_CHARS
    assert not re.search(r"[\x00-\x1f]", line)


def test_a_number_across_the_cut_is_masked_before_it_is_cut() -> None:
    assert scrubbed("x" * (MOST_CHARS - 5) + " 4155550134").endswith("x [num")


def request(*texts: str, level: str = "info") -> LogRequest:
    lines = [
        LineRequest.model_validate({"at": NOW + timedelta(seconds=number), "level": level, "text": text})
        for number, text in enumerate(texts)
    ]
    return LogRequest(lines=lines, panel_version="1.2.0")


def test_the_latest_line_comes_first_page_by_page() -> None:
    store = MemoryLogs()
    assert keep(store, USER, request("a", "b", "c"), NOW).lines == 3

    first = listed(store, USER, LogQuery(limit=2), NOW)
    rest = listed(store, USER, LogQuery(limit=2, cursor=first.next), NOW)

    assert [one.text for one in (*first.lines, *rest.lines)] == ["c", "b", "a"]
    assert (first.panel_version, rest.next, first.kept_until) == ("1.2.0", None, NOW + KEPT_FOR)


def test_a_level_takes_what_is_worse() -> None:
    store = MemoryLogs()
    lines = [request(level, level=level).lines[0] for level in ("debug", "info", "warning", "error")]
    keep(store, USER, LogRequest(lines=lines), NOW)
    assert [one.text for one in listed(store, USER, LogQuery(level="warning"), NOW).lines] == ["error", "warning"]


def test_another_users_log_and_an_old_one_are_none() -> None:
    store = MemoryLogs()
    keep(store, USER, request("a"), NOW)
    with pytest.raises(NoPanelLog):
        listed(store, "005000000000002AAA", LogQuery(), NOW)
    with pytest.raises(NoPanelLog):
        listed(store, USER, LogQuery(), NOW + KEPT_FOR)


def test_the_largest_log_that_a_body_holds_fits_into_an_item() -> None:
    store = MemoryLogs()
    text = "\U0001f4de" * 112
    body = {"lines": [{"at": "2026-03-02T14:05:30Z", "level": "warning", "text": text}] * MOST_LINES}
    assert len(json.dumps(body, ensure_ascii=False).encode()) > 250_000
    keep(store, USER, LogRequest.model_validate(body), NOW)
    assert len(store.kept[USER].document.encode()) < ITEM_BYTES
