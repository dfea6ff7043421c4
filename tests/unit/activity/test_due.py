"""When a contact's activity is due, and when it is looked at again."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from switchboard.activity.due import Due, DueReason, is_due
from switchboard.activity.subjects import Leg
from switchboard.contact.key import ContactKey
from tests.fakes.activity_stories import leg, rules
from tests.fakes.contact_events import EVENTS, at, contact_of

QUEUED = "14:04:52 queued channel=voice callType=inbound skillId=40110"
ANSWERED = f"{QUEUED}\n14:05:11 answered agentId=10021"
ENDED = f"{ANSWERED}\n14:12:01 ended"
WRAPPED_UP = f"{ENDED}\n14:12:40 wrappedUp"
ABANDONED = f"{QUEUED}\n14:06:00 abandoned"
REFUSED = f"{QUEUED}\n14:05:00 refused agentId=1\n14:05:01 ended"
REPORT = "14:13:05 report by=report reportAgentSeconds=410 reportDurationSeconds=429"

NOW: list[Any] = [
    pytest.param({}, WRAPPED_UP, id="wrapped up"),
    pytest.param({}, ABANDONED, id="abandoned"),
    pytest.param({}, REFUSED, id="refused for good"),
    pytest.param({}, f"{QUEUED}\n14:05:00 ended", id="ended without an agent"),
    pytest.param({}, f"{ANSWERED}\n{REPORT} reportWrapUpSeconds=9", id="wrapped up, says the report"),
    pytest.param({"when": "ended"}, ENDED, id="ended, and that is enough"),
    pytest.param({"when": "answered"}, ANSWERED, id="answered, and that is enough"),
    pytest.param({"when": "answered"}, ABANDONED, id="never answered, and over"),
    pytest.param({"writeAbandoned": False}, WRAPPED_UP, id="abandoned ones are not wanted, this one is"),
    pytest.param({"only": {"channels": ["voice"], "skills": ["40110"]}}, WRAPPED_UP, id="the right skill"),
]


@pytest.mark.parametrize(("changed", "story"), NOW)
def test_what_has_come_to_its_moment_is_due(changed: dict[str, Any], story: str) -> None:
    assert is_due([leg(story)], rules(**changed), at("14:13:06")) == Due(True, DueReason.REACHED)


NEVER: list[Any] = [
    pytest.param({"writeAbandoned": False}, ABANDONED, id="abandoned ones are not wanted"),
    pytest.param({"writeRefused": False}, REFUSED, id="refused ones are not wanted"),
    pytest.param({"only": {"channels": ["chat"]}}, WRAPPED_UP, id="another channel"),
    pytest.param({"only": {"dispositions": ["Sold"]}}, ANSWERED, id="no disposition so far"),
]


@pytest.mark.parametrize(("changed", "story"), NEVER)
def test_what_is_not_wanted_is_never_due(changed: dict[str, Any], story: str) -> None:
    assert is_due([leg(story)], rules(**changed), at("2026-04-02 00:00:00")) == Due(False, DueReason.NOT_WANTED)


LATER: list[Any] = [
    pytest.param({}, QUEUED, "2026-03-03 14:04:52", "silence", id="queued"),
    pytest.param({}, ANSWERED, "2026-03-03 14:05:11", "silence", id="in conversation"),
    pytest.param({"silenceLimitS": 60}, ANSWERED, "14:06:11", "silence", id="less patience with silence"),
    pytest.param({"when": "ended"}, ANSWERED, "2026-03-03 14:05:11", "silence", id="to be written when ended"),
    pytest.param({"when": "answered"}, QUEUED, "2026-03-03 14:04:52", "silence", id="to be written when answered"),
    pytest.param({}, ENDED, "14:27:01", "wrapUpLimit", id="its agent still at work"),
    pytest.param({"wrapUpLimitS": 60}, ENDED, "14:13:01", "wrapUpLimit", id="less patience with that work"),
    pytest.param({}, f"{ANSWERED}\n{REPORT}", "14:27:01", "wrapUpLimit", id="its end known from the report"),
]


@pytest.mark.parametrize(("changed", "story", "moment", "reason"), LATER)
def test_what_is_not_told_is_waited_for_until_its_limit(
    changed: dict[str, Any], story: str, moment: str, reason: str
) -> None:
    legs, document, limit = [leg(story)], rules(**changed), at(moment)

    assert is_due(legs, document, limit - timedelta(seconds=1)) == Due(False, DueReason.WAITING, limit)
    assert is_due(legs, document, limit) == Due(True, DueReason(reason))


def test_contacts_of_a_master_are_due_together() -> None:
    first, second = leg(f"{WRAPPED_UP}", "7"), leg("14:12:01 answered agentId=2 channel=voice", "8")

    document = rules(per="masterContact")
    assert is_due([first], document, at("14:13:00")).due
    assert is_due([first, second], document, at("14:13:00")) == Due(
        False, DueReason.WAITING, at("2026-03-03 14:12:40")
    )


@given(events=st.lists(EVENTS, min_size=1, max_size=10), when=st.sampled_from(["answered", "ended", "wrappedUp"]))
def test_no_contact_is_ever_forgotten(events: Any, when: str) -> None:
    legs, document = [Leg(ContactKey.parse("1:acd:7"), contact_of(events))], rules(when=when)

    decision = is_due(legs, document, at("00:00:06"))
    if legs[0].contact.last_at is None:
        assert decision.reason is DueReason.NOT_WANTED
    elif not decision.due:
        assert decision.look_again_at is not None
        assert is_due(legs, document, decision.look_again_at).due


def test_nothing_told_is_nothing_to_write() -> None:
    empty = Leg(ContactKey.parse("1:acd:7"), contact_of([]))

    assert is_due([empty], rules(), at("14:00:00")) == Due(False, DueReason.NOT_WANTED)
