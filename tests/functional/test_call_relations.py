"""The record that a number was clicked on reaches the contact: by events, by looks, and by reports long after."""

import json
import os
from collections.abc import Sequence
from datetime import datetime

import pytest

from local.cxone import sample
from local.cxone.agents.calls import Outcome
from switchboard.contact.fields import Field
from switchboard.contact.key import ContactKey
from switchboard.dialing.ports import Dialled
from switchboard.runtime import calls, contacts
from switchboard.runtime.settings import settings
from switchboard.stores.call_items import CallItems
from tests.support.calls import NUMBER, Clicker
from tests.support.people import ACME, GRACE, LEAD
from tests.support.tasks import tasks
from tests.support.world import USER, Context, World, handler

AGENT = str(sample.ADA)


@pytest.fixture
def ada(world: World) -> Clicker:
    return Clicker(world)


def fields_of(contact_id: object) -> dict[str, str]:
    """What the contact store knows of a contact, by field."""
    key = ContactKey.parse(f"4599001:acd:{contact_id}")
    found = contacts.ledger().read([key])
    return {str(name): found[key].contact.text(name) for name in found[key].contact.fields} if found else {}


def hear(contact_id: object, status: str, code: str = "", number: str = NUMBER) -> None:
    """As the agent's events tell of a call."""
    calls.watcher().noticed(USER, AGENT, str(contact_id), str(contact_id), number, status, code)


def reconcile() -> None:
    """A run of the reconciler."""
    handler("contact_reconciler")({"detail-type": "Scheduled Event"}, Context(29))


def test_events_tell_a_call_from_dialling_to_its_end_without_a_look(ada: Clicker) -> None:
    call_id = ada.click().json["callId"]
    ada.tenant.journal.clear()

    hear("9007199254741111", "dialing")
    assert fields_of("9007199254741111") == {
        Field.DIALLED_WHO_ID: GRACE,
        Field.CALL_TYPE: "outbound",
        Field.CHANNEL: "voice",
        Field.DNIS: NUMBER,
        Field.AGENT_ID: AGENT,
        Field.AGENT_USER_ID: USER,
    }
    hear("9007199254741111", "disconnected", "Busy")

    told = ada.look(call_id).json
    assert (told["state"], told["reason"]) == ("failed", "Busy")
    assert told["contactKey"] == "4599001:acd:9007199254741111"
    assert ada.tenant.journal.exchanges() == []


def test_events_twice_late_and_out_of_order_change_nothing(ada: Clicker) -> None:
    call_id = ada.click().json["callId"]
    for status, code in [
        ("active", ""),
        ("disconnected", "Succeeded"),
        ("dialing", ""),
        ("active", ""),
        ("disconnected", "Busy"),
    ]:
        hear("7001", status, code)

    assert ada.look(call_id).json["state"] == "ended"


def test_a_command_that_fails_before_there_is_a_contact_fails_the_call(ada: Clicker) -> None:
    call_id = ada.click().json["callId"]
    hear("", "disconnected", "BadNumber", NUMBER)

    told = ada.look(call_id).json
    assert (told["state"], told["contactKey"]) == ("failed", None)


@pytest.mark.parametrize(
    ("number", "written"),
    [("4155550134", True), ("14155550134", True), ("(415) 555-0134", True), ("+12125550100", False), ("", False)],
)
def test_a_number_is_known_however_the_contact_centre_writes_it(ada: Clicker, number: str, written: bool) -> None:
    ada.click()
    hear("7002", "dialing", number=number)

    assert bool(fields_of("7002")) is written


def test_a_call_that_was_not_clicked_is_nobodys(ada: Clicker) -> None:
    hear("7003", "dialing")
    assert fields_of("7003") == {}


def test_a_second_contact_is_not_taken_for_the_same_call(ada: Clicker) -> None:
    ada.click()
    hear("7004", "active")
    hear("7005", "active")

    assert (bool(fields_of("7004")), bool(fields_of("7005"))) == (True, False)


def test_a_contact_that_could_not_be_told_is_told_with_the_next_event(
    ada: Clicker, monkeypatch: pytest.MonkeyPatch
) -> None:
    call_id = ada.click().json["callId"]
    monkeypatch.setitem(os.environ, "CONTACTS_TABLE", "gone")
    settings.cache_clear()
    contacts.ledger.cache_clear()
    with pytest.raises(Exception, match="ResourceNotFoundException"):
        hear("7006", "active")
    monkeypatch.undo()
    settings.cache_clear()
    contacts.ledger.cache_clear()

    hear("7006", "disconnected", "Succeeded")

    assert fields_of("7006")[Field.DIALLED_WHO_ID] == GRACE
    assert ada.look(call_id).json["state"] == "ended"


def test_what_neither_events_nor_looks_resolved_the_reconciler_finds(ada: Clicker) -> None:
    ada.expect(Outcome.ANSWER)
    reconcile()  # from now on
    ada.click("+1 415 555 0134")
    ada.wait(3)
    ada.hang_up()
    ada.wait(90)
    (contact,) = ada.calls()

    reconcile()

    known = fields_of(contact.contact_id)
    assert known[Field.DIALLED_WHO_ID] == GRACE
    assert known[Field.REPORT_CALL_TYPE] == "outbound"


def test_two_clicks_on_one_number_from_two_records_find_their_own_contacts(ada: Clicker) -> None:
    reconcile()
    for record, object_type in ((GRACE, "Contact"), (ACME, "Account")):
        assert ada.click(recordId=record, objectType=object_type).status == 202
        ada.wait(3)
        ada.hang_up()
        ada.wait(70)
    first, second = (one.contact_id for one in ada.calls())

    reconcile()

    assert fields_of(first)[Field.DIALLED_WHO_ID] == GRACE
    assert fields_of(second)[Field.DIALLED_WHAT_ID] == ACME
    assert Field.DIALLED_WHAT_ID not in fields_of(first)


def test_the_reconciler_reads_an_agents_calls_once_and_never_for_contacts_that_have_their_record(
    ada: Clicker, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads: list[str] = []
    of_agent = CallItems.of_agent

    def read(self: CallItems, agent_id: str, since: datetime, until: datetime) -> Sequence[Dialled]:
        reads.append(agent_id)
        return of_agent(self, agent_id, since, until)

    reconcile()
    for number in ("+1 212 555 0100", NUMBER):
        ada.click(number)
        ada.wait(3)
        ada.hang_up()
        ada.wait(70)
    monkeypatch.setattr(CallItems, "of_agent", read)

    reconcile()
    assert len(reads) == 1

    reconcile()
    assert len(reads) == 1


@pytest.mark.parametrize(
    ("record", "object_type", "field"), [(ACME, "Account", "WhatId"), (LEAD, "Lead", "WhoId")]
)
def test_the_activity_lands_on_the_clicked_record(ada: Clicker, record: str, object_type: str, field: str) -> None:
    reconcile()
    ada.click(recordId=record, objectType=object_type)
    ada.wait(3)
    ada.hang_up()
    ada.wait(90)
    reconcile()
    key = f"4599001:acd:{ada.calls()[0].contact_id}"

    message = {"Records": [{"messageId": "m0", "body": json.dumps({"contactKey": key})}]}
    assert handler("activity_writer")(message, Context(60)) == {"batchItemFailures": []}

    (task,) = tasks(ada.world, key)
    assert (task[field], task["CallType"]) == (record, "Outbound")
