"""Dossiers as JSON, their size, and the fingerprints of what was sent."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from switchboard.activity.dossier import (
    MOST_LEGS,
    ActivityRecord,
    ActivityState,
    Attempt,
    Dossier,
    Match,
    Rejection,
    fingerprint,
)
from switchboard.activity.dossier_item import (
    MOST_BYTES,
    MOST_MATCHED,
    MOST_RECORDS_BYTES,
    MOST_REJECTED_FIELDS,
    MOST_REMARKS,
    DossierTooLarge,
    from_text,
    records_fit,
    to_text,
)
from switchboard.activity.model import Related
from switchboard.contact import item as contact_item
from switchboard.contact.key import ContactKey, NumberSpace
from tests.fakes.contact_events import EVENTS, at, contact_of

NOW = at("15:00:00")
KEY = ContactKey.parse("4599001:acd:9007199254740993")
_IDS = st.from_regex(r"[a-zA-Z0-9]{18}", fullmatch=True)
_NAMES = st.from_regex(r"[A-Za-z][A-Za-z0-9_]{0,30}", fullmatch=True)
_TIMES = st.integers(0, 10_000_000).map(lambda micros: NOW + timedelta(microseconds=micros))
_RECORDS = st.builds(
    ActivityRecord,
    key=_NAMES,
    object_type=_NAMES,
    record_id=_IDS | st.just(""),
    sent=st.dictionaries(_NAMES, st.lists(st.text(max_size=12), min_size=1, max_size=3).map(tuple), max_size=3),
    deleted=st.booleans(),
)
DOSSIERS = st.builds(
    Dossier,
    key=st.builds(ContactKey, st.just("4599001"), st.sampled_from(NumberSpace), st.sampled_from(["1", "2"])),
    created_at=_TIMES,
    since=_TIMES,
    contact=st.lists(EVENTS, max_size=4).map(contact_of),
    revision=st.just(3),
    version=st.integers(0, 99),
    written_version=st.integers(0, 99),
    state=st.sampled_from(ActivityState),
    due_at=st.none() | _TIMES,
    attempt=st.none() | st.builds(Attempt, _NAMES, st.integers(1, 9), _TIMES),
    match=st.none()
    | st.builds(
        Match, st.lists(st.builds(Related, _IDS, _NAMES, _IDS | st.just("")), max_size=3).map(tuple), _TIMES
    ),
    records=st.lists(_RECORDS, max_size=3).map(tuple),
    rejection=st.none() | st.builds(Rejection, _NAMES, st.lists(_NAMES, max_size=3).map(tuple), _NAMES, _TIMES),
    remarks=st.lists(_NAMES, max_size=3).map(tuple),
    retries=st.integers(0, 99),
    legs=st.lists(st.just(KEY), max_size=2).map(tuple),
)


@given(DOSSIERS)
def test_a_dossier_is_read_as_it_was_written(dossier: Dossier) -> None:
    assert from_text(to_text(dossier), 3) == dossier


@pytest.mark.parametrize("text", ["[]", "null", "{}", '{"key": "4599001:acd:1"}'])
def test_what_is_no_dossier_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="the stored dossier is malformed"):
        from_text(text, 1)


def _full(fields: int) -> tuple[ActivityRecord, ...]:
    return (
        ActivityRecord("k" * 80, "Task", "0" * 18, {f"F{number}__c": ("x" * 12,) for number in range(fields)}),
    )


def test_the_largest_dossier_is_within_its_bound() -> None:
    fields = next(number for number in range(1_000_000) if not records_fit(_full(number * 50 + 50))) * 50
    longest = ContactKey("4" * 20, NumberSpace.ACD, "9" * 40)
    dossier = Dossier(
        longest,
        created_at=NOW,
        since=NOW,
        version=10**9,
        written_version=10**9,
        due_at=NOW,
        attempt=Attempt("a" * 36, 10**9, NOW),
        match=Match((Related("0" * 18, "O" * 80, "0" * 18),) * 200, NOW),
        records=_full(fields),
        rejection=Rejection("ü" * 5_000, ("ü" * 5_000,) * 200, "ü" * 50_000, NOW),
        remarks=("ü" * 5_000,) * 500,
        legs=(longest,) * MOST_LEGS,
        retries=10**9,
    )
    text = to_text(dossier)
    empty = len(contact_item.to_bytes(dossier.contact))

    assert len(text.encode()) - empty + contact_item.MOST_BYTES <= MOST_BYTES
    # DynamoDB refuses items above 400 kB; what stands beside the document takes a few hundred bytes.
    assert MOST_BYTES < 399_000
    kept = from_text(text, 1)
    assert kept.match is not None
    assert kept.rejection is not None
    assert (len(kept.match.records), len(kept.remarks), len(kept.rejection.fields)) == (
        MOST_MATCHED,
        MOST_REMARKS,
        MOST_REJECTED_FIELDS,
    )


def test_more_records_than_a_dossier_holds_are_not_written() -> None:
    many = _full(MOST_RECORDS_BYTES // 10)
    dossier = Dossier(KEY, created_at=NOW, since=NOW)

    assert not records_fit(many)
    with pytest.raises(DossierTooLarge, match="records"):
        to_text(replace(dossier, records=many))
    with pytest.raises(DossierTooLarge, match="legs"):
        to_text(replace(dossier, legs=(KEY,) * (MOST_LEGS + 1)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Call\r\nback", "Call\nback"),
        (" Call ", "Call"),
        ("", None),
        ("  ", None),
        (65, 65.0),
        (True, True),
    ],
)
def test_what_salesforce_holds_as_equal_has_one_fingerprint(one: object, other: object) -> None:
    assert fingerprint(one) == fingerprint(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Call", "call"), ("65", 65), (0, None), (False, None), (0.5, 0), ("a b", "ab")]
)
def test_what_differs_has_another_fingerprint(one: Any, other: Any) -> None:
    assert fingerprint(one) != fingerprint(other)


def test_a_fingerprint_tells_nothing_of_the_value() -> None:
    assert len(fingerprint("x" * 32_000)) == len(fingerprint(1)) == 12
