"""Weeks after a contact was written and forgotten, something more is told of it."""

from dataclasses import replace

import pytest

from switchboard.activity.dossier import ActivityRecord, ActivityState, Dossier
from switchboard.activity.readiness import is_a_remainder
from switchboard.activity.recall import ASK_AGAIN_AFTER
from switchboard.contact.key import ContactKey
from tests.fakes.activity_stories import INBOUND, rules
from tests.fakes.contact_events import at, contact_of, life
from tests.fakes.writing import Writing, key

NOW = at("2026-04-20T09:00:00")
REPORT = (
    "2026-04-19T08:00:00 report by=report startedAt=2026-03-02T14:04:52.000000Z agentId=10021 agentName=Ada "
    "channel=voice ani=4155550134 reportOutcome=handled reportAgentSeconds=410 reportHoldSeconds=25 "
    "reportWrapUpSeconds=39 reportDurationSeconds=429 reportCallType=inbound disposition=Resolved"
)
NOTE = "2026-04-20T08:59:00 note by=agent agentId=10021 detail=Called-back"
WORD = "2026-04-20T08:59:00 variables by=agent disposition=Escalated"
WRAPPED_UP = "2026-03-25T14:12:40 wrappedUp disposition=Resolved agentId=10021"
DURATION = {"field": "CallDurationInSeconds", "value": "connectedSeconds", "policy": "own"}
OUTCOME = {"field": "CallDisposition", "value": "disposition.name"}
SUBJECT = {"field": "Subject", "template": "Call {ani}"}


@pytest.fixture
def writing() -> Writing:
    return later(Writing())


def later(writing: Writing) -> Writing:
    writing.now = NOW
    return writing


def swept(writing: Writing) -> None:
    """What is told after its time is due when nothing more has come for a day."""
    writing.advance(90_000)
    writing.sweep()


def dossier(story: str, one: ContactKey | None = None, **changed: object) -> Dossier:
    made = Dossier(one or key(), created_at=NOW, since=NOW, contact=contact_of(life(story)))
    return replace(made, **changed)  # type: ignore[arg-type]  # as a test says


@pytest.mark.parametrize(
    ("one", "is_one"),
    [
        pytest.param(dossier(NOTE), True, id="a note alone"),
        pytest.param(dossier(WORD), True, id="an agent's word alone"),
        pytest.param(dossier(WRAPPED_UP), True, id="an end of weeks ago"),
        pytest.param(dossier(f"{WORD} startedAt=2026-03-02T14:04:52.000000Z"), True, id="a start of weeks ago"),
        pytest.param(dossier(REPORT), False, id="all that CXone knows"),
        pytest.param(dossier("2026-04-20T08:00:00 queued"), False, id="a call of today"),
        pytest.param(dossier("2026-04-20T08:00:00 ended"), False, id="an end of today, alone"),
        pytest.param(dossier(NOTE, records=(ActivityRecord("k", "Task"),)), False, id="written since"),
        pytest.param(
            dossier(NOTE, ContactKey.parse("4599001:dfo:884213")), False, id="a case, which is in no report"
        ),
    ],
)
def test_what_is_left_of_a_forgotten_call_is_told_from_a_new_one(one: Dossier, is_one: bool) -> None:
    assert is_a_remainder(one) is is_one


def test_nothing_is_asked_about_an_ordinary_contact(writing: Writing) -> None:
    writing.now = at("14:13:00")
    writing.tell(INBOUND)
    writing.write()
    writing.tell("14:30:00 variables by=agent disposition=Escalated")
    writing.write()
    assert writing.centre.asked == []


class TestTheTaskThatIsThere:
    def task(self, writing: Writing, record_key: str = str(key()), **values: str | int) -> str:
        held: dict[str, str | int] = {
            "Subject": "Grace wants a refund",
            "CallDisposition": "Resolved",
            "CallDurationInSeconds": 999,
        }
        return writing.crm.add("Task", record_key, **{**held, **values})

    @pytest.mark.parametrize("word", [NOTE, WORD, WRAPPED_UP, REPORT])
    def test_it_is_found_and_nothing_that_it_holds_is_changed(self, writing: Writing, word: str) -> None:
        writing.centre.knows(REPORT)
        task = self.task(writing)
        before = dict(writing.task())

        writing.tell(word)
        swept(writing)

        assert writing.dossier().records[0].record_id == task
        assert writing.tasks(["1001"]) == 1
        assert {name: writing.task()[name] for name in before} == before
        assert "kept:CallDurationInSeconds" in writing.dossier().remarks
        assert writing.state() is ActivityState.WRITTEN

    def test_what_it_lacks_is_filled_in(self, writing: Writing) -> None:
        writing.centre.knows(REPORT)
        writing.crm.add("Task", str(key()), Subject="Hers")
        writing.tell(NOTE)
        swept(writing)
        assert writing.task()["CallDurationInSeconds"] == 410
        assert writing.task()["CallDisposition"] == "Resolved"
        assert "Called-back" in str(writing.task()["Description"])

    def test_what_is_told_after_that_changes_no_more_of_it(self, writing: Writing) -> None:
        writing.centre.knows(REPORT)
        self.task(writing)
        writing.tell(NOTE)
        swept(writing)

        writing.tell(
            REPORT.replace("04-19T08", "04-22T08").replace("reportAgentSeconds=410", "reportAgentSeconds=9")
        )
        writing.write()

        assert writing.task()["CallDurationInSeconds"] == 999

    def test_what_we_filled_in_goes_on_being_ours(self, writing: Writing) -> None:
        writing.centre.knows(REPORT)
        writing.crm.add("Task", str(key()), Subject="Hers")
        writing.tell(NOTE)
        swept(writing)
        writing.tell("2026-04-22T09:00:00 variables by=agent disposition=Escalated")
        writing.write()
        assert writing.task()["CallDisposition"] == "Escalated"

    def test_one_that_a_person_deleted_stays_deleted(self, writing: Writing) -> None:
        writing.centre.knows(REPORT)
        writing.crm.delete(self.task(writing))
        writing.tell(NOTE)
        swept(writing)
        assert writing.state() is ActivityState.DELETED
        assert writing.tasks(["1001"]) == 0

    def test_an_agents_part_is_found_by_the_agent_whom_only_cxone_remembers(self) -> None:
        writing = later(Writing(rules(SUBJECT, OUTCOME, per="assignment")))
        writing.centre.knows(REPORT)
        self.task(writing, f"{key()}:10021")
        writing.tell(WORD)
        swept(writing)
        assert len(writing.crm.records) == 1

    def test_a_masters_task_is_found_by_the_master_whom_only_cxone_remembers(self) -> None:
        writing = later(Writing(rules(SUBJECT, DURATION, per="masterContact")))
        writing.centre.knows(f"{REPORT} masterContactId=1001", "1002")
        writing.centre.knows(f"{REPORT} masterContactId=1001", "1001")
        self.task(writing, f"{key('1001')}:master")

        writing.tell(WORD, "1002")
        swept(writing)

        assert len(writing.crm.records) == 1
        (held,) = writing.crm.held(f"{key('1001')}:master")
        assert held["CallDurationInSeconds"] == 999
        assert writing.state("1001") is ActivityState.WRITTEN
        assert writing.centre.asked == [key("1002"), key("1001")]


class TestNoTaskIsThere:
    def test_it_is_made_of_all_that_cxone_knows(self, writing: Writing) -> None:
        writing.centre.knows(REPORT)
        writing.tell(NOTE)
        swept(writing)
        assert writing.task()["CallDurationInSeconds"] == 410
        assert writing.task()["CallType"] == "Inbound"

    def test_where_cxone_knows_nothing_it_is_made_of_what_is_told(self, writing: Writing) -> None:
        writing.tell(WORD)
        swept(writing)
        assert writing.task()["CallDisposition"] == "Escalated"
        assert writing.centre.asked == [key()]


class TestCxoneIsAway:
    def test_the_contact_waits_and_others_do_not(self, writing: Writing) -> None:
        writing.centre.is_away = True
        writing.tell(NOTE)
        writing.advance(90_000)
        today = "2026-04-21T09:0"
        writing.tell(
            f"{today}1:00 queued channel=voice\n{today}2:00 answered\n{today}3:00 ended\n{today}4:00 wrappedUp",
            "7",
        )

        writing.sweep()

        assert (writing.tasks(["1001"]), writing.tasks(["7"])) == (0, 1)
        assert writing.dossier().due_at == writing.now + ASK_AGAIN_AFTER

    def test_it_is_written_when_cxone_is_back(self, writing: Writing) -> None:
        writing.centre.is_away = True
        writing.tell(NOTE)
        swept(writing)
        assert writing.sweep().ready == 0

        writing.centre.is_away = False
        writing.centre.knows(REPORT)
        writing.advance(ASK_AGAIN_AFTER.total_seconds())
        writing.sweep()

        assert writing.task()["CallDurationInSeconds"] == 410
