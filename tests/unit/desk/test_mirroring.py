"""What Salesforce is to hold of a commitment."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from switchboard.activity.rules import CommitmentRules
from switchboard.desk.commitments.mirroring import Shown, fields_of, job_of, sent_after
from switchboard.desk.commitments.model import Mirrored, Standing, is_same
from switchboard.desk.session.model import Callback
from switchboard.salesforce_id import id18

PROMISE = Callback(
    at=datetime(2026, 3, 3, 23, 30, tzinfo=UTC),
    phone="4155550134",
    skill_id="40120",
    agent_id="10021",
    notes="Renewal",
    first_name="Grace",
    last_name="Okafor",
)
MIRRORED = Mirrored(commitment_id="6001", user_id="005000000000001AAA", promise=PROMISE)
ON = CommitmentRules(write=True)


def e164(phone: str) -> str:
    return phone if phone.startswith("+") else f"+1{phone}"


def fields(mirrored: Mirrored = MIRRORED, zone: str = "UTC", **rules: Any) -> dict[str, Any]:
    return fields_of(mirrored, ON.model_copy(update=rules), zone, e164)


def test_an_open_one_has_due_date_reminder_and_owner() -> None:
    assert id18(MIRRORED.user_id) == MIRRORED.user_id
    assert fields() == {
        "Subject": "Call back Grace Okafor",
        "Description": "+14155550134 Renewal",
        "Status": "Not Started",
        "ActivityDate": "2026-03-03",
        "IsReminderSet": True,
        "ReminderDateTime": "2026-03-03T23:30:00.000Z",
        "OwnerId": "005000000000001AAA",
        "WhoId": None,
        "WhatId": None,
    }


@pytest.mark.parametrize(
    ("mirrored", "zone", "rules", "expected"),
    [
        (MIRRORED, "Europe/Berlin", {}, {"ActivityDate": "2026-03-04"}),
        (MIRRORED, "America/Denver", {}, {"ActivityDate": "2026-03-03"}),
        (MIRRORED, "UTC", {"remind": False}, {"IsReminderSet": False, "ReminderDateTime": None}),
        (MIRRORED, "UTC", {"subject": "{skillId}: {at}"}, {"Subject": "40120: 2026-03-03T23:30:00.000000Z"}),
        (
            replace(MIRRORED, promise=replace(PROMISE, first_name="", last_name="", notes="")),
            "UTC",
            {},
            {"Subject": "Call back +14155550134", "Description": "+14155550134"},
        ),
        (
            replace(MIRRORED, standing=Standing.DONE),
            "UTC",
            {},
            {"Status": "Completed", "IsReminderSet": False},
        ),
        (
            replace(MIRRORED, standing=Standing.CANCELLED, closing_notes="Bought it"),
            "UTC",
            {"cancelled_status": "Deferred"},
            {"Status": "Deferred", "Description": "+14155550134 Renewal\nBought it"},
        ),
        (replace(MIRRORED, who_id="003", what_id="500"), "UTC", {}, {"WhoId": "003", "WhatId": "500"}),
        (replace(MIRRORED, promise=replace(PROMISE, notes="n" * 40_000)), "UTC", {}, {}),
    ],
)
def test_rules_and_standing_decide(
    mirrored: Mirrored, zone: str, rules: dict[str, Any], expected: dict[str, Any]
) -> None:
    made = fields(mirrored, zone, **rules)
    assert {name: made[name] for name in expected} == expected
    assert len(made["Subject"]) <= 255
    assert len(made["Description"] or "") <= 32_000


@pytest.mark.parametrize("template", ["{customer}", "{name", ""])
def test_a_template_that_cannot_work_is_refused(template: str) -> None:
    with pytest.raises(ValidationError):
        CommitmentRules(subject=template)


def test_the_first_time_everything_known_is_sent_under_the_key() -> None:
    job = job_of(MIRRORED, Shown(), fields(), "Switchboard_Key__c", "4599001")
    assert job is not None
    assert (job.key, job.record_id) == ("4599001:commitment:6001", "")
    assert set(job.fields) == set(fields()) - {"WhoId", "WhatId"}


def test_later_only_what_changed_is_sent() -> None:
    shown = Shown("00T000000000001AAA", sent_after(Shown(), fields()))
    assert job_of(MIRRORED, shown, fields(), "K", "1") is None
    changed = fields(replace(MIRRORED, promise=replace(PROMISE, notes="")))
    job = job_of(MIRRORED, shown, changed, "K", "1")
    assert job is not None
    assert job.fields == {"Description": "+14155550134"}
    assert job.record_id == "00T000000000001AAA"


def test_after_an_unknown_outcome_everything_is_sent() -> None:
    shown = Shown("00T000000000001AAA", sent_after(Shown(), fields()), is_doubtful=True)
    job = job_of(MIRRORED, shown, fields(), "K", "1")
    assert job is not None
    assert job.fields == fields()


def test_what_was_deleted_stays_deleted() -> None:
    assert job_of(MIRRORED, Shown("00T", is_gone=True), fields(), "K", "1") is None


@given(st.lists(st.text("abc", max_size=2), min_size=1, max_size=6))
def test_whatever_the_order_of_changes_the_last_one_is_what_the_record_holds(notes: list[str]) -> None:
    shown, held = Shown(), dict[str, Any]()
    for one in notes:
        wanted = fields(replace(MIRRORED, promise=replace(PROMISE, notes=one)))
        job = job_of(MIRRORED, shown, wanted, "K", "1")
        if job:
            held.update(job.fields)
            shown = Shown("00T", sent_after(shown, {name: wanted[name] for name in job.fields}))
        assert {name: held.get(name) for name in wanted} == wanted


@pytest.mark.parametrize(
    ("changes", "same"),
    [
        ({}, True),
        ({"phone": "+14155550134"}, True),
        ({"notes": "Other", "first_name": ""}, True),
        ({"at": PROMISE.at.replace(second=30)}, True),
        ({"at": PROMISE.at.replace(minute=31)}, False),
        ({"phone": "4155550135"}, False),
        ({"skill_id": "40121"}, False),
        ({"agent_id": ""}, False),
    ],
)
def test_one_that_was_made_without_hearing_so_is_known_again(changes: dict[str, Any], same: bool) -> None:
    assert is_same(replace(PROMISE, **changes), PROMISE, e164) is same
