"""Whatever happens to a dossier, in whatever order: nothing that is due is ever without a time to look at it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from switchboard.activity.dossier import ActivityRecord, ActivityState, Attempt, Dossier, Rejection
from switchboard.activity.dossier_changes import (
    Deleted,
    Outcome,
    Postponed,
    Rejected,
    Written,
    absorbed,
    begun,
    merged,
    reconsidered,
    retried,
    settled,
)
from switchboard.activity.outlook import Outlook
from switchboard.contact.events import ContactEvent
from switchboard.contact.key import ContactKey
from tests.fakes.contact_events import EVENTS, at, contact_of

NOW = at("15:00:00")
KEY = ContactKey.parse("4599001:acd:9007199254740993")
_TIMES = st.integers(-600, 600).map(lambda seconds: NOW + timedelta(seconds=seconds))
_OUTLOOKS = st.one_of(
    st.builds(Outlook, st.just(ActivityState.DUE), _TIMES),
    st.builds(Outlook, st.just(ActivityState.OPEN), st.none() | _TIMES),
    st.just(Outlook(ActivityState.SKIPPED)),
)
_RECORDS = (ActivityRecord("k", "Task"),)
_OUTCOMES: st.SearchStrategy[Outcome] = st.one_of(
    st.just(Written(_RECORDS)),
    st.builds(Postponed, _TIMES, st.booleans(), st.sampled_from([None, ()])),
    st.just(Rejected(Rejection("X", (), "", NOW))),
    st.just(Deleted(_RECORDS)),
)
_OTHERS = st.builds(
    Dossier,
    st.just(KEY),
    st.just(NOW),
    st.just(NOW),
    contact=st.lists(EVENTS, max_size=2).map(contact_of),
    version=st.integers(1, 5),
)

Step = Callable[[Dossier], Dossier]


def _begin(dossier: Dossier) -> Dossier:
    attempt = Attempt("a", dossier.version, NOW + timedelta(minutes=2))
    return dossier if dossier.is_being_written(NOW) else begun(dossier, attempt, _RECORDS)


def _settle(dossier: Dossier, outcome: Outcome) -> Dossier:
    return settled(dossier, outcome, NOW) if dossier.attempt else dossier


def _retry(dossier: Dossier) -> Dossier:
    return retried(dossier, NOW) if dossier.state is ActivityState.REJECTED else dossier


STEPS: st.SearchStrategy[Step] = st.one_of(
    st.tuples(EVENTS, _OUTLOOKS).map(lambda given: lambda one: merged(one, [given[0]], lambda _: given[1], NOW)),
    st.tuples(_OTHERS, _OUTLOOKS).map(lambda given: lambda one: absorbed(one, given[0], lambda _: given[1], NOW)),
    _OUTLOOKS.map(lambda outlook: lambda one: reconsidered(one, lambda _: outlook, NOW)),
    st.just(_begin),
    _OUTCOMES.map(lambda outcome: lambda one: _settle(one, outcome)),
    st.just(_retry),
)


@given(st.lists(STEPS, max_size=12))
def test_what_is_left_to_do_is_always_found_again(steps: list[Step]) -> None:
    dossier = Dossier(KEY, created_at=NOW, since=NOW)
    for step in steps:
        before = dossier
        dossier = step(dossier)
        if dossier.state is ActivityState.DUE or dossier.attempt:
            assert dossier.next_due_at is not None
        if dossier.state is ActivityState.WRITTEN:
            assert dossier.written_version == dossier.version
        if dossier.state is ActivityState.REJECTED:
            assert dossier.rejection is not None
        if dossier.state.settled and not dossier.attempt:
            assert dossier.next_due_at is None
        assert dossier.written_version <= dossier.version
        assert dossier.version >= before.version
        assert (dossier.contact == before.contact) or dossier.version > before.version


@given(st.lists(EVENTS, min_size=1, max_size=4), _OUTLOOKS)
def test_merging_what_was_merged_changes_nothing(events: list[ContactEvent], outlook: Outlook) -> None:
    once = merged(Dossier(KEY, created_at=NOW, since=NOW), events, lambda _: outlook, NOW)

    assert merged(once, events, lambda _: outlook, NOW) is once


def test_a_lease_that_ended_is_looked_at_though_the_version_is_written() -> None:
    dossier = replace(
        Dossier(KEY, created_at=NOW, since=NOW),
        state=ActivityState.WRITTEN,
        version=1,
        written_version=1,
        attempt=Attempt("a", 1, NOW),
    )
    assert dossier.next_due_at == NOW
