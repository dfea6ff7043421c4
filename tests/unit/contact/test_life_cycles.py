"""Times, durations, agents and state of the lives that contacts have."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from switchboard.contact.facts import facts_of
from switchboard.contact.merge import Contact
from switchboard.contact.words import State
from tests.fakes.contact_events import EVENTS, at, contact_of, life

REPORTED = (
    "startedAt=2026-03-02T14:04:52.000000Z reportPreQueueSeconds=12 reportQueueSeconds=7 reportAgentSeconds=410 "
    "reportHoldSeconds=25 reportHoldCount=1 reportDurationSeconds=429"
)

LIVES: list[Any] = [
    pytest.param("", {"state": None, "outcome": "", "answered": False, "queue_s": None}, id="nothing told yet"),
    pytest.param(
        "14:04:52 queued",
        {"state": State.QUEUED, "over": False, "started_at": "14:04:52", "queue_s": None},
        id="queued",
    ),
    pytest.param(
        """14:04:52 queued
        14:05:00 routed agentId=10021""",
        {"state": State.ROUTED, "over": False, "agent_id": "10021", "answered": False},
        id="ringing",
    ),
    pytest.param(
        """14:04:52 queued
        14:05:11 answered agentId=10021 agentName=Ada""",
        {"state": State.ACTIVE, "queue_s": 19, "connected_s": None, "talk_s": None, "hold_s": 0, "outcome": ""},
        id="in conversation",
    ),
    pytest.param(
        """14:04:52 queued
        14:05:00 routed agentId=10021
        14:05:11 answered agentId=10021 agentName=Ada
        14:12:01 ended
        14:12:40 wrappedUp disposition=Resolved""",
        {
            "state": State.CLOSED,
            "outcome": "handled",
            "started_at": "14:04:52",
            "queued_at": "14:04:52",
            "answered_at": "14:05:11",
            "ended_at": "14:12:01",
            "wrapped_up_at": "14:12:40",
            "queue_s": 19,
            "talk_s": 410,
            "hold_s": 0,
            "hold_count": 0,
            "connected_s": 410,
            "wrap_up_s": 39,
            "duration_s": 429,
            "agent_id": "10021",
            "agent_name": "Ada",
            "disposition": "Resolved",
            "assigned": [("10021", "14:05:11", "14:12:01")],
        },
        id="plain inbound",
    ),
    pytest.param(
        """14:04:52 queued
        14:05:11 answered
        14:12:01 ended""",
        {"state": State.WRAP_UP, "over": True, "outcome": "handled", "wrap_up_s": None, "wrapped_up_at": None},
        id="agent still at work after the call",
    ),
    pytest.param(
        """14:04:52 queued
        14:06:00 abandoned""",
        {
            "state": State.ABANDONED,
            "outcome": "abandoned",
            "answered": False,
            "queue_s": 68,
            "connected_s": 0,
            "hold_s": None,
            "duration_s": 68,
            "ended_at": "14:06:00",
            "agent_id": "",
            "assigned": [],
        },
        id="abandoned in the queue",
    ),
    pytest.param(
        """14:04:52 queued
        14:06:00 abandoned
        14:06:02 ended""",
        {"state": State.ABANDONED, "outcome": "abandoned", "queue_s": 68, "duration_s": 70},
        id="abandoned, and its end told too",
    ),
    pytest.param(
        """14:00:00 queued
        14:00:10 routed agentId=10021
        14:00:40 refused agentId=10021
        14:00:50 routed agentId=10022
        14:01:00 answered agentId=10022
        14:02:00 ended""",
        {
            "outcome": "handled",
            "queue_s": 60,
            "talk_s": 60,
            "agent_id": "10022",
            "assigned": [("10022", "14:01:00", "14:02:00")],
        },
        id="refused, then answered by another",
    ),
    pytest.param(
        """14:00:00 queued
        14:00:10 routed agentId=10021
        14:00:40 refused agentId=10021""",
        {"state": State.REFUSED, "over": False, "outcome": "", "agent_id": ""},
        id="refused, and waiting again",
    ),
    pytest.param(
        """14:00:10 routed agentId=10021
        14:00:40 refused agentId=10021
        14:00:41 ended""",
        {"state": State.REFUSED, "over": True, "outcome": "refused", "connected_s": 0, "agent_id": ""},
        id="refused for good",
    ),
    pytest.param(
        """14:00:00 answered agentId=10021
        14:01:00 held
        14:01:10 resumed
        14:02:00 held
        14:02:05 held by=agent
        14:02:15 resumed
        14:03:00 ended""",
        {"hold_count": 2, "hold_s": 25, "connected_s": 180, "talk_s": 155},
        id="held twice",
    ),
    pytest.param(
        """14:00:00 answered
        14:01:00 held""",
        {"state": State.HELD, "hold_count": 1, "hold_s": None},
        id="on hold now",
    ),
    pytest.param(
        """14:00:00 answered
        14:01:00 held
        14:01:30 ended""",
        {"hold_count": 1, "hold_s": 30, "talk_s": 60},
        id="hung up while on hold",
    ),
    pytest.param(
        """14:00:00 queued masterContactId=1
        14:00:10 answered agentId=10021
        14:03:00 transferred agentId=10021
        14:03:00 ended
        14:03:30 wrappedUp agentId=10021""",
        {
            "state": State.CLOSED,
            "talk_s": 170,
            "agent_id": "10021",
            "wrap_up_s": 30,
            "assigned": [("10021", "14:00:10", "14:03:00")],
        },
        id="transferred, its first leg",
    ),
    pytest.param(
        """14:03:00 routed masterContactId=1
        14:03:05 answered agentId=10022
        14:05:05 ended""",
        {"queue_s": None, "talk_s": 120, "assigned": [("10022", "14:03:05", "14:05:05")]},
        id="transferred, its second leg under a new contact id",
    ),
    pytest.param(
        """14:00:00 answered agentId=10021
        14:02:00 transferred agentId=10021
        14:02:00 queued skillId=40120
        14:02:30 answered agentId=10022
        14:03:00 ended""",
        {
            "queue_s": 30,
            "connected_s": 150,
            "agent_id": "10022",
            "assigned": [("10021", "14:00:00", "14:02:00"), ("10022", "14:02:30", "14:03:00")],
        },
        id="transferred to a skill within one contact",
    ),
    pytest.param(
        """14:00:00 answered agentId=10021
        14:02:00 answered agentId=10022
        14:03:00 ended""",
        {"connected_s": 180, "assigned": [("10021", "14:00:00", "14:02:00"), ("10022", "14:02:00", "14:03:00")]},
        id="taken over, the transfer untold",
    ),
    pytest.param(
        """14:00:00 answered agentId=10021
        14:01:00 conferenced agentId=10022
        14:01:30 conferenced detail=+14155550199
        14:02:00 ended agentId=10021
        14:02:20 wrappedUp agentId=10021
        14:03:00 ended agentId=10022""",
        {
            "state": State.WRAP_UP,
            "connected_s": 180,
            "ended_at": "14:03:00",
            "wrap_up_s": None,
            "assigned": [("10021", "14:00:00", "14:02:00"), ("10022", "14:01:00", "14:03:00")],
            "parties": [("agent", "10021"), ("agent", "10022"), ("other", "+14155550199")],
        },
        id="conference, the first agent leaves",
    ),
    pytest.param(
        """14:00:00 answered agentId=10021
        14:01:00 conferenced agentId=10022
        14:03:00 ended agentId=10022
        14:03:30 wrappedUp agentId=10021
        14:03:40 wrappedUp agentId=10022""",
        {"state": State.CLOSED, "wrap_up_s": 40, "wrapped_up_at": "14:03:40"},
        id="conference, both stay to the end",
    ),
    pytest.param(
        """14:04:52 queued
        14:12:01 ended""",
        {
            "state": State.CLOSED,
            "outcome": "unanswered",
            "answered": False,
            "connected_s": None,
            "duration_s": 429,
        },
        id="ended without answered",
    ),
    pytest.param(
        "14:12:01 ended",
        {"state": State.CLOSED, "over": True, "started_at": None, "duration_s": None, "queue_s": None},
        id="nothing but its end",
    ),
    pytest.param(
        """14:05:11 answered agentId=10021
        14:12:01 ended""",
        {"queued_at": None, "queue_s": None, "talk_s": 410, "started_at": "14:05:11"},
        id="answered without queued",
    ),
    pytest.param(
        """14:05:11 answered agentId=10021
        14:12:40 wrappedUp agentId=10021""",
        {"state": State.CLOSED, "over": True, "ended_at": None, "connected_s": None, "wrap_up_s": None},
        id="wrapped up, its end untold",
    ),
    pytest.param(
        """14:04:52 queued
        14:06:00 held
        14:06:30 resumed
        14:12:01 ended""",
        {"outcome": "handled", "answered": True, "answered_at": None, "connected_s": None, "queue_s": 68},
        id="held, so it was answered, though nobody told",
    ),
    pytest.param(
        """14:04:52 queued
        14:05:00 resumed""",
        {"state": State.QUEUED, "answered": False},
        id="resumed without being held",
    ),
    pytest.param(
        """14:00:00 answered agentId=10021
        14:01:00 refused agentId=10022
        14:01:30 conferenced agentId=10021 detail=+14155550199
        14:03:00 ended""",
        {
            "connected_s": 180,
            "assigned": [("10021", "14:00:00", "14:03:00")],
            "parties": [("agent", "10021"), ("other", "+14155550199")],
        },
        id="a consulted agent refuses, an outsider joins",
    ),
    pytest.param(
        """14:00:00 answered
        14:03:00 ended""",
        {"assigned": [("", "14:00:00", "14:03:00")], "parties": [], "agent_id": ""},
        id="nobody told who answered",
    ),
    pytest.param(
        """14:05:12 queued
        14:05:11 answered agentId=10021
        14:05:10 ended
        14:05:30 wrappedUp""",
        {
            "state": State.CLOSED,
            "outcome": "handled",
            "talk_s": 0,
            "queue_s": 0,
            "duration_s": 0,
            "ended_at": "14:05:10",
        },
        id="clocks that disagree: all before the end",
    ),
    pytest.param(
        """14:05:11 answered
        14:12:03 ended
        14:12:01 wrappedUp""",
        {"state": State.CLOSED, "wrap_up_s": 0, "talk_s": 412},
        id="clocks that disagree: wrapped up before the end",
    ),
    pytest.param(
        """14:05:11 answered
        14:05:12 answered agentId=10021 agentName=Ada by=agent
        14:12:01 ended
        14:12:03 ended agentId=10021 by=agent""",
        {"assigned": [("10021", "14:05:11", "14:12:03")], "agent_name": "Ada", "talk_s": 412},
        id="told by script and agent alike",
    ),
    pytest.param(
        """14:05:11 answered id=e1 agentId=10021
        14:05:15 answered id=e1 agentId=10021
        14:06:00 held id=h1
        14:06:10 held id=h1
        14:06:30 resumed id=r1
        14:12:01 ended""",
        {"talk_s": 380, "hold_s": 30, "hold_count": 1},
        id="one event id with two times: the earlier holds",
    ),
    pytest.param(
        """14:00:00 queued callType=inbound
        14:20:00 routed agentId=10021
        14:20:10 answered agentId=10021
        14:22:10 ended""",
        {"queue_s": 1210, "talk_s": 120, "duration_s": 1330},
        id="callback that kept its place in the queue",
    ),
    pytest.param(
        """14:00:00 routed callType=outbound agentId=10021 dnis=+14155550134
        14:00:20 ended endReason=Busy
        14:00:40 wrappedUp""",
        {
            "state": State.CLOSED,
            "outcome": "unanswered",
            "duration_s": 20,
            "agent_id": "10021",
            "parties": [("customer", "+14155550134")],
        },
        id="outbound, busy",
    ),
    pytest.param(
        """09:00:00 queued channel=email
        11:00:00 answered agentId=10021
        11:30:00 ended
        11:31:00 wrappedUp""",
        {"queue_s": 7200, "connected_s": 1800, "state": State.CLOSED},
        id="e-mail",
    ),
    pytest.param(
        """14:00:00 queued channel=chat ani=grace
        14:00:45 routed agentId=10021
        14:01:30 refused agentId=10021 detail=Timeout
        14:01:30 queued id=again
        14:01:40 answered agentId=10022
        14:09:40 ended""",
        {
            "queue_s": 100,
            "talk_s": 480,
            "agent_id": "10022",
            "parties": [("customer", "grace"), ("agent", "10022")],
        },
        id="chat, offered twice",
    ),
    pytest.param(
        """14:00:00 queued channel=workItem workItemType=Case
        14:00:05 answered agentId=10021
        14:02:00 held
        14:05:00 resumed
        14:06:05 ended""",
        {"connected_s": 360, "hold_s": 180, "talk_s": 180},
        id="work item that waited for a side call",
    ),
    pytest.param(
        """09:00:00 queued channel=digital subChannel=facebook
        09:10:00 answered agentId=501
        09:30:00 ended
        12:00:00 queued
        12:05:00 answered agentId=502""",
        {
            "state": State.ACTIVE,
            "over": False,
            "ended_at": None,
            "queue_s": 900,
            "connected_s": None,
            "agent_id": "502",
            "assigned": [("501", "09:10:00", "09:30:00"), ("502", "12:05:00", None)],
        },
        id="digital case, reopened",
    ),
    pytest.param(
        """09:00:00 queued channel=digital
        09:10:00 answered agentId=501
        09:30:00 ended
        09:30:00 wrappedUp
        12:05:00 answered agentId=502
        12:15:00 ended
        12:16:00 wrappedUp""",
        {
            "state": State.CLOSED,
            "outcome": "handled",
            "ended_at": "12:15:00",
            "connected_s": 1800,
            "wrap_up_s": 60,
            "duration_s": 11_700,
        },
        id="digital case, reopened and closed again",
    ),
    pytest.param(
        """09:00:00 queued channel=voice
        09:10:00 answered agentId=501
        09:30:00 ended
        12:00:00 answered agentId=502""",
        {"state": State.WRAP_UP, "ended_at": "09:30:00", "connected_s": 1200},
        id="a call that is over stays over",
    ),
    pytest.param(
        f"14:13:05 report by=report agentId=10021 agentName=Ada {REPORTED} reportWrapUpSeconds=39",
        {
            "state": State.CLOSED,
            "outcome": "handled",
            "started_at": "14:04:52",
            "answered_at": "14:05:11",
            "ended_at": "14:12:01",
            "wrapped_up_at": "14:12:40",
            "queue_s": 7,
            "connected_s": 410,
            "hold_s": 25,
            "talk_s": 385,
            "wrap_up_s": 39,
            "duration_s": 429,
            "hold_count": 1,
            "agent_id": "10021",
            "assigned": [],
        },
        id="known from the report alone",
    ),
    pytest.param(
        f"""14:04:52 queued
        14:05:11 answered agentId=10021
        14:13:05 report by=report {REPORTED}""",
        {
            "state": State.WRAP_UP,
            "ended_at": "14:12:01",
            "connected_s": 410,
            "wrapped_up_at": None,
            "assigned": [("10021", "14:05:11", "14:12:01")],
        },
        id="its end known from the report only",
    ),
    pytest.param(
        f"""14:04:52 queued
        14:05:11 answered agentId=10021
        14:12:09 ended
        14:13:05 report by=report {REPORTED} reportWrapUpSeconds=39""",
        {
            "state": State.CLOSED,
            "ended_at": "14:12:09",
            "connected_s": 410,
            "queue_s": 7,
            "wrapped_up_at": "14:12:48",
        },
        id="the report's durations take the place of ours",
    ),
    pytest.param(
        """14:04:52 queued
        14:06:05 report by=report reportOutcome=abandoned reportAgentSeconds=0 reportDurationSeconds=68""",
        {"state": State.ABANDONED, "outcome": "abandoned", "answered": False, "connected_s": 0},
        id="abandoned, known from the report",
    ),
    pytest.param(
        "14:06:05 report by=report reportOutcome=refused reportAgentSeconds=9 reportDurationSeconds=68",
        {"state": State.REFUSED, "outcome": "refused", "answered": False, "answered_at": None},
        id="refused, known from the report",
    ),
    pytest.param(
        f"""14:04:52 queued
        14:05:11 refused agentId=10021
        14:13:05 report by=report agentId=10021 {REPORTED}""",
        {"outcome": "handled", "answered": True, "agent_id": "10021"},
        id="refused and then answered by the same agent, the answer known from the report",
    ),
    pytest.param(
        f"""09:00:00 queued channel=digital
        09:31:00 report by=report {REPORTED} reportWrapUpSeconds=0
        12:00:00 queued id=again""",
        {"state": State.QUEUED, "over": False},
        id="digital case reopened after its report",
    ),
]


def seen(contact: Contact, names: list[str]) -> dict[str, Any]:
    """Facts by name, times as clocks."""
    facts = facts_of(contact, "1")

    def clock(value: Any) -> Any:
        return f"{value:%H:%M:%S}" if hasattr(value, "hour") else value

    extra = {
        "assigned": [(one.agent_id, clock(one.since), clock(one.until)) for one in facts.assignments],
        "parties": [(one.role, one.id) for one in facts.parties],
    }
    return {name: extra[name] if name in extra else clock(getattr(facts, name)) for name in names}


@pytest.mark.parametrize(("story", "expected"), LIVES)
def test_facts_follow_from_the_timeline(story: str, expected: dict[str, Any]) -> None:
    contact = contact_of(life(story)) if story else Contact()

    assert seen(contact, list(expected)) == expected


def test_holds_are_told_for_each_assignment() -> None:
    contact = contact_of(
        life(
            """14:00:00 answered agentId=1
            14:01:00 held
            14:01:10 resumed
            14:02:00 transferred
            14:03:00 answered agentId=2
            14:04:00 held
            14:04:05 resumed
            14:05:00 ended"""
        )
    )

    assert [(one.agent_id, one.hold_s) for one in facts_of(contact, "77").assignments] == [("1", 10), ("2", 5)]
    assert {one.contact_id for one in facts_of(contact, "77").assignments} == {"77"}


@given(events=st.lists(EVENTS, max_size=25))
def test_whatever_arrives_the_facts_make_sense(events: Any) -> None:
    facts = facts_of(contact_of(events), "1")

    durations = [
        facts.queue_s,
        facts.talk_s,
        facts.hold_s,
        facts.connected_s,
        facts.wrap_up_s,
        facts.duration_s,
        facts.hold_count,
    ]
    assert all(one is None or one >= 0 for one in durations)
    assert facts.over == (facts.outcome != "")
    assert (facts.outcome == "handled") == (facts.over and facts.answered)
    assert all(one.until is None or one.since <= one.until for one in facts.assignments)
    assert not facts.over or facts.state is not None


def test_an_end_is_the_end_whatever_the_clock_says() -> None:
    early = facts_of(contact_of(life("14:00:00 answered\n13:59:00 ended")), "1")

    assert early.ended_at == at("13:59:00")
    assert early.connected_s == 0
