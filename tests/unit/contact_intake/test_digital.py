"""The event hub's envelopes become events of digital cases."""

import json
from typing import Any

import pytest

from switchboard.contact.facts import facts_of
from switchboard.contact.fields import Field
from switchboard.contact.words import EventType, State
from switchboard.contact_intake.digital import read_digital
from switchboard.contact_intake.models import Intake, Reason, Trouble
from tests.fakes.contact_events import at, contact_of

NOW = at("14:10:00")
AGENT = {
    "id": 501,
    "incontactId": "5f0c6e2a-91d4-4f7b-a3c8-1d2e3f405162",
    "firstName": "Ada",
    "surname": "Brenner",
}
QUEUE = {"id": "rq-40150", "name": "Social", "skillId": 40150}


def envelope(type_: str, clock: str = "14:02:10.412", **changed: Any) -> dict[str, Any]:
    """An envelope of the hub; ``changed`` replaces members of ``data``."""
    return {
        "eventId": f"e-{type_}-{clock}",
        "eventObject": "Case",
        "eventType": type_,
        "createdAt": f"2026-03-02T{clock[:8]}+00:00",
        "createdAtWithMilliseconds": f"2026-03-02T{clock}+00:00",
        "data": {
            "brand": {"id": 1042, "tenantId": "e27d94b1-6c3f-4a85-b0de-3f6a1c9d8e72", "businessUnitId": 4599001},
            "channel": {"id": "fb_9f3c", "name": "Acme Facebook", "realExternalPlatformId": "fb"},
            "case": {
                "id": "884213",
                "contactId": "884213",
                "interactionId": "2c1f7c1e-0000-4b7d-9a61-5f3e2d1c0b9a",
                "status": "open",
                "direction": "inbound",
                "detailUrl": "https://app.example.com/884213",
                "createdAt": "2026-03-02T14:01:00+00:00",
            },
            "routingQueue": QUEUE,
            "previousInboxAssignee": None,
            "inboxAssignee": AGENT,
            **changed,
        },
    }


def case(**changed: Any) -> dict[str, Any]:
    return {**envelope("x")["data"]["case"], **changed}


def read(given: Any) -> Intake:
    return read_digital(json.dumps(given).encode(), "77", NOW)


def test_an_envelope_becomes_an_event_of_its_case() -> None:
    (received,) = read(envelope("CaseInboxAssigneeChanged")).received

    assert str(received.key) == "4599001:dfo:884213"
    assert [str(one) for one in received.aliases] == ["4599001:interaction:2c1f7c1e-0000-4b7d-9a61-5f3e2d1c0b9a"]
    assert (received.event.type, received.event.at) == (EventType.ANSWERED, at("14:02:10.412"))
    assert received.event.fields == {
        Field.CHANNEL: "digital",
        Field.SUB_CHANNEL: "facebook",
        Field.CALL_TYPE: "inbound",
        Field.INTERACTION_ID: "2c1f7c1e-0000-4b7d-9a61-5f3e2d1c0b9a",
        Field.LINK: "https://app.example.com/884213",
        Field.STARTED_AT: "2026-03-02T14:01:00.000000Z",
        Field.SKILL_ID: "40150",
        Field.SKILL_NAME: "Social",
        Field.AGENT_ID: "5f0c6e2a-91d4-4f7b-a3c8-1d2e3f405162",
        Field.AGENT_NAME: "Ada Brenner",
    }


MEANINGS: list[Any] = [
    ("CaseCreated", {"inboxAssignee": None}, ["queued"]),
    ("CaseCreated", {"inboxAssignee": None, "routingQueue": None}, ["queued"]),
    (
        "CaseCreated",
        {"inboxAssignee": None, "routingQueue": None, "case": case(direction="outbound")},
        ["variables"],
    ),
    ("CaseCreated", {"case": case(direction="outbound")}, ["answered"]),
    ("CaseToRoutingQueueAssignmentChanged", {"inboxAssignee": None}, ["queued"]),
    ("CaseToRoutingQueueAssignmentChanged", {"inboxAssignee": None, "routingQueue": None}, ["variables"]),
    ("CaseInboxAssigneeChanged", {}, ["answered"]),
    ("CaseInboxAssigneeChanged", {"inboxAssignee": {"id": 501}}, ["answered"]),
    ("CaseInboxAssigneeChanged", {"inboxAssignee": None, "previousInboxAssignee": AGENT}, ["transferred"]),
    ("CaseStatusChanged", {"case": case(status="closed")}, ["ended", "wrappedUp"]),
    ("CaseStatusChanged", {"case": case(status="trashed")}, ["ended", "wrappedUp"]),
    ("CaseStatusChanged", {"case": case(status="Resolved")}, ["ended"]),
    ("CaseStatusChanged", {"case": case(status="pending")}, ["variables"]),
    ("CaseStatusChanged", {"case": case(status="open")}, ["answered"]),
    ("CaseStatusChanged", {"case": case(status="new"), "inboxAssignee": None, "routingQueue": None}, ["queued"]),
    ("MessageAddedIntoCase", {}, ["variables"]),
    ("MessageCreated", {"case": case(status="closed")}, ["variables"]),
]


@pytest.mark.parametrize(("type_", "changed", "types"), MEANINGS)
def test_an_envelope_means_what_its_type_and_content_say(
    type_: str, changed: dict[str, Any], types: list[str]
) -> None:
    assert [one.event.type for one in read(envelope(type_, **changed)).received] == types


def test_types_that_mean_nothing_here_are_counted_and_passed_over() -> None:
    strange = {"eventType": "UserStatusChanged"}

    intake = read([strange, strange, {"eventType": "<script>"}, {}, envelope("CaseCreated")])

    assert intake.refused == ()
    assert intake.passed_over == {"UserStatusChanged": 2, "other": 2}
    assert len(intake.received) == 1


def test_events_come_in_the_order_in_which_they_happened() -> None:
    late, early = envelope("CaseStatusChanged", "14:02:10.412"), envelope("CaseCreated", "14:02:10.398")

    assert [one.event.at.microsecond for one in read({"events": [late, early]}).received] == [398_000, 412_000]


def test_without_milliseconds_the_plain_time_serves() -> None:
    given = envelope("CaseCreated")
    del given["createdAtWithMilliseconds"]

    assert read(given).received[0].event.at == at("14:02:10")


@pytest.mark.parametrize(
    ("platform", "channel", "sub_channel"),
    [
        ("fb", "digital", "facebook"),
        ("ig", "digital", "instagram"),
        ("tw", "digital", "twitter"),
        ("whatsapp", "digital", "whatsapp"),
        ("Kakao-Talk", "digital", "kakao-talk"),
        ("email", "email", None),
        ("chat", "chat", None),
        ("sms", "sms", None),
        ("", None, None),
    ],
)
def test_the_platform_tells_channel_and_sub_channel(
    platform: str, channel: str | None, sub_channel: str | None
) -> None:
    fields = read(envelope("CaseCreated", channel={"realExternalPlatformId": platform})).received[0].event.fields

    assert (fields.get(Field.CHANNEL), fields.get(Field.SUB_CHANNEL)) == (channel, sub_channel)


@pytest.mark.parametrize(
    ("direction", "author", "name"),
    [
        ("inbound", {"firstName": "Grace", "lastName": "Okafor"}, "Grace Okafor"),
        ("inbound", {"nickname": "grace.o"}, "grace.o"),
        ("outbound", {"firstName": "Ada"}, None),
    ],
)
def test_the_customer_is_who_wrote_to_us(direction: str, author: dict[str, str], name: str | None) -> None:
    message = {"id": "m-9", "direction": direction, "authorEndUserIdentity": author}

    fields = read(envelope("MessageAddedIntoCase", message=message)).received[0].event.fields
    assert fields.get(Field.CUSTOMER_NAME) == name


@pytest.mark.parametrize(
    ("changed", "field", "reason"),
    [
        ({"eventId": ""}, "eventId", Reason.MISSING),
        ({"eventId": "a b"}, "eventId", Reason.MALFORMED),
        ({"createdAtWithMilliseconds": "now"}, "createdAtWithMilliseconds", Reason.MALFORMED),
        ({"createdAtWithMilliseconds": "", "createdAt": ""}, "createdAtWithMilliseconds", Reason.MISSING),
        (
            {"createdAtWithMilliseconds": "2026-03-02T15:00:00+00:00"},
            "createdAtWithMilliseconds",
            Reason.IN_THE_FUTURE,
        ),
        ({"data": None}, "data.case.id", Reason.MISSING),
        ({"data": {"case": {"id": "a b"}}}, "data.case.id", Reason.MISSING),
    ],
)
def test_an_envelope_that_cannot_be_placed_is_refused(changed: dict[str, Any], field: str, reason: Reason) -> None:
    intake = read({**envelope("CaseCreated"), **changed})

    assert intake == Intake(refused=(Trouble(0, field, reason),))


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"<html>", Reason.NOT_JSON),
        (b'"x"', Reason.MALFORMED),
        (b'{"events": {}}', Reason.MALFORMED),
        (b"[" + b"{}," * 100 + b"{}]", Reason.TOO_MANY),
    ],
)
def test_a_body_that_cannot_be_read_is_refused_as_a_whole(body: bytes, reason: Reason) -> None:
    assert read_digital(body, "77", NOW) == Intake(refused=(Trouble(None, "", reason),))


def test_a_part_that_is_no_object_is_named_and_left_out() -> None:
    intake = read(envelope("CaseCreated", channel="facebook"))

    assert Field.CHANNEL not in intake.received[0].event.fields
    assert intake.dropped == (Trouble(0, "data.channel", Reason.MALFORMED),)


def test_a_list_that_holds_no_objects_is_refused_piece_by_piece() -> None:
    assert read([5, envelope("CaseCreated")]).refused == (Trouble(0, "", Reason.MALFORMED),)


def test_a_business_unit_that_is_not_named_is_ours() -> None:
    assert read(envelope("CaseCreated", brand={})).received[0].key.business_unit == "77"


def test_a_case_that_is_reopened_goes_on() -> None:
    given = [
        envelope("CaseCreated", "13:00:00.000", inboxAssignee=None),
        envelope("CaseInboxAssigneeChanged", "13:05:00.000"),
        envelope("CaseStatusChanged", "13:30:00.000", case=case(status="closed")),
    ]
    reopened = envelope("CaseStatusChanged", "14:00:00.000", case=case(status="open"), inboxAssignee={"id": 502})

    closed = facts_of(contact_of(one.event for one in read(given).received), "884213")
    again = facts_of(contact_of(one.event for one in read([*given, reopened]).received), "884213")

    assert (closed.state, closed.connected_s, closed.wrap_up_s) == (State.CLOSED, 1500, 0)
    assert (again.state, again.agent_id, again.over) == (State.ACTIVE, "502", False)
