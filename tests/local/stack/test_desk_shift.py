"""A second shift, of what an agent does besides calls, over the whole stack."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from local.cxone import sample
from local.stack.local_stack import LocalStack
from tests.support.shift import Shift, until

ROSA = "005Sb0000000003IAA"
WHATSAPP = "wa_31aa"


@pytest.fixture(scope="module")
def shift() -> Iterator[Shift]:
    with LocalStack() as stack:
        stack.aim_hooks()
        yield Shift(stack)


def get(shift: Shift, path: str) -> Any:
    return shift.ask("GET", path, status=200)


def test_a_shift_at_the_desk(shift: Shift) -> None:
    """One test, for each step stands on the one before."""
    shift.ask("POST", "/v1/agent-sessions", {"phoneNumber": "+14155550111", "remember": True}, status=200)
    shift.hear("agent.state", state="unavailable")
    reads_and_marks_a_message(shift)
    keeps_promises(shift)
    looks_people_up(shift)
    looks_back(shift)
    writes_an_email(shift)
    answers_on_whatsapp(shift)
    hands_in_a_work_item(shift)
    finds_settings_again(shift)
    tells_and_asks(shift)
    shift.session("DELETE", "?force=true")


def reads_and_marks_a_message(shift: Shift) -> None:
    sent = {"agentIds": [str(sample.ADA)], "subject": "Outage", "text": "Zone 4 is <b>down</b>"}
    shift.ask("POST", "/v1/messages", sent, status=200, **{"X-Salesforce-User-Id": ROSA})
    listed = get(shift, "/v1/messages")
    [message] = [one for one in listed["messages"] if one["subject"] == "Outage"]
    assert listed["unread"] >= 1
    assert "Zone 4" in message["text"]
    shift.ask("PUT", f"/v1/messages/{message['messageId']}", {"read": True}, status=200)
    assert get(shift, "/v1/messages")["unread"] == listed["unread"] - 1


def keeps_promises(shift: Shift) -> None:
    at = (datetime.now(UTC) + timedelta(days=1)).replace(microsecond=0)
    promise = {"at": at.isoformat(), "phoneNumber": "+14155550134", "skillId": str(sample.OUTBOUND_SALES)}
    made = [
        shift.ask("POST", "/v1/commitments", promise, status=status, **{"Idempotency-Key": "promise-1"})
        for status in (201, 201)
    ]
    assert made[0]["commitmentId"] == made[1]["commitmentId"]
    [mine] = get(shift, "/v1/commitments?for=me")["commitments"]
    assert mine["number"] == "+14155550134"
    later = promise | {"at": (at + timedelta(hours=1)).isoformat(), "notes": "Renewal"}
    shift.ask("PUT", f"/v1/commitments/{mine['commitmentId']}", later, status=200)
    [changed] = get(shift, "/v1/commitments?for=me")["commitments"]
    assert changed["notes"] == "Renewal"
    shift.ask("DELETE", f"/v1/commitments/{mine['commitmentId']}", {"notes": "Called already"}, status=204)
    assert get(shift, "/v1/commitments?for=me")["commitments"] == []


def looks_people_up(shift: Shift) -> None:
    books = get(shift, "/v1/address-books")["addressBooks"]
    colleagues = next(one for one in books if one["name"] == "Colleagues")
    entries = get(shift, f"/v1/address-books/{colleagues['addressBookId']}/entries?limit=5")
    assert len(entries["entries"]) == 5
    assert entries["next"]
    until(lambda: bool(get(shift, "/v1/agents?search=Ben")["agents"]))
    [ben] = get(shift, "/v1/agents?search=Castillo")["agents"]
    assert ben["agentId"] == str(sample.BEN)
    until(lambda: get(shift, "/v1/skills")["complete"])
    skills = {one["skillId"]: one for one in get(shift, "/v1/skills?limit=100")["skills"]}
    assert skills[str(sample.OUTBOUND_SALES)]["canDial"]
    assert get(shift, "/v1/queues")["voice"]["waiting"] == 0


def looks_back(shift: Shift) -> None:
    shift.session("PUT", "/availability", {"state": "available"})
    shift.hear("agent.state", state="available")
    contact_id = shift.ring("4155550134")
    shift.hear("contact.call", contactKey=shift.key(contact_id), status="active")
    shift.centre("POST", f"contacts/{contact_id}/hang-up", {})
    shift.hear("contact.call", contactKey=shift.key(contact_id), status="disconnected")
    shift.session(
        "PUT", f"/contacts/{shift.key(contact_id)}/disposition", {"name": "Resolved", "notes": "Done"}, status=200
    )
    shift.session("PUT", "/availability", {"state": "unavailable"})
    shift.hear("agent.state", state="unavailable")
    key = shift.key(contact_id)
    until(lambda: key in {one["contactKey"] for one in get(shift, "/v1/contact-history")["contacts"]})
    today = get(shift, "/v1/reports/performance?period=today")
    assert today["reportedFrom"].endswith(("00:00Z", "15:00Z", "30:00Z", "45:00Z"))
    assert get(shift, "/v1/reports/productivity?period=today")
    assert "shifts" in get(shift, "/v1/schedule")


def writes_an_email(shift: Shift) -> None:
    given = {"skillId": str(sample.EMAIL_CARE), "toAddress": "grace@example.com"}
    shift.ask("POST", "/v1/emails", given, status=202)
    email = shift.hear("contact.email")
    mail = {
        "skillId": str(sample.EMAIL_CARE),
        "toAddresses": ["grace@example.com"],
        "subject": "Your router",
        "bodyHtml": "<p>It has shipped</p>",
    }
    shift.ask("POST", f"/v1/emails/{email['contactKey']}/send", mail, status=202)
    until(
        lambda: any(
            one["subject"] == "Your router" for one in get(shift, f"/v1/emails/{email['contactKey']}")["emails"]
        )
    )


def answers_on_whatsapp(shift: Shift) -> None:
    customer = {"idOnExternalPlatform": "14155550134", "name": "Juniper Hale"}
    case = shift.centre(
        "POST", "digital/messages", {"channelId": WHATSAPP, "endUser": customer, "text": "Where is my router?"}
    )
    key = f"4599001:dfo:{case['id']}"
    shift.session("PUT", "/availability", {"state": "available"})
    offered = shift.hear("contact.digital")
    shift.session("POST", f"/contacts/{offered['contactKey']}/accept")
    until(lambda: key in {one["contactKey"] for one in get(shift, "/v1/digital-contacts")["contacts"]})
    shift.ask("POST", f"/v1/digital-contacts/{key}/messages", {"text": "On its way"}, status=201)
    told = get(shift, f"/v1/digital-contacts/{key}")["messages"]
    assert {"Where is my router?", "On its way"} <= {one["text"] for one in told}
    shift.ask("PUT", f"/v1/digital-contacts/{key}/status", {"status": "closed"}, status=200)


def hands_in_a_work_item(shift: Shift) -> None:
    points = get(shift, "/v1/points-of-contact")["pointsOfContact"]
    item = {
        "pointOfContact": points[0]["code"],
        "workItemId": "500Sb000000001dIAA",
        "type": "Case",
        "payload": {"caseNumber": "00001001"},
    }
    made = shift.ask("POST", "/v1/work-items", item, status=201)
    contact = shift.centre("GET", f"contacts/{made['contactKey'].rpartition(':')[2]}")
    assert contact["state"] in ("PRE_QUEUE", "IN_QUEUE", "ROUTING")


def finds_settings_again(shift: Shift) -> None:
    before = get(shift, "/v1/settings")
    assert before["logIn"]["phoneNumber"] == "4155550111"
    wanted = {
        "logIn": {"phoneNumber": "+14155550111", "automatic": True},
        "tooltips": False,
        "sounds": {"volume": 30},
    }
    tag = shift.tag("/v1/settings")
    shift.ask("PUT", "/v1/settings", wanted, status=200, **{"If-Match": tag})
    # Another window that has not seen this does not undo it.
    shift.ask("PUT", "/v1/settings", {}, status=412, **{"If-Match": tag})
    kept = get(shift, "/v1/settings")
    assert (kept["tooltips"], kept["sounds"]["volume"], kept["logIn"]["automatic"]) == (False, 30, True)


def tells_and_asks(shift: Shift) -> None:
    lines = [{"at": datetime.now(UTC).isoformat(), "level": "error", "text": "call of +14155550134 lost"}]
    shift.ask("PUT", "/v1/panel-logs", {"lines": lines}, status=200)
    [line] = get(shift, "/v1/panel-logs")["lines"]
    assert "4155550134" not in line["text"]
    information = get(shift, "/v1/information")
    assert information["agent"]["agentId"] == str(sample.ADA)
    assert get(shift, "/v1/help")["topics"]
    assert "alerts" in get(shift, "/v1/alerts")
    shift.ask("POST", "/v1/feedback", {"categoryId": "panel", "comment": "Works"}, status=202)
