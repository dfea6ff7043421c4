"""What agents' events tell of contacts."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from switchboard.contact.facts import Facts, facts_of
from switchboard.contact.merge import Contact, merge
from switchboard.contact.words import Channel, Source
from switchboard.contact_intake.models import Received
from switchboard.cxone.agent_events import read_event
from switchboard.cxone.event_members import digest
from switchboard.desk.contact_news import calls_seen, received, ringing_contact
from switchboard.desk.event_log import Heard
from switchboard.desk.event_shapes import ContactNews
from switchboard.desk.hearing import news
from tests.fakes.event_log import USER, session

NOW = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
UNIT = "4599001"


def call(status: str, minute: int, **more: str) -> dict[str, Any]:
    return {
        "Type": "CallContactEvent",
        "ContactID": "9007199254740993",
        "MasterID": "9007199254740993",
        "Status": status,
        "CallType": "Regular",
        "ANI": "4155550134",
        "DNIS": "8005550100",
        "Skill": "40110",
        "IsInbound": "True",
        "StartTimeUTC": "2026-03-02T14:00:00.000Z",
        "LastStateChangeTimeUTC": f"2026-03-02T14:{minute:02}:00.000Z",
        "DisconnectCode": "NA",
        "FinalState": "False",
        **more,
    }


def told_of(*raw: dict[str, Any], variables: frozenset[str] = frozenset()) -> list[Received]:
    heard = [Heard(digest(one), read_event(one, UNIT)) for one in raw]
    return received(session(), news(heard, {})[0], variables, NOW)


def facts(*raw: dict[str, Any]) -> Facts:
    contact = Contact()
    for one in told_of(*raw):
        contact = merge(contact, one.event)
    return facts_of(contact, "9007199254740993")


OUT = {"IsInbound": "False"}
OVER = {"FinalState": "True"}


@dataclass(frozen=True)
class Life:
    label: str
    events: tuple[dict[str, Any], ...]
    expect: dict[str, Any]


LIVES = [
    Life(
        "answered, held, wrapped up",
        (
            call("Incoming", 1),
            call("Ringing", 2),
            call("Active", 3),
            call("Holding", 5),
            call("Active", 6),
            call("Disconnected", 9),
            call("Disconnected", 10, **OVER),
        ),
        {"outcome": "handled", "connected_s": 360, "hold_s": 60, "wrap_up_s": 60, "hold_count": 1},
    ),
    Life(
        "refused by the agent",
        (call("Incoming", 1), call("Disconnected", 2, DisconnectCode="Rejected", **OVER)),
        {"outcome": "", "answered": False},
    ),
    Life(
        "caller gone while it rang",
        (call("Ringing", 1), call("Disconnected", 2, DisconnectCode="CallAbandoned", **OVER)),
        {"outcome": "abandoned"},
    ),
    Life(
        "of which only the end was heard may have gone on",
        (call("Disconnected", 9, **OVER),),
        {"outcome": "", "answered": False},
    ),
    Life(
        "dialled, nobody answered",
        (call("Dialing", 1, **OUT), call("Disconnected", 2, DisconnectCode="NoAnswer", **OUT, **OVER)),
        {"outcome": "unanswered", "duration_s": 120},
    ),
    Life(
        "dialled, only its end was heard",
        (call("Disconnected", 2, DisconnectCode="Busy", **OUT, **OVER),),
        {"outcome": "unanswered"},
    ),
    Life(
        "dialled and answered",
        (
            call("Dialing", 1, **OUT),
            call("Active", 2, **OUT),
            call("Disconnected", 4, **OUT),
            call("Disconnected", 5, **OUT, **OVER),
        ),
        {"outcome": "handled", "connected_s": 120, "wrap_up_s": 60},
    ),
    Life(
        "joined with another and masked in between",
        (
            call("Active", 1),
            call("Holding", 2),
            call("Joined", 3),
            call("Masking", 4),
            call("Active", 5),
            call("Disconnected", 6, **OVER),
        ),
        {"outcome": "handled", "hold_s": 60, "connected_s": 300},
    ),
]


@pytest.mark.parametrize("life", LIVES, ids=lambda life: life.label)
def test_a_call(life: Life) -> None:
    found = facts(*life.events)
    assert {name: getattr(found, name) for name in life.expect} == life.expect


@pytest.mark.parametrize("life", LIVES, ids=lambda life: life.label)
def test_told_again_is_the_same(life: Life) -> None:
    assert told_of(*life.events) == told_of(*life.events)
    assert facts(*life.events, *life.events).outcome == life.expect["outcome"]


def test_says_whose_contact_it_is_and_in_the_vendors_name() -> None:
    (one,) = told_of(call("Active", 3, InteractionId="7d0c2b1e-52f1-4c0e-8d7e-3a4d0f6c1a22"))
    assert str(one.key) == f"{UNIT}:acd:9007199254740993"
    assert one.event.source is Source.REPORT
    assert [str(alias) for alias in one.aliases] == [f"{UNIT}:interaction:7d0c2b1e-52f1-4c0e-8d7e-3a4d0f6c1a22"]
    fields = {name.value: value for name, value in one.event.fields.items()}
    assert fields["userId"] == USER
    assert fields["agentId"] == "10021"
    assert fields["callType"] == "inbound"


def test_a_consult_is_internal_and_the_agents_own_phone_is_no_contact() -> None:
    (consult,) = told_of(call("Active", 3, CallType="Consult"))
    assert {name.value: value for name, value in consult.event.fields.items()}["callType"] == "internal"
    assert told_of(call("Active", 3, CallType="AgentLeg")) == []


def test_only_allowed_variables_are_kept_and_no_card_number() -> None:
    raw = call("Active", 3) | {
        "ScreenPopUrlVariables": [{"tier": "gold"}, {"pin": "1"}, {"card": "4111111111111111"}]
    }
    (one,) = told_of(raw, variables=frozenset({"tier", "card"}))
    assert one.event.variables == {"tier": "gold", "card": ""}
    (all_of_them,) = told_of(raw, variables=frozenset({"*"}))
    assert set(all_of_them.event.variables) == {"tier", "pin", "card"}


def test_a_case_is_found_by_its_own_number_and_does_not_end_with_the_agent() -> None:
    digital = {"Type": "DigitalContactEvent", "ContactID": "7", "DFOContactId": "884213", "ChannelType": "fb"}
    told = told_of({**digital, "Status": "Active"}, {**digital, "Status": "Disconnected"})
    assert [str(alias) for one in told for alias in one.aliases] == [f"{UNIT}:dfoContact:884213"] * 2
    assert [one.event.type.value for one in told] == ["answered", "variables"]


def test_a_watcher_is_told_of_outbound_calls_and_of_those_that_could_not_be_dialled() -> None:
    raw: list[dict[str, Any]] = [
        call("Active", 1),
        call("Dialing", 1, ContactID="8", MasterID="8", DNIS="+14155550199", **OUT),
        {
            "Type": "AgentError",
            "Command": "DialPhone",
            "ResultCode": "BadNumber",
            "ContactID": "-1",
            "Target": "911",
        },
        {
            "Type": "AgentError",
            "Command": "TransferCalls",
            "ResultCode": "Failed",
            "ContactID": "-1",
            "Target": "1",
        },
    ]
    heard = [Heard(digest(one), read_event(one, UNIT)) for one in raw]
    seen = calls_seen(news(heard, {})[0])
    assert [(one.contact_id, one.number, one.status, one.disconnect_code) for one in seen] == [
        ("8", "+14155550199", "dialing", ""),
        ("", "911", "disconnected", "BadNumber"),
    ]


def test_a_work_items_payload_may_be_searched_by() -> None:
    raw = {
        "Type": "WorkItemContactEvent",
        "ContactID": "5",
        "Status": "Incoming",
        "WorkItemId": "500",
        "WorkItemType": "Case",
        "WorkItemPayload": '{"caseNumber":"00012345","nested":{"a":1}}',
    }
    event = read_event(raw, UNIT)
    assert isinstance(event, ContactNews)
    ringing = ringing_contact(event)
    assert ringing.channel is Channel.WORK_ITEM
    assert ringing.variables == {"caseNumber": "00012345", "workItemId": "500", "workItemType": "Case"}


def test_an_e_mail_is_searched_by_its_sender() -> None:
    event = read_event(call("Incoming", 1, ANI="grace@example.com") | {"Type": "EmailContactEvent"}, UNIT)
    assert isinstance(event, ContactNews)
    assert ringing_contact(event).email == "grace@example.com"
    assert ringing_contact(event).ani == ""
