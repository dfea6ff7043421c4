"""An agent's shift, from log-in to log-out, over the whole stack: what the agent does, and what then is so in the
contact centre, in the contact store and in Salesforce."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests

from local.cxone import sample
from local.sample_data.cases import SAMPLE_CALL
from local.stack.local_stack import LocalStack
from tests.support.shift import ADA, Shift, until

RECORD = "003Sb0000000001IAA"
"""Juniper Hale, a Contact, whose number calls."""


@pytest.fixture(scope="module")
def shift() -> Iterator[Shift]:
    with LocalStack() as stack:
        stack.aim_hooks()
        yield Shift(stack)


def test_a_shift(shift: Shift) -> None:
    """One test, for each step stands on the one before."""
    logs_in_and_becomes_available(shift)
    first = takes_a_call_with_its_pop(shift)
    holds_and_passes_it_on(shift, first)
    disposes_of_it_with_a_commitment(shift, first)
    clicks_twice_and_dials_once(shift)
    does_not_answer(shift)
    logs_out(shift)


def logs_in_and_becomes_available(shift: Shift) -> None:
    begun = shift.ask("POST", "/v1/agent-sessions", {"phoneNumber": "+14155550111"}, status=200)
    assert (begun["outcome"], begun["agentId"]) == ("started", str(sample.ADA))
    shift.hear("agent.state", state="unavailable")
    assert shift.session("GET", "", status=200)["state"] == "unavailable"

    shift.session("PUT", "/availability", {"state": "available"})
    shift.hear("agent.state", state="available")
    [ada] = [one for one in shift.centre("GET", "agents")["agents"] if one["agentId"] == sample.ADA]
    assert ada["state"] == "Available"


def takes_a_call_with_its_pop(shift: Shift) -> str:
    contact_id = shift.ring("4155550134")
    arrived = shift.hear("contact.call", contactKey=shift.key(contact_id), status="incoming")
    assert arrived["pop"]["match"] == "one"
    assert arrived["pop"]["lightning"] == {"type": "SOBJECT", "params": {"recordId": RECORD}}
    shift.hear("contact.call", contactKey=shift.key(contact_id), status="active")
    assert shift.centre("GET", f"contacts/{contact_id}")["state"] == "ACTIVE"
    assert shift.contact(contact_id)["contact"]["agent"]["id"] == str(sample.ADA)
    return contact_id


def holds_and_passes_it_on(shift: Shift, contact_id: str) -> None:
    path = f"/contacts/{shift.key(contact_id)}"
    shift.session("POST", f"{path}/hold")
    shift.hear("contact.call", contactKey=shift.key(contact_id), status="holding")
    assert shift.centre("GET", f"contacts/{contact_id}")["state"] == "HOLDING"
    shift.session("POST", f"{path}/resume")
    shift.hear("contact.call", contactKey=shift.key(contact_id), status="active")

    shift.centre("POST", f"agents/{sample.BEN}/log-in", {"phone": "4155550122"})
    passed = shift.session("POST", f"{path}/transfer", {"agentId": str(sample.BEN)})
    if passed["stage"] == "reaching":
        shift.hear("contact.call", kind="regular", status="active")
        shift.session("POST", f"{path}/transfer", {})
    shift.hear("contact.call", contactKey=shift.key(contact_id), status="disconnected")
    # Ben talks on, in a contact of his own under the same master.
    bens = [
        one
        for one in shift.centre("GET", "contacts")["contacts"]
        if one["masterContactId"] == contact_id and one["agentId"] == sample.BEN
    ]
    assert [one["state"] for one in bens] == ["ACTIVE"]


def disposes_of_it_with_a_commitment(shift: Shift, contact_id: str) -> None:
    at = (datetime.now(UTC) + timedelta(days=1)).replace(microsecond=0)
    given = {
        "name": "Follow up",
        "notes": "Wants an offer",
        "commitment": {"at": at.isoformat(), "phoneNumber": "+14155550134", "skillId": str(sample.OUTBOUND_SALES)},
    }
    path = f"/contacts/{shift.key(contact_id)}/disposition"
    disposed = shift.session("PUT", path, given, status=200)
    # Saying it again changes nothing.
    assert shift.session("PUT", path, given, status=200) == disposed
    assert shift.centre("GET", f"contacts/{contact_id}")["dispositionNotes"] == "Wants an offer"
    made = shift.centre("GET", "requests?path=*/scheduled-callbacks&method=POST&status=200")["requests"]
    assert len(made) == 1
    assert shift.contact(contact_id)["contact"]["disposition"]["notes"] == "Wants an offer"

    shift.session("PUT", "/availability", {"state": "available"})
    shift.hear("agent.state", state="available")
    task = shift.task(contact_id, lambda one: one["CallDisposition"] == "Follow up")
    assert (task["WhoId"], task["OwnerId"], task["CallType"]) == (RECORD, ADA, "Inbound")
    assert "Wants an offer" in task["Description"]


def clicks_twice_and_dials_once(shift: Shift) -> None:
    click = {
        "number": SAMPLE_CALL.ani,
        "recordId": RECORD,
        "recordName": "Juniper Hale",
        "objectType": "Contact",
        "accountId": "001Sb0000000001IAA",
        "contactId": RECORD,
        "personAccount": False,
    }
    before = len(shift.commands("/dial-phone"))

    def clicked(_: int) -> tuple[int, Any]:
        # Sessions of their own: two windows, and two environments of the function.
        with requests.Session() as http:
            http.trust_env = False
            answer = http.post(
                f"{shift.stack.gateway_url}/v1/calls",
                json=click,
                headers={"X-Salesforce-User-Id": ADA},
                timeout=60,
            )
        return answer.status_code, answer.json()

    with ThreadPoolExecutor(2) as windows:
        answers = list(windows.map(clicked, range(2)))
    assert sorted(status for status, _ in answers) == [200, 202]
    [call_id] = {told["callId"] for _, told in answers}
    assert len(shift.commands("/dial-phone")) == before + 1

    dialled = shift.hear("contact.call", callType="outbound", status="active")
    contact_id = dialled["contactId"]
    assert shift.ask("GET", f"/v1/calls/{call_id}", status=200)["state"] == "active"
    shift.session("POST", f"/contacts/{shift.key(contact_id)}/end")
    shift.hear("contact.call", contactKey=shift.key(contact_id), status="disconnected")
    assert shift.ask("GET", f"/v1/calls/{call_id}", status=200)["state"] == "ended"
    shift.session(
        "PUT", f"/contacts/{shift.key(contact_id)}/disposition", {"name": "Resolved", "notes": "Sold"}, status=200
    )
    shift.session("PUT", "/availability", {"state": "available"})
    shift.hear("agent.state", state="available")
    task = shift.task(contact_id, lambda one: one["CallDisposition"] == "Resolved")
    assert (task["WhoId"], task["OwnerId"], task["CallType"]) == (RECORD, ADA, "Outbound")


def does_not_answer(shift: Shift) -> None:
    shift.centre("PATCH", "settings", {"refusal_timeout_s": 1.0, "pick_up_s": -1})
    # The agent's phone is let go, so that it has to ring for the next call.
    if shift.session("GET", "", status=200)["leg"] == "active":
        shift.session("DELETE", "/agent-leg")
        shift.hear("agent.leg", status="disconnected")
    contact_id = shift.ring("4155550134")
    shift.hear("contact.call", contactKey=shift.key(contact_id), status="incoming")
    refused = shift.hear("agent.state", state="unavailable")
    assert refused["reason"] == "Refused"
    assert shift.centre("GET", f"contacts/{contact_id}")["state"] == "IN_QUEUE"
    shift.centre("POST", f"contacts/{contact_id}/hang-up", {})
    until(lambda: shift.contact(contact_id)["contact"]["outcome"] == "abandoned")


def logs_out(shift: Shift) -> None:
    shift.session("DELETE", "?endContacts=true")
    until(lambda: sample.ADA not in [one["agentId"] for one in shift.centre("GET", "agents")["agents"]])
    shift.ask("PUT", "/v1/agent-sessions/current/availability", {"state": "available"}, status=410)


def test_the_contact_centre_was_told_nothing_of_salesforce(shift: Shift) -> None:
    """No record's name travels with a command."""
    assert "Juniper" not in json.dumps(shift.centre("GET", "commands"))
