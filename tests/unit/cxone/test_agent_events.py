"""CXone's agent events in the shapes that a panel is told."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from switchboard.cxone.agent_events import READERS, read_event
from switchboard.cxone.event_members import digest, read_moment
from switchboard.desk.event_shapes import AgentEvent, ContactNews, Told

UNIT = "4599001"
KEY = f"{UNIT}:acd:9007199254740993"


@dataclass(frozen=True)
class Case:
    label: str
    raw: dict[str, Any]
    type: str
    members: dict[str, Any] = field(default_factory=dict)


CASES = [
    Case(
        "agent state",
        {
            "Type": "AgentState",
            "CurrentState": "InboundContact",
            "CurrentOutReason": "",
            "NextStates": [{"State": "Available", "OutReason": ""}],
            "StartTimeUTC": "2026-03-02T14:05:11.000Z",
            "IsAcw": "False",
            "AcwTimeout": "0",
            "NextIsAcw": "True",
        },
        "agent.state",
        {
            "state": "inboundContact",
            "reason": None,
            "isAcw": False,
            "acwTimeoutSeconds": 0,
            "nextIsAcw": True,
            "since": "2026-03-02T14:05:11Z",
            "next": [{"state": "available", "reason": None}],
        },
    ),
    Case(
        "agent leg",
        {"Type": "AgentLeg", "AgentLegId": "8800123", "Status": "Active", "FinalState": "False"},
        "agent.leg",
        {"legId": "8800123", "status": "active", "final": False, "muted": None},
    ),
    Case(
        "mute", {"Type": "Mute", "AgentLegId": "1", "Muted": "True"}, "agent.leg", {"status": None, "muted": True}
    ),
    Case(
        "agent error",
        {
            "Type": "AgentError",
            "Command": "DialPhone",
            "ResultCode": "BadNumber",
            "ContactID": "-1",
            "Target": "4155550199",
            "ErrorLevel": "1",
        },
        "agent.error",
        {
            "text": "Dialling failed: the number does not exist or cannot be dialled.",
            "command": "dialPhone",
            "code": "BadNumber",
            "contactKey": None,
            "contactId": None,
            "target": "4155550199",
            "level": 1,
        },
    ),
    Case(
        "an error without a name",
        {"Type": "AgentError", "Command": "Levitate", "ResultCode": "NA"},
        "agent.error",
        {"text": "The command failed: CXone gives no reason.", "code": None},
    ),
    Case(
        "call",
        {
            "Type": "CallContactEvent",
            "ContactID": "9007199254740993",
            "MasterID": "9007199254740993",
            "Status": "Active",
            "CallType": "Regular",
            "ANI": "4155550134",
            "DNIS": "8005550100",
            "Skill": "40110",
            "IsInbound": "True",
            "StartTimeUTC": "2026-03-02T14:04:52.000Z",
            "LastStateChangeTimeUTC": "2026-03-02T14:05:11.000Z",
            "ScreenPopUrl": "https://pop.example.com/",
            "ScreenPopUrlVariables": [{"caseNumber": "00012345"}, {"tier": "gold"}],
            "DisconnectCode": "NA",
            "IsLogging": "True",
            "AllowDispositions": "True",
            "IsLinked": "True",
            "FinalState": "False",
            "ParentContactId": "",
            "InteractionId": "7d0c2b1e-52f1-4c0e-8d7e-3a4d0f6c1a22",
            "IsRequireManualAccept": "False",
        },
        "contact.call",
        {
            "contactKey": KEY,
            "contactId": "9007199254740993",
            "masterContactKey": KEY,
            "callType": "inbound",
            "isInbound": True,
            "kind": "regular",
            "skillId": "40110",
            "variables": {"caseNumber": "00012345", "tier": "gold"},
            "popUrl": "https://pop.example.com/",
            "disconnectCode": None,
            "disconnectReason": None,
            "isRecorded": True,
            "parentContactId": None,
            "startedAt": "2026-03-02T14:04:52Z",
            "changedAt": "2026-03-02T14:05:11Z",
            "final": False,
        },
    ),
    Case(
        "a call's end",
        {
            "Type": "CallContactEvent",
            "Status": "Disconnected",
            "DisconnectCode": "AnsweringMachine",
            "IsInbound": "False",
        },
        "contact.call",
        {"callType": "outbound", "disconnectReason": "an answering machine answered", "contactKey": None},
    ),
    Case(
        "voicemail",
        {
            "Type": "VoiceMailContactEvent",
            "ContactID": "7",
            "Status": "Incoming",
            "FileName": "a.wav",
            "FilePosition": "3",
        },
        "contact.voicemail",
        {"fileName": "a.wav", "position": "3"},
    ),
    Case("e-mail", {"Type": "EmailContactEvent", "ContactID": "7", "ANI": "grace@example.com"}, "contact.email"),
    Case(
        "work item",
        {
            "Type": "WorkItemContactEvent",
            "ContactID": "9007199254741002",
            "Status": "Incoming",
            "WorkItemId": "5005e00000XyZ12",
            "WorkItemPayload": '{"caseNumber":"00012345","id":9007199254740993}',
            "WorkItemType": "Case",
            "AgentId": "10021",
            "SkillId": "40160",
            "RefusalTimeout": "45",
            "FinalState": "False",
        },
        "contact.work-item",
        {
            "workItemId": "5005e00000XyZ12",
            "payload": {"caseNumber": "00012345", "id": "9007199254740993"},
            "refusalSeconds": 45,
            "skillId": "40160",
        },
    ),
    Case(
        "chat",
        {
            "Type": "ChatContactEvent",
            "ContactID": "7",
            "RoomId": "88",
            "Status": "Active",
            "IsActive": "True",
            "Messages": [{"Text": "Hello", "TimeStamp": "2026-03-02T14:01:00.000Z", "PartyType": "Client"}],
        },
        "contact.chat",
        {
            "roomId": "88",
            "isActive": True,
            "messages": [{"text": "Hello", "at": "2026-03-02T14:01:00Z", "party": "client"}],
        },
    ),
    Case(
        "chat text",
        {"Type": "ChatText", "RoomId": "88", "Label": "Grace", "Message": " a\nb ", "PartyType": "Client"},
        "chat.text",
        {"roomId": "88", "text": "a\nb", "party": "client", "at": None},
    ),
    Case(
        "digital",
        {
            "Type": "DigitalContactEvent",
            "ContactID": "9007199254741005",
            "DFOContactId": "884213",
            "ChannelType": "fb",
            "CustomerName": "Grace Okafor",
            "SkillName": "Social",
            "Status": "Incoming",
            "RefusalTimeout": "45",
            "StartTime": "2026-03-02T14:02:10.000Z",
        },
        "contact.digital",
        {"caseId": "884213", "subChannel": "facebook", "customerName": "Grace Okafor", "skillName": "Social"},
    ),
    Case(
        "commitment",
        {
            "Type": "PromiseKeeper",
            "CallbackId": "6001",
            "CallbackTime": "2026-03-03T16:30:00.000Z",
            "CallbackExpireTime": "2026-03-03T16:35:00.000Z",
            "DialNumber": "4155550134",
            "FirstName": "Grace",
            "LastName": "Okafor",
            "Notes": "Renewal",
            "AgentId": "10021",
            "SkillId": "40120",
            "TargetType": "A",
        },
        "commitment.due",
        {"callbackId": "6001", "dueAt": "2026-03-03T16:30:00Z", "target": "agent", "phoneNumber": "4155550134"},
    ),
    Case(
        "custom event",
        {"Type": "CustomEvent", "eventName": "SwitchboardPop", "data": '{"recordId":"0035e00000AbCdE"}'},
        "custom",
        {"name": "SwitchboardPop", "data": {"recordId": "0035e00000AbCdE"}},
    ),
    Case(
        "custom text",
        {"Type": "CustomEvent", "eventName": "x", "data": "{not json"},
        "custom",
        {"data": "{not json"},
    ),
    Case(
        "page",
        {"Type": "PopURL", "ContactId": "7", "URL": "https://example.com/a", "PopoutWindowWidth": "800"},
        "page.open",
        {"url": "https://example.com/a", "width": 800, "contactKey": f"{UNIT}:acd:7"},
    ),
    Case("a page that is a script", {"Type": "PopURL", "URL": "javascript:alert(1)"}, "page.open", {"url": None}),
    Case(
        "program",
        {
            "Type": "RunApp",
            "ActionType": "RunExe",
            "ActionValue": "calc.exe",
            "ContactId": "7",
            "WaitTimeout": "5",
        },
        "app.run",
        {"action": "runExe", "value": "calc.exe", "waitSeconds": 5},
    ),
    Case("indicator", {"Type": "Indicator", "Name": "VIP", "IndicatorState": "On"}, "indicator", {"on": True}),
    Case("refresh", {"Type": "UpdateUnavailableCodes"}, "refresh", {"what": "unavailableCodes"}),
    Case("session start", {"Type": "AgentSessionStart", "AgentId": "10021", "CanMask": "True"}, "session.started"),
    Case("log-out", {"Type": "AgentSessionEnd", "Success": "True"}, "session.ended", {"reason": "logged-out"}),
    Case(
        "remote log-out",
        {"Type": "AgentSessionEnd", "Message": "RemoteLogoff"},
        "session.ended",
        {"reason": "remote"},
    ),
    Case("another remote one", {"Type": "RemoteAgentSessionEnd"}, "session.ended", {"reason": "remote"}),
    Case("unknown", {"Type": "TakeOver", "Secret": "x"}, "other", {"name": "TakeOver"}),
    Case("a type that is no name", {"Type": "Call 4155550134!"}, "other", {"name": ""}),
    Case("nothing", {}, "other", {"name": ""}),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.label)
def test_an_event(case: Case) -> None:
    told = json.loads(read_event(case.raw, UNIT).model_dump_json(by_alias=True))
    assert told["type"] == case.type
    assert {name: told[name] for name in case.members} == case.members


def test_every_shape_is_made_of_some_event() -> None:
    union, _ = get_args(Told)
    shapes = {shape.model_fields["type"].default for shape in get_args(union)}
    assert shapes == {case.type for case in CASES}


TEXTS = st.one_of(
    st.text(max_size=30), st.sampled_from(["True", "-1", "0", "2026-03-02T14:00:00Z", '{"a":[1]}', "\ud800"])
)
VALUES = st.recursive(
    st.one_of(TEXTS, st.booleans(), st.none()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXTS, inner, max_size=3)),
    max_leaves=6,
)
NAMES = sorted({name for case in CASES for name in case.raw} - {"Type"})


@given(
    kind=st.sampled_from([*READERS, "UpdateSkills", "Else"]),
    members=st.dictionaries(st.sampled_from(NAMES), VALUES),
)
def test_whatever_comes_is_told_and_can_be_read_back(kind: str, members: dict[str, Any]) -> None:
    told = read_event({"Type": kind, **members}, UNIT)
    text = told.model_dump_json(by_alias=True)
    shapes: TypeAdapter[AgentEvent] = TypeAdapter(Told)
    assert shapes.validate_json(text.encode()) == told
    assert len(digest({"Type": kind, **members})) == 16


def test_json_that_is_nested_beyond_reason_stays_text() -> None:
    deep = "[" * 30 + "]" * 30
    told = read_event({"Type": "CustomEvent", "eventName": "x", "data": deep}, UNIT)
    assert json.loads(told.model_dump_json(by_alias=True))["data"] == deep


def test_the_server_that_tells_it_makes_no_other_event() -> None:
    one, other = {"Type": "AgentLeg", "IISHost": "a", "VCHost": "b"}, {"VCHost": "c", "Type": "AgentLeg"}
    assert digest(one) == digest(other) != digest({"Type": "Mute"})


def test_without_a_business_unit_there_are_no_keys() -> None:
    told = read_event({"Type": "CallContactEvent", "ContactID": "7"}, "")
    assert isinstance(told, ContactNews)
    assert (told.contact_key, told.contact_id) == (None, "7")


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-02T14:05:11.000Z",
        "2026-03-02T14:05:11",
        "2026-03-02T15:05:11+01:00",
        "1772460311",
        "1772460311000",
    ],
)
def test_a_time_however_it_is_written(text: str) -> None:
    assert read_moment(text) == datetime(2026, 3, 2, 14, 5, 11, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "soon", "0001-01-01T00:00:00Z", "2026-13-01", "99999999999999"])
def test_what_is_no_time_is_none(text: str) -> None:
    assert read_moment(text) is None


@pytest.mark.parametrize(
    ("status", "inbound", "kind", "arrives"),
    [
        ("Incoming", "True", "Regular", True),
        ("Ringing", "True", "Consult", True),
        ("Active", "True", "PersonalQueue", True),
        ("Active", "False", "Regular", False),
        ("Active", "False", "Consult", False),
        ("Active", "True", "AgentLeg", False),
        ("Holding", "True", "Regular", False),
        ("Disconnected", "True", "Regular", False),
    ],
)
def test_what_arrives_is_popped(status: str, inbound: str, kind: str, arrives: bool) -> None:
    raw = {"Type": "CallContactEvent", "Status": status, "IsInbound": inbound, "CallType": kind}
    told = read_event(raw, UNIT)
    assert isinstance(told, ContactNews)
    assert told.arrives == arrives
