"""The HTTP session under simple-salesforce, without the library's defects.

simple-salesforce 1.12 has no timeout and no retry of its own, and its re-login recurses. It is therefore given
a session id that means nothing and this session, which owns the ``Authorization`` header, renews a token
exactly once, waits no longer than the time that is left, and repeats only what is safe to repeat.
"""

import random
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Protocol

import requests
import urllib3
from requests.adapters import HTTPAdapter

from switchboard.errors import CrmTimeout, CrmUnavailable
from switchboard.salesforce.meaning import first_error, retry_after_s
from switchboard.time_left import time_left_s
from switchboard.tokens import AccessToken

LEAST_TIME_S = 0.05
"""Below this no request is begun: it could not be answered in time."""

MOST_ATTEMPTS = 3

# Salesforce did not do the work, whatever the method was.
_NOT_DONE_STATUSES = {429}
_NOT_DONE_CODES = {"UNABLE_TO_LOCK_ROW"}
# The work may or may not have been done.
_UNSURE_STATUSES = {500, 502, 503}
# Doing these twice equals doing them once: reads, and updates or upserts of named records.
_REPEATABLE_METHODS = {"GET", "HEAD", "PATCH"}

_USAGE = re.compile(r"api-usage=(\d+)/(\d+)")


class TokenSource(Protocol):
    """Where the session gets its access token."""

    def current(self) -> AccessToken:
        """The token to use now."""
        ...

    def renew(self, refused: AccessToken) -> AccessToken:
        """Another token than ``refused``, which Salesforce no longer takes."""
        ...


@dataclass(frozen=True, slots=True)
class ApiUsage:
    """API requests of the org in the last 24 hours, from ``Sforce-Limit-Info``."""

    used: int
    limit: int


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Bounds of one attempt, in seconds; the time left of the invocation cuts them further."""

    connect_s: float = 1.0
    read_s: float = 3.0


class SalesforceSession(requests.Session):
    """A pooled session that logs in, renews, retries and stops in time.

    Args:
        tokens: where access tokens come from.
        ca_file: PEM file to trust instead of the public authorities, or None.
        timeouts: bounds of one attempt.
        sleep, roll: injected for tests; ``roll`` gives a number in [0, 1).

    Raises:
        CrmTimeout: no answer within the time left.
        CrmUnavailable: no connection, or one that broke.
    """

    def __init__(
        self,
        tokens: TokenSource,
        *,
        ca_file: str | None = None,
        timeouts: Timeouts | None = None,
        sleep: Callable[[float], None] = time.sleep,
        roll: Callable[[], float] = random.random,
    ) -> None:
        super().__init__()
        # The environment must not override the trusted authorities, nor a .netrc the token.
        self.trust_env = False
        self.mount("https://", HTTPAdapter(pool_connections=2, pool_maxsize=16, max_retries=0))
        self.api_usage: ApiUsage | None = None
        self._tokens = tokens
        self._verify: str | bool = ca_file or True
        self._timeouts = timeouts or Timeouts()
        self._sleep = sleep
        self._roll = roll
        self._all_repeatable = False

    @contextmanager
    def repeatable(self) -> Iterator[None]:
        """Within this, a request of any method may be sent again: doing it twice equals doing it once."""
        self._all_repeatable = True
        try:
            yield
        finally:
            self._all_repeatable = False

    def _may_repeat(self, method: str) -> bool:
        return self._all_repeatable or method in _REPEATABLE_METHODS

    def request(self, method: str | bytes, url: str | bytes, *args: Any, **kwargs: Any) -> requests.Response:
        """As ``requests.Session.request``; a refused answer is returned, not raised."""
        name, address = str(method).upper(), str(url)
        token = self._tokens.current()
        renewed = False
        attempt = 0
        while True:
            attempt += 1
            response = self._attempt(name, address, token, attempt, args, kwargs)
            if response is not None:
                if response.status_code == 401 and not renewed and _session_is_over(response):
                    # Sessions end without notice. A second 401 is a real refusal: ask only once more.
                    renewed = True
                    fresh = self._tokens.renew(token)
                    address = address.replace(token.instance_url, fresh.instance_url, 1)
                    token = fresh
                    continue
                wait_s = self._wait_before_retry(name, response, attempt)
                if wait_s is None:
                    return response
                self._sleep(wait_s)

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
            raise CrmTimeout("NO_TIME_LEFT")
        headers = {**(kwargs.get("headers") or {}), "Authorization": f"Bearer {token.value}"}
        limits = (min(self._timeouts.connect_s, left_s), min(self._timeouts.read_s, left_s))
        options = {**kwargs, "headers": headers, "timeout": limits, "verify": self._verify, "stream": True}
        began = time.monotonic()
        try:
            response = super().request(method, url, *args, **options)
            _read_body(response, within_s=min(self._timeouts.read_s, left_s) - (time.monotonic() - began))
        except (requests.ConnectionError, requests.Timeout, urllib3.exceptions.HTTPError) as error:
            self._after_failure(method, attempt, error)
            return None
        self._note_usage(response)
        return response

    def _after_failure(self, method: str, attempt: int, error: Exception) -> None:
        """Return to try again, or raise what the failure means."""
        slow = _is_timeout(error)
        unsent = _nothing_was_sent(error)
        again = unsent or self._may_repeat(method)
        if not again or attempt >= MOST_ATTEMPTS or time_left_s() < LEAST_TIME_S or _is_certificate(error):
            if slow:
                raise CrmTimeout("TIMED_OUT") from None
            raise CrmUnavailable("CERTIFICATE" if _is_certificate(error) else "NO_CONNECTION") from None
        self._sleep(self._roll() * 0.05 * 2**attempt)

    def _wait_before_retry(self, method: str, response: requests.Response, attempt: int) -> float | None:
        """Seconds to wait before asking again, or None to take this answer."""
        if attempt >= MOST_ATTEMPTS:
            return None
        status = response.status_code
        unsure = status in _UNSURE_STATUSES and self._may_repeat(method)
        not_done = status in _NOT_DONE_STATUSES or (status == 400 and _code(response) in _NOT_DONE_CODES)
        if not (unsure or not_done):
            return None
        # Full jitter: many environments that failed together must not come back together.
        wait_s = self._roll() * min(2.0, 0.1 * 2**attempt)
        asked_s = retry_after_s(response.headers)
        if asked_s is not None:
            wait_s = asked_s + self._roll() * 0.1
        return wait_s if wait_s + LEAST_TIME_S < time_left_s() else None

    def _note_usage(self, response: requests.Response) -> None:
        found = _USAGE.search(response.headers.get("Sforce-Limit-Info", ""))
        if found:
            self.api_usage = ApiUsage(used=int(found[1]), limit=int(found[2]))


def _read_body(response: requests.Response, within_s: float) -> None:
    """Read the whole answer, but not for longer than ``within_s``.

    A socket's timeout starts anew with every byte, so a body that trickles would hold the call for ever.
    """
    ends_at = time.monotonic() + within_s
    chunks = []
    while chunk := response.raw.read1(65536, decode_content=True):
        chunks.append(chunk)
        if time.monotonic() > ends_at:
            response.close()
            raise requests.ReadTimeout
    response.raw.release_conn()
    response.raw = BytesIO(b"".join(chunks))


def _session_is_over(response: requests.Response) -> bool:
    """Whether a 401 says so, or says nothing that can be read."""
    code = _code(response)
    return code in {"", "INVALID_SESSION_ID"}


def _code(response: requests.Response) -> str:
    try:
        code = first_error(response.json()).get("errorCode", "")
    except ValueError:
        return ""
    return code if isinstance(code, str) else ""


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
