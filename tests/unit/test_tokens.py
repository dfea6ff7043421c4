"""One token for many environments: how it is obtained, renewed and remembered."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from switchboard.errors import CrmLoginRefused, CrmTimeout, CrmUnavailable
from switchboard.time_left import set_time_left
from switchboard.tokens import (
    LEASE_S,
    REFUSED_FOR_S,
    UNAVAILABLE_FOR_S,
    AccessToken,
    SharedTokens,
    TokenState,
    TokenStore,
)
from tests.fakes.tokens import MemoryTokenStore


class Clock:
    """A clock that moves when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1_790_000_000.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


class Vendor:
    """Counts logins and gives a new token each time, or fails as told."""

    def __init__(self) -> None:
        self.logins = 0
        self.failure: Exception | None = None

    def log_in(self) -> AccessToken:
        self.logins += 1
        if self.failure:
            raise self.failure
        return AccessToken(f"token-{self.logins}", "https://org.example")


def environment(store: TokenStore, vendor: Vendor, clock: Clock) -> SharedTokens:
    return SharedTokens("salesforce", store, vendor.log_in, clock=clock, sleep=clock.sleep, roll=lambda: 0.5)


def test_a_second_environment_takes_the_token_of_the_first() -> None:
    store, vendor, clock = MemoryTokenStore(), Vendor(), Clock()

    first = environment(store, vendor, clock).current()
    second = environment(store, vendor, clock).current()

    assert first == second
    assert vendor.logins == 1


def test_a_held_token_asks_neither_store_nor_vendor() -> None:
    class OneRead(MemoryTokenStore):
        reads = 0

        def read(self, vendor: str) -> TokenState:
            self.reads += 1
            return super().read(vendor)

    store = OneRead()
    tokens = environment(store, Vendor(), Clock())
    for _ in range(5):
        tokens.current()

    assert store.reads == 1


def test_two_environments_with_the_same_expired_token_log_in_once() -> None:
    store, vendor, clock = MemoryTokenStore(), Vendor(), Clock()
    one, two = environment(store, vendor, clock), environment(store, vendor, clock)
    expired = one.current()
    assert two.current() == expired

    renewed = {one.renew(expired).value, two.renew(expired).value}

    assert renewed == {"token-2"}
    assert vendor.logins == 2


def test_a_refused_token_that_is_no_longer_held_renews_nothing() -> None:
    vendor = Vendor()
    tokens = environment(MemoryTokenStore(), vendor, Clock())
    old = tokens.current()
    fresh = tokens.renew(old)

    assert tokens.renew(old) == fresh
    assert vendor.logins == 2


@pytest.mark.parametrize(
    ("failure", "lasts_s"),
    [
        (CrmLoginRefused("inactive_user"), REFUSED_FOR_S),
        (CrmUnavailable("NO_CONNECTION"), UNAVAILABLE_FOR_S),
    ],
    ids=["refused", "unavailable"],
)
def test_a_failed_login_is_remembered_by_all_until_its_time(failure: Exception, lasts_s: float) -> None:
    store, vendor, clock = MemoryTokenStore(), Vendor(), Clock()
    vendor.failure = failure
    for _ in range(10):
        with pytest.raises(type(failure)):
            environment(store, vendor, clock).current()
    assert vendor.logins == 1

    vendor.failure = None
    clock.now += lasts_s + 1

    assert environment(store, vendor, clock).current().value == "token-2"


def test_a_remembered_refusal_says_when_to_come_back() -> None:
    store, vendor, clock = MemoryTokenStore(), Vendor(), Clock()
    vendor.failure = CrmLoginRefused("invalid_client")
    with pytest.raises(CrmLoginRefused):
        environment(store, vendor, clock).current()
    clock.now += 10

    with pytest.raises(CrmLoginRefused) as again:
        environment(store, vendor, clock).current()

    assert again.value.code == "invalid_client"
    assert again.value.retry_after_s == pytest.approx(REFUSED_FOR_S - 10)


def test_a_lease_whose_holder_died_is_taken_over() -> None:
    store, vendor, clock = MemoryTokenStore(), Vendor(), Clock()
    assert store.take_lease("salesforce", "dead", seen=TokenState(), now=clock.now, until=clock.now + LEASE_S)
    began = clock.now

    assert environment(store, vendor, clock).current().value == "token-1"
    assert clock.now - began >= LEASE_S


def test_waiting_for_another_login_ends_with_the_time_left() -> None:
    store, vendor, clock = MemoryTokenStore(), Vendor(), Clock()
    store.take_lease("salesforce", "slow", seen=TokenState(), now=clock.now, until=clock.now + LEASE_S)
    set_time_left(0.01)

    with pytest.raises(CrmTimeout):
        environment(store, vendor, clock).current()
    assert vendor.logins == 0


def _at_once(count: int, work: Callable[[], str]) -> list[str]:
    barrier = Barrier(count)

    def together(_: int) -> str:
        barrier.wait(timeout=20)
        return work()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(together, range(count)))


def test_fifty_cold_environments_at_once_log_in_once() -> None:
    store, vendor = MemoryTokenStore(), Vendor()

    tokens = _at_once(50, lambda: SharedTokens("salesforce", store, vendor.log_in).current().value)

    assert set(tokens) == {"token-1"}
    assert vendor.logins == 1


def test_a_token_does_not_show_in_its_text() -> None:
    assert "s3cr3t" not in repr(AccessToken("s3cr3t", "https://org.example"))
