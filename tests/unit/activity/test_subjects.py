"""One activity for each contact, each agent's part, or all contacts of a master; its key never changes."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from switchboard.activity.model import RelationSource
from switchboard.activity.subjects import LONGEST_KEY, activities_of, master_key, short_key
from tests.fakes.activity_stories import INBOUND, leg

PASSED_ON = """14:00:00 queued channel=voice skillId=40110
14:00:30 answered agentId=10021 agentName=Ada
14:01:00 held
14:01:10 resumed
14:02:00 transferred agentId=10021
14:02:20 answered agentId=10022 agentName=Ben
14:04:20 ended
14:04:50 wrappedUp"""


def test_a_contact_makes_one_activity_with_its_key() -> None:
    (activity,) = activities_of([leg(INBOUND)], "contact")

    assert activity.key == "4599001:acd:9007199254740993"
    assert activity.view["contactId"] == "9007199254740993"


def test_each_agents_part_is_an_activity_of_its_own() -> None:
    first, second = activities_of([leg(PASSED_ON, "7")], "assignment")

    assert (first.key, second.key) == ("4599001:acd:7:10021", "4599001:acd:7:10022")
    names = ["queueSeconds", "connectedSeconds", "holdSeconds", "talkSeconds", "wrapUpSeconds"]
    assert [first.view[name] for name in names] == [30, 90, 10, 80, None]
    assert [second.view[name] for name in names] == [None, 120, 0, 120, 30]
    assert (first.view["agent"], second.view["agent"]) == (
        {"id": "10021", "name": "Ada"},
        {"id": "10022", "name": "Ben"},
    )
    assert first.view["endedAt"] == "2026-03-02T14:02:00.000000Z"
    assert second.view["assignment"] == {"number": 2, "count": 2}


def test_the_only_part_has_the_times_of_the_whole() -> None:
    story = f"{INBOUND}\n14:13:05 report by=report reportAgentSeconds=400 reportDurationSeconds=420"

    (part,) = activities_of([leg(story)], "assignment")
    assert part.view["connectedSeconds"] == 400


KEYS: list[Any] = [
    pytest.param("14:00:00 queued\n14:01:00 abandoned", ["7"], id="nobody answered"),
    pytest.param("14:00:00 answered\n14:01:00 ended", ["7:unnamed"], id="nobody told who answered"),
    pytest.param(
        "14:00:00 report by=report agentId=10021 reportAgentSeconds=9 reportDurationSeconds=9",
        ["7:10021"],
        id="known from the report alone",
    ),
    pytest.param(
        """14:00:00 answered agentId=1
        14:01:00 transferred
        14:02:00 answered agentId=2
        14:03:00 transferred
        14:04:00 answered agentId=1
        14:05:00 ended""",
        ["7:1", "7:2", "7:1.2"],
        id="the same agent twice",
    ),
]


@pytest.mark.parametrize(("story", "keys"), KEYS)
def test_a_part_is_called_by_its_agent_and_turn(story: str, keys: list[str]) -> None:
    activities = activities_of([leg(story, "7")], "assignment")

    assert [one.key.removeprefix("4599001:acd:") for one in activities] == keys


def test_what_is_learnt_late_of_an_agents_part_finds_the_same_record() -> None:
    report = "14:13:05 report by=report agentId=10021 reportAgentSeconds=410 reportDurationSeconds=429"

    reported = activities_of([leg(report)], "assignment")
    told = activities_of([leg(f"{INBOUND}\n{report}")], "assignment")
    assert [one.key for one in reported] == [one.key for one in told]


def test_the_contacts_of_a_master_make_one_activity() -> None:
    first = leg("14:00:00 queued ani=+1 masterContactId=7\n14:00:10 answered agentId=1\n14:01:10 ended", "7")
    second = leg("14:01:20 answered agentId=2 masterContactId=7\n14:02:00 ended disposition=Sold", "8")

    (whole,) = activities_of([second, first], "masterContact")
    assert whole == activities_of([first, second], "masterContact")[0]
    assert whole.key == "4599001:acd:7:master"
    assert (whole.view["contactId"], whole.view["connectedSeconds"]) == ("7", 100)
    assert (whole.view["ani"], whole.view["disposition"]["name"]) == ("+1", "Sold")
    assert [one["contactId"] for one in whole.view["assignments"]] == ["7", "8"]


def test_a_contact_without_a_master_is_its_own() -> None:
    assert str(master_key(leg("14:00:00 queued", "7"))) == "4599001:acd:7"
    assert str(master_key(leg("14:00:00 queued masterContactId=3", "7"))) == "4599001:acd:3"


def test_what_was_said_of_its_relation_comes_along() -> None:
    (activity,) = activities_of(
        [leg("14:00:00 relation by=agent chosenWhoId= dialledWhatId=5005e00000XyZ12AAH")], "contact"
    )

    assert activity.related == {
        RelationSource.CHOSEN: ("", None),
        RelationSource.DIALLED: (None, "5005e00000XyZ12AAH"),
    }


@given(text=st.text(min_size=1, max_size=200))
def test_a_key_is_never_too_long_and_always_the_same(text: str) -> None:
    key = short_key(text)

    assert len(key) <= LONGEST_KEY
    assert key == short_key(text)
    assert len(text) > LONGEST_KEY or key == text


def test_long_keys_that_begin_alike_stay_apart() -> None:
    assert short_key("x" * 100 + "1") != short_key("x" * 100 + "2")
