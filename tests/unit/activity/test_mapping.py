"""From a contact and the rules to the records that are written."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from switchboard.activity.defaults import DEFAULT_RULES
from switchboard.activity.mapping import map_activity
from switchboard.activity.model import Note, NoteReason, Policy, RecordPlan, Reference, Related
from switchboard.activity.rules import ActivityRules
from switchboard.activity.subjects import Leg, activities_of
from switchboard.contact.key import ContactKey
from tests.fakes.activity_stories import INBOUND, leg, rules
from tests.fakes.contact_events import EVENTS, contact_of

GRACE, ACME, USER, TEAM = "0035e00000AbCdEAAV", "0015e00000AbCdEAAV", "0055e00000AbCdEAAV", "00G5e00000AbCdEAAV"


def planned(document: ActivityRules, story: str = INBOUND, **known: Any) -> list[RecordPlan]:
    (activity,) = activities_of([leg(story)], "contact")
    return map_activity(activity, document, **known)


def task(*fields: dict[str, Any], story: str = INBOUND, **known: Any) -> RecordPlan:
    (plan,) = planned(rules(*fields), story, **known)
    return plan


def test_by_default_a_call_becomes_a_completed_call_task() -> None:
    (plan,) = planned(DEFAULT_RULES, match=Related(GRACE, "Contact"), users={"10021": USER})

    assert (plan.object_type, plan.key_field, plan.key) == (
        "Task",
        "Switchboard_Key__c",
        "4599001:acd:9007199254740993",
    )
    assert plan.on_create == {
        "Subject": "Inbound call +14155550134",
        "Status": "Completed",
        "TaskSubtype": "Call",
        "CallType": "Inbound",
        "CallDurationInSeconds": 410,
        "CallDisposition": "Resolved",
        "CallObject": "9007199254740993",
        "ActivityDate": "2026-03-02",
        "Description": "From: +14155550134\nTo: +18005550100\nSkill: Support\nAgent: Ada\nWaited: 0:19\n"
        "On hold: 0:25\nRecording: https://rec.example.com/1\nReplaced",
        "WhoId": GRACE,
        "OwnerId": USER,
    }
    assert plan.notes == ()


def test_create_only_fields_are_not_part_of_an_update() -> None:
    (plan,) = planned(DEFAULT_RULES)

    assert set(plan.on_create) - set(plan.on_update) == {"TaskSubtype"}
    assert {"Subject", "Description", "CallDisposition"} <= plan.until_edited
    assert not {"CallObject", "CallDurationInSeconds", "TaskSubtype"} & plan.until_edited


def test_by_default_an_abandoned_call_says_so_and_claims_nothing_else() -> None:
    (plan,) = planned(DEFAULT_RULES, "14:04:52 queued callType=inbound channel=voice\n14:06:00 abandoned")

    assert plan.on_create == {
        "Subject": "Inbound call",
        "Status": "Completed",
        "TaskSubtype": "Call",
        "CallType": "Inbound",
        "CallDurationInSeconds": 0,
        "CallDisposition": "Abandoned",
        "CallObject": "9007199254740993",
        "ActivityDate": "2026-03-02",
        "Description": "Waited: 1:08",
    }


def test_by_default_a_message_is_no_call() -> None:
    (plan,) = planned(
        DEFAULT_RULES, "14:00:00 queued channel=digital subChannel=facebook callType=inbound customerName=Grace"
    )

    assert plan.on_create["Subject"] == "Inbound Facebook message Grace"
    assert "TaskSubtype" not in plan.on_create


@given(events=st.lists(EVENTS, max_size=8))
def test_nothing_unknown_is_ever_written(events: Any) -> None:
    legs = [Leg(ContactKey.parse("1:acd:7"), contact_of(events))]

    for activity in activities_of(legs, "assignment"):
        for plan in map_activity(activity, DEFAULT_RULES):
            assert len(plan.key) <= 80
            assert all(value is not None and value != "" for value in plan.on_create.values())
            assert all("None" not in str(value) or "None" in str(events) for value in plan.on_create.values())
            assert map_activity(activity, DEFAULT_RULES)[0] == plan


FILLED: list[Any] = [
    pytest.param({"constant": "x"}, "x", id="constant text"),
    pytest.param({"constant": 5}, 5, id="constant number"),
    pytest.param({"constant": False}, False, id="constant no"),
    pytest.param({"constant": ""}, None, id="constant nothing"),
    pytest.param({"value": "queueSeconds"}, 19, id="a number stays a number"),
    pytest.param({"value": "answered"}, True, id="yes and no stay so"),
    pytest.param({"value": "subject"}, None, id="nothing known"),
    pytest.param({"value": "assignments[*].agentId"}, "10021", id="a list"),
    pytest.param({"value": "upper(skill.name)"}, "SUPPORT", id="converted"),
    pytest.param({"value": "dateTime(endedAt)"}, "2026-03-02T14:12:01.000Z", id="a time for Salesforce"),
    pytest.param({"template": "{skill.name}/{subject}"}, "Support/", id="partly known"),
    pytest.param({"template": "Re: {subject}"}, None, id="a template of which nothing is known"),
    pytest.param({"lines": ["A {ani}", "B {subject}", "C"]}, "A +14155550134\nC", id="lines without the unknown"),
    pytest.param({"lines": ["{subject}"]}, None, id="no line is left"),
    pytest.param({"value": "callType", "map": {"INBOUND": "In"}}, "In", id="mapped in any case"),
    pytest.param({"value": "callType", "map": {"x": "y"}, "otherwise": "Other"}, "Other", id="mapped otherwise"),
    pytest.param({"value": "subject", "map": {"x": "y"}, "otherwise": "Other"}, None, id="unknown is not mapped"),
    pytest.param({"value": "queueSeconds", "map": {"19": "quick"}}, "quick", id="a number is mapped by its text"),
    pytest.param({"value": "answered", "map": {"true": "Yes"}}, "Yes", id="yes is mapped by its text"),
]


@pytest.mark.parametrize(("way", "value"), FILLED)
def test_a_field_is_filled_as_its_rule_says(way: dict[str, Any], value: Any) -> None:
    plan = task({"field": "Custom__c", **way})

    assert plan.on_create == ({} if value is None else {"Custom__c": value})
    assert plan.notes == ()


NOTED: list[Any] = [
    pytest.param(
        {"field": "Subject", "template": "{ani}" + "x" * 300}, 255, NoteReason.CUT, id="subject too long"
    ),
    pytest.param({"field": "Short__c", "value": "ani", "maxLength": 5}, 5, NoteReason.CUT, id="own length"),
    pytest.param(
        {"field": "X__c", "value": "ani", "map": {"a": "b"}}, None, NoteReason.NOT_IN_MAP, id="not in map"
    ),
    pytest.param(
        {"field": "X__c", "value": "upper(queueSeconds)"}, None, NoteReason.FAILED, id="cannot be converted"
    ),
    pytest.param({"field": "X__c", "value": "agent"}, None, NoteReason.FAILED, id="an object is no value"),
    pytest.param({"field": "X__c", "value": "agent", "map": {"a": "b"}}, None, NoteReason.FAILED, id="nor mapped"),
]


@pytest.mark.parametrize(("field", "length", "reason"), NOTED)
def test_what_cannot_be_as_the_rules_say_is_noted(
    field: dict[str, Any], length: int | None, reason: NoteReason
) -> None:
    plan = task(field)

    assert plan.notes == (Note(field["field"], reason),)
    assert {len(str(value)) for value in plan.on_create.values()} == ({length} if length else set())


def test_a_description_takes_more_than_a_subject() -> None:
    assert len(str(task({"field": "Description", "constant": "x" * 40_000}).on_create["Description"])) == 32_000


def test_a_duration_has_at_most_eight_digits() -> None:
    plan = task(
        {"field": "CallDurationInSeconds", "value": "sum([connectedSeconds, connectedSeconds])"},
        story="14:00:00 report by=report reportAgentSeconds=99999999 reportDurationSeconds=9",
    )

    assert plan.on_create == {"CallDurationInSeconds": 99_999_999}


CONDITIONS: list[Any] = [
    ({}, True),
    ({"channels": ["voice", "sms"]}, True),
    ({"channels": ["chat"]}, False),
    ({"callTypes": ["inbound"]}, True),
    ({"callTypes": ["outbound", "internal"]}, False),
    ({"skills": ["40110"]}, True),
    ({"skills": ["support"]}, True),
    ({"skills": ["Sales"]}, False),
    ({"dispositions": ["RESOLVED"]}, True),
    ({"dispositions": ["12"]}, True),
    ({"dispositions": ["Sold"]}, False),
    ({"outcomes": ["handled"]}, True),
    ({"outcomes": ["abandoned"]}, False),
    ({"subChannels": ["facebook"]}, False),
    ({"channels": ["voice"], "skills": ["Sales"]}, False),
]


@pytest.mark.parametrize(("condition", "holds"), CONDITIONS)
def test_a_condition_holds_or_not(condition: dict[str, Any], holds: bool) -> None:
    assert ("X__c" in task({"field": "X__c", "constant": 1, "when": condition}).on_create) == holds


def test_of_several_rules_for_a_field_the_first_that_finds_something_holds() -> None:
    plan = task(
        {"field": "Subject", "constant": "chat", "when": {"channels": ["chat"]}},
        {"field": "Subject", "value": "subject"},
        {"field": "Subject", "constant": "third", "policy": "own"},
        {"field": "Subject", "constant": "fourth"},
    )

    assert plan.fields["Subject"].value == "third"
    assert plan.fields["Subject"].policy is Policy.OWN


def with_case(condition: dict[str, Any]) -> ActivityRules:
    return ActivityRules.model_validate(
        {
            "records": [
                {"name": "task", "object": "Task", "fields": [{"field": "WhatId", "ref": "case"}]},
                {
                    "name": "case",
                    "object": "Case",
                    "keyField": "Contact_Key__c",
                    "when": condition,
                    "fields": [
                        {"field": "ContactId", "value": "relation.contactId", "policy": "create_only"},
                        {"field": "Origin", "constant": "Phone"},
                    ],
                },
            ]
        }
    )


def test_a_further_record_is_written_first_and_referred_to() -> None:
    case, activity = planned(with_case({}), match=Related(GRACE, "Contact"))

    assert (case.object_type, case.key_field, case.key) == (
        "Case",
        "Contact_Key__c",
        "4599001:acd:9007199254740993:case",
    )
    assert case.on_create == {"ContactId": GRACE, "Origin": "Phone"}
    assert case.on_update == {"Origin": "Phone"}
    assert activity.on_create == {"WhatId": Reference("case")}


def test_a_record_that_is_not_written_is_not_referred_to() -> None:
    (activity,) = planned(with_case({"channels": ["chat"]}))

    assert (activity.name, activity.on_create) == ("task", {})


OWNER = {"field": "OwnerId", "value": "owner.id"}


@pytest.mark.parametrize(
    ("owner", "users", "expected"),
    [
        ({}, {"10021": USER}, USER),
        ({"default": TEAM}, {"10021": USER}, USER),
        ({"default": TEAM}, {"10099": USER}, TEAM),
        ({"default": TEAM, "agents": False}, {"10021": USER}, TEAM),
        ({}, {}, None),
        ({}, None, None),
    ],
)
def test_the_agents_user_owns_it_else_the_default(owner: Any, users: Any, expected: str | None) -> None:
    (plan,) = planned(rules(OWNER, owner=owner), users=users)

    assert plan.on_create.get("OwnerId") == expected


def test_what_the_relation_had_to_leave_out_is_noted() -> None:
    story = f"{INBOUND}\n14:13:00 relation by=agent chosenWhoId=00Q5e00000AbCdEAAV chosenWhatId={ACME}"

    plan = task({"field": "WhoId", "value": "relation.whoId"}, story=story)
    assert plan.on_create == {"WhoId": "00Q5e00000AbCdEAAV"}
    assert plan.notes == (Note("WhatId", NoteReason.LEAD_TAKES_NO_WHAT),)


def test_days_begin_in_the_time_zone_of_the_rules() -> None:
    late = "23:30:00 queued\n23:31:00 ended"
    day = {"field": "ActivityDate", "value": "date(startedAt)"}

    (berlin,) = planned(rules(day, timeZone="Europe/Berlin"), late)
    assert berlin.on_create == {"ActivityDate": "2026-03-03"}
