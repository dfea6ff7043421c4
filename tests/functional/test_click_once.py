"""One click is one call, whatever breaks: the commands to dial are counted in the tenant's own journal."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from local.cxone.agents.calls import Outcome
from local.cxone.agents.desk import COMMAND_LOST
from local.simulator.faults import Fault
from switchboard.cxone.dialling import CxoneDialling
from switchboard.dialing.relation import Clicked
from switchboard.dialing.service import DialOrder
from switchboard.errors import StoreUnavailable
from switchboard.runtime import agents, calls
from switchboard.stores.call_items import CallItems
from tests.support.calls import NUMBER, Clicker
from tests.support.people import ACME, GRACE
from tests.support.world import USER, Answer, World, forget

KEY = "click-1"


@pytest.fixture
def ada(world: World) -> Clicker:
    return Clicker(world)


class Killed(BaseException):
    """The environment ends where it stands."""


@contextmanager
def killed_after_dialling(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The command goes out, and nothing after it happens any more."""
    dial = CxoneDialling.dial

    def dial_and_die(self: CxoneDialling, cxone_id: str, number: str, skill_id: str) -> None:
        dial(self, cxone_id, number, skill_id)
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(CxoneDialling, "dial", dial_and_die)
        with pytest.raises(Killed):
            yield


@pytest.mark.parametrize("key", [None, KEY])
def test_the_same_click_again_tells_of_the_same_call(ada: Clicker, key: str | None) -> None:
    first = ada.click(key=key)
    again = ada.click("+1 (415) 555-0134", key=key)

    assert (first.status, again.status) == (202, 200)
    assert (again.json["callId"], again.json["repeated"]) == (first.json["callId"], True)
    assert ada.dialled() == 1


@pytest.mark.parametrize("key", [None, KEY])
def test_killed_after_the_command_went_out_it_is_never_dialled_again(
    ada: Clicker, monkeypatch: pytest.MonkeyPatch, key: str | None
) -> None:
    with killed_after_dialling(monkeypatch):
        ada.click(key=key)
    forget()
    ada.wait(3)

    again = ada.click(key=key)

    assert (again.status, again.json["state"], again.json["repeated"]) == (200, "active", True)
    assert again.json["contactKey"] == f"4599001:acd:{ada.calls()[0].contact_id}"
    assert (ada.dialled(), len(ada.calls())) == (1, 1)


def test_killed_after_the_call_was_kept_and_before_the_command_nothing_is_dialled_by_a_retry(
    ada: Clicker, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(CxoneDialling, "dial", die)
        with pytest.raises(Killed):
            ada.click(key=KEY)

    again = ada.click(key=KEY)
    assert (again.status, again.json["state"], ada.dialled()) == (200, "dialing", 0)

    monkeypatch.setattr("switchboard.dialing.call.SILENCE", timedelta())
    assert ada.click(key=KEY).json["state"] == "unknown"
    assert ada.dialled() == 0


FAULTS_OF_WHICH_NOBODY_KNOWS: list[dict[str, Any]] = [
    {"drop": "after"},
    {"drop": "during"},
    {"status": 502, "html": "<html>Bad gateway</html>", "after_work": True},
    {"status": 503, "after_work": True},
    {"status": 500, "after_work": True},
    {"delay_s": 2.5},
]


@pytest.mark.parametrize("fault", FAULTS_OF_WHICH_NOBODY_KNOWS, ids=str)
@pytest.mark.parametrize("key", [None, KEY])
def test_an_answer_that_is_lost_is_no_reason_to_dial_again_or_to_deny_the_call(
    ada: Clicker, fault: dict[str, Any], key: str | None
) -> None:
    ada.fault(count=1, **fault)
    left_s = 3.0 if "delay_s" in fault else 8.0
    first = ada.click(key=key, left_s=left_s)
    ada.wait(3)

    again = ada.click(key=key)

    assert (first.status, first.json["state"]) in [(202, "dialing"), (202, "active")]
    assert (again.status, again.json["state"]) == (200, "active")
    assert again.json["callId"] == first.json["callId"]
    assert (ada.dialled(), len(ada.calls())) == (1, 1)


NOTHING_DONE: list[tuple[dict[str, Any], int, str]] = [
    ({"status": 409, "message": "Invalid state"}, 409, "cannot-dial-now"),
    ({"status": 400, "message": "Phone Number is not valid."}, 422, "number-refused"),
    ({"status": 400, "message": "Invalid skillId"}, 422, "skill-refused"),
    ({"status": 403, "message": "Multi-Conference not enabled for user."}, 409, "cannot-dial-now"),
    ({"status": 403, "message": "Insufficient permissions"}, 502, "cxone-refused"),
    ({"status": 429, "headers": {"Retry-After": "60"}}, 503, "cxone-limit-reached"),
]


@pytest.mark.parametrize(("fault", "status", "problem"), NOTHING_DONE, ids=str)
@pytest.mark.parametrize("key", [None, KEY])
def test_a_refusal_is_told_and_the_next_click_dials(
    ada: Clicker, fault: dict[str, Any], status: int, problem: str, key: str | None
) -> None:
    ada.fault(count=1, **fault)

    refused = ada.click(key=key)
    again = ada.click(key=key)

    assert (refused.status, refused.problem) == (status, problem)
    assert (again.status, again.json["state"]) == (202, "dialing")
    assert (ada.dialled(), ada.dialled_well()) == (2, 1)


def test_a_token_that_expires_in_between_costs_a_refused_command_and_no_second_call(ada: Clicker) -> None:
    ada.click("+1 212 555 0100")
    ada.wait(3)
    ada.hang_up()
    ada.wait(90)
    ada.tenant.journal.clear()
    ada.tenant.faults.add([Fault.from_mapping({"path": "*/dial-phone", "name": "expired-token", "count": 1})])

    assert ada.click().status == 202

    statuses = [one.status for one in ada.tenant.journal.exchanges(path="*/dial-phone")]
    assert statuses == [401, 202]


def test_a_session_that_ends_between_the_check_and_the_command(
    ada: Clicker, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = CallItems.claim

    def claim_and_log_out(self: CallItems, *given: Any) -> bool:
        ada.log_out()
        return claim(self, *given)

    with monkeypatch.context() as patched:
        patched.setattr(CallItems, "claim", claim_and_log_out)
        refused = ada.click(key=KEY)
    assert (refused.status, refused.problem) == (409, "not-logged-in")

    ada.log_in()
    assert ada.click(key=KEY).status == 202
    assert (ada.dialled_well(), len(ada.tenant.commands.listed("*/dial-phone"))) == (1, 2)


def test_a_session_id_that_was_renewed_meanwhile_is_no_reason_to_fail(ada: Clicker) -> None:
    ada.click("+1 212 555 0100")
    ada.wait(3)
    ada.hang_up()
    ada.wait(90)
    store, session = agents.sessions(), agents.sessions().read(USER)
    assert session is not None
    store.move(session, "bm9uc2Vuc2U=")

    assert ada.click().status == 202


def test_a_key_that_was_used_for_another_call_is_refused(ada: Clicker) -> None:
    ada.click(key=KEY)

    others: list[dict[str, Any]] = [
        {"number": "+1 212 555 0100"},
        {"recordId": ACME, "objectType": "Account"},
        {"skillId": "40120"},
    ]
    for other in others:
        answer = ada.click(**{"number": NUMBER, **other}, key=KEY)
        assert (answer.status, answer.problem) == (422, "idempotency-key-reused")
    assert ada.dialled() == 1


def test_a_retry_is_answered_though_the_number_may_not_be_called_any_more(ada: Clicker) -> None:
    first = ada.click(key=KEY)
    ada.world.edit(GRACE, DoNotCall=True)
    ada.wait(3)

    again = ada.click(key=KEY)

    assert (again.status, again.json["callId"]) == (200, first.json["callId"])


def at_once(clicks: int, click: Callable[[], Answer]) -> list[Answer]:
    """Answers of clicks in as many threads, that begin together."""
    gate = threading.Barrier(clicks)

    def one(_: int) -> Answer:
        gate.wait()
        return click()

    with ThreadPoolExecutor(clicks) as pool:
        return list(pool.map(one, range(clicks)))


@pytest.mark.parametrize("key", [None, KEY])
@pytest.mark.parametrize("clicks", [2, 6])
def test_environments_with_the_same_click_at_once_dial_once(ada: Clicker, key: str | None, clicks: int) -> None:
    ada.click("911")  # so that every thread finds the clients made

    answers = at_once(clicks, lambda: ada.click(key=key))

    assert sorted(answer.status for answer in answers) == [200] * (clicks - 1) + [202]
    assert len({answer.json["callId"] for answer in answers}) == 1
    assert (ada.dialled(), ada.dialled_well()) == (1, 1)


def test_a_double_click_is_one_wherever_the_clock_stands(ada: Clicker) -> None:
    """There is no grid of time whose boundary two clicks could fall on: the earlier claim alone counts."""
    first = order_at(datetime.now(UTC) - timedelta(seconds=4.9))
    placed = calls.dialing().dial(first)
    again = calls.dialing().dial(replace(first, arrived_at=placed.call.asked_at + timedelta(seconds=4.9)))
    late = calls.dialing().dial(replace(first, arrived_at=placed.call.asked_at - timedelta(seconds=20)))

    assert [again.repeated, late.repeated] == [True, True]
    assert {again.call.call_id, late.call.call_id} == {placed.call.call_id}
    assert ada.dialled() == 1


def test_after_the_window_another_click_is_another_call(ada: Clicker) -> None:
    ada.expect(Outcome.BUSY)
    first = calls.dialing().dial(order_at(datetime.now(UTC)))
    ada.wait(100)

    second = calls.dialing().dial(order_at(first.call.asked_at + timedelta(seconds=5.1)))

    assert not second.repeated
    assert second.call.call_id != first.call.call_id
    assert ada.dialled_well() == 2
    assert ada.look(first.call.call_id).json["state"] == "failed"


def order_at(arrived_at: datetime) -> DialOrder:
    return DialOrder(USER, NUMBER, Clicked(GRACE, "Contact"), "", "", arrived_at)


def test_without_dynamodb_before_the_command_nothing_is_dialled(
    ada: Clicker, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unavailable(*_: object) -> bool:
        raise StoreUnavailable("ProvisionedThroughputExceededException")

    with monkeypatch.context() as patched:
        patched.setattr(CallItems, "claim", unavailable)
        refused = ada.click(key=KEY)
    assert (refused.status, refused.problem, ada.dialled()) == (503, "store-unavailable", 0)

    assert ada.click(key=KEY).status == 202


def test_a_claim_whose_answer_was_lost_is_known_by_its_attempt_and_dialled_once(
    ada: Clicker, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = CallItems.claim

    def told_wrong(self: CallItems, *given: Any) -> bool:
        assert claim(self, *given)
        return False

    with monkeypatch.context() as patched:
        patched.setattr(CallItems, "claim", told_wrong)
        answer = ada.click(key=KEY)

    assert (answer.status, ada.dialled()) == (202, 1)


@pytest.mark.parametrize("key", [None, KEY])
def test_without_dynamodb_after_a_refusal_the_next_click_does_not_dial_and_says_what_is_known(
    ada: Clicker, monkeypatch: pytest.MonkeyPatch, key: str | None
) -> None:
    def unavailable(*_: object) -> bool:
        raise StoreUnavailable("InternalServerError")

    ada.fault(count=1, status=409, message="Invalid state")
    with monkeypatch.context() as patched:
        patched.setattr(CallItems, "change", unavailable)
        assert ada.click(key=key).problem == "cannot-dial-now"

    again = ada.click(key=key)

    assert (again.status, again.json["state"]) == (200, "dialing")
    assert (ada.dialled(), ada.dialled_well()) == (1, 0)


def test_without_dynamodb_while_it_is_resolved_the_call_is_told_as_it_is_known(
    ada: Clicker, monkeypatch: pytest.MonkeyPatch
) -> None:
    call_id = ada.click().json["callId"]
    ada.wait(3)

    def unavailable(*_: object) -> bool:
        raise StoreUnavailable("InternalServerError")

    with monkeypatch.context() as patched:
        patched.setattr(CallItems, "change", unavailable)
        assert ada.look(call_id).json["state"] == "dialing"
    assert ada.look(call_id).json["state"] == "active"


def test_a_command_of_which_nothing_comes_is_not_repeated(ada: Clicker) -> None:
    ada.tenant.faults.add([Fault.from_mapping({"path": "*/dial-phone", "name": COMMAND_LOST, "count": 1})])
    call_id = ada.click().json["callId"]
    ada.wait(3)

    assert ada.click().json["callId"] == call_id
    assert (ada.dialled(), len(ada.calls())) == (1, 0)


def test_with_hardly_any_time_left_nothing_is_dialled(ada: Clicker) -> None:
    ada.click("911")
    answer = ada.click(left_s=1.9)

    assert (answer.status, answer.problem, ada.dialled()) == (504, "cxone-timeout", 0)


@pytest.mark.parametrize("path", ["*/agents/*/states", "*/agents/*/skills"])
@pytest.mark.parametrize(
    ("fault", "problem"),
    [
        ({"status": 502, "html": "<html>Bad gateway</html>"}, "cxone-unavailable"),
        ({"status": 429}, "cxone-limit-reached"),
        ({"status": 403}, "cxone-refused"),
    ],
    ids=str,
)
def test_trouble_with_what_is_read_before_the_command(
    ada: Clicker, path: str, fault: dict[str, Any], problem: str
) -> None:
    ada.click("911")
    ada.fault(path=path, headers={"Retry-After": "60"}, **fault)

    assert (ada.click(left_s=3).problem, ada.dialled()) == (problem, 0)


def test_trouble_with_the_lists_leaves_a_call_as_it_is_known(ada: Clicker) -> None:
    call_id = ada.click().json["callId"]
    ada.fault(path="*/contacts/active", status=503)

    answer = ada.world.call("GET", f"/v1/calls/{call_id}", user=USER, left_s=3)

    assert (answer.status, answer.json["state"]) == (200, "dialing")
