"""A pooled session that logs in, renews, retries and stops in time.

What is the same for both vendors is here: the ``Authorization`` header, renewing a token exactly once, waiting no
longer than the time that is left, repeating only what is safe to repeat. What differs is asked of the subclass.
"""

import random
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

import requests
import urllib3
from requests.adapters import HTTPAdapter

from switchboard.effort import asking
from switchboard.errors import ErrorFamily, VendorError
from switchboard.time_left import time_left_s
from switchboard.tokens import AccessToken
from switchboard.web.answers import read_body, retry_after_s

LEAST_TIME_S = 0.05
"""Below this no request is begun: it could not be answered in time."""

MOST_ATTEMPTS = 3


class TokenSource(Protocol):
    """Where the session gets its access token."""

    def current(self) -> AccessToken:
        """The token to use now."""
        ...

    def renew(self, refused: AccessToken) -> AccessToken:
        """Another token than ``refused``, which the vendor no longer takes."""
        ...


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Bounds of one attempt, in seconds; the time left of the invocation cuts them further."""

    connect_s: float = 1.0
    read_s: float = 3.0


class VendorSession(requests.Session, ABC):
    """A session with one vendor; an answer that refuses is returned, not raised.

    Args:
        tokens: where access tokens come from.
        errors: the types in which the vendor's troubles are told: ``timeout`` for no answer within the time left,
            ``unavailable`` for no connection, or one that broke.
        repeatable_methods: doing these twice equals doing them once.
        ca_file: PEM file to trust instead of the public authorities, or None.
        timeouts: bounds of one attempt.
        sleep, roll: injected for tests; ``roll`` gives a number in [0, 1).
    """

    def __init__(
        self,
        tokens: TokenSource,
        errors: ErrorFamily,
        repeatable_methods: frozenset[str],
        *,
        ca_file: str | None,
        timeouts: Timeouts | None,
        sleep: Callable[[float], None] = time.sleep,
        roll: Callable[[], float] = random.random,
    ) -> None:
        super().__init__()
        # The environment must not override the trusted authorities, nor a .netrc the token.
        self.trust_env = False
        self.mount("https://", HTTPAdapter(pool_connections=2, pool_maxsize=16, max_retries=0))
        self._tokens = tokens
        self._errors = errors
        self._repeatable_methods = repeatable_methods
        self._verify: str | bool = ca_file or True
        self._timeouts = timeouts or Timeouts()
        self._sleep = sleep
        self._roll = roll
        self._all_repeatable = False

    @abstractmethod
    def token_is_over(self, refusal: requests.Response) -> bool:
        """Whether a 401 says that another token would do."""

    @abstractmethod
    def pause_s(self, response: requests.Response, attempt: int, roll: float, *, repeatable: bool) -> float | None:
        """Seconds to wait before asking again where the answer names none, or None to take this answer.

        Args:
            attempt: how often it was asked, from 1.
            roll: a number in [0, 1), so that many environments that failed together do not come back together.
            repeatable: whether doing the work twice equals doing it once.
        """

    def take_note(self, response: requests.Response) -> None:
        """Look at every answer that came."""

    @contextmanager
    def repeatable(self) -> Iterator[None]:
        """Within this, a request of any method may be sent again: doing it twice equals doing it once."""
        self._all_repeatable = True
        try:
            yield
        finally:
            self._all_repeatable = False

    def request(self, method: str | bytes, url: str | bytes, *args: Any, **kwargs: Any) -> requests.Response:
        """As ``requests.Session.request``; a refused answer is returned, not raised."""
        name, address = str(method).upper(), str(url)
        with _before_sending():
            token = self._tokens.current()
        renewed = False
        attempt = 0
        while True:
            attempt += 1
            response = self._attempt(name, address, token, attempt, args, kwargs)
            if response is not None:
                if response.status_code == 401 and not renewed and self.token_is_over(response):
                    # Tokens end without notice. A second 401 is a real refusal: ask only once more.
                    renewed = True
                    with _before_sending():
                        fresh = self._tokens.renew(token)
                    address = address.replace(token.instance_url, fresh.instance_url, 1)
                    token = fresh
                    continue
                wait_s = self._wait_before_retry(name, response, attempt)
                if wait_s is None:
                    return response
                self._sleep(wait_s)

    def _may_repeat(self, method: str) -> bool:
        return self._all_repeatable or method in self._repeatable_methods

    def _attempt(
        self,
        method: str,
        url: str,
        token: AccessToken,
        attempt: int,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> requests.Response | None:
        """One request; None where nothing came of it and it may be tried again at once."""
        left_s = time_left_s()
        if left_s < LEAST_TIME_S:
            with _before_sending():
                raise self._errors.timeout("NO_TIME_LEFT")
        headers = {**(kwargs.get("headers") or {}), "Authorization": f"Bearer {token.value}"}
        limits = (min(self._timeouts.connect_s, left_s), min(self._timeouts.read_s, left_s))
        options = {**kwargs, "headers": headers, "timeout": limits, "verify": self._verify, "stream": True}
        began = time.monotonic()
        try:
            with asking(self._errors.vendor):
                response = super().request(method, url, *args, **options)
                read_body(response, within_s=min(self._timeouts.read_s, left_s) - (time.monotonic() - began))
        except (requests.ConnectionError, requests.Timeout, urllib3.exceptions.HTTPError) as error:
            self._after_failure(method, attempt, error)
            return None
        self.take_note(response)
        return response

    def _after_failure(self, method: str, attempt: int, error: Exception) -> None:
        """Return to try again, or raise what the failure means."""
        slow = _is_timeout(error)
        unsent = _nothing_was_sent(error)
        again = unsent or self._may_repeat(method)
        if not again or attempt >= MOST_ATTEMPTS or time_left_s() < LEAST_TIME_S or _is_certificate(error):
            told = self._errors.timeout("TIMED_OUT") if slow else self._errors.unavailable(_word(error))
            told.unsent = unsent or _is_certificate(error)
            raise told from None
        self._sleep(self._roll() * 0.05 * 2**attempt)

    def _wait_before_retry(self, method: str, response: requests.Response, attempt: int) -> float | None:
        """Seconds to wait before asking again, or None to take this answer."""
        if attempt >= MOST_ATTEMPTS:
            return None
        wait_s = self.pause_s(response, attempt, self._roll(), repeatable=self._may_repeat(method))
        if wait_s is None:
            return None
        asked_s = retry_after_s(response.headers)
        if asked_s is not None:
            wait_s = asked_s + self._roll() * 0.1
        return wait_s if wait_s + LEAST_TIME_S < time_left_s() else None


@contextmanager
def _before_sending() -> Iterator[None]:
    """Mark what goes wrong within as happening before the request left, or after it was refused for its token."""
    try:
        yield
    except VendorError as error:
        error.unsent = True
        raise


def _word(error: Exception) -> str:
    return "CERTIFICATE" if _is_certificate(error) else "NO_CONNECTION"


def _is_timeout(error: Exception) -> bool:
    return isinstance(error, requests.Timeout | urllib3.exceptions.TimeoutError) or isinstance(
        _reason(error), urllib3.exceptions.TimeoutError
    )


def _is_certificate(error: Exception) -> bool:
    return isinstance(error, requests.exceptions.SSLError)


def _nothing_was_sent(error: Exception) -> bool:
    """Whether the connection failed before a byte of the request left."""
    return isinstance(error, requests.ConnectTimeout) or isinstance(
        _reason(error), urllib3.exceptions.NewConnectionError | urllib3.exceptions.ConnectTimeoutError
    )


def _reason(error: Exception) -> object:
    """What urllib3 gave as the reason of a failed connection, where requests has wrapped it."""
    return getattr(error.args[0], "reason", None) if error.args else None
