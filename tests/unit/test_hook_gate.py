"""A hook's secret is replaced while calls come in: none that is genuine is refused, and what is retired ends."""

import base64
import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from switchboard.errors import ConfigurationError
from switchboard.runtime.hook_gate import KEPT_S, RELOAD_EVERY_S, HookGate
from switchboard.runtime.problems import HookNotTrusted


def a_secret(number: int) -> str:
    return "whsec_" + base64.b64encode(bytes([number]) * 32).decode()


OLD, NEW, STRANGE = a_secret(1), a_secret(2), a_secret(3)


class Studio:
    """One environment's gate, with its Secrets Manager and its clock."""

    def __init__(self) -> None:
        self.now = 1_790_000_000.0
        self.kept = {"current": OLD, "previous": None}
        self.asked: list[bool] = []
        self.reachable = True
        self.gate = HookGate(self._read, lambda: self.now)

    def _read(self, anew: bool) -> str:
        self.asked.append(anew)
        if not self.reachable:
            raise ConfigurationError("A secret cannot be read")
        return json.dumps(self.kept)

    def shows(self, secret: str) -> bool:
        """Whether a call with this secret is let in."""
        event: dict[str, Any] = {"headers": {"authorization": f"Bearer {secret}"}, "body": "{}"}
        try:
            self.gate.admit(event)
        except HookNotTrusted:
            return False
        return True


@given(st.lists(st.floats(0, 120), max_size=30), st.floats(0, 200))
def test_half_a_minute_after_a_change_no_genuine_call_is_refused_whatever_strangers_do(
    strangers: list[float], later: float
) -> None:
    studio = Studio()
    began, changed_at = studio.now, studio.now + 60
    for moment in sorted(strangers):
        if began + moment >= changed_at:
            studio.kept = {"current": NEW, "previous": OLD}
        studio.now = began + moment
        assert not studio.shows(STRANGE)
        assert studio.shows(OLD)
    studio.kept = {"current": NEW, "previous": OLD}
    studio.now = max(studio.now, changed_at + RELOAD_EVERY_S) + later

    assert studio.shows(NEW)
    assert studio.shows(OLD)


def test_calls_that_come_together_with_a_new_secret_are_all_let_in() -> None:
    studio = Studio()
    assert studio.shows(OLD)
    studio.kept = {"current": NEW, "previous": OLD}
    together = Barrier(16)

    def call(number: int) -> bool:
        together.wait(timeout=30)
        return studio.shows(NEW if number % 2 else OLD)

    with ThreadPoolExecutor(16) as pool:
        assert all(pool.map(call, range(16)))
    assert studio.asked.count(True) == 1


def test_strangers_make_us_ask_twice_a_minute_at_most() -> None:
    studio = Studio()
    for _ in range(600):
        studio.shows(STRANGE)
        studio.now += 0.1
    assert studio.asked.count(True) <= 2


def test_what_is_retired_ends_also_where_nobody_shows_anything_else() -> None:
    studio = Studio()
    studio.kept = {"current": NEW, "previous": OLD}
    assert studio.shows(OLD)
    studio.kept = {"current": NEW, "previous": None}

    studio.now += KEPT_S - 1
    assert studio.shows(OLD)
    studio.now += 1
    assert not studio.shows(OLD)
    assert studio.shows(NEW)


def test_while_the_secret_cannot_be_read_the_last_one_holds() -> None:
    studio = Studio()
    assert studio.shows(OLD)
    studio.reachable = False
    for _ in range(3):
        studio.now += KEPT_S
        assert studio.shows(OLD)


def test_without_ever_having_been_read_it_lets_nobody_in() -> None:
    studio = Studio()
    studio.reachable = False
    with pytest.raises(ConfigurationError):
        studio.shows(OLD)
