"""The HTTP session under simple-salesforce, without the library's defects.

simple-salesforce 1.12 has no timeout and no retry of its own, and its re-login recurses. It is therefore given
a session id that means nothing and this session.
"""

import random
import re
import time
from collections.abc import Callable
from dataclasses import dataclass

import requests

from switchboard.effort import learn
from switchboard.errors import CRM_ERRORS
from switchboard.salesforce.meaning import first_error
from switchboard.web.session import Timeouts, TokenSource, VendorSession

# Salesforce did not do the work, whatever the method was.
_NOT_DONE_STATUSES = {429}
_NOT_DONE_CODES = {"UNABLE_TO_LOCK_ROW"}
# The work may or may not have been done.
_UNSURE_STATUSES = {500, 502, 503}
# Reads, and updates or upserts of named records.
_REPEATABLE_METHODS = frozenset({"GET", "HEAD", "PATCH"})

_USAGE = re.compile(r"api-usage=(\d+)/(\d+)")


@dataclass(frozen=True, slots=True)
class ApiUsage:
    """API requests of the org in the last 24 hours, from ``Sforce-Limit-Info``."""

    used: int
    limit: int


class SalesforceSession(VendorSession):
    """A session with one org; see ``VendorSession``.

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
        super().__init__(
            tokens,
            CRM_ERRORS,
            _REPEATABLE_METHODS,
            ca_file=ca_file,
            timeouts=timeouts,
            sleep=sleep,
            roll=roll,
        )
        self.api_usage: ApiUsage | None = None

    def token_is_over(self, refusal: requests.Response) -> bool:
        """Whether the answer says so, or says nothing that can be read."""
        return _code(refusal) in {"", "INVALID_SESSION_ID"}

    def pause_s(self, response: requests.Response, attempt: int, roll: float, *, repeatable: bool) -> float | None:
        """Full jitter, for what was not done and for reads and the like of which nobody knows."""
        status = response.status_code
        unsure = status in _UNSURE_STATUSES and repeatable
        not_done = status in _NOT_DONE_STATUSES or (status == 400 and _code(response) in _NOT_DONE_CODES)
        return roll * min(2.0, 0.1 * 2**attempt) if unsure or not_done else None

    def take_note(self, response: requests.Response) -> None:
        """Remember the API usage."""
        found = _USAGE.search(response.headers.get("Sforce-Limit-Info", ""))
        if found:
            self.api_usage = ApiUsage(used=int(found[1]), limit=int(found[2]))
            learn("SalesforceRequestsLeft", max(0, self.api_usage.limit - self.api_usage.used))


def _code(response: requests.Response) -> str:
    try:
        code = first_error(response.json()).get("errorCode", "")
    except ValueError:
        return ""
    return code if isinstance(code, str) else ""
