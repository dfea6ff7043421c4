"""The HTTP session with a CXone tenant."""

import random
import time
from collections.abc import Callable

import requests

from switchboard.errors import CC_ERRORS
from switchboard.web.session import Timeouts, TokenSource, VendorSession

# CXone refuses these before it does anything.
_BUSY_STATUSES = {429, 503}
# The work may or may not have been done.
_UNSURE_STATUSES = {500, 502, 503, 504}
_REPEATABLE_METHODS = frozenset({"GET", "HEAD"})


class CxoneSession(VendorSession):
    """A session with one tenant; see ``VendorSession``.

    Raises:
        CcTimeout: no answer within the time left.
        CcUnavailable: no connection, or one that broke.
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
        super().__init__(
            tokens,
            CC_ERRORS,
            _REPEATABLE_METHODS,
            ca_file=ca_file,
            timeouts=timeouts,
            sleep=sleep,
            roll=roll,
        )
        # Without it the ACD may refuse to render; gateways would choose another.
        self.headers["Accept"] = "application/json"

    def token_is_over(self, refusal: requests.Response) -> bool:  # noqa: ARG002 - it looks alike in any case
        """CXone has no words of its own for a token that ended."""
        return True

    def pause_s(self, response: requests.Response, attempt: int, roll: float, *, repeatable: bool) -> float | None:
        """Two seconds and more where CXone is busy: its limits are not published, Retry-After may be missing."""
        status = response.status_code
        if status != 429 and not (status in _UNSURE_STATUSES and repeatable):
            return None
        return float(2**attempt) * (1 + roll if status in _BUSY_STATUSES else 0.1 * roll)
