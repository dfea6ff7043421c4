"""What is told of a call weeks after its Task was written and it was forgotten here, through the real handlers."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from local.simulator.faults import Fault
from switchboard.activity.dossier import ActivityState
from switchboard.contact.facts import facts_of
from switchboard.contact.key import ContactKey
from switchboard.runtime.contacts import ledger
from switchboard.runtime.recalling import LEAST_S, MOST_AT_ONCE
from tests.support.centre import Centre, key
from tests.support.hooks import an_event, messages, publish_activity_rules, tell
from tests.support.tasks import tasks, throw_away
from tests.support.world import Context, World, forget, handler, log_text

KEPT_DAYS = 35
TOLD_BY_PEOPLE = {"Subject": "Grace wants a refund", "CallDisposition": "Refund"}


def write(world: World, *more: str, left_s: float = 60) -> None:
    """Have the writer do what the queue's messages say."""
    keys = [*(message["contactKey"] for message in messages(world, "ActivityQueue")), *more]
    records = [
        {"messageId": f"m{place}", "body": json.dumps({"contactKey": one})} for place, one in enumerate(keys)
    ]
    assert handler("activity_writer")({"Records": records}, Context(left_s)) == {"batchItemFailures": []}


def asked_of_cxone(world: World) -> int:
    """How often CXone was asked for a single contact."""
    paths = [exchange.request.path for exchange in world.cxone.journal.exchanges(path="*/contacts/*")]
    return sum(path.rpartition("/")[2].isdigit() for path in paths)


class Forgotten:
    """A call that was written weeks ago, with a Task in which people have worked since."""

    def __init__(self, world: World) -> None:
        self.world, self.centre = world, Centre(world)
        (self.call,) = self.centre.play()
        self.key = key(self.call)
        self.centre.deliver(self.centre.told)
        write(world)
        (task,) = tasks(world)
        self.task_id = str(task["Id"])
        assert asked_of_cxone(world) == 0
        world.edit(self.task_id, CallDurationInSeconds=999, **TOLD_BY_PEOPLE)
        table = world.names["ContactsTable"].ref
        world.aws.dynamodb().delete_item(TableName=table, Key={"name": {"S": str(self.key)}})
        self.centre.age(self.call, KEPT_DAYS)
        self.before = dict(tasks(world)[0])
        forget()

    def note(self) -> None:
        """A note that comes now and that nothing follows."""
        event = an_event("note", 120, contactId=str(self.call), note="She has called back", agentId="10021")
        assert tell(self.world, event).status == 202

    def changed(self) -> dict[str, tuple[Any, Any]]:
        """What is different in the only Task: before and after."""
        (task,) = tasks(self.world)
        assert task["Id"] == self.task_id
        stamps = ("LastModifiedDate", "SystemModstamp", "LastModifiedById")
        return {
            name: (self.before[name], value)
            for name, value in task.items()
            if value != self.before[name] and name not in stamps
        }


@pytest.fixture
def forgotten(world: World, request: pytest.FixtureRequest) -> Forgotten:
    """A forgotten call, by default one of which one activity was written."""
    publish_activity_rules(world, per=getattr(request, "param", "contact"), silenceLimitS=60)
    return Forgotten(world)


@pytest.mark.parametrize("forgotten", ["contact", "assignment", "masterContact"], indirect=True)
def test_a_late_note_finds_the_task_and_changes_nothing_in_it(world: World, forgotten: Forgotten) -> None:
    forgotten.note()
    write(world, str(forgotten.key))

    assert forgotten.changed() == {}
    assert asked_of_cxone(world) == 1
    dossier = ledger().read([forgotten.key])[forgotten.key]
    assert dossier.state is ActivityState.WRITTEN
    facts = facts_of(dossier.contact, dossier.key.contact_id)
    assert (facts.agent_id, facts.outcome) == (
        str(forgotten.centre.traffic.find(forgotten.call).agent_id),
        "handled",
    )
    assert {"kept:Subject", "kept:CallDurationInSeconds"} <= set(dossier.remarks)


def test_a_late_report_does_not_either(world: World, forgotten: Forgotten) -> None:
    handler("contact_reconciler")({}, Context(29))
    write(world)

    assert forgotten.changed() == {}
    assert asked_of_cxone(world) == 0


def test_what_people_took_out_is_filled_in_again_from_what_cxone_knows(world: World, forgotten: Forgotten) -> None:
    world.edit(forgotten.task_id, CallDurationInSeconds=None)
    forgotten.note()
    write(world, str(forgotten.key))
    assert set(forgotten.changed()) == {"CallDurationInSeconds"}


def test_a_deleted_task_stays_deleted(world: World, forgotten: Forgotten) -> None:
    throw_away(world, forgotten.task_id)
    forgotten.note()
    write(world, str(forgotten.key))
    assert tasks(world) == []


def test_while_cxone_is_away_the_contact_waits(world: World, forgotten: Forgotten) -> None:
    world.cxone.faults.add([Fault(path="*/contacts/*", status=503)])
    forgotten.note()
    with log_text() as text:
        write(world, str(forgotten.key))

    assert forgotten.changed() == {}
    dossier = ledger().read([forgotten.key])[forgotten.key]
    assert not dossier.state.settled
    assert dossier.due_at is not None
    assert "contacts_not_recalled" in text.getvalue()


def test_where_cxone_does_not_give_it_out_nothing_is_lost_either(world: World, forgotten: Forgotten) -> None:
    world.cxone.faults.add([Fault(path="*/contacts/*", status=403)])
    forgotten.note()
    write(world, str(forgotten.key))

    assert forgotten.changed() == {}
    assert ledger().read([forgotten.key])[forgotten.key].state is ActivityState.WRITTEN


def strangers(world: World, count: int) -> list[str]:
    """Notes of calls that nobody knows any longer; the keys of those."""
    publish_activity_rules(world, silenceLimitS=60)
    ids = [str(4700 + number) for number in range(count)]
    notes = [an_event("note", 120, contactId=one, note="She has called back", channel="voice") for one in ids]
    assert tell(world, {"events": notes}).status == 202
    return [str(key(int(one))) for one in ids]


def test_what_cxone_does_not_know_any_longer_is_written_as_it_is_told(world: World) -> None:
    write(world, *strangers(world, 1))
    (task,) = tasks(world)
    assert "She has called back" in str(task["Description"])
    assert asked_of_cxone(world) == 1


def test_one_batch_asks_about_so_many_and_leaves_the_others_to_the_next(world: World) -> None:
    keys = strangers(world, MOST_AT_ONCE + 5)
    write(world, *keys)
    assert (asked_of_cxone(world), len(tasks(world))) == (MOST_AT_ONCE, MOST_AT_ONCE)
    waiting = [one for one in ledger().read([ContactKey.parse(one) for one in keys]).values() if not one.records]
    assert len(waiting) == 5
    assert all(one.next_due_at and one.next_due_at > datetime.now(UTC) for one in waiting)


def test_nothing_is_asked_without_the_time_to_write_afterwards(world: World) -> None:
    (one,) = strangers(world, 1)
    write(world, one, left_s=LEAST_S - 1)
    assert (asked_of_cxone(world), tasks(world)) == (0, [])
