"""The view shows everything that is known, in the words that its documentation uses."""

import re

from hypothesis import given
from hypothesis import strategies as st

from switchboard.activity import view as view_module
from switchboard.activity.view import SHAPE, contact_view
from switchboard.contact.facts import facts_of
from switchboard.contact.key import ContactKey
from switchboard.contact.merge import Contact
from tests.fakes.activity_stories import INBOUND, leg
from tests.fakes.contact_events import EVENTS, contact_of

KEY = ContactKey.parse("4599001:acd:9007199254740993")


def view_of(contact: Contact, key: ContactKey = KEY) -> dict[str, object]:
    return contact_view(key, contact, facts_of(contact, key.contact_id))


def test_a_plain_call_is_seen_whole() -> None:
    view = view_of(leg(INBOUND).contact)

    known = {name: value for name, value in view.items() if value not in (None, [], {})}
    assert known == {
        "key": "4599001:acd:9007199254740993",
        "businessUnit": "4599001",
        "space": "acd",
        "contactId": "9007199254740993",
        "masterContactId": "9007199254740993",
        "channel": "voice",
        "callType": "inbound",
        "labels": {"callType": "Inbound", "channel": "call", "outcome": "Handled"},
        "state": "closed",
        "outcome": "handled",
        "answered": True,
        "ani": "+14155550134",
        "dnis": "+18005550100",
        "customer": {"name": None, "number": "+14155550134"},
        "recordingLink": "https://rec.example.com/1",
        "agent": {"id": "10021", "name": "Ada"},
        "skill": {"id": "40110", "name": "Support"},
        "team": {"id": None, "name": None},
        "campaign": {"id": None, "name": None},
        "disposition": {"id": "12", "name": "Resolved", "notes": "Replaced", "secondaryId": None},
        "workItem": {"id": None, "type": None},
        "startedAt": "2026-03-02T14:04:52.000000Z",
        "queuedAt": "2026-03-02T14:04:52.000000Z",
        "answeredAt": "2026-03-02T14:05:11.000000Z",
        "endedAt": "2026-03-02T14:12:01.000000Z",
        "wrappedUpAt": "2026-03-02T14:12:40.000000Z",
        "queueSeconds": 19,
        "talkSeconds": 385,
        "holdSeconds": 25,
        "connectedSeconds": 410,
        "wrapUpSeconds": 39,
        "durationSeconds": 429,
        "holdCount": 1,
        "assignment": {"number": None, "count": 1},
        "assignments": [
            {
                "contactId": "9007199254740993",
                "agentId": "10021",
                "agentName": "Ada",
                "from": "2026-03-02T14:05:11.000000Z",
                "to": "2026-03-02T14:12:01.000000Z",
                "holdSeconds": 25,
            }
        ],
        "parties": [{"role": "customer", "id": "+14155550134"}, {"role": "agent", "id": "10021"}],
        "relation": {"whoId": None, "whatId": None, "contactId": None, "leadId": None, "accountId": None},
        "owner": {"id": None},
    }


def test_the_customer_is_at_the_other_end() -> None:
    outbound = leg("14:00:00 routed ani=+18005550100 dnis=+14155550134 callType=outbound customerName=Grace")

    assert view_of(outbound.contact)["customer"] == {"name": "Grace", "number": "+14155550134"}


def test_a_digital_case_is_labelled_by_its_platform() -> None:
    view = view_of(
        leg("14:00:00 queued channel=digital subChannel=facebook").contact, ContactKey.parse("1:dfo:884213")
    )

    assert view["labels"] == {"callType": None, "channel": "Facebook message", "outcome": None}
    assert view["dfoContactId"] == "884213"


def test_notes_are_told_in_their_order_and_the_latest_text_of_each() -> None:
    view = view_of(
        leg(
            """14:00:00 note id=n1 agentId=1 detail=first
            14:02:00 note id=n1 agentId=1 detail=changed
            14:01:00 note id=n2 detail=second"""
        ).contact
    )

    assert view["notes"] == [
        {"at": "2026-03-02T14:01:00.000000Z", "agentId": None, "text": "second"},
        {"at": "2026-03-02T14:02:00.000000Z", "agentId": "1", "text": "changed"},
    ]
    assert view["noteText"] == "second\nchanged"


def test_a_call_type_known_from_the_report_alone_serves() -> None:
    assert view_of(leg("14:00:00 report by=report reportCallType=outbound").contact)["callType"] == "outbound"


@given(events=st.lists(EVENTS, max_size=8))
def test_every_view_has_the_same_members(events: list[object]) -> None:
    assert set(view_of(contact_of(events))) == set(SHAPE)  # type: ignore[arg-type]  # hypothesis gives events


def test_the_documentation_names_every_member_and_no_other() -> None:
    lines = [line[4:] for line in (view_module.__doc__ or "").splitlines() if re.match(r" {4}\S", line)]
    named = [name for line in lines for name in re.split(r" {2,}", line)[0].split(", ")]

    assert sorted(named) == sorted(SHAPE)
