"""Tokens of which is known how long they live: renewed in time, without anybody waiting for it."""

import pytest

from switchboard.errors import CC_ERRORS, CcLoginRefused, CcTimeout, CcUnavailable, VendorError
from switchboard.time_left import set_time_left
from switchboard.tokens import LEASE_S, REFUSED_FOR_S, AccessToken, SharedTokens
from tests.fakes.tokens import MemoryTokenStore

LIFETIME_S = 3600.0
RENEWED_AFTER_S = 3300.0


class Vendor:
    """Logs in and refreshes, counting both; fails as told."""

    def __init__(self) -> None:
        self.now = 1_790_000_000.0
        self.calls: list[str] = []
        self.login_failure: VendorError | None = None
        self.refresh_failure: VendorError | None = None
        self.store = MemoryTokenStore()

    def environment(self) -> SharedTokens:
        return SharedTokens(
            "cxone",
            self.store,
            self._log_in,
            refresh=self._refresh,
            errors=CC_ERRORS,
            clock=lambda: self.now,
            sleep=self._sleep,
            roll=lambda: 0.5,
        )

    def _sleep(self, seconds: float) -> None:
        self.now += seconds

    def _log_in(self) -> AccessToken:
        self.calls.append("login")
        if self.login_failure:
            raise self.login_failure
        return self._token()

    def _refresh(self, old: AccessToken) -> AccessToken:
        self.calls.append(f"refresh {old.refresh_token}")
        if self.refresh_failure:
            raise self.refresh_failure
        return self._token()

    def _token(self) -> AccessToken:
        number = len(self.calls)
        return AccessToken(f"token-{number}", "https://api.example", self.now + RENEWED_AFTER_S, f"rt-{number}")


@pytest.fixture
def vendor() -> Vendor:
    return Vendor()


def test_a_token_is_renewed_when_its_time_has_come_and_not_before(vendor: Vendor) -> None:
    tokens = vendor.environment()
    first = tokens.current()
    vendor.now += RENEWED_AFTER_S - 1
    assert tokens.current() == first
    vendor.now += 1

    assert tokens.current().value == "token-2"
    assert vendor.calls == ["login", "refresh rt-1"]


def test_an_environment_takes_what_another_renewed(vendor: Vendor) -> None:
    one, two = vendor.environment(), vendor.environment()
    one.current()
    two.current()
    vendor.now += RENEWED_AFTER_S

    assert one.current() == two.current()
    assert len(vendor.calls) == 2


def test_nobody_waits_while_somebody_else_renews(vendor: Vendor) -> None:
    tokens = vendor.environment()
    first = tokens.current()
    vendor.now += RENEWED_AFTER_S
    seen, before = vendor.store.read("cxone"), vendor.now
    assert vendor.store.take_lease("cxone", "other", seen=seen, now=before, until=before + LEASE_S)

    assert tokens.current() == first
    assert vendor.now == before


@pytest.mark.parametrize(
    "failure", [CcUnavailable("HTTP_503"), CcLoginRefused("invalid_grant")], ids=["unavailable", "refused"]
)
def test_while_renewing_fails_the_old_token_serves(vendor: Vendor, failure: VendorError) -> None:
    tokens = vendor.environment()
    first = tokens.current()
    vendor.now += RENEWED_AFTER_S
    vendor.refresh_failure = vendor.login_failure = failure

    assert [tokens.current() for _ in range(5)] == [first] * 5
    tried = len(vendor.calls)
    assert tried <= 3

    vendor.refresh_failure = vendor.login_failure = None
    vendor.now += REFUSED_FOR_S + 1
    assert tokens.current() != first


def test_one_that_is_refused_and_cannot_be_renewed_is_no_longer_given(vendor: Vendor) -> None:
    tokens = vendor.environment()
    first = tokens.current()
    vendor.refresh_failure = vendor.login_failure = CcLoginRefused("invalid_grant")

    with pytest.raises(CcLoginRefused):
        tokens.renew(first)
    with pytest.raises(CcLoginRefused) as again:
        vendor.environment().renew(first)
    assert again.value.retry_after_s is not None
    assert vendor.calls == ["login", "refresh rt-1", "login"]


def test_a_refused_refresh_token_leads_to_a_login(vendor: Vendor) -> None:
    tokens = vendor.environment()
    first = tokens.current()
    vendor.refresh_failure = CcLoginRefused("invalid_grant")

    assert tokens.renew(first).value == "token-3"
    assert vendor.calls == ["login", "refresh rt-1", "login"]


def test_a_refresh_that_finds_nobody_is_no_reason_for_a_login(vendor: Vendor) -> None:
    tokens = vendor.environment()
    first = tokens.current()
    vendor.refresh_failure = CcUnavailable("HTTP_503")

    with pytest.raises(CcUnavailable):
        tokens.renew(first)
    assert vendor.calls == ["login", "refresh rt-1"]


def test_errors_are_told_in_the_vendors_own_family(vendor: Vendor) -> None:
    seen = vendor.store.read("cxone")
    vendor.store.take_lease("cxone", "slow", seen=seen, now=vendor.now, until=vendor.now + LEASE_S)
    set_time_left(0.01)
    try:
        with pytest.raises(CcTimeout):
            vendor.environment().current()
    finally:
        set_time_left(float("inf"))


def test_neither_token_shows_in_its_text() -> None:
    shown = repr(AccessToken("s3cr3t", "https://api.example", 1.0, "r3fr3sh"))
    assert "s3cr3t" not in shown
    assert "r3fr3sh" not in shown
