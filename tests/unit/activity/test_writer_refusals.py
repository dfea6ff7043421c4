"""The writer when the CRM refuses single records: each gets what mends it, and none suffers for another."""

from collections.abc import Callable

import pytest

from switchboard.activity.crm import Collection, Refused, Row
from switchboard.activity.delivery import MOST_REQUESTS
from switchboard.activity.dossier import ActivityState
from switchboard.activity.outcomes import MOST_RETRIES
from switchboard.activity.rules import ActivityRules
from tests.fakes.activity_stories import rules
from tests.fakes.crm_records import MemoryCrm
from tests.fakes.writing import Writing, key

PLAYED = """14:04:52 queued callType=inbound channel=voice ani=+14155550134
14:05:11 answered agentId=10021 agentName=Ada
14:12:01 ended
14:12:40 wrappedUp disposition=Resolved"""
LATER = "14:30:00 variables by=agent disposition=Escalated"
CONTACTS = [str(number) for number in range(1000, 1200)]
BAD = str(key("1077"))


@pytest.fixture
def writing() -> Writing:
    return Writing()


def played(writing: Writing, contacts: list[str] = CONTACTS) -> None:
    for one in contacts:
        writing.tell(PLAYED, one)


def once(refused: Refused, *keys: str) -> Callable[[Row], Refused | None]:
    """Refuses each of the rows one time."""
    left = set(keys)

    def refuse(row: Row) -> Refused | None:
        if row.key not in left:
            return None
        left.remove(row.key)
        return refused

    return refuse


def triggered(*keys: str) -> Callable[[Collection], Refused | None]:
    """A trigger that fails every collection in which one of these rows is."""

    def refuse(rows: Collection) -> Refused | None:
        bad = any(row.key in keys or row.record_id in keys for row in rows)
        return Refused("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY") if bad else None

    return refuse


def states(writing: Writing, contacts: list[str] = CONTACTS) -> dict[ActivityState, int]:
    found = [writing.state(one) for one in contacts]
    return {state: found.count(state) for state in set(found)}


def test_a_row_that_is_refused_for_good_is_kept_with_its_reason_and_hurts_nobody(writing: Writing) -> None:
    played(writing)
    refused = Refused("FIELD_CUSTOM_VALIDATION_EXCEPTION", ("CallDisposition",))
    writing.crm.refuse = lambda row: refused if row.key == BAD else None

    report = writing.write(*CONTACTS)

    assert report.writes == 1
    assert states(writing) == {ActivityState.WRITTEN: 199, ActivityState.REJECTED: 1}
    rejection = writing.dossier("1077").rejection
    assert rejection is not None
    assert (rejection.code, rejection.fields) == ("FIELD_CUSTOM_VALIDATION_EXCEPTION", ("CallDisposition",))
    assert rejection.text == "Task: A validation rule of the org refuses the record."


def test_what_was_refused_is_written_when_somebody_retries_it(writing: Writing) -> None:
    writing.tell(PLAYED)
    writing.crm.refuse = lambda _: Refused("REQUIRED_FIELD_MISSING", ("Reason__c",))
    writing.write()
    writing.crm.refuse = lambda _: None

    writing.ledger.retry(key())
    writing.write()

    assert writing.state() is ActivityState.WRITTEN
    assert writing.dossier().rejection is None


def test_a_locked_row_is_tried_again_alone_and_then_another_time(writing: Writing) -> None:
    contacts = CONTACTS[:5]
    played(writing, contacts)
    writing.crm.refuse = once(Refused("UNABLE_TO_LOCK_ROW"), str(key("1001")))
    assert writing.write(*contacts).writes == 2
    assert len(writing.crm.written[-1][0]) == 1
    assert states(writing, contacts) == {ActivityState.WRITTEN: 5}

    writing.tell(PLAYED)
    writing.crm.refuse = lambda _: Refused("UNABLE_TO_LOCK_ROW")
    writing.tell(LATER, "1001")
    writing.write("1001")
    assert writing.state("1001") is ActivityState.DUE
    assert writing.dossier("1001").retries == 1


def test_a_record_that_somebody_made_in_between_is_updated_instead(writing: Writing) -> None:
    writing.tell(PLAYED)
    writing.crm.add("Task", str(key()), Subject="Other")
    writing.crm.refuse = once(Refused("DUPLICATE_VALUE", ("Switchboard_Key__c",)), str(key()))

    writing.write()

    assert writing.state() is ActivityState.WRITTEN
    assert writing.tasks(["1001"]) == 1
    assert writing.task()["CallDisposition"] == "Resolved"
    assert writing.dossier().remarks == ()


def test_another_records_unique_value_is_no_race(writing: Writing) -> None:
    writing.tell(PLAYED)
    writing.crm.refuse = lambda _: Refused("DUPLICATE_VALUE", ("Order__c",))
    assert writing.write().writes == 2
    assert writing.state() is ActivityState.REJECTED


def test_fields_that_only_a_new_record_takes_are_left_out_where_it_exists(writing: Writing) -> None:
    writing.tell(PLAYED)
    writing.crm.add("Task", str(key()), Subject="Other")
    writing.write()
    assert writing.state() is ActivityState.WRITTEN
    assert writing.task()["Status"] == "Completed"


def lacking(*fields: str) -> Writing:
    extra = [{"field": name, "constant": "x"} for name in fields]
    made = Writing(rules(*extra, {"field": "Subject", "constant": "Call"}), MemoryCrm(lacking=frozenset(fields)))
    played(made, CONTACTS[:3])
    return made


def test_a_field_that_the_org_lacks_is_dropped_with_a_remark() -> None:
    writing = lacking("Queue__c", "Team__c")

    report = writing.write(*CONTACTS[:3])

    assert report.writes == 3
    assert states(writing, CONTACTS[:3]) == {ActivityState.WRITTEN: 3}
    assert writing.task("1000") == {"Subject": "Call"}
    assert set(writing.dossier("1000").remarks) == {"dropped:Queue__c", "dropped:Team__c"}


def test_and_is_not_asked_for_again_for_a_while() -> None:
    writing = lacking("Queue__c")
    writing.write("1000")
    assert writing.write("1001").writes == 1
    assert writing.dossier("1001").remarks == ("dropped:Queue__c",)
    writing.advance(400)
    assert writing.write("1002").writes == 2


def test_a_dropped_field_alone_makes_no_later_request() -> None:
    writing = lacking("Queue__c")
    writing.write("1000")
    writing.tell(LATER, "1000")
    report = writing.write("1000")
    assert (report.reads, report.writes) == (0, 0)
    assert writing.state("1000") is ActivityState.WRITTEN


def test_a_field_that_the_integration_user_may_not_set_is_dropped_too(writing: Writing) -> None:
    writing.tell(PLAYED)

    def refuse(row: Row) -> Refused | None:
        hidden = tuple({"Subject", "TaskSubtype"} & row.fields.keys())
        return Refused("INVALID_FIELD_FOR_INSERT_UPDATE", hidden) if hidden else None

    writing.crm.refuse = refuse
    writing.write()

    assert writing.state() is ActivityState.WRITTEN
    assert set(writing.dossier().remarks) == {"dropped:Subject", "dropped:TaskSubtype"}


def test_a_link_to_what_is_deleted_is_left_out_once(writing: Writing) -> None:
    person = writing.crm.add("Contact")
    writing.tell(f"{PLAYED}\n14:12:50 relation by=agent chosenWhoId={person}")
    writing.crm.refuse = lambda row: Refused("ENTITY_IS_DELETED") if "WhoId" in row.fields else None

    report = writing.write()

    assert report.writes == 2
    assert writing.state() is ActivityState.WRITTEN
    assert "WhoId" not in writing.task()
    assert writing.dossier().remarks == ("unlinked:WhoId",)


def test_a_link_that_was_left_out_is_not_tried_with_every_change_but_another_one_is(writing: Writing) -> None:
    gone, other = writing.crm.add("Contact"), writing.crm.add("Contact")
    writing.tell(f"{PLAYED}\n14:12:50 relation by=agent chosenWhoId={gone}")
    writing.crm.refuse = lambda row: Refused("ENTITY_IS_DELETED") if row.fields.get("WhoId") == gone else None
    writing.write()

    writing.tell(LATER)
    assert writing.write().writes == 1

    writing.tell(f"14:40:00 relation by=agent chosenWhoId={other}")
    writing.write()
    assert writing.task()["WhoId"] == other


def test_an_owner_who_has_left_does_not_cost_the_activity(writing: Writing) -> None:
    writing.rules = rules(
        {"field": "OwnerId", "constant": "005000000000009AAA"}, {"field": "Subject", "constant": "Call"}
    )
    writing.tell(PLAYED)
    writing.crm.refuse = lambda row: (
        Refused("INACTIVE_OWNER_OR_USER", ("OwnerId",)) if "OwnerId" in row.fields else None
    )
    writing.write()
    assert writing.task() == {"Subject": "Call"}
    assert writing.dossier().remarks == ("unlinked:OwnerId",)


def test_one_record_that_fails_a_whole_batch_is_found_and_rejected_alone(writing: Writing) -> None:
    played(writing)
    writing.crm.refuse_together = triggered(BAD)

    report = writing.write(*CONTACTS)

    assert states(writing) == {ActivityState.WRITTEN: 199, ActivityState.REJECTED: 1}
    assert writing.state("1077") is ActivityState.REJECTED
    # 200, five of 40, of 8, of 2 at most, and each alone.
    assert report.writes <= 5


def test_several_bad_records_are_found_in_as_many_batches_as_it_takes(writing: Writing) -> None:
    played(writing)
    bad = {str(key(one)) for one in CONTACTS[::40]}
    writing.crm.refuse_together = triggered(*bad)

    for _ in range(3):
        report = writing.sweep()
        assert report.writes <= MOST_REQUESTS
        writing.advance(3_600)

    assert states(writing) == {ActivityState.WRITTEN: 195, ActivityState.REJECTED: 5}


def test_a_value_of_the_wrong_kind_costs_its_own_record_only(writing: Writing) -> None:
    played(writing, CONTACTS[:50])
    writing.crm.refuse_together = lambda rows: (
        Refused("JSON_PARSER_ERROR", together=True) if any(row.key == str(key("1007")) for row in rows) else None
    )
    writing.write(*CONTACTS[:50])
    assert states(writing, CONTACTS[:50]) == {ActivityState.WRITTEN: 49, ActivityState.REJECTED: 1}


def test_a_trigger_that_fails_everything_ends_in_rejections_with_few_requests_at_a_time(writing: Writing) -> None:
    contacts = CONTACTS[:30]
    played(writing, contacts)
    writing.crm.refuse_together = lambda _: Refused("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY")

    for _ in range(4):
        assert writing.sweep().writes <= MOST_REQUESTS
        writing.advance(3_600)

    assert states(writing, contacts) == {ActivityState.REJECTED: 30}


def test_a_record_that_is_always_put_off_is_rejected_in_the_end(writing: Writing) -> None:
    writing.tell(PLAYED)
    writing.crm.refuse = lambda _: Refused("UNABLE_TO_LOCK_ROW")
    for _ in range(MOST_RETRIES):
        writing.write()
        assert writing.state() is ActivityState.DUE
        writing.advance(3_600)
    writing.write()
    assert writing.state() is ActivityState.REJECTED


def with_case(policy: str = "until_edited") -> ActivityRules:
    """A Case for each call, to which its Task is related."""
    return ActivityRules.model_validate(
        {
            "records": [
                {
                    "name": "task",
                    "object": "Task",
                    "fields": [
                        {"field": "Subject", "constant": "Call"},
                        {"field": "CallDisposition", "value": "disposition.name"},
                        {"field": "WhatId", "ref": "case", "policy": policy},
                    ],
                },
                {
                    "name": "case",
                    "object": "Case",
                    "fields": [{"field": "Reason", "value": "disposition.name"}],
                },
            ]
        }
    )


class TestFurtherRecords:
    def case_of(self, writing: Writing, contact_id: str = "1001") -> str:
        (case,) = [
            record_id
            for record_id, one in writing.crm.records.items()
            if one.key == f"{key(contact_id)}:case" and not one.deleted
        ]
        return case

    def test_a_task_is_related_to_the_case_that_is_made_with_it_in_one_request(self) -> None:
        writing = Writing(with_case())
        played(writing, CONTACTS[:10])

        assert writing.write(*CONTACTS[:10]).writes == 1

        for one in CONTACTS[:10]:
            assert writing.task(one)["WhatId"] == self.case_of(writing, one)
            assert writing.state(one) is ActivityState.WRITTEN

    def test_each_record_is_given_what_changed_in_it(self) -> None:
        writing = Writing(with_case())
        writing.tell(PLAYED)
        writing.write()
        writing.tell(LATER)

        report = writing.write()

        (updates,) = writing.crm.written[-1]
        assert {(row.object_type, tuple(row.fields)) for row in updates} == {
            ("Task", ("CallDisposition",)),
            ("Case", ("Reason",)),
        }
        assert (report.reads, report.writes) == (1, 1)

    def test_a_case_that_is_refused_takes_no_task_with_it_and_no_other_contacts(self) -> None:
        writing = Writing(with_case())
        played(writing, CONTACTS[:3])
        bad = f"{key('1001')}:case"
        writing.crm.refuse = lambda row: Refused("FIELD_CUSTOM_VALIDATION_EXCEPTION") if row.key == bad else None

        assert writing.write(*CONTACTS[:3]).writes == 2

        assert writing.task("1000")["WhatId"] == self.case_of(writing, "1000")
        assert "WhatId" not in writing.task("1001")
        rejection = writing.dossier("1001").rejection
        assert rejection is not None
        assert rejection.text.startswith("Case:")

        writing.crm.refuse = lambda _: None
        writing.ledger.retry(key("1001"))
        writing.write("1001")
        assert writing.task("1001")["WhatId"] == self.case_of(writing, "1001")

    def test_a_task_waits_for_a_case_that_is_locked(self) -> None:
        writing = Writing(with_case())
        played(writing, CONTACTS[:2])
        writing.crm.refuse = lambda row: (
            Refused("UNABLE_TO_LOCK_ROW") if row.key == f"{key('1001')}:case" else None
        )
        writing.write(*CONTACTS[:2])
        assert writing.state("1000") is ActivityState.WRITTEN
        assert writing.state("1001") is ActivityState.DUE
        assert writing.tasks(["1001"]) == 0

    def test_a_case_that_a_person_deleted_is_not_made_again_and_not_related_to(self) -> None:
        writing = Writing(with_case())
        writing.tell(PLAYED)
        writing.write()
        writing.crm.delete(self.case_of(writing))
        writing.tell(LATER)
        writing.write()
        writing.tell("14:50:00 variables by=agent disposition=Third")
        writing.write()

        assert writing.state() is ActivityState.WRITTEN
        assert writing.task()["CallDisposition"] == "Third"
        assert len([one for one in writing.crm.records.values() if one.object_type == "Case"]) == 1

    def test_where_the_task_is_deleted_nothing_more_is_written_of_the_contact(self) -> None:
        writing = Writing(with_case())
        writing.tell(PLAYED)
        writing.write()
        (task,) = [record_id for record_id, one in writing.crm.records.items() if one.object_type == "Task"]
        writing.crm.delete(task)
        writing.tell(LATER)
        writing.write()
        assert writing.state() is ActivityState.DELETED
        assert len(writing.crm.written) == 1

    def test_an_object_that_the_org_lacks_stops_neither_the_tasks_nor_the_others(self) -> None:
        writing = Writing(with_case())
        played(writing, CONTACTS[:3])
        writing.crm.refuse_together = lambda rows: (
            Refused("NOT_FOUND", together=True) if rows[0].object_type == "Case" else None
        )
        report = writing.write(*CONTACTS[:3])
        assert states(writing, CONTACTS[:3]) == {ActivityState.DUE: 3}
        assert report.is_open  # nothing at all could be written: every Task waits for its Case


class TestParts:
    def test_each_agents_part_is_a_task_of_its_own(self) -> None:
        writing = Writing(rules({"field": "CallDisposition", "value": "agent.name"}, per="assignment"))
        writing.tell(
            "14:00:00 queued channel=voice\n14:01:00 answered agentId=1 agentName=Ada\n"
            "14:05:00 transferred agentId=1\n14:06:00 answered agentId=2 agentName=Ben\n"
            "14:09:00 ended\n14:09:30 wrappedUp agentId=2"
        )
        writing.write()
        assert sorted(str(one.values["CallDisposition"]) for one in writing.crm.records.values()) == ["Ada", "Ben"]

    def test_a_master_contact_is_one_task_whichever_leg_changes(self) -> None:
        writing = Writing(rules({"field": "CallDisposition", "value": "disposition.name"}, per="masterContact"))
        writing.tell(PLAYED, "1001")
        leg = PLAYED.replace("Resolved", "Sold").replace("14:", "15:")
        writing.advance(7_200)
        writing.tell(leg.replace("queued", "queued masterContactId=1001"), "1002")

        writing.sweep()
        writing.sweep()

        (task,) = writing.crm.records.values()
        assert task.values["CallDisposition"] == "Sold"
        assert writing.state("1001") is ActivityState.WRITTEN
