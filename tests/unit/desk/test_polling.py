"""No event is lost and none is told twice, whatever is lost on the way and however the contract is to be read."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from switchboard.agent.session import SessionOver
from switchboard.desk.event_log import Heard
from switchboard.desk.event_shapes import Custom, Indicator
from switchboard.desk.polling import MOST_EVENT_BYTES, AgentEvents
from switchboard.errors import CcError, CcLimitReached
from tests.fakes.event_log import USER, Centre, MemoryEventLog

STEPS = ("tell", "tell the same", "poll", "lose an answer", "kill a poller", "join for a command")


def events_of(log: MemoryEventLog, centre: Centre) -> AgentEvents:
    return AgentEvents(
        sessions=log,
        log=log,
        source=centre,
        centre=centre,
        prepare=lambda _session, news: [one.event for one in news],
        clock=lambda: 0.0,
        sleep=lambda _: None,
    )


def light(name: str) -> Heard:
    event = Indicator(name=name, on=True, tool_tip=None, image_url=None, action=None, action_url=None)
    return Heard(name, event)


def names(log: MemoryEventLog) -> list[str]:
    return [json.loads(one.document)["name"] for one in log.events]


def poll(events: AgentEvents, log: MemoryEventLog) -> None:
    events.after(USER, "current", log.kept.last_event, 0)


@given(steps=st.lists(st.sampled_from(STEPS), max_size=25), replays=st.booleans(), refuses_old=st.booleans())
def test_every_event_is_told_once_and_in_order(steps: list[str], replays: bool, refuses_old: bool) -> None:
    log, centre = MemoryEventLog(), Centre(replays=replays, refuses_old=refuses_old)
    events = events_of(log, centre)
    for number, step in enumerate(steps):
        match step:
            case "tell":
                centre.log.append(light(str(number)))
            case "tell the same":
                centre.log.append(light("again"))
            case "poll":
                poll(events, log)
            case "lose an answer":
                centre.lose = 1
                with suppress(CcError):
                    poll(events, log)
                centre.lose = 0
            case "kill a poller":
                turn = log.take(log.kept, "killed", events.now())
                assert turn is not None
                with suppress(CcError):
                    centre.next_events(turn.session.cxone_id, 0)
            case "join for a command":
                log.move(log.kept, centre.join("10021"))
    for _ in range(3):
        poll(events, log)

    assert names(log) == [one.digest for one in centre.log]
    assert [one.number for one in log.events] == list(range(1, len(centre.log) + 1))


def test_where_who_joins_does_not_hear_the_past_the_old_id_makes_up_for_what_was_lost() -> None:
    log, centre = MemoryEventLog(), Centre(replays=True, joined_hear_all=False)
    events = events_of(log, centre)
    centre.log += [light("one"), light("two")]
    poll(events, log)
    centre.log += [light("three")]
    centre.lose = 1
    with pytest.raises(CcError):
        poll(events, log)
    poll(events, log)
    centre.log += [light("four")]
    poll(events, log)

    assert names(log) == ["one", "two", "three", "four"]


def test_what_was_heard_is_looked_up_only_while_a_new_client_catches_up() -> None:
    log, centre = MemoryEventLog(), Centre()
    events = events_of(log, centre)
    for name in "abcdef":
        centre.log.append(light(name))
        poll(events, log)
    assert log.reads_of_told == 0
    log.move(log.kept, centre.join("10021"))
    poll(events, log)
    poll(events, log)
    before = log.reads_of_told
    for name in "ghi":
        centre.log.append(light(name))
        poll(events, log)

    assert log.reads_of_told == before > 0
    assert names(log) == list("abcdefghi")


def test_a_refusal_loses_nothing_and_asks_for_no_new_client() -> None:
    log, centre = MemoryEventLog(), Centre()
    events = events_of(log, centre)
    usual = centre.next_events

    def refuse(cxone_id: str, wait_s: int) -> None:
        raise CcLimitReached("HTTP_429", status=429)

    centre.next_events = refuse  # type: ignore[method-assign] # for one poll
    with pytest.raises(CcLimitReached):
        poll(events, log)
    centre.next_events = usual  # type: ignore[method-assign]
    centre.log.append(light("one"))
    poll(events, log)

    assert names(log) == ["one"]
    assert centre.joins == 0


def test_a_session_that_is_over_is_told_to_be_and_not_asked_of_again() -> None:
    log, centre = MemoryEventLog(), Centre(over=True)
    events = events_of(log, centre)
    page = events.after(USER, "current", 0, 0)

    assert [json.loads(one.document)["reason"] for one in page.events] == ["gone"]
    with pytest.raises(SessionOver):
        events.after(USER, "current", 1, 0)


def test_a_turn_that_was_taken_over_keeps_nothing() -> None:
    log, centre = MemoryEventLog(), Centre()
    events = events_of(log, centre)
    centre.log.append(light("one"))
    usual = centre.next_events

    def slow(cxone_id: str, wait_s: int) -> object:
        reply = usual(cxone_id, wait_s)
        log.take(log.kept, "faster", events.now())
        return reply

    centre.next_events = slow  # type: ignore[assignment,method-assign] # for one poll
    poll(events, log)
    assert log.events == []
    centre.next_events = usual  # type: ignore[method-assign]
    poll(events, log)

    assert names(log) == ["one"]


def test_an_event_that_is_too_large_even_without_its_bulk_keeps_its_type_alone() -> None:
    log, centre = MemoryEventLog(), Centre()
    centre.log.append(Heard("big", Custom(name="n" * (MOST_EVENT_BYTES + 1), data="x")))
    centre.log.append(Heard("bulky", Custom(name="n", data="x" * (MOST_EVENT_BYTES + 1))))
    poll(events_of(log, centre), log)

    first, second = (json.loads(one.document) for one in log.events)
    assert first == {"number": 1, "truncated": True, "type": "other", "name": "custom"}
    assert second == {"number": 2, "truncated": True, "type": "custom", "name": "n", "data": None}
