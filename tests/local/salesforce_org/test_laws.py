"""Laws of ids, literals, search texts, the index and the store, tried with many values. No server needed."""

import contextlib
import re
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from simple_salesforce.format import format_soql

from local.salesforce_org.errors import ApiError
from local.salesforce_org.ids import make_id, suffix, to_18
from local.salesforce_org.loading import load
from local.salesforce_org.moments import datetime_text, parse_datetime, period
from local.salesforce_org.schema.standard import ALL
from local.salesforce_org.soql.literals import like_pattern, unescaped
from local.salesforce_org.soql.parse import parse_query
from local.salesforce_org.soql.run import Runner
from local.salesforce_org.soql.tree import Returned
from local.salesforce_org.sosl.find import ButNot, Expression, Term, parse_find
from local.salesforce_org.sosl.index import SearchIndex
from local.salesforce_org.sosl.phones import PHONE_PROFILES
from local.salesforce_org.sosl.search import row_limits
from local.salesforce_org.store import Store, blank_row

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=30)
RESERVED = "?&|!{}[]()^~*:\\\"'+-"
CONTACT = ALL.objects["Contact"]


def test_the_documented_id_gets_the_documented_suffix() -> None:
    assert suffix("001xx0000004GxD") == "AAU"
    assert to_18("001xx0000004GxDAAU") == to_18("001xx0000004GxD") == "001xx0000004GxDAAU"


@given(st.integers(0, 62**9), st.sampled_from(["001", "00T", "a01"]))
def test_a_made_id_is_an_id_and_its_suffix_guards_its_case(number: int, prefix: str) -> None:
    made = make_id(prefix, number)
    assert to_18(made) == to_18(made[:15]) == made
    if made[:15].swapcase() != made[:15]:
        assert to_18(made[:15].swapcase() + made[15:]) is None


@given(st.lists(st.integers(0, 10**9), unique=True, max_size=20))
def test_made_ids_differ(numbers: list[int]) -> None:
    assert len({make_id("003", number) for number in numbers}) == len(numbers)


@given(TEXT)
def test_a_value_quoted_by_a_client_means_itself(value: str) -> None:
    quoted = format_soql("{}", value)
    assert unescaped(quoted[1:-1]) == value
    parse_query(f"SELECT Id FROM Contact WHERE Name = {quoted}")  # noqa: S608 - SOQL


@given(TEXT.filter(lambda text: text != ""))
def test_a_like_pattern_without_wildcards_matches_only_its_text(value: str) -> None:
    pattern = like_pattern(format_soql("{:like}", value))
    assert pattern.fullmatch(value)
    assert not pattern.fullmatch(value + "x")


def run(store: Store, soql: str) -> list[str]:
    answer = Runner(ALL, store, NOW, "/services/data/v66.0").run(parse_query(soql))
    return [str(row["LastName"]) for row in answer.rows]


def contacts(*last_names: str) -> Store:
    store = Store(ALL)
    load(ALL, store, {"Contact": [{"LastName": name} for name in last_names]}, NOW)
    return store


@given(st.lists(st.sampled_from(["Roe", "ROE", "Doe", "O'Neil", "a%b"]), max_size=8), TEXT)
def test_equal_and_unequal_split_the_rows(names: list[str], value: str) -> None:
    store = contacts(*names)
    literal = format_soql("{}", value or "Roe")
    equal = run(store, f"SELECT LastName FROM Contact WHERE LastName = {literal}")  # noqa: S608 - SOQL
    unequal = run(store, f"SELECT LastName FROM Contact WHERE LastName != {literal}")  # noqa: S608 - SOQL
    assert sorted(equal + unequal) == sorted(names)
    assert {name.casefold() for name in equal} <= {(value or "Roe").casefold()}


@given(st.lists(st.text("abcXYZ", min_size=1, max_size=3), max_size=12))
def test_pages_of_limit_and_offset_add_up_to_the_whole(names: list[str]) -> None:
    store = contacts(*names)
    ordered = "SELECT LastName FROM Contact ORDER BY LastName"
    pages = [run(store, f"{ordered} LIMIT 5 OFFSET {start}") for start in (0, 5, 10)]
    assert [name for page in pages for name in page] == run(store, ordered) == sorted(names, key=str.casefold)


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.sampled_from(["WEEK", "MONTH", "QUARTER", "YEAR"]))
def test_last_this_and_next_follow_each_other_without_a_gap(today: date, unit: str) -> None:
    last, this, following = (period(f"{which}_{unit}", today) for which in ("LAST", "THIS", "NEXT"))
    assert last[1] == this[0] <= today < this[1] == following[0]
    assert period(f"LAST_N_{unit}S:1", today) == last
    assert period(f"N_{unit}S_AGO:1", today) == last
    assert period(f"NEXT_N_{unit}S:1", today) == following


def test_a_period_has_to_have_a_known_name() -> None:
    with pytest.raises(ValueError, match="SOMEDAY"):
        period("SOMEDAY", date(2026, 1, 1))


@given(st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1)), st.integers(-14 * 60, 14 * 60))  # noqa: DTZ001
def test_a_moment_keeps_its_instant_through_text(local: datetime, offset_min: int) -> None:
    moment = local.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=offset_min)))
    assert parse_datetime(datetime_text(moment)) == moment
    assert parse_datetime(moment.isoformat()) == moment


def escaped(text: str) -> str:
    return re.sub(f"([{re.escape(RESERVED)}])", r"\\\1", text)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=2, max_size=20))
def test_any_escaped_text_can_be_searched_and_the_same_in_quotes(text: str) -> None:
    if text.lower() in ("and", "or"):
        return
    bare, quoted = parse_find(escaped(text)), parse_find(f'"{escaped(text)}"')
    assert isinstance(bare, Term)
    assert bare == quoted


@given(st.text(st.sampled_from(RESERVED + "ab1 "), min_size=2, max_size=12))
def test_no_text_breaks_the_parser(text: str) -> None:
    # Whatever else it raises would be a mistake of ours
    with contextlib.suppress(ApiError):
        parse_find(text)


def test_and_not_takes_everything_to_its_right() -> None:
    expression = parse_find("ab AND NOT cd AND NOT ef")
    assert isinstance(expression, ButNot)
    assert isinstance(expression.right, ButNot)


def hits(index: SearchIndex, expression: Expression, profile: str) -> set[str]:
    chosen = next(each for each in PHONE_PROFILES if each == profile)
    return index.find(CONTACT, expression, "PHONE", chosen, 4)


PHONE = st.from_regex(r"\+?[0-9]{0,3}[ (]?[0-9]{3}[ )./-]{0,2}[0-9]{4}( x[0-9]{2})?", fullmatch=True)


@given(st.lists(PHONE, min_size=1, max_size=8), st.text("0123456789", min_size=3, max_size=10))
def test_each_profile_finds_what_the_stricter_one_finds(phones: list[str], digits: str) -> None:
    store, index = Store(ALL), SearchIndex(ALL)
    load(ALL, store, {"Contact": [{"LastName": "x", "Phone": phone} for phone in phones]}, NOW)
    index.note(store.everything(), NOW, 0)
    found = [hits(index, parse_find(digits), profile) for profile in PHONE_PROFILES]
    assert all(strict <= loose for strict, loose in pairwise(found))
    whole = {re.sub(r"\D", "", phone) for phone in phones}
    assert bool(found[0]) == (digits in whole)


@given(st.lists(st.tuples(st.integers(0, 3), PHONE | st.none()), max_size=12))
def test_the_index_after_any_changes_is_the_index_of_the_last_state(changes: list[tuple[int, str | None]]) -> None:
    # Given changes and deletions of four contacts, indexed one by one
    store, index = Store(ALL), SearchIndex(ALL)
    store.committed = lambda made: index.note(made, NOW, 0)
    for number, phone in changes:
        row = {**blank_row(CONTACT), "Id": make_id("003", number), "Phone": phone, "IsDeleted": phone is None}
        with store.transaction():
            store.put(CONTACT, row)
    # Then it finds what an index made at the end finds
    fresh = SearchIndex(ALL)
    fresh.note(store.everything(), NOW, 0)
    for _, phone in changes:
        digits = re.sub(r"\D", "", phone or "") or "000"
        for profile in PHONE_PROFILES:
            assert hits(index, parse_find(digits), profile) == hits(fresh, parse_find(digits), profile)


@given(st.lists(st.text("ab", min_size=1, max_size=2), max_size=6), st.integers(0, 6))
def test_a_failed_transaction_leaves_no_trace(names: list[str], fails_at: int) -> None:
    store = contacts("before")
    told: list[object] = []
    store.committed = told.append
    before = list(store.everything())

    def fail_halfway() -> None:
        with store.transaction():
            for number, name in enumerate(names[:fails_at]):
                store.put(CONTACT, {**blank_row(CONTACT), "Id": make_id("003", 100 + number), "LastName": name})
            raise KeyError("stop")

    with pytest.raises(KeyError):
        fail_halfway()
    assert list(store.everything()) == before
    assert told == []


def test_a_row_changes_inside_a_transaction_only() -> None:
    with pytest.raises(RuntimeError):
        Store(ALL).put(CONTACT, {**blank_row(CONTACT), "Id": make_id("003", 1)})


LIMITS = st.none() | st.integers(0, 3000)


@given(st.lists(LIMITS, min_size=1, max_size=20), st.none() | st.integers(0, 2000))
def test_row_limits_keep_every_cap(own: list[int | None], overall: int | None) -> None:
    limits = row_limits([Returned("Contact", limit=each) for each in own], overall)
    cap = 250 if len(own) == 1 else min(2000 // len(own), 250)
    for limit, wanted in zip(limits, own, strict=True):
        assert 0 <= limit <= (cap if wanted is None else min(cap, wanted))
    if overall is not None:
        assert sum(limits) <= overall
