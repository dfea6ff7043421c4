"""The writer against a ledger and a CRM in memory: what is written, when, and what people's hands stay in."""

import pytest

from switchboard.activity.crm import Refused, Row
from switchboard.activity.dossier import ActivityState
from switchboard.activity.dossier_changes import Written
from switchboard.errors import CrmTimeout
from tests.fakes.activity_stories import INBOUND, rules
from tests.fakes.crm_records import MemoryCrm
from tests.fakes.writing import LEASE_S, Writing, key

PLAYED = """14:04:52 queued callType=inbound channel=voice ani=+14155550134
14:05:11 answered agentId=10021 agentName=Ada
14:12:01 ended
14:12:40 wrappedUp disposition=Resolved"""
LATER = "14:30:00 variables by=agent disposition=Escalated"
MORE = "14:20:00 report by=report reportDurationSeconds=400 reportAgentSeconds=300 reportHoldSeconds=0"


@pytest.fixture
def writing() -> Writing:
    return Writing()


def sent(writing: Writing) -> list[Row]:
    """The rows of the last request."""
    return [row for rows in writing.crm.written[-1] for row in rows]


def test_a_due_contact_becomes_one_task(writing: Writing) -> None:
    writing.tell(INBOUND)

    report = writing.write()

    assert writing.state() is ActivityState.WRITTEN
    assert writing.task()["CallDisposition"] == "Resolved"
    assert (report.ready, report.writes, report.reads) == (1, 1, 0)


def test_a_batch_is_one_request_and_names_each_contact_once(writing: Writing) -> None:
    contacts = [str(number) for number in range(1000, 1200)]
    for one in contacts:
        writing.tell(PLAYED, one)

    report = writing.write(*contacts, *contacts)

    assert (report.ready, report.writes, report.reads) == (200, 1, 0)
    assert len(sent(writing)) == writing.tasks(contacts) == 200


def test_a_contact_that_is_not_due_is_left_alone(writing: Writing) -> None:
    writing.tell("14:04:52 queued channel=voice")
    assert writing.write().ready == 0
    assert writing.crm.written == []


def test_a_contact_that_nobody_knows_is_no_matter(writing: Writing) -> None:
    assert writing.write("999").ready == 0


def test_a_contact_whose_wrap_up_is_never_told_is_written_when_the_rules_have_waited(writing: Writing) -> None:
    writing.tell("14:04:52 queued channel=voice\n14:05:11 answered agentId=1\n14:12:01 ended")
    assert writing.write().ready == 0

    writing.advance(900)

    assert writing.sweep().ready == 1
    assert writing.state() is ActivityState.WRITTEN


def test_a_second_hint_writes_nothing(writing: Writing) -> None:
    writing.tell()
    writing.write()
    assert writing.write().ready == 0
    assert len(writing.crm.written) == 1


def test_an_existing_record_is_given_what_changed_and_nothing_else(writing: Writing) -> None:
    writing.tell(PLAYED)
    writing.write()
    writing.tell(LATER)

    report = writing.write()

    (row,) = sent(writing)
    assert row.fields == {"CallDisposition": "Escalated"}
    assert row.record_id
    assert (report.reads, report.writes) == (1, 1)


def test_what_changes_nothing_in_the_record_is_not_written(writing: Writing) -> None:
    writing.tell(PLAYED)
    writing.write()
    writing.tell("14:31:00 variables by=agent teamName=Night")

    report = writing.write()

    assert report.ready == 1
    assert (report.reads, report.writes) == (0, 0)
    assert writing.state() is ActivityState.WRITTEN
    assert writing.dossier().written_version == writing.dossier().version


def test_a_null_is_never_sent_for_something_unknown(writing: Writing) -> None:
    writing.tell("14:04:52 queued channel=voice\n14:05:11 answered\n14:12:01 ended\n14:12:40 wrappedUp")
    writing.write()
    writing.tell(MORE)
    writing.write()
    assert all(cell is not None for rows in writing.crm.written for row in rows[0] for cell in row.fields.values())


def test_what_does_not_hold_any_more_is_emptied(writing: Writing) -> None:
    writing.tell(PLAYED)
    writing.tell(f"14:12:50 relation by=agent chosenWhoId={writing.crm.add('Contact')}")
    writing.write()
    assert writing.task()["WhoId"]

    writing.tell("14:15:00 relation by=agent chosenWhoId=")
    writing.write()

    assert sent(writing)[0].fields == {"WhoId": None}


def test_a_field_that_the_rules_no_longer_speak_of_keeps_what_it_holds(writing: Writing) -> None:
    subject = {"field": "Subject", "constant": "Call"}
    outcome = {"field": "CallDisposition", "value": "disposition.name"}
    writing.rules = rules(subject, outcome)
    writing.tell(PLAYED)
    writing.write()

    writing.rules = rules(outcome)
    writing.tell(LATER)
    writing.write()

    assert sent(writing)[0].fields == {"CallDisposition": "Escalated"}
    assert writing.task()["Subject"] == "Call"


class TestPeoplesEdits:
    def test_a_persons_words_stay_whatever_comes_later(self, writing: Writing) -> None:
        writing.tell(PLAYED)
        writing.write()
        (record,) = writing.dossier().records
        writing.crm.edit(record.record_id, CallDisposition="Won back", Subject="Thanks")

        for story in (LATER, MORE, "15:00:00 variables by=agent disposition=Third customerName=Grace"):
            writing.tell(story)
            writing.write()

        assert writing.task()["CallDisposition"] == "Won back"
        assert writing.task()["Subject"] == "Thanks"
        assert writing.task()["CallDurationInSeconds"] == 300
        assert "edited:CallDisposition" in writing.dossier().remarks

    def test_a_field_that_is_ours_is_written_over_a_persons_words(self, writing: Writing) -> None:
        writing.rules = rules({"field": "CallDisposition", "value": "disposition.name", "policy": "own"})
        writing.tell(PLAYED)
        writing.write()
        writing.crm.edit(writing.dossier().records[0].record_id, CallDisposition="Won back")
        writing.tell(LATER)

        report = writing.write()

        assert writing.task()["CallDisposition"] == "Escalated"
        assert report.reads == 0

    def test_a_field_that_is_set_once_is_never_written_again(self, writing: Writing) -> None:
        writing.rules = rules(
            {"field": "CallDisposition", "value": "disposition.name", "policy": "create_only"},
            {"field": "Subject", "value": "disposition.name"},
        )
        writing.tell(PLAYED)
        writing.write()
        writing.tell(LATER)
        writing.write()
        assert writing.task() == {"CallDisposition": "Resolved", "Subject": "Escalated"}

    def test_a_value_that_a_person_put_back_is_ours_again(self, writing: Writing) -> None:
        writing.tell(PLAYED)
        writing.write()
        (record,) = writing.dossier().records
        writing.crm.edit(record.record_id, CallDisposition="Won back")
        writing.tell(LATER)
        writing.write()
        writing.crm.edit(record.record_id, CallDisposition="Resolved")

        writing.tell("15:00:00 variables by=agent disposition=Third")
        writing.write()

        assert writing.task()["CallDisposition"] == "Third"

    def test_a_field_that_a_person_filled_before_us_stays(self, writing: Writing) -> None:
        writing.tell("14:05:11 answered channel=voice agentId=1\n14:12:01 ended\n14:12:40 wrappedUp")
        writing.write()
        writing.crm.edit(writing.dossier().records[0].record_id, CallDisposition="Mine")
        writing.tell(LATER)
        writing.write()
        assert writing.task()["CallDisposition"] == "Mine"

    def test_what_a_person_wrote_as_we_would_have_is_not_written_again(self, writing: Writing) -> None:
        writing.tell(PLAYED)
        writing.write()
        writing.crm.edit(writing.dossier().records[0].record_id, CallDisposition="Escalated")
        writing.tell(LATER)

        report = writing.write()

        assert (report.reads, report.writes) == (1, 0)
        assert writing.state() is ActivityState.WRITTEN

    def test_an_owner_whom_nobody_chose_may_still_become_the_right_one(self, writing: Writing) -> None:
        owner = "005000000000009AAA"
        writing.rules = rules(
            {"field": "OwnerId", "value": "variables.owner"}, {"field": "Status", "constant": "x"}
        )
        writing.tell(PLAYED)
        writing.write()
        (record,) = writing.dossier().records
        writing.crm.edit(record.record_id, OwnerId="005000000000001AAA")
        writing.rules = rules({"field": "OwnerId", "constant": owner}, {"field": "Status", "constant": "x"})

        writing.tell(LATER)
        writing.write()

        assert writing.task()["OwnerId"] == owner

    def test_a_deleted_task_is_not_made_again(self, writing: Writing) -> None:
        writing.tell(PLAYED)
        writing.write()
        writing.crm.delete(writing.dossier().records[0].record_id)

        for story in (LATER, MORE):
            writing.tell(story)
            writing.write()

        assert writing.state() is ActivityState.DELETED
        assert writing.tasks(["1001"]) == 0

    def test_a_task_deleted_after_the_look_stays_deleted(self, writing: Writing) -> None:
        writing.rules = rules({"field": "CallDisposition", "value": "disposition.name", "policy": "own"})
        writing.tell(PLAYED)
        writing.write()
        writing.crm.delete(writing.dossier().records[0].record_id)
        writing.tell(LATER)

        writing.write()

        assert writing.state() is ActivityState.DELETED
        assert writing.tasks(["1001"]) == 0

    def test_a_task_that_is_out_of_the_recycle_bin_too_stays_deleted(self, writing: Writing) -> None:
        writing.tell(PLAYED)
        writing.write()
        del writing.crm.records[writing.dossier().records[0].record_id]
        writing.tell(LATER)
        writing.write()
        assert writing.state() is ActivityState.DELETED


class TestUnknownOutcomes:
    """A request that lost its answer may have been done."""

    def lose_the_answer(self, writing: Writing, *, done: bool) -> None:
        writing.crm.trouble.append(CrmTimeout("TIMED_OUT"))
        writing.crm.after_work = done
        writing.write()

    @pytest.mark.parametrize("done", [True, False])
    def test_a_new_task_is_there_once_whether_the_request_was_done_or_not(
        self, writing: Writing, done: bool
    ) -> None:
        writing.tell(PLAYED)
        self.lose_the_answer(writing, done=done)
        assert writing.state() is ActivityState.DUE

        writing.advance(LEASE_S + 60)
        report = writing.sweep()

        assert writing.state() is ActivityState.WRITTEN
        assert writing.task()["CallDisposition"] == "Resolved"
        assert (report.reads, report.writes) == (1, 0 if done else 1)

    def test_nobody_writes_while_the_lease_lasts(self, writing: Writing) -> None:
        writing.tell(PLAYED)
        self.lose_the_answer(writing, done=False)
        writing.advance(LEASE_S - 1)
        assert writing.sweep().ready == 0
        assert writing.write().ready == 0

    @pytest.mark.parametrize("done", [True, False])
    def test_a_newer_version_finds_the_record_whatever_became_of_the_older_one(
        self, writing: Writing, done: bool
    ) -> None:
        writing.tell(PLAYED)
        self.lose_the_answer(writing, done=done)
        writing.tell(LATER)

        writing.advance(LEASE_S + 60)
        writing.sweep()

        assert writing.task()["CallDisposition"] == "Escalated"
        assert writing.task()["TaskSubtype"] == "Call"

    @pytest.mark.parametrize("done", [True, False])
    def test_what_we_may_have_left_is_not_taken_for_a_persons_words(self, writing: Writing, done: bool) -> None:
        writing.tell(PLAYED)
        writing.write()
        writing.tell(LATER)
        self.lose_the_answer(writing, done=done)
        writing.tell("15:00:00 variables by=agent disposition=Third")

        writing.advance(LEASE_S + 60)
        writing.sweep()

        assert writing.task()["CallDisposition"] == "Third"

    @pytest.mark.parametrize("done", [True, False])
    def test_a_persons_words_stay_through_an_unknown_outcome(self, writing: Writing, done: bool) -> None:
        writing.tell(PLAYED)
        writing.write()
        writing.tell(LATER)
        self.lose_the_answer(writing, done=done)
        writing.crm.edit(writing.dossier().records[0].record_id, CallDisposition="Won back")

        writing.advance(LEASE_S + 60)
        writing.sweep()

        assert writing.task()["CallDisposition"] == "Won back"

    def test_a_task_that_was_made_unheard_and_deleted_by_a_person_stays_deleted(self, writing: Writing) -> None:
        writing.tell(PLAYED)
        self.lose_the_answer(writing, done=True)
        (record_id,) = writing.crm.records
        writing.crm.delete(record_id)

        writing.advance(LEASE_S + 60)
        writing.sweep()

        assert writing.state() is ActivityState.DELETED
        assert writing.tasks(["1001"]) == 0

    def test_what_is_not_known_stays_so_through_an_attempt_that_came_to_nothing(self, writing: Writing) -> None:
        writing.tell(PLAYED)
        writing.write()
        writing.tell(LATER)
        self.lose_the_answer(writing, done=False)

        writing.advance(LEASE_S + 60)
        writing.crm.refuse = lambda _: Refused("UNABLE_TO_LOCK_ROW")
        writing.sweep()
        writing.crm.refuse = lambda _: None
        writing.advance(600)
        writing.sweep()

        assert writing.task()["CallDisposition"] == "Escalated"

    def test_what_a_record_would_have_held_is_not_missed_where_it_was_never_made(self, writing: Writing) -> None:
        writing.tell("14:04:52 queued channel=voice\n14:12:01 abandoned")
        self.lose_the_answer(writing, done=False)
        writing.tell("14:05:11 answered agentId=1\n14:12:40 wrappedUp")
        writing.advance(LEASE_S + 60)
        writing.sweep()
        assert "CallDisposition" not in writing.task()

        writing.tell(LATER)
        writing.write()

        assert writing.task()["CallDisposition"] == "Escalated"

    def test_a_record_that_turns_up_after_the_look_is_looked_at_once_more(self, writing: Writing) -> None:
        writing.tell("14:04:52 queued channel=voice\n14:12:01 abandoned")
        self.lose_the_answer(writing, done=False)
        late = writing.crm.written[-1]
        writing.tell("14:05:11 answered agentId=1\n14:12:40 wrappedUp")
        writing.advance(LEASE_S + 60)
        read = writing.crm.read

        def too_early(looks):  # type: ignore[no-untyped-def]  # as CrmRecords.read
            found = read(looks)
            writing.crm.write(late)
            return found

        writing.crm.read = too_early  # type: ignore[method-assign]  # the lost request is done only now
        writing.sweep()
        writing.crm.read = read  # type: ignore[method-assign]  # and over
        assert writing.task()["CallDisposition"] == "Abandoned"

        writing.sweep()

        assert writing.task()["CallDisposition"] is None
        assert writing.state() is ActivityState.WRITTEN

    def test_what_was_done_before_it_was_refused_is_no_persons_words(self, writing: Writing) -> None:
        writing.tell(PLAYED)
        writing.write()
        writing.tell(LATER)

        def done_and_locked(row: Row) -> Refused:
            writing.crm.edit(row.record_id, CallDisposition=str(row.fields["CallDisposition"]))
            return Refused("UNABLE_TO_LOCK_ROW")

        writing.crm.refuse = done_and_locked
        writing.write()
        writing.crm.refuse = lambda _: None
        writing.tell("15:00:00 variables by=agent disposition=Third")
        writing.advance(600)
        writing.sweep()

        assert writing.task()["CallDisposition"] == "Third"


class TestForgottenContacts:
    """Long after a contact was written and forgotten, something more is told of it."""

    def test_the_task_is_found_and_keeps_what_it_holds(self, writing: Writing) -> None:
        task = writing.crm.add("Task", str(key()), Subject="Our first words", CallDisposition="Resolved")
        writing.tell("14:12:00 variables by=agent disposition=Late")
        writing.advance(90_000)

        writing.sweep()

        assert writing.dossier().records[0].record_id == task
        assert writing.task()["Subject"] == "Our first words"
        assert writing.task()["CallDisposition"] == "Resolved"
        assert writing.task()["Status"] == "Completed"

    def test_a_case_that_goes_on_is_looked_for(self, writing: Writing) -> None:
        writing.crm.add("Task", str(key()), Subject="First words")
        writing.tell(PLAYED.replace("channel=voice", "channel=email"))
        assert writing.write().reads == 1
        assert writing.task()["Subject"] == "First words"

    def test_a_new_call_is_not_looked_for(self, writing: Writing) -> None:
        writing.tell(PLAYED)
        assert writing.write().reads == 0


class TestManyWriters:
    def test_two_writers_with_one_hint_write_once(self, writing: Writing) -> None:
        writing.tell(PLAYED)
        other = writing.another_writer()

        class Slow(MemoryCrm):
            def write(self, collections):  # type: ignore[no-untyped-def]  # as the protocol has it
                assert other.write([key()]).ready == 0
                return super().write(collections)

        slow = Slow(records=writing.crm.records)
        writing.another_writer(slow).write([key()])

        assert writing.state() is ActivityState.WRITTEN
        assert writing.crm.written == []
        assert len(slow.written) == 1

    def test_what_becomes_known_during_a_write_is_written_next(self, writing: Writing) -> None:
        writing.tell(PLAYED)

        class Telling(MemoryCrm):
            def write(self, collections):  # type: ignore[no-untyped-def]  # as the protocol has it
                writing.tell(LATER)
                return super().write(collections)

        writing.another_writer(Telling(records=writing.crm.records)).write([key()])
        assert writing.state() is ActivityState.DUE

        assert writing.sweep().ready == 1
        assert writing.task()["CallDisposition"] == "Escalated"

    def test_a_writer_that_was_held_up_beyond_its_lease_does_not_write(self, writing: Writing) -> None:
        writing.tell(PLAYED)
        begin = writing.ledger.begin

        def held_up(starts):  # type: ignore[no-untyped-def]  # as Ledger.begin
            opened = begin(starts)
            writing.advance(LEASE_S)
            return opened

        writing.ledger.begin = held_up  # type: ignore[method-assign]  # a pause in the worst place
        report = writing.write()
        writing.ledger.begin = begin  # type: ignore[method-assign]  # and over

        assert report.writes == 0
        assert writing.crm.written == []
        writing.advance(60)
        writing.sweep()
        assert writing.state() is ActivityState.WRITTEN

    def test_a_request_that_outlived_its_lease_is_made_good(self, writing: Writing) -> None:
        writing.tell(PLAYED)
        writing.write()
        writing.tell(LATER)
        other = writing.another_writer()

        class HeldUp(MemoryCrm):
            def write(self, collections):  # type: ignore[no-untyped-def]  # as the protocol has it
                writing.advance(LEASE_S + 1)
                writing.tell("15:00:00 variables by=agent disposition=Third")
                assert isinstance(other.write([key()]).outcomes[0], Written)
                return super().write(collections)

        slow = HeldUp(records=writing.crm.records)
        report = writing.another_writer(slow).write([key()])

        assert report.overtaken == 1
        assert writing.task()["CallDisposition"] == "Escalated"  # the older version came last
        writing.sweep()
        assert writing.task()["CallDisposition"] == "Third"
        assert writing.state() is ActivityState.WRITTEN

    def test_a_writer_that_dies_leaves_its_contacts_to_another(self, writing: Writing) -> None:
        writing.tell(PLAYED)

        class Killed(Exception):
            pass

        class Dying(MemoryCrm):
            def write(self, collections):  # type: ignore[no-untyped-def]  # as the protocol has it
                super().write(collections)
                raise Killed

        with pytest.raises(Killed):
            writing.another_writer(Dying(records=writing.crm.records)).write([key()])

        writing.advance(LEASE_S + 1)
        report = writing.sweep()
        assert (report.reads, report.writes) == (1, 0)
        assert writing.state() is ActivityState.WRITTEN
        assert writing.tasks(["1001"]) == 1
