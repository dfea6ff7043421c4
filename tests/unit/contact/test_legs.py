"""The contacts of one master, told as one."""

from switchboard.contact.facts import Facts, facts_of
from switchboard.contact.legs import together
from switchboard.contact.words import State
from tests.fakes.contact_events import at, contact_of, life

FIRST = """14:00:00 queued
14:00:10 answered agentId=10021
14:01:00 held
14:01:20 resumed
14:03:00 transferred agentId=10021
14:03:00 ended
14:03:30 wrappedUp agentId=10021 disposition=Passed"""

SECOND = """14:03:00 queued
14:03:05 answered agentId=10022
14:05:05 ended
14:05:25 wrappedUp disposition=Resolved"""


def facts(story: str, contact_id: str) -> Facts:
    return facts_of(contact_of(life(story)), contact_id)


def test_times_add_up_and_the_last_agent_has_the_last_word() -> None:
    whole = together([facts(FIRST, "1"), facts(SECOND, "2")])

    assert (whole.started_at, whole.ended_at, whole.wrapped_up_at) == (
        at("14:00:00"),
        at("14:05:05"),
        at("14:05:25"),
    )
    assert (whole.queue_s, whole.connected_s, whole.hold_s, whole.talk_s) == (15, 290, 20, 270)
    assert (whole.wrap_up_s, whole.duration_s, whole.hold_count) == (50, 305, 1)
    assert [(one.contact_id, one.agent_id) for one in whole.assignments] == [("1", "10021"), ("2", "10022")]
    assert (whole.state, whole.outcome, whole.agent_id, whole.disposition) == (
        State.CLOSED,
        "handled",
        "10022",
        "Resolved",
    )


def test_the_order_of_the_legs_does_not_matter() -> None:
    legs = [facts(FIRST, "1"), facts(SECOND, "2"), facts("14:02:00 queued\n14:02:30 abandoned", "3")]

    assert together(legs) == together(legs[::-1])


def test_it_goes_on_while_a_leg_goes_on() -> None:
    whole = together([facts(FIRST, "1"), facts(SECOND.partition("14:05:05")[0], "2")])

    assert (whole.state, whole.over, whole.ended_at, whole.duration_s) == (State.ACTIVE, False, None, None)


def test_it_is_not_closed_while_an_agent_works_on_a_leg() -> None:
    whole = together([facts(FIRST.rpartition("\n")[0], "1"), facts(SECOND, "2")])

    assert (whole.state, whole.over, whole.wrapped_up_at) == (State.WRAP_UP, True, None)


def test_a_leg_that_nobody_answered_does_not_hide_the_one_that_was() -> None:
    whole = together([facts(FIRST, "1"), facts("14:03:00 queued\n14:04:00 abandoned", "2")])

    assert (whole.outcome, whole.answered, whole.agent_id, whole.disposition) == (
        "handled",
        True,
        "10021",
        "Passed",
    )


def test_one_leg_is_itself() -> None:
    alone = facts(FIRST, "1")

    assert together([alone]) == alone
