"""The writer where the rules choose: records that people deleted, and links that lead nowhere."""

import pytest

from switchboard.activity.crm import Refused, Row
from switchboard.activity.defaults import DEFAULT_RULES
from switchboard.activity.dossier import ActivityState
from switchboard.activity.rules import ActivityRules
from switchboard.errors import CrmTimeout
from tests.fakes.activity_stories import rules
from tests.fakes.writing import LEASE_S, Writing, key

PLAYED = """14:04:52 queued callType=inbound channel=voice ani=+14155550134
14:05:11 answered agentId=10021 agentName=Ada
14:12:01 ended
14:12:40 wrappedUp disposition=Resolved"""
LATER = "14:30:00 variables by=agent disposition=Escalated"
REJECTING = DEFAULT_RULES.model_copy(update={"dead_links": "reject"})
OUTCOME = {"field": "CallDisposition", "value": "disposition.name"}
OURS = {**OUTCOME, "policy": "own"}
WITH_CASE = ActivityRules.model_validate(
    {
        "deletedRecords": "remake",
        "records": [
            {
                "name": "task",
                "object": "Task",
                "fields": [OUTCOME, {"field": "WhatId", "ref": "case"}],
            },
            {"name": "case", "object": "Case", "fields": [{"field": "Reason", "value": "disposition.name"}]},
        ],
    }
)


def task_id(writing: Writing) -> str:
    """The id of the contact's Task that is there."""
    (found,) = [
        record_id
        for record_id, one in writing.crm.records.items()
        if one.key == str(key()) and not one.deleted and one.object_type == "Task"
    ]
    return found


class TestDeletedRecordsThatAreMadeAnew:
    @pytest.mark.parametrize("field", [OUTCOME, OURS], ids=["found by the look", "told by the refusal"])
    def test_a_deleted_task_is_made_anew_when_more_is_known(self, field: dict[str, str]) -> None:
        writing = Writing(rules(field, {"field": "Subject", "constant": "Call"}, deletedRecords="remake"))
        writing.tell(PLAYED)
        writing.write()
        first = task_id(writing)
        writing.crm.delete(first)
        writing.tell(LATER)

        writing.write()
        writing.sweep()

        assert writing.task() == {"CallDisposition": "Escalated", "Subject": "Call"}
        assert task_id(writing) != first
        assert writing.state() is ActivityState.WRITTEN

    def test_and_only_then(self) -> None:
        writing = Writing(rules(OUTCOME, deletedRecords="remake"))
        writing.tell(PLAYED)
        writing.write()
        writing.crm.delete(task_id(writing))

        writing.write()
        writing.sweep()

        assert writing.tasks(["1001"]) == 0

    def test_one_that_is_out_of_the_recycle_bin_too_is_made_anew(self) -> None:
        writing = Writing(rules(OUTCOME, deletedRecords="remake"))
        writing.tell(PLAYED)
        writing.write()
        del writing.crm.records[task_id(writing)]
        writing.tell(LATER)
        writing.write()
        assert writing.task() == {"CallDisposition": "Escalated"}

    def test_a_task_is_made_once_though_the_answer_was_lost(self) -> None:
        writing = Writing(rules(OUTCOME, deletedRecords="remake"))
        writing.tell(PLAYED)
        writing.write()
        writing.crm.delete(task_id(writing))
        writing.tell(LATER)
        look = writing.crm.read

        def and_then_nothing(looks):  # type: ignore[no-untyped-def]  # as CrmRecords.read
            found = look(looks)
            writing.crm.trouble.append(CrmTimeout("TIMED_OUT"))
            writing.crm.after_work = True
            return found

        writing.crm.read = and_then_nothing  # type: ignore[method-assign]  # the answer to the next write is lost
        writing.write()
        writing.crm.read = look  # type: ignore[method-assign]  # and over
        writing.advance(LEASE_S + 60)
        writing.sweep()

        assert writing.task() == {"CallDisposition": "Escalated"}
        assert writing.state() is ActivityState.WRITTEN

    def test_a_task_finds_the_case_that_is_made_anew_with_it(self) -> None:
        writing = Writing(WITH_CASE)
        writing.tell(PLAYED)
        writing.write()
        (case,) = [record_id for record_id, one in writing.crm.records.items() if one.object_type == "Case"]
        writing.crm.delete(case)
        writing.tell(LATER)

        writing.write()
        writing.sweep()

        (made,) = [
            record_id
            for record_id, one in writing.crm.records.items()
            if one.object_type == "Case" and not one.deleted
        ]
        assert writing.task()["WhatId"] == made


def linked(writing: Writing, *, dead: tuple[str, ...], named: bool) -> None:
    """A call that belongs to a person and a case, of which some are deleted."""
    person, case = writing.crm.add("Contact"), writing.crm.add("Case")
    writing.tell(f"{PLAYED}\n14:12:50 relation by=agent chosenWhoId={person} chosenWhatId={case}")
    gone = {"WhoId": person, "WhatId": case}

    def refuse(row: Row) -> Refused | None:
        found = tuple(name for name in dead if row.fields.get(name) == gone[name])
        return Refused("ENTITY_IS_DELETED", found if named else ()) if found else None

    writing.crm.refuse = refuse


class TestDeadLinks:
    @pytest.mark.parametrize("named", [True, False], ids=["named", "not named"])
    def test_a_person_who_was_merged_costs_neither_the_task_nor_its_case(self, named: bool) -> None:
        writing = Writing()
        linked(writing, dead=("WhoId",), named=named)

        report = writing.write()

        assert report.writes == 2
        assert "WhoId" not in writing.task()
        assert writing.task()["WhatId"]
        assert writing.dossier().remarks == ("unlinked:WhoId",)

    def test_two_dead_links_cost_both_links_and_no_more(self) -> None:
        writing = Writing()
        linked(writing, dead=("WhoId", "WhatId"), named=False)
        assert writing.write().writes == 3
        assert writing.state() is ActivityState.WRITTEN
        assert writing.dossier().remarks == ("unlinked:WhoId", "unlinked:WhatId")

    @pytest.mark.parametrize("named", [True, False], ids=["named", "not named"])
    def test_where_the_rules_say_so_the_activity_is_rejected_with_the_reason(self, named: bool) -> None:
        writing = Writing(REJECTING)
        linked(writing, dead=("WhoId",), named=named)

        report = writing.write()

        assert (report.writes, writing.tasks(["1001"])) == (1, 0)
        rejection = writing.dossier().rejection
        assert rejection is not None
        assert (rejection.code, rejection.fields) == ("ENTITY_IS_DELETED", ("WhoId",) if named else ())
        assert rejection.text == "Task: A record that it refers to was deleted or merged into another one."

    def test_a_new_choice_of_the_agent_mends_a_rejected_one(self) -> None:
        writing = Writing(REJECTING)
        linked(writing, dead=("WhoId",), named=True)
        writing.write()
        other = writing.crm.add("Contact")

        writing.tell(f"14:40:00 relation by=agent chosenWhoId={other}")
        writing.write()

        assert writing.task()["WhoId"] == other
        assert writing.state() is ActivityState.WRITTEN
