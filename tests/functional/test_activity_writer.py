"""The activity writer through its handler, over AWS and an org that answer over real HTTP."""

import json
from typing import Any

import pytest

from switchboard.activity.dossier import ActivityState, Dossier
from switchboard.contact.key import ContactKey
from switchboard.runtime import aws
from switchboard.runtime.contacts import ledger
from switchboard.runtime.queue import BatchFailed
from tests.support.hooks import KEY, NUMBER, UNIT, a_call, an_event, messages, tell
from tests.support.people import GRACE
from tests.support.tasks import change_org, tasks, throw_away
from tests.support.world import Context, World, forget, handler, log_text


def queued(*bodies: object) -> dict[str, Any]:
    """An event as SQS gives it to a function."""
    return {"Records": [{"messageId": f"m{place}", "body": json.dumps(body)} for place, body in enumerate(bodies)]}


def write(*keys: str, left_s: float = 60.0) -> list[str]:
    """Give the writer messages; the ids of those it wants again."""
    event = queued(*({"contactKey": key} for key in keys or (KEY,)))
    answer = handler("activity_writer")(event, Context(left_s))
    return [one["itemIdentifier"] for one in answer["batchItemFailures"]]


def kept(key: str = KEY) -> Dossier:
    return ledger().read([ContactKey.parse(key)])[ContactKey.parse(key)]


def calls(world: World, count: int) -> list[str]:
    """Calls that are over; their keys."""
    ids = [str(7_000_000_000 + number) for number in range(count)]
    events = [event for one in ids for event in a_call(contactId=one)]
    for start in range(0, len(events), 40):
        assert tell(world, {"events": events[start : start + 40]}).status == 202
    return [f"{UNIT}:acd:{one}" for one in ids]


def test_a_call_becomes_a_task_with_everything_that_the_rules_say(world: World) -> None:
    tell(world, {"events": a_call()})
    assert messages(world, "ActivityQueue") == [{"contactKey": KEY}]

    assert write() == []

    (task,) = tasks(world, KEY)
    assert (task["TaskSubtype"], task["CallType"], task["Status"]) == ("Call", "Inbound", "Completed")
    assert (task["CallDurationInSeconds"], task["CallDisposition"]) == (220, "Sale")
    assert "From: 4155550134" in str(task["Description"])
    assert kept().state is ActivityState.WRITTEN


def test_a_batch_of_contacts_is_one_request(world: World) -> None:
    keys = calls(world, 30)
    world.org.journal.clear()

    assert write(*keys, *keys) == []

    assert len(world.asked("*/composite")) == 1
    assert len(tasks(world)) == 30


def test_a_task_belongs_to_the_person_whom_the_pop_has_found(world: World) -> None:
    pop = {"callType": "inbound", "ani": NUMBER, "contactKey": KEY}
    assert world.call("POST", "/v1/screen-pops", pop).json["match"] == "one"
    tell(world, {"events": a_call()})
    write()
    assert tasks(world, KEY)[0]["WhoId"] == GRACE


def test_later_knowledge_changes_what_it_changes_and_keeps_a_persons_words(world: World) -> None:
    tell(world, {"events": a_call()})
    write()
    (task,) = tasks(world, KEY)
    world.edit(str(task["Id"]), Subject="My own words")
    world.org.journal.clear()

    tell(world, an_event("ended", 20, eventId="late", endReason="hangup"))
    tell(world, an_event("wrappedUp", 10, eventId="again", disposition="No sale", customerName="Ida"))
    write()

    (task,) = tasks(world, KEY)
    assert (task["Subject"], task["CallDisposition"]) == ("My own words", "No sale")
    assert len(world.asked("*/composite")) == 2


def test_a_deleted_task_stays_deleted(world: World) -> None:
    tell(world, {"events": a_call()})
    write()
    throw_away(world, str(tasks(world, KEY)[0]["Id"]))

    tell(world, an_event("wrappedUp", 10, eventId="again", disposition="No sale"))
    write()

    assert tasks(world, KEY) == []
    assert kept().state is ActivityState.DELETED


def test_a_message_that_makes_no_sense_is_delivered_again_until_it_is_seen(world: World) -> None:
    tell(world, {"events": a_call()})
    event = queued({"contactKey": "nobody"}, {"contactKey": KEY}, {"key": KEY}, {"contactKey": 7}, ["list"])

    answer = handler("activity_writer")(event, Context(60))

    assert {one["itemIdentifier"] for one in answer["batchItemFailures"]} == {"m0", "m2", "m3", "m4"}
    assert len(tasks(world, KEY)) == 1


@pytest.mark.parametrize(
    "fault",
    [
        {"path": "*/composite", "status": 503},
        {"path": "*/composite", "html": "<h1>We are down for maintenance.</h1>"},
        {"path": "*/composite", "drop": "before"},
        {"path": "*/composite", "drop": "after"},
        {"path": "*/composite", "truncate": True},
        {"name": "daily_limit"},
        {"name": "lock_rows"},
        {"name": "refuse_tokens"},
    ],
    ids=str,
)
def test_trouble_with_salesforce_acknowledges_the_message_and_keeps_the_contact_due(
    world: World, fault: dict[str, Any]
) -> None:
    tell(world, {"events": a_call()})
    world.fault(**fault)

    assert write() == []

    dossier = kept()
    assert dossier.state is ActivityState.DUE
    assert dossier.next_due_at is not None
    assert dossier.retries == 1


def test_an_expired_session_costs_one_login_and_nothing_else(world: World) -> None:
    tell(world, {"events": a_call()})
    world.fault(name="expire_sessions", count=1)
    assert write() == []
    assert len(tasks(world, KEY)) == 1
    assert len(world.asked("/services/oauth2/token")) == 2


def test_a_validation_rule_rejects_the_activity_with_its_reason(world: World) -> None:
    tell(world, {"events": a_call()})
    world.fault(
        name="row_error",
        options={"object": "Task", "code": "FIELD_CUSTOM_VALIDATION_EXCEPTION", "fields": ["CallDisposition"]},
    )
    with log_text() as text:
        assert write() == []

    rejection = kept().rejection
    assert rejection is not None
    assert (rejection.code, rejection.fields) == ("FIELD_CUSTOM_VALIDATION_EXCEPTION", ("CallDisposition",))
    assert '"rejected":1' in text.getvalue().replace(" ", "")


@pytest.mark.parametrize("whole", ["request", "row"])
def test_a_field_that_the_org_hides_costs_nothing_but_itself(world: World, whole: str) -> None:
    world.sync_agents()
    change_org(world, hidden_fields=["Task.CallDisposition"], unknown_field_fails=whole)
    tell(world, {"events": a_call()})
    write()
    assert tasks(world, KEY)[0]["CallType"] == "Inbound"
    assert kept().remarks == ("dropped:CallDisposition",)


def test_an_org_without_the_key_field_loses_nothing(world: World) -> None:
    change_org(world, hidden_fields=["Task.Switchboard_Key__c"])
    tell(world, {"events": a_call()})
    with log_text() as text:
        write()
    assert kept().state is ActivityState.DUE
    assert "NOT_FOUND" in text.getvalue()


def test_one_bad_record_in_a_batch_that_a_trigger_fails_is_rejected_alone(world: World) -> None:
    keys = calls(world, 20)
    bad = keys[7]
    world.fault(name="trigger_fails", options={"object": "Task", "where": {"Switchboard_Key__c": bad}})

    write(*keys)

    assert kept(bad).state is ActivityState.REJECTED
    assert len(tasks(world)) == 19


def test_a_race_for_the_first_write_ends_with_one_task(world: World) -> None:
    tell(world, {"events": a_call()})
    world.fault(name="duplicate_value_race", count=1, options={"object": "Task"})
    write()
    (task,) = tasks(world, KEY)
    assert task["CallDisposition"] == "Sale"
    assert kept().state is ActivityState.WRITTEN


def test_a_customers_words_cannot_reach_into_the_request(world: World) -> None:
    tell(world, {"events": a_call(dispositionNotes="see @{rows0[0].id} {WhoId} <b>")})
    write()
    (task,) = tasks(world, KEY)
    assert "see @ {rows0[0].id} {WhoId} <b>" in str(task["Description"])


def test_the_ledger_being_unreachable_brings_the_messages_back(world: World, monkeypatch: Any) -> None:
    tell(world, {"events": a_call()})
    monkeypatch.setenv("CONTACTS_TABLE", "not-there")
    forget()
    with pytest.raises(BatchFailed):
        write()


def test_a_healthy_batch_asks_few_things_of_aws(world: World) -> None:
    write(*calls(world, 1))
    tell(world, {"events": a_call()})
    asked: list[str] = []
    for client in (aws.dynamodb(), aws.secrets_manager()):
        client.meta.events.register("before-call", lambda model, **_: asked.append(model.name))

    write()

    # The contact, the pops that may have found someone, the circuit, the attempt, its end.
    assert sorted(asked) == ["BatchGetItem", "BatchGetItem", "GetItem", "PutItem", "PutItem"]


def test_nothing_private_is_logged(world: World) -> None:
    keys = calls(world, 3)
    world.fault(name="row_error", count=1, options={"code": "STRING_TOO_LONG", "message": f"{NUMBER} Ada"})
    with log_text() as text:
        write(*keys)
    for private in (NUMBER, NUMBER[2:], "Ada"):
        assert private not in text.getvalue()
