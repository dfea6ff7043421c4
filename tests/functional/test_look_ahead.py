"""Callers looked up ahead of their pop, many in one search."""

import json
import time
from typing import Any

import phonenumbers
import pytest

from switchboard.runtime.queue import BatchFailed
from switchboard.screen_pop.rules import DEFAULT_RULES
from tests.support import people
from tests.support.world import Context, World, forget, handler, log_text

KEY = "4599001:acd:1"


def queued(*numbers: str, at: float | None = None) -> dict[str, Any]:
    """An event as SQS gives it to a function."""
    sent = time.time() if at is None else at
    return {
        "Records": [
            {"messageId": f"m{place}", "body": json.dumps({"number": number, "at": sent})}
            for place, number in enumerate(numbers)
        ]
    }


def look_up(event: dict[str, Any], left_s: float = 15) -> list[str]:
    answer = handler("caller_lookup")(event, Context(left_s))
    return [one["itemIdentifier"] for one in answer["batchItemFailures"]]


def pop(world: World, ani: str) -> dict[str, Any]:
    body = {"callType": "inbound", "ani": ani, "contactKey": KEY}
    answer: dict[str, Any] = world.call("POST", "/v1/screen-pops", body).json
    return answer


def test_a_pop_after_it_asks_salesforce_nothing(world: World) -> None:
    assert look_up(queued("+14155550134")) == []
    world.org.journal.clear()

    answer = pop(world, "4155550134")

    assert answer["pop"]["recordId"] == people.GRACE
    assert world.asked() == []


def test_many_callers_share_one_search_and_each_gets_their_own(world: World) -> None:
    look_up(queued("+14155550134", "+442079460018", "+4930901820", "+14155550199"))
    assert len(world.asked("*/search*")) == 1
    world.org.journal.clear()

    assert pop(world, "+14155550134")["pop"]["recordId"] == people.GRACE
    assert pop(world, "+442079460018")["match"] == "many"
    assert pop(world, "+4930901820")["pop"]["recordId"] == people.LEAD
    assert pop(world, "+14155550199")["match"] == "none"
    assert world.asked() == []


def test_a_caller_looked_up_a_moment_ago_is_not_looked_up_again(world: World) -> None:
    look_up(queued("+14155550134", "+14155550134"))
    look_up(queued("+14155550134"))

    assert len(world.asked("*/search*")) == 1


def test_a_result_is_used_only_as_long_as_the_rules_allow(world: World) -> None:
    rules = json.loads(DEFAULT_RULES.model_dump_json(by_alias=True))
    world.put_rules(json.dumps({**rules, "freshness": {"foundS": 60, "unfoundS": 0}}))
    look_up(queued("+14155550199"))
    world.org.journal.clear()

    pop(world, "+14155550199")

    # Not found counts for no time at all here: the caller may be a customer by now.
    assert len(world.asked("*/search*")) == 1


def test_a_result_of_other_rules_is_not_used(world: World) -> None:
    look_up(queued("+14155550134"))
    rules = json.loads(DEFAULT_RULES.model_dump_json(by_alias=True))
    rules["objects"]["Contact"]["returns"] = ["AccountId", "Email"]
    world.put_rules(json.dumps(rules))
    world.org.journal.clear()
    forget()

    assert pop(world, "+14155550134")["candidates"][0]["fields"]["Email"] == "grace@example.com"
    assert len(world.asked("*/search*")) == 1


def _numbers(count: int) -> list[str]:
    return [f"+1212{5550000 + place}" for place in range(count)]


def test_a_truncated_search_loses_nobody(world: World) -> None:
    numbers = _numbers(20)
    # Two hundred and twenty contacts for twenty callers: more than one search gives back.
    made = {
        "Contact": [
            {"Id": people.record_id("003", 1000 + place), "LastName": f"L{place}", "Phone": numbers[place % 20]}
            for place in range(220)
        ]
    }
    world.add(made)
    look_up(queued(*numbers))
    assert len(world.asked("*/search*")) == 21
    world.org.journal.clear()

    for number in numbers:
        found = pop(world, number)
        assert len(found["candidates"]) == 11
    assert world.asked() == []


def test_a_thousand_callers_cost_a_hundred_searches_at_most(world: World) -> None:
    numbers = [
        phonenumbers.format_number(phonenumbers.parse(f"+4420794{place:05}"), phonenumbers.PhoneNumberFormat.E164)
        for place in range(1000)
    ]
    # A minute's callers, in batches of four seconds.
    for start in range(0, 1000, 67):
        look_up(queued(*numbers[start : start + 67]))

    assert 0 < len(world.asked("*/search*")) <= 100


def test_the_budget_leaves_searches_for_pops(world: World) -> None:
    rules = json.loads(DEFAULT_RULES.model_dump_json(by_alias=True))
    world.put_rules(json.dumps({**rules, "lookAheadSearches": 2}))
    with log_text() as text:
        assert look_up(queued(*_numbers(60))) == []

    assert len(world.asked("*/search*")) == 2
    assert '"skipped":' in text.getvalue()
    # Who was left out is looked up by the pop.
    assert pop(world, "4155550134")["match"] == "one"


@pytest.mark.parametrize("fault", [{"status": 503}, {"name": "daily_limit"}, {"delay_s": 20.0}])
def test_when_salesforce_is_in_trouble_hints_are_dropped(world: World, fault: dict[str, Any]) -> None:
    world.fault(path="*/search*", **fault)

    assert look_up(queued("+14155550134"), left_s=2) == []
    world.org.faults.clear()
    assert pop(world, "4155550134")["match"] == "one"


def test_an_old_hint_is_dropped(world: World) -> None:
    assert look_up(queued("+14155550134", at=time.time() - 3600)) == []
    assert world.asked() == []


def test_what_makes_no_sense_goes_the_way_of_dead_letters(world: World) -> None:
    event = {
        "Records": [
            {"messageId": "a", "body": "no json"},
            {"messageId": "b", "body": "[]"},
            {"messageId": "c", "body": json.dumps({"number": "x", "at": 1})},
            {"messageId": "d", "body": json.dumps({"number": "+14155550134"})},
            {"messageId": "e", "body": json.dumps({"number": "+14155550134", "at": time.time()})},
        ]
    }
    assert look_up(event) == ["a", "b", "c", "d"]


def test_the_memory_being_away_costs_a_search_and_no_pop(world: World) -> None:
    world.aws.dynamodb().delete_table(TableName=world.names["PopsTable"].ref)

    assert pop(world, "4155550134")["match"] == "one"


def test_a_batch_that_fails_is_delivered_again_and_says_nothing_personal(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise KeyError("+14155550134")

    monkeypatch.setattr("switchboard.runtime.look_ahead.look_up", broken)
    with log_text() as text, pytest.raises(BatchFailed) as failed:
        look_up(queued("+14155550134"))

    assert (str(failed.value), failed.value.__suppress_context__) == ("KeyError", True)
    assert '"error":"KeyError"' in text.getvalue()
    assert "4155550134" not in text.getvalue()
