"""The writer when the CRM is down, out of limits or not ready: nothing is lost, and no storm comes of it."""

import pytest

from switchboard.activity.circuit import FAILURES_TO_OPEN, FIRST_PAUSE_S, LONGEST_PAUSE_S
from switchboard.activity.crm import Refused
from switchboard.activity.dossier import ActivityState
from switchboard.errors import (
    CrmError,
    CrmLimitReached,
    CrmLoginRefused,
    CrmTimeout,
    CrmUnavailable,
    StoreUnavailable,
)
from switchboard.time_left import set_time_left
from tests.fakes.writing import Writing, key

PLAYED = """14:04:52 queued callType=inbound channel=voice ani=+14155550134
14:05:11 answered agentId=10021 agentName=Ada
14:12:01 ended
14:12:40 wrappedUp disposition=Resolved"""
LATER = "14:30:00 variables by=agent disposition=Escalated"
DOWN = CrmUnavailable("SERVER_UNAVAILABLE", status=503)
CONTACTS = [str(number) for number in range(1000, 1020)]


@pytest.fixture
def writing() -> Writing:
    writing = Writing()
    for one in CONTACTS:
        writing.tell(PLAYED, one)
    return writing


def open_circuit(writing: Writing) -> None:
    for one in CONTACTS[:FAILURES_TO_OPEN]:
        writing.crm.trouble.append(DOWN)
        writing.write(one)
    assert writing.circuits.read().circuit.is_open


def test_trouble_makes_contacts_due_later_and_raises_nothing(writing: Writing) -> None:
    writing.crm.trouble.append(DOWN)

    report = writing.write(*CONTACTS)

    assert report.trouble is DOWN
    for one in CONTACTS:
        dossier = writing.dossier(one)
        assert dossier.state is ActivityState.DUE
        assert dossier.retries == 1
        assert dossier.next_due_at is not None
        assert dossier.next_due_at > writing.now


def test_contacts_wait_longer_after_every_failure(writing: Writing) -> None:
    waits_s = []
    for _ in range(7):
        writing.circuits = type(writing.circuits)()
        writing.writer = writing.another_writer()
        writing.crm.refuse = lambda _: Refused("SERVER_UNAVAILABLE")
        writing.write(CONTACTS[0])
        due_at = writing.dossier(CONTACTS[0]).due_at
        assert due_at is not None
        waits_s.append((due_at - writing.now).total_seconds())
        writing.now = due_at
    assert waits_s == [30, 60, 120, 240, 480, 900, 900]


def test_trouble_while_looking_leaves_no_attempt_behind(writing: Writing) -> None:
    writing.write(*CONTACTS)
    writing.tell(LATER, CONTACTS[0])
    writing.crm.trouble.append(DOWN)

    report = writing.write(CONTACTS[0])

    dossier = writing.dossier(CONTACTS[0])
    assert (report.put_off, report.writes) == (1, 0)
    assert dossier.attempt is None
    assert dossier.state is ActivityState.DUE
    assert dossier.due_at is not None
    assert dossier.due_at > writing.now


@pytest.mark.parametrize(
    "error",
    [CrmLimitReached("REQUEST_LIMIT_EXCEEDED", status=403), CrmLoginRefused("invalid_grant", status=400)],
    ids=str,
)
def test_trouble_that_asking_again_does_not_help_opens_the_circuit_at_once(
    writing: Writing, error: CrmError
) -> None:
    writing.crm.trouble.append(error)
    assert writing.write(*CONTACTS).is_open


def test_a_passing_failure_does_not_open_it(writing: Writing) -> None:
    for error in (DOWN, CrmTimeout("TIMED_OUT")):
        writing.crm.trouble.append(error)
        assert not writing.write(CONTACTS[0]).is_open
        writing.advance(1_000)
    assert writing.write(CONTACTS[1]).trouble is None
    assert writing.circuits.read().circuit.failures == 0


def test_failures_in_a_row_open_it_and_then_the_crm_is_not_asked(writing: Writing) -> None:
    open_circuit(writing)
    before = len(writing.crm.written)

    report = writing.write(*CONTACTS[5:])

    assert len(writing.crm.written) == before
    assert report.put_off == len(CONTACTS[5:])
    until = writing.circuits.read().circuit.open_until
    assert until is not None
    assert all((writing.dossier(one).due_at or writing.now) >= until for one in CONTACTS[5:])


def test_then_one_contact_goes_out_and_the_rest_wait_for_its_answer(writing: Writing) -> None:
    open_circuit(writing)
    writing.advance(LONGEST_PAUSE_S)
    writing.crm.trouble.append(DOWN)

    report = writing.sweep()

    (probe,) = writing.crm.written[-1]
    assert len(probe) == 1
    assert report.put_off == report.ready - 1
    assert report.is_open


def test_a_probe_that_is_answered_opens_the_way_for_all(writing: Writing) -> None:
    open_circuit(writing)
    writing.advance(LONGEST_PAUSE_S)

    assert not writing.sweep().is_open
    writing.advance(120)
    writing.sweep()

    assert writing.tasks(CONTACTS) == len(CONTACTS)
    assert all(writing.state(one) is ActivityState.WRITTEN for one in CONTACTS)


def test_only_one_probe_is_under_way(writing: Writing) -> None:
    open_circuit(writing)
    writing.advance(LONGEST_PAUSE_S)
    other = writing.another_writer()
    write, seen = writing.crm.write, []

    def meanwhile(collections):  # type: ignore[no-untyped-def]  # as CrmRecords.write
        seen.append(other.write([key(one) for one in CONTACTS[6:]]))
        return write(collections)

    writing.crm.write = meanwhile  # type: ignore[method-assign]  # another environment at the same time
    writing.write(CONTACTS[5])

    assert len(seen) == 1
    assert seen[0].put_off == len(CONTACTS[6:])


def test_every_failed_probe_makes_the_pause_longer(writing: Writing) -> None:
    open_circuit(writing)
    pauses_s = []
    for one in CONTACTS[5:12]:
        writing.advance(LONGEST_PAUSE_S)
        writing.crm.trouble.append(DOWN)
        assert writing.write(one).trouble is DOWN
        until = writing.circuits.read().circuit.open_until
        assert until is not None
        pauses_s.append((until - writing.now).total_seconds())
    assert pauses_s == [60, 120, 240, 480, 900, 900, 900]


def test_a_probe_that_has_nothing_to_ask_leaves_the_turn_to_another(writing: Writing) -> None:
    writing.write(CONTACTS[-1])
    writing.tell("14:31:00 variables by=agent teamName=Night", CONTACTS[-1])
    open_circuit(writing)
    writing.advance(LONGEST_PAUSE_S)

    assert writing.write(CONTACTS[-1]).writes == 0
    assert writing.state(CONTACTS[-1]) is ActivityState.WRITTEN
    assert writing.circuits.read().circuit.is_open
    assert writing.write(CONTACTS[5]).writes == 1
    assert not writing.circuits.read().circuit.is_open


def test_a_healthy_way_writes_nothing_of_it(writing: Writing) -> None:
    writing.write(*CONTACTS)
    assert writing.circuits.writes == 0


def test_what_the_crm_says_about_waiting_is_obeyed(writing: Writing) -> None:
    writing.crm.trouble.append(CrmLimitReached("HTTP_429", status=429, retry_after_s=7_200))
    writing.write(CONTACTS[0])
    until = writing.circuits.read().circuit.open_until
    assert until is not None
    assert (until - writing.now).total_seconds() == 7_200


def test_an_org_that_lacks_the_key_field_loses_nothing_and_opens_the_circuit(writing: Writing) -> None:
    writing.crm.refuse_together = lambda _: Refused("NOT_FOUND", together=True)

    assert writing.write(*CONTACTS).is_open
    assert all(writing.state(one) is ActivityState.DUE for one in CONTACTS)

    writing.crm.refuse_together = lambda _: None
    for _ in range(3):
        writing.advance(FIRST_PAUSE_S * 4)
        writing.sweep()
    assert writing.tasks(CONTACTS) == len(CONTACTS)


def test_without_time_nothing_is_begun_in_the_crm(writing: Writing) -> None:
    set_time_left(5)
    report = writing.write(*CONTACTS)
    assert report.writes == 0
    assert all(writing.state(one) is ActivityState.DUE for one in CONTACTS)


def test_a_store_that_is_down_is_told_to_whoever_gave_the_hint(writing: Writing) -> None:
    def down(_: object) -> dict[str, object]:
        raise StoreUnavailable("ThrottlingException")

    writing.store.read = down  # type: ignore[method-assign, assignment]  # a table that is not there
    with pytest.raises(StoreUnavailable):
        writing.write(*CONTACTS)


def test_six_hours_without_the_crm_lose_nothing_and_end_without_a_storm(writing: Writing) -> None:
    writing.crm.trouble = [DOWN] * 10_000
    told = list(CONTACTS)
    for minute in range(6 * 60):
        writing.advance(60)
        one = str(2_000 + minute)
        writing.tell(PLAYED, one)
        told.append(one)
        writing.sweep()
    asked_meanwhile = len(writing.crm.written)
    assert asked_meanwhile < 6 * 60 / 10
    assert writing.tasks(told) == 0

    writing.crm.trouble = []
    for _ in range(45):
        writing.advance(60)
        writing.sweep()

    assert writing.tasks(told) == len(told)
    assert all(writing.state(one) is ActivityState.WRITTEN for one in told)
    # Batches hold hundreds here; a storm would be a request for each contact.
    assert len(writing.crm.written) - asked_meanwhile < 30
