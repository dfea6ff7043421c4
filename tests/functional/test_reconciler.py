"""The contact reconciler through its handler: lost events, lost messages, and trouble on either side."""

import json
import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from local.cxone import sample
from local.cxone.contacts.lifecycle import Move
from local.simulator.faults import Fault
from switchboard.activity.defaults import DEFAULT_RULES
from switchboard.activity.dossier import ActivityState, Dossier
from switchboard.activity.ledger import Ledger
from switchboard.activity.outlook import due_rule
from switchboard.contact.facts import facts_of
from switchboard.contact.fields import Field
from switchboard.contact.key import ContactKey
from switchboard.contact.words import State
from switchboard.contact_intake.models import Received
from switchboard.contact_intake.report import read_reports
from switchboard.contact_intake.studio import StudioHook, read_studio
from switchboard.reconcile.model import Watermark
from switchboard.runtime.contact_events import take_in
from switchboard.runtime.contacts import ledger
from switchboard.runtime.cxone import cxone_contacts
from switchboard.runtime.reconciler import watermarks
from switchboard.runtime.schedule import RunFailed
from tests.fakes.contact_events import at, life
from tests.fakes.ledger import MemoryLedgerStore
from tests.support.centre import Centre, key
from tests.support.hooks import UNIT, messages
from tests.support.tasks import KEY_FIELD, tasks
from tests.support.world import Context, World, forget, handler, log_text


def reconcile(left_s: float = 29.0) -> dict[str, Any]:
    """One run, and the line that it logs."""
    with log_text() as text:
        handler("contact_reconciler")({}, Context(left_s))
    lines = [json.loads(line) for line in text.getvalue().splitlines()]
    ran: dict[str, Any] = next(line for line in lines if line["message"] == "ran")
    return ran


@pytest.fixture
def centre(world: World) -> Centre:
    made = Centre(world)
    # From here on, reports are the reconciler's business.
    reconcile()
    return made


def kept(*contacts: int) -> dict[ContactKey, Dossier]:
    return ledger().read([key(one) for one in contacts])


class TestLostWebhooks:
    def test_one_in_ten_events_never_comes_and_every_contact_is_complete(self, centre: Centre) -> None:
        dice = random.Random(20260302)
        plain, abandoned, refused, held, passed_on = (centre.ring(12) for _ in range(5))
        everybody = [*plain, *abandoned, *refused, *held, *passed_on]
        centre.move(everybody, Move.QUEUE)
        centre.move(abandoned, Move.ABANDON)
        centre.move(refused, Move.ROUTE, Move.REFUSE)
        answered = [*plain, *refused, *held, *passed_on]
        centre.move(answered, Move.ROUTE, Move.ANSWER)
        centre.move(held, Move.HOLD, Move.RESUME)
        received = centre.transfer(passed_on)
        centre.move(received, Move.ANSWER)
        ended = [*plain, *refused, *held, *received]
        centre.move(ended, Move.END)
        centre.dispose(ended)
        centre.move([*ended, *passed_on], Move.FINISH)
        lost = [event for event in centre.told if dice.random() < 0.1]
        came = [event for event in centre.told if event not in lost]
        dice.shuffle(came)
        assert len(lost) > 20

        centre.deliver(came)
        reconcile()

        everybody += received
        dossiers = kept(*everybody)
        assert {one.state for one in dossiers.values()} == {ActivityState.DUE}
        assert len(dossiers) == len(everybody) == 72
        calm = _told_calmly(centre, everybody)
        for one in everybody:
            assert _essence(dossiers[key(one)]) == _essence(calm[key(one)]), one
        hints = messages(centre.world, "ActivityQueue")
        keys = sorted(str(key(one)) for one in everybody)
        assert sorted({message["contactKey"] for message in hints}) == keys

        _write(hints)
        assert sorted(str(task[KEY_FIELD]) for task in tasks(centre.world)) == keys
        reconcile()
        assert messages(centre.world, "ActivityQueue") == []

    def test_with_no_event_at_all(self, centre: Centre) -> None:
        calls = centre.play(30)
        ran = reconcile()

        assert ran["complete"]
        states = [facts_of(one.contact, "x").state for one in kept(*calls).values()]
        assert states == [State.CLOSED] * 30
        assert len(messages(centre.world, "ActivityQueue")) == 30

    def test_the_disposition_that_came_later_is_told_by_a_later_report(self, centre: Centre) -> None:
        (call,) = centre.ring()
        centre.move([call], Move.QUEUE, Move.ROUTE, Move.ANSWER, Move.END)
        reconcile()
        assert kept(call)[key(call)].state is ActivityState.OPEN

        centre.dispose([call])
        centre.move([call], Move.FINISH)
        reconcile()

        dossier = kept(call)[key(call)]
        assert dossier.state is ActivityState.DUE
        assert facts_of(dossier.contact, str(call)).wrap_up_s == 3


def _write(hints: Sequence[dict[str, Any]]) -> None:
    """Have the writer do what the queue's messages say."""
    records = [{"messageId": f"m{place}", "body": json.dumps(body)} for place, body in enumerate(hints)]
    for start in range(0, len(records), 200):
        answer = handler("activity_writer")({"Records": records[start : start + 200]}, Context(60))
        assert answer == {"batchItemFailures": []}


def _told_calmly(centre: Centre, contacts: Sequence[int]) -> dict[ContactKey, Dossier]:
    """The same contacts, of which every event came, in order, and then every report."""
    now = datetime.now(UTC) + timedelta(minutes=10)
    hook = StudioHook(UNIT, frozenset(), "customers")
    received: list[Received] = []
    for start in range(0, len(centre.told), 50):
        body = json.dumps({"events": centre.told[start : start + 50]}).encode()
        received += read_studio(body, hook, now).received
    page = cxone_contacts().completed(now - timedelta(days=1))
    while True:
        received += read_reports(page.rows, UNIT).received
        if not page.next:
            break
        page = cxone_contacts().completed(now, page.next)
    calm = Ledger(MemoryLedgerStore())
    calm.merge(received, due_rule(DEFAULT_RULES, now))
    return calm.read([key(one) for one in contacts])


def _essence(dossier: Dossier) -> object:
    """What an activity says of a contact, but for moments that only an event tells."""
    facts = facts_of(dossier.contact, dossier.key.contact_id)
    return (
        (facts.state, facts.outcome, facts.answered, facts.agent_id, facts.disposition, facts.started_at),
        (facts.duration_s, facts.queue_s, facts.talk_s, facts.hold_s, facts.hold_count, facts.wrap_up_s),
        dossier.contact.text(Field.DISPOSITION_NOTES),
    )


class TestRuns:
    def test_a_second_run_without_news_writes_nothing(self, centre: Centre) -> None:
        calls = centre.play(3)
        reconcile()
        before = kept(*calls)
        messages(centre.world, "ActivityQueue")
        reconcile()

        assert kept(*calls) == before
        assert messages(centre.world, "ActivityQueue") == []

    def test_a_backlog_is_worked_off_run_after_run(self, centre: Centre) -> None:
        calls = centre.play(210)
        # A run that has time for one page.
        runs = [reconcile(left_s=7.0) for _ in range(3)]

        assert [one["pages"] for one in runs] == [1, 1, 1]
        assert [one["complete"] for one in runs] == [False, False, True]
        assert len(kept(*calls)) == 210

    def test_a_cold_environment_goes_on_where_another_stopped(self, centre: Centre) -> None:
        calls = centre.play(150)
        reconcile(left_s=7.0)
        forget()
        reconcile()

        assert len(kept(*calls)) == 150

    def test_a_run_beside_another_one_does_nothing(self, centre: Centre) -> None:
        calls = centre.play(1)
        now = datetime.now(UTC)
        watermarks().take("other", now=now, until=now + timedelta(seconds=60))

        assert reconcile()["other_run"]
        assert kept(*calls) == {}


class TestTrouble:
    @pytest.mark.parametrize(
        "fault",
        [
            {"path": "*/contacts/completed", "status": 500},
            {"path": "*/contacts/completed", "status": 502, "html": "<h1>Bad gateway</h1>"},
            {"path": "*/contacts/completed", "truncate": True},
            {"path": "*/contacts/completed", "drop": "during"},
            {"path": "*/contacts/completed", "name": "null-lists"},
            {"path": "*/contacts/completed", "status": 400, "message": "Invalid updatedSince"},
        ],
        ids=["down", "html", "cut short", "dropped", "null lists", "refused"],
    )
    def test_while_cxone_is_in_trouble_nothing_moves_and_afterwards_all_comes(
        self, centre: Centre, fault: dict[str, Any]
    ) -> None:
        calls = centre.play(2)
        centre.world.cxone.faults.add([Fault.from_mapping(fault)])
        ran = reconcile()
        assert (ran["complete"], kept(*calls)) == (False, {})

        centre.world.cxone.faults.clear()
        assert reconcile()["complete"]
        assert len(kept(*calls)) == 2

    def test_a_refused_login_does_not_keep_the_sweep_from_its_work(self, centre: Centre) -> None:
        (call,) = centre.play()
        _due_for(centre, call)
        centre.world.cxone.tokens.revoke_all()
        centre.world.put_secret("CxoneSecret", centre.world.cxone_secret(access_key_secret="wrong"))
        forget()

        assert reconcile()["swept"] == 1

    @pytest.mark.parametrize("unit", ["", "4711"])
    def test_contacts_are_never_taken_for_another_units(
        self, centre: Centre, unit: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        centre.play(1)
        monkeypatch.setenv("BUSINESS_UNIT", unit)
        forget()

        assert not reconcile()["complete"]
        monkeypatch.setenv("BUSINESS_UNIT", UNIT)
        forget()
        assert reconcile()["complete"]

    def test_the_lag_is_told_while_it_grows(self, centre: Centre, capsys: pytest.CaptureFixture[str]) -> None:
        centre.world.cxone.faults.add([Fault(path="*/contacts/completed", status=500)])
        now = datetime.now(UTC)
        watermarks().take("test", now=now, until=now)
        watermarks().move("test", Watermark(now, now - timedelta(hours=2)), until=now)
        watermarks().give_back("test")
        capsys.readouterr()
        reconcile()

        told = [json.loads(line) for line in capsys.readouterr().out.splitlines() if '"_aws"' in line]
        ((lag_s,),) = [one["ReconcilerLag"] for one in told if "ReconcilerLag" in one]
        assert 7200 <= lag_s < 7300

    def test_a_mistake_of_ours_fails_the_run_without_its_text(
        self, centre: Centre, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def broken(*_: object) -> None:
            raise KeyError("4155550134")

        monkeypatch.setattr("switchboard.runtime.reconciler.sweep", broken)
        with pytest.raises(RunFailed, match=r"^KeyError$"), log_text() as text:
            handler("contact_reconciler")({}, Context(29))
        assert "4155550134" not in text.getvalue()

    def test_nothing_personal_is_logged(self, centre: Centre) -> None:
        with log_text() as text:
            centre.play(3)
            reconcile()
            centre.world.cxone.faults.add([Fault(path="*/contacts/completed", status=409, message="4155550001")])
            reconcile()

        logged = text.getvalue()
        assert '"complete":true' in logged
        for private in ("4155550", "Replaced router", "Brenner", sample.KEY_SECRET, sample.CLIENT_SECRET, "eyJ"):
            assert private not in logged


class TestConsults:
    def test_a_consult_is_a_leg_of_its_master_and_no_activity(self, centre: Centre) -> None:
        (call,) = centre.ring()
        centre.move([call], Move.QUEUE, Move.ROUTE, Move.ANSWER)
        consult = centre.consult(call)
        centre.move([consult], Move.ANSWER, Move.END)
        centre.move([call], Move.END, Move.FINISH)
        reconcile()

        dossiers = kept(call, consult)
        assert dossiers[key(consult)].state is ActivityState.SKIPPED
        contact = dossiers[key(consult)].contact
        assert contact.text(Field.REPORT_CALL_TYPE) == "internal"
        assert contact.text(Field.MASTER_CONTACT_ID) == str(call)
        _write(messages(centre.world, "ActivityQueue"))
        assert [task[KEY_FIELD] for task in tasks(centre.world)] == [str(key(call))]


def _due_for(centre: Centre, call: int, minutes: int = 10) -> None:
    """A contact that has been due for some minutes, and whose message is lost."""
    story = [Received(key(call), event) for event in life("12:00:00 queued\n12:00:05 answered\n12:01:00 ended")]
    take_in(story, at("12:02:00"))
    wrapped_up = [Received(key(call), event) for event in life("12:01:30 wrappedUp")]
    take_in(wrapped_up, datetime.now(UTC) - timedelta(minutes=minutes))
    messages(centre.world, "ActivityQueue")


class TestTheSweep:
    def test_a_lost_message_is_made_again(self, centre: Centre) -> None:
        (call,) = centre.ring()
        _due_for(centre, call)

        assert reconcile()["swept"] == 1
        assert messages(centre.world, "ActivityQueue") == [{"contactKey": str(key(call))}]

    def test_what_is_due_since_a_moment_ago_is_left_to_its_message(self, centre: Centre) -> None:
        (call,) = centre.ring()
        _due_for(centre, call, minutes=0)

        assert reconcile()["swept"] == 0
