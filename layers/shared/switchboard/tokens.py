"""Access tokens of a vendor, shared and renewed by many environments as if they were one.

A token lives in the process and in one item of a store. Whoever finds none that is good takes a lease on the
item and logs in; all others wait for the result. A login that failed is remembered too, with the time from
which trying again makes sense, so that a locked user or an outage causes one attempt and not a storm.

Where the vendor says how long a token lives, it is renewed a while before its end. Nobody waits for that: whoever
does not get the lease, or whose login fails, goes on with the old one.
"""

import random
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from switchboard.errors import CRM_ERRORS, ErrorFamily, VendorError
from switchboard.time_left import time_left_s

LEASE_S = 10.0
"""How long one environment may take to log in before another tries; longer than a login's own timeouts."""

REFUSED_FOR_S = 30.0
"""How long a refused login is not repeated: an operator has to act first."""

UNAVAILABLE_FOR_S = 2.0
"""How long a login that found no working server is not repeated."""


@dataclass(frozen=True, slots=True)
class AccessToken:
    """What a login gave: the token and the host that it is good for.

    Args:
        instance_url: without a trailing slash.
        renew_at: epoch seconds from which a new one is sought; None where the vendor does not say how long it
            lives. Salesforce does not: that is learnt from a 401 (Salesforce help, OAuth 2.0 client credentials
            flow).
        refresh_token: what gives the next token without a login, or empty.
        area, domain, user_hub_domain: what makes the vendor's other hosts, or empty.
    """

    value: str = field(repr=False)
    instance_url: str
    renew_at: float | None = None
    refresh_token: str = field(default="", repr=False)
    area: str = ""
    domain: str = ""
    user_hub_domain: str = ""

    def is_fresh(self, now: float) -> bool:
        """Whether nothing speaks for a new one yet."""
        return self.renew_at is None or now < self.renew_at


@dataclass(frozen=True, slots=True)
class LoginFailure:
    """A login that did not work.

    Args:
        code: the vendor's error word.
        refused: whether the vendor said no, as opposed to not answering.
        until: epoch seconds from which another attempt makes sense.
    """

    code: str
    refused: bool
    until: float


@dataclass(frozen=True, slots=True)
class TokenState:
    """What the store knows of one vendor."""

    token: AccessToken | None = None
    failure: LoginFailure | None = None


class TokenStore(Protocol):
    """One item per vendor, seen by all environments."""

    def read(self, vendor: str) -> TokenState:
        """The present state, strongly consistent."""
        ...

    def take_lease(self, vendor: str, owner: str, *, seen: TokenState, now: float, until: float) -> bool:
        """Take the lease on logging in; False if another holds it or the state is no longer as ``seen``."""
        ...

    def keep(self, vendor: str, owner: str, token: AccessToken) -> None:
        """Store a new token and give the lease back, if ``owner`` still has it."""
        ...

    def keep_failure(self, vendor: str, owner: str, failure: LoginFailure) -> None:
        """Remember a login that failed and give the lease back, if ``owner`` still has it."""
        ...


class SharedTokens:
    """The current token of one vendor.

    Args:
        vendor: key of the item in the store.
        store: what all environments share.
        log_in: performs one login; raises errors of the vendor's family.
        refresh: gets the next token with a refresh token, where the vendor has such; raises likewise.
        errors: the vendor's family.
        clock: epoch seconds.
        sleep, roll: injected for tests; ``roll`` gives a number in [0, 1).
    """

    def __init__(
        self,
        vendor: str,
        store: TokenStore,
        log_in: Callable[[], AccessToken],
        *,
        refresh: Callable[[AccessToken], AccessToken] | None = None,
        errors: ErrorFamily = CRM_ERRORS,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
        roll: Callable[[], float] = random.random,
    ) -> None:
        self._vendor = vendor
        self._store = store
        self._log_in = log_in
        self._refresh = refresh
        self._errors = errors
        self._clock = clock
        self._sleep = sleep
        self._roll = roll
        self._held: AccessToken | None = None
        self._lock = threading.Lock()

    def current(self) -> AccessToken:
        """The token to use now.

        Raises:
            VendorError: the login was refused or cannot be reached, now or a moment ago, or somebody else's did
                not end within the time left.
        """
        with self._lock:
            if self._held is None or not self._held.is_fresh(self._clock()):
                self._held = self._obtain(refused=None)
            return self._held

    def renew(self, refused: AccessToken) -> AccessToken:
        """Another token than ``refused``: one that somebody renewed meanwhile, or that of a new login.

        Raises: as ``current``.
        """
        with self._lock:
            if self._held is None or self._held.value == refused.value:
                self._held = None
                self._held = self._obtain(refused)
            return self._held

    def _obtain(self, refused: AccessToken | None) -> AccessToken:
        owner = uuid.uuid4().hex
        while True:
            state = self._store.read(self._vendor)
            now = self._clock()
            usable = state.token
            if usable and refused is not None and usable.value == refused.value:
                usable = None
            if usable and usable.is_fresh(now):
                return usable
            if state.failure and state.failure.until > now:
                if usable:
                    return usable
                raise self._error(state.failure, now)
            if self._store.take_lease(self._vendor, owner, seen=state, now=now, until=now + LEASE_S):
                return self._renew_as(owner, state.token, usable)
            if usable:
                return usable
            wait_s = 0.05 + 0.1 * self._roll()
            if wait_s > time_left_s():
                raise self._errors.timeout("LOGIN_IN_PROGRESS")
            self._sleep(wait_s)

    def _renew_as(self, owner: str, old: AccessToken | None, usable: AccessToken | None) -> AccessToken:
        try:
            token = self._next(old)
        except VendorError as error:
            refused = isinstance(error, self._errors.login_refused)
            lasts_s = REFUSED_FOR_S if refused else UNAVAILABLE_FOR_S
            failure = LoginFailure(error.code, refused, until=self._clock() + lasts_s)
            self._store.keep_failure(self._vendor, owner, failure)
            if usable:
                return usable
            raise
        self._store.keep(self._vendor, owner, token)
        return token

    def _next(self, old: AccessToken | None) -> AccessToken:
        if self._refresh and old and old.refresh_token:
            try:
                return self._refresh(old)
            except self._errors.login_refused:
                # Refresh tokens end and are revoked too; the login may still work.
                return self._log_in()
        return self._log_in()

    def _error(self, failure: LoginFailure, now: float) -> VendorError:
        kind = self._errors.login_refused if failure.refused else self._errors.unavailable
        return kind(failure.code, retry_after_s=failure.until - now)
