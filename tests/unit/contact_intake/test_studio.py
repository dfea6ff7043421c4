"""What Studio scripts post becomes events; what cannot be read is named, never repeated."""

import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from switchboard.contact.events import ContactEvent
from switchboard.contact.fields import Field
from switchboard.contact.merge import Contact, merge
from switchboard.contact.words import EventType, Source
from switchboard.contact_intake.models import Intake, Reason, Trouble
from switchboard.contact_intake.studio import StudioHook, read_studio
from tests.fakes.contact_events import at

NOW = at("14:10:00")
HOOK = StudioHook("4599001", variables=frozenset({"caseNumber"}))
QUEUED = {
    "type": "contact.queued",
    "eventId": "9007199254740993-queued",
    "at": "2026-03-02T14:04:52.000Z",
    "contactId": "9007199254740993",
    "masterContactId": "9007199254740993",
    "ani": "4155550134",
    "dnis": "8005550100",
    "skillId": "40110",
    "isInbound": "True",
    "variables": {"caseNumber": "00012345"},
}


def read(given: Any, hook: StudioHook = HOOK) -> Intake:
    return read_studio(given if isinstance(given, bytes) else json.dumps(given).encode(), hook, NOW)


def event(hook: StudioHook = HOOK, **members: Any) -> ContactEvent:
    intake = read({**QUEUED, **members}, hook)
    assert not intake.refused
    return intake.received[0].event


def test_what_a_script_posts_becomes_an_event_of_its_contact() -> None:
    intake = read(QUEUED)

    assert intake.refused == intake.dropped == ()
    (received,) = intake.received
    assert str(received.key) == "4599001:acd:9007199254740993"
    assert received.event == ContactEvent(
        event_id="9007199254740993-queued",
        at=at("14:04:52"),
        type=EventType.QUEUED,
        source=Source.SCRIPT,
        fields={
            Field.MASTER_CONTACT_ID: "9007199254740993",
            Field.ANI: "4155550134",
            Field.DNIS: "8005550100",
            Field.SKILL_ID: "40110",
            Field.CALL_TYPE: "inbound",
        },
        variables={"caseNumber": "00012345"},
    )


def test_a_batch_is_read_in_its_order_and_what_is_wrong_is_named_by_its_place() -> None:
    intake = read({"events": [QUEUED, {**QUEUED, "at": "soon"}, "?", {**QUEUED, "eventId": "2"}]})

    assert [one.event.event_id for one in intake.received] == ["9007199254740993-queued", "2"]
    assert intake.refused == (Trouble(1, "at", Reason.MALFORMED), Trouble(2, "", Reason.MALFORMED))


@pytest.mark.parametrize("number", ["9007199254740993", "123456789012345678901234567890"])
def test_ids_keep_every_digit_as_text_or_number(number: str) -> None:
    body = json.dumps({**QUEUED, "contactId": "?", "skillId": "?"}).replace('"?"', number).encode()

    (received,) = read(body).received
    assert received.key.contact_id == number
    assert received.event.fields[Field.SKILL_ID] == number


@pytest.mark.parametrize(
    ("written", "call_type"),
    [
        *((written, "inbound") for written in ("True", "true", True, "1", 1, "yes")),
        *((written, "outbound") for written in ("False", "false", False, "0", 0, "no")),
        *((written, None) for written in ("", None)),
    ],
)
def test_booleans_are_taken_however_they_are_written(written: Any, call_type: str | None) -> None:
    assert event(isInbound=written).fields.get(Field.CALL_TYPE) == call_type


@pytest.mark.parametrize(
    ("written", "type_"),
    [
        ("contact.queued", EventType.QUEUED),
        ("queued", EventType.QUEUED),
        ("contact.wrappedUp", EventType.WRAPPED_UP),
        ("CONTACT.WRAPPED_UP", EventType.WRAPPED_UP),
        ("wrapped-up", EventType.WRAPPED_UP),
        (" contact.ended ", EventType.ENDED),
    ],
)
def test_types_are_taken_in_any_spelling(written: str, type_: EventType) -> None:
    assert event(type=written).type is type_


def test_names_are_matched_in_any_case_and_unknown_members_are_passed_over() -> None:
    given = {name.upper(): value for name, value in QUEUED.items()} | {"VARIABLES": {}, "shoeSize": {"eu": 44}}

    intake = read(given)

    assert intake.received[0].event.fields[Field.ANI] == "4155550134"
    assert intake.dropped == ()


REFUSED = [
    pytest.param({"type": None}, "type", Reason.MISSING, id="no type"),
    pytest.param({"type": "contact.exploded"}, "type", Reason.UNKNOWN, id="unknown type"),
    pytest.param({"type": "report"}, "type", Reason.UNKNOWN, id="reports come from elsewhere"),
    pytest.param({"type": {}}, "type", Reason.MISSING, id="type is an object"),
    pytest.param({"eventId": ""}, "eventId", Reason.MISSING, id="no event id"),
    pytest.param({"eventId": "{ContactID}-queued"}, "eventId", Reason.MALFORMED, id="variable not filled in"),
    pytest.param({"at": None}, "at", Reason.MISSING, id="no time"),
    pytest.param({"at": "2026-03-02T14:04:52"}, "at", Reason.MALFORMED, id="time without zone"),
    pytest.param({"at": "1772460292"}, "at", Reason.MALFORMED, id="seconds since 1970"),
    pytest.param({"at": "2026-02-30T00:00:00Z"}, "at", Reason.MALFORMED, id="no such day"),
    pytest.param({"at": "0001-01-01T00:00:00+14:00"}, "at", Reason.MALFORMED, id="before all time"),
    pytest.param({"at": "2026-03-02T14:20:01Z"}, "at", Reason.IN_THE_FUTURE, id="more than 10 minutes ahead"),
    pytest.param({"at": "2026-01-31T14:09:59Z"}, "at", Reason.TOO_OLD, id="more than 30 days back"),
    pytest.param({"contactId": ""}, "contactId", Reason.MISSING, id="no contact"),
    pytest.param({"contactId": "-1"}, "contactId", Reason.MALFORMED, id="what stands for no contact"),
    pytest.param({"contactId": 9007199254740993.0}, "contactId", Reason.MALFORMED, id="an id that was a float"),
    pytest.param({"contactId": ["1"]}, "contactId", Reason.MISSING, id="a list for an id"),
    pytest.param({"contactKey": "nonsense"}, "contactKey", Reason.MALFORMED, id="no key"),
    pytest.param({"contactKey": "7:acd:1"}, "contactKey", Reason.UNKNOWN, id="key of another tenant"),
]


@pytest.mark.parametrize(("changed", "field", "reason"), REFUSED)
def test_an_event_that_cannot_be_placed_is_refused(changed: dict[str, Any], field: str, reason: Reason) -> None:
    intake = read({**QUEUED, **changed})

    assert intake == Intake(refused=(Trouble(0, field, reason),))


@pytest.mark.parametrize(
    ("written", "clock"),
    [
        ("2026-03-02T14:04:52Z", "14:04:52"),
        ("2026-03-02 14:04:52.5z", "14:04:52.500000"),
        ("2026-03-02T14:04:52.1234567+00:00", "14:04:52.123456"),
        ("2026-03-02T16:04:52+0200", "14:04:52"),
        ("2026-03-02T09:04-05:00", "14:04:00"),
        ("2026-03-02T14:20:00Z", "14:20:00"),
    ],
)
def test_times_of_any_zone_are_taken(written: str, clock: str) -> None:
    assert event(at=written).at == at(clock)


DROPPED = [
    pytest.param({"isInbound": "perhaps"}, "isInbound", Reason.MALFORMED, id="neither yes nor no"),
    pytest.param({"channel": "pigeon"}, "channel", Reason.UNKNOWN, id="unknown channel"),
    pytest.param({"agentId": "ten"}, "agentId", None, id="any id will do"),
    pytest.param({"agentId": "a b"}, "agentId", Reason.MALFORMED, id="no id"),
    pytest.param({"ani": {"number": 1}}, "ani", Reason.MALFORMED, id="an object for text"),
    pytest.param({"variables": "caseNumber=1"}, "variables", Reason.MALFORMED, id="variables as text"),
    pytest.param({"variables": {"caseNumber": [1]}}, "variables", Reason.MALFORMED, id="a list for a value"),
    pytest.param({"type": "relation", "whoId": "Grace"}, "whoId", Reason.MALFORMED, id="no record id"),
    pytest.param({"userId": "ada"}, "userId", Reason.MALFORMED, id="no user id"),
]


@pytest.mark.parametrize(("changed", "field", "reason"), DROPPED)
def test_a_member_that_cannot_be_read_costs_itself_and_not_the_event(
    changed: dict[str, Any], field: str, reason: Reason | None
) -> None:
    intake = read({**QUEUED, **changed})

    assert len(intake.received) == 1
    assert intake.dropped == ((Trouble(0, field, reason),) if reason else ())


BODIES = [
    pytest.param(b"", Reason.NOT_JSON, id="empty"),
    pytest.param(b"\xff", Reason.NOT_JSON, id="not UTF-8"),
    pytest.param(b"type=contact.queued", Reason.NOT_JSON, id="a form"),
    pytest.param(b'{"at": NaN}', Reason.NOT_JSON, id="not a number"),
    pytest.param(b"[" * 100_000, Reason.TOO_DEEP, id="brackets without end"),
    pytest.param(b"[]", Reason.MALFORMED, id="a list"),
    pytest.param(b'"queued"', Reason.MALFORMED, id="a text"),
]


@pytest.mark.parametrize(("body", "reason"), BODIES)
def test_a_body_that_cannot_be_read_is_refused_as_a_whole(body: bytes, reason: Reason) -> None:
    assert read(body) == Intake(refused=(Trouble(None, "", reason),))


def test_a_byte_order_mark_is_no_reason_to_refuse() -> None:
    assert len(read(b"\xef\xbb\xbf" + json.dumps(QUEUED).encode()).received) == 1


def test_a_batch_has_a_limit() -> None:
    hook = StudioHook("4599001", most_events=2)

    assert read({"events": [QUEUED] * 2}, hook).refused == ()
    assert read({"events": [QUEUED] * 3}, hook).refused == (Trouble(None, "events", Reason.TOO_MANY),)
    assert read({"events": "none"}).refused == (Trouble(None, "events", Reason.MALFORMED),)


def test_only_allowed_variables_are_kept() -> None:
    variables = {"caseNumber": 12, "password": "x", "tier": None}

    assert event(variables=variables).variables == {"caseNumber": "12"}
    assert event(StudioHook("1"), variables=variables).variables == {}
    everything = StudioHook("1", variables=frozenset({"*"}))
    assert event(everything, variables=variables).variables == {"caseNumber": "12", "password": "x", "tier": ""}


@pytest.mark.parametrize("written", ["4111 1111 1111 1111", "4111\x001111\u000b1111\x071111"])
def test_no_free_text_keeps_a_card_number(written: str) -> None:
    hook = StudioHook("1", variables=frozenset({"*"}))
    told = event(
        hook,
        type="contact.note",
        note=f"paid with {written}",
        dispositionNotes=written,
        disposition=written,
        subject=written,
        customerName=f"Grace {written}",
        tags=written,
        endReason=written,
        variables={"pan": written},
    )

    kept = json.dumps([told.detail, *told.fields.values(), *told.variables.values()])
    assert "1111" not in kept
    assert told.detail == "paid with"


def test_numbers_and_ids_are_not_taken_for_cards() -> None:
    told = event(contactId="4111111111111111", masterContactId="4111111111111111")

    assert told.fields[Field.MASTER_CONTACT_ID] == "4111111111111111"


@pytest.mark.parametrize(
    ("members", "detail"),
    [
        ({"type": "note", "note": "call back"}, "call back"),
        ({"type": "note", "text": "call back"}, "call back"),
        ({"type": "conferenced", "party": "+14155550199"}, "+14155550199"),
        ({"type": "refused", "reason": "Busy"}, "Busy"),
        ({"type": "ended", "endReason": "Dropped"}, "Dropped"),
        ({"type": "queued", "reason": "Busy"}, ""),
    ],
)
def test_the_detail_is_what_belongs_to_the_moment(members: dict[str, Any], detail: str) -> None:
    assert event(**members).detail == detail


def test_reasons_are_fields_too() -> None:
    assert event(type="ended", reason="Busy").fields[Field.END_REASON] == "Busy"
    assert event(type="refused", reason="Lunch").fields[Field.REFUSE_REASON] == "Lunch"


@pytest.mark.parametrize(
    ("members", "channel"),
    [
        ({"channel": "voice"}, "voice"),
        ({"channel": "WORKITEM"}, "workItem"),
        ({"mediaTypeId": "5"}, "voicemail"),
        ({"mediaType": 9}, "digital"),
        ({"mediaTypeId": "2"}, None),
        ({"channel": "sms", "mediaTypeId": "4"}, "sms"),
    ],
)
def test_the_channel_is_told_by_name_or_media_type(members: dict[str, Any], channel: str | None) -> None:
    assert event(**members).fields.get(Field.CHANNEL) == channel


def test_whose_number_the_ani_of_an_outbound_call_is_is_a_setting() -> None:
    theirs = StudioHook("1", outbound_ani="customers")

    assert event(isInbound="False").fields[Field.ANI] == "4155550134"
    assert event(theirs, isInbound="False").fields[Field.DNIS] == "4155550134"
    assert event(theirs, isInbound="True").fields[Field.ANI] == "4155550134"


def test_a_relation_names_records_by_their_long_ids() -> None:
    told = event(type="relation", whoId="0035e00000AbCdE", whatId="5005e00000XyZ12AAH")

    assert len(str(told.fields[Field.CHOSEN_WHO_ID])) == 18
    assert (
        told.fields[Field.CHOSEN_WHAT_ID]
        == "5005e00000XyZ12AAH"[:15] + str(told.fields[Field.CHOSEN_WHAT_ID])[15:]
    )


def test_an_agents_salesforce_user_is_kept_by_its_long_id() -> None:
    assert event(userId="005000000000001").fields[Field.AGENT_USER_ID] == "005000000000001AAA"


def test_a_contact_may_be_named_by_key_or_by_its_digital_case() -> None:
    by_key = read({**QUEUED, "contactId": "", "contactKey": "4599001:dfo:884213"}).received[0]
    by_case = read({**QUEUED, "contactId": None, "dfoContactId": 884213}).received[0]

    assert str(by_key.key) == str(by_case.key) == "4599001:dfo:884213"
    assert by_case.aliases == ()


def test_other_names_of_the_contact_come_along() -> None:
    interaction = "7d0c2b1e-52f1-4c0e-8d7e-3a4d0f6c1a22"
    received = read({**QUEUED, "dfoContactId": "884213", "interactionId": interaction}).received[0]

    assert [str(one) for one in received.aliases] == [
        f"4599001:interaction:{interaction}",
        "4599001:dfoContact:884213",
    ]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)


@given(changed=st.dictionaries(st.sampled_from([*QUEUED, "note", "isInbound", "whoId", "tags"]), JSON, max_size=4))
def test_whatever_a_script_says_it_is_read_or_named(changed: dict[str, Any]) -> None:
    intake = read({**QUEUED, **changed}, StudioHook("4599001", variables=frozenset({"*"})))

    assert len(intake.received) + len(intake.refused) == 1
    for received in intake.received:
        assert merge(Contact(), received.event)
        assert received.event.at <= NOW + timedelta(minutes=10)


@given(body=st.binary(max_size=60))
def test_no_body_is_too_odd_to_be_answered(body: bytes) -> None:
    intake = read_studio(body, HOOK, NOW)

    assert intake.received == ()
    assert intake.refused or b'"events"' in body


def test_an_empty_batch_tells_nothing_and_is_taken() -> None:
    intake = read_studio(b'{"events":[]}', HOOK, NOW)

    assert (intake.received, intake.refused) == ((), ())
