"""What an existing record is given, and that a person's words are never among it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from switchboard.activity.crm import Found
from switchboard.activity.dossier import ActivityRecord
from switchboard.activity.edits import (
    MOST_KEPT,
    NOTHING,
    Edit,
    Target,
    as_found,
    changes,
    edit,
    mark,
    maybe_sent,
    ours,
    plain,
    refused,
    sent,
    targets,
)
from switchboard.activity.model import PlannedField, Policy, RecordPlan, Reference, Scalar

RECORD = ActivityRecord("k1", "Task", "00T000000000001AAA")
NAMES = st.sampled_from(["Subject", "Description", "WhoId", "OwnerId", "CallDurationInSeconds"])
VALUES: st.SearchStrategy[Scalar] = st.sampled_from(["", "a", "b", " a", "a\r\nb", "a\nb", "@{x}"]) | st.integers(
    0, 3
)
POLICIES = st.sampled_from(list(Policy))
TARGETS = st.dictionaries(NAMES, st.builds(Target, VALUES, POLICIES))


def plan(**fields: tuple[Any, Policy]) -> RecordPlan:
    return RecordPlan(
        "task",
        "Task",
        "Key__c",
        "k1",
        {name: PlannedField(value, policy) for name, (value, policy) in fields.items()},
    )


@pytest.mark.parametrize(
    ("given_", "back"),
    [
        (" two words ", "two words"),
        ("", None),
        ("  ", None),
        ("one\ntwo", "one\r\ntwo"),
        (65, 65.0),
        ("2026-03-02T14:05:11.123Z", "2026-03-02T14:05:11.000+0000"),
        ("2026-03-02T15:05:11+01:00", "2026-03-02T14:05:11.000+0000"),
        ("00300000000000A", "00300000000000AAAQ"),
        ("2026-03-02", "2026-03-02"),
    ],
)
def test_a_value_has_the_same_mark_when_salesforce_gives_it_back(given_: Scalar, back: Scalar | None) -> None:
    assert mark(given_) == mark(back)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a", "b"),
        ("a", "A"),
        (65, 66),
        ("65", 65),
        (True, "true"),
        ("2026-03-02", "2026-03-03"),
        ("a", None),
        (0, None),
    ],
)
def test_different_values_have_different_marks(one: Scalar, other: Scalar | None) -> None:
    assert mark(one) != mark(other)


def test_a_customers_words_are_no_reference_of_ours() -> None:
    assert plain("see @{rows0[0].id} and @home") == "see @ {rows0[0].id} and @home"
    assert mark("@{x}") == mark(plain("@{x}"))


class TestTargets:
    record = ActivityRecord(
        "k1", "Task", "00T000000000001AAA", {"Subject": (mark("Call"),), "WhoId": (mark("003"),)}
    )

    def test_what_was_sent_and_does_not_hold_any_more_is_emptied(self) -> None:
        wanted = targets(plan(Subject=("Call", Policy.OWN)), self.record, {"WhoId": Policy.UNTIL_EDITED})
        assert wanted["WhoId"] == Target(None, Policy.UNTIL_EDITED)

    def test_what_was_never_sent_is_not(self) -> None:
        assert "WhatId" not in targets(plan(), self.record, {"WhatId": Policy.UNTIL_EDITED})

    def test_what_the_rules_do_not_speak_of_is_not(self) -> None:
        assert targets(plan(), self.record, {}) == {}

    def test_a_field_that_is_set_once_is_no_target(self) -> None:
        wanted = targets(plan(Subject=("Call", Policy.CREATE_ONLY)), self.record, {"WhoId": Policy.CREATE_ONLY})
        assert wanted == {}

    def test_an_owner_is_never_taken_away(self) -> None:
        record = ActivityRecord("k1", "Task", "00T000000000001AAA", {"OwnerId": (mark("005"),)})
        assert targets(plan(), record, {"OwnerId": Policy.OWN}) == {}


@given(wanted=TARGETS)
def test_what_was_just_written_has_not_changed(wanted: dict[str, Target]) -> None:
    values = {name: target.value for name, target in wanted.items() if not isinstance(target.value, Reference)}
    record = ActivityRecord("k1", "Task", RECORD.record_id, sent(RECORD, values))
    assert changes(record, wanted) == {}


@given(wanted=TARGETS)
def test_what_may_have_been_written_has_changed_until_that_is_known(wanted: dict[str, Target]) -> None:
    values = {name: target.value for name, target in wanted.items() if not isinstance(target.value, Reference)}
    before = ActivityRecord("k1", "Task", RECORD.record_id, {name: (mark("before"),) for name in values})
    record = ActivityRecord("k1", "Task", RECORD.record_id, maybe_sent(before, values))
    assert changes(record, wanted) == wanted


@given(wanted=TARGETS, other=VALUES)
def test_what_was_refused_is_not_offered_again_but_another_value_is(
    wanted: dict[str, Target], other: Scalar
) -> None:
    values = {name: target.value for name, target in wanted.items() if not isinstance(target.value, Reference)}
    before = ActivityRecord("k1", "Task", RECORD.record_id, {name: (mark("before"),) for name in values})
    record = ActivityRecord("k1", "Task", RECORD.record_id, refused(before, values))
    assert changes(record, wanted) == {}
    assert all(ours(record, name) == (mark("before"),) for name in values)
    others = {name: Target(other, target.policy) for name, target in wanted.items() if mark(other) != target.mark}
    assert changes(record, others) == others


@given(wanted=TARGETS, held=st.dictionaries(NAMES, VALUES | st.none()), history=st.dictionaries(NAMES, VALUES))
def test_a_persons_words_are_never_written_over(
    wanted: dict[str, Target], held: dict[str, Scalar | None], history: dict[str, Scalar]
) -> None:
    record = ActivityRecord("k1", "Task", RECORD.record_id, sent(RECORD, history))
    found = Found(RECORD.record_id, False, "005000000000001AAA", held)

    decided = edit(record, wanted, found)

    for name, target in wanted.items():
        is_ours = name not in held or mark(held[name]) in ours(record, name)
        if target.policy is Policy.UNTIL_EDITED and not is_ours:
            assert name not in decided.send
    assert decided.send.keys() | decided.holds.keys() | decided.kept == wanted.keys()
    assert all(mark(value) == wanted[name].mark for name, value in decided.holds.items())


def test_without_a_look_everything_that_changed_is_sent() -> None:
    wanted = {"Subject": Target("Call", Policy.UNTIL_EDITED)}
    assert edit(RECORD, wanted, None) == Edit({"Subject": "Call"}, {}, frozenset())


@pytest.mark.parametrize("record_id", [RECORD.record_id, ""], ids=["made", "maybe made"])
@given(values=st.lists(VALUES, min_size=1, max_size=20), others=st.integers(0, 20))
def test_what_may_be_ours_stays_few_and_ends_with_the_last(
    record_id: str, values: list[Scalar], others: int
) -> None:
    record = ActivityRecord("k1", "Task", record_id)
    for value in values:
        record = ActivityRecord("k1", "Task", record_id, maybe_sent(record, {"Subject": value}))
    assert ours(record, "Subject")[-1] == mark(values[-1])
    for _ in range(others):
        record = ActivityRecord("k1", "Task", record_id, maybe_sent(record, {"Description": "a"}))
    assert len(record.sent["Subject"]) <= MOST_KEPT


ATTEMPTS = st.lists(
    st.tuples(st.dictionaries(NAMES, VALUES | st.none(), min_size=1), st.booleans()), max_size=MOST_KEPT - 1
)


@pytest.mark.parametrize("record_id", [RECORD.record_id, ""], ids=["made", "maybe made"])
@given(attempts=ATTEMPTS)
def test_whatever_became_of_attempts_what_the_record_holds_is_ours(
    record_id: str, attempts: list[tuple[dict[str, Scalar | None], bool]]
) -> None:
    record = ActivityRecord("k1", "Task", record_id)
    held: dict[str, Scalar | None] | None = {} if record_id else None
    for fields, is_done in attempts:
        record = ActivityRecord("k1", "Task", record_id, maybe_sent(record, fields))
        if is_done:
            held = {**(held or {}), **fields}
    if held is not None:
        for name in record.sent:
            assert mark(held.get(name)) in ours(record, name), name


def test_a_record_may_lack_what_only_attempts_before_the_one_that_made_it_sent() -> None:
    abandoned = ActivityRecord("k1", "Task", "", maybe_sent(ActivityRecord("k1", "Task"), {"Subject": "Missed"}))
    record = ActivityRecord("k1", "Task", "", maybe_sent(abandoned, {"Description": "a"}))
    assert ours(record, "Subject") == (mark("Missed"), NOTHING)


class TestLooking:
    """What a look tells of values that may be ours."""

    record = ActivityRecord(
        "k1", "Task", RECORD.record_id, {"Subject": (mark("a"), mark("b")), "Description": (mark("c"), NOTHING)}
    )

    def found(self, **values: Scalar | None) -> Found:
        return Found(RECORD.record_id, False, "005000000000001AAA", values)

    def test_of_several_values_the_one_that_is_there_is_ours(self) -> None:
        held = as_found(self.record, self.found(Subject="a", Description=None))
        assert held == {"Subject": (mark("a"),), "Description": (NOTHING,)}

    def test_a_persons_words_settle_nothing(self) -> None:
        assert as_found(self.record, self.found(Subject="Mine")) == self.record.sent

    def test_what_was_not_looked_at_stays_open(self) -> None:
        assert as_found(self.record, self.found())["Subject"] == (mark("a"), mark("b"))

    def test_a_field_that_was_never_sent_does_not_become_ours(self) -> None:
        assert "WhoId" not in as_found(self.record, self.found(WhoId=None))

    def test_what_the_crm_would_not_take_is_not_offered_again_after_a_look(self) -> None:
        record = ActivityRecord("k1", "Task", RECORD.record_id, refused(self.record, {"Subject": "c"}))
        looked = ActivityRecord("k1", "Task", RECORD.record_id, as_found(record, self.found(Subject="a")))
        assert changes(looked, {"Subject": Target("c", Policy.UNTIL_EDITED)}) == {}
        assert ours(looked, "Subject") == (mark("a"),)

    def test_what_the_record_holds_is_not_forgotten_however_many_attempts_are_lost(self) -> None:
        record = ActivityRecord("k1", "Task", RECORD.record_id, sent(RECORD, {"Subject": "first"}))
        for number in range(3 * MOST_KEPT):
            looked = ActivityRecord("k1", "Task", RECORD.record_id, as_found(record, self.found(Subject="first")))
            lost = maybe_sent(looked, {"Subject": f"later {number}"})
            record = ActivityRecord("k1", "Task", RECORD.record_id, lost)
        decided = edit(record, {"Subject": Target("last", Policy.UNTIL_EDITED)}, self.found(Subject="first"))
        assert decided.send == {"Subject": "last"}
