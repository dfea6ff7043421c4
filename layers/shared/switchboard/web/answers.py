"""Reading an answer: its body within a time, and when it asks to come back."""

import time
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from io import BytesIO

import requests


def read_body(response: requests.Response, within_s: float) -> None:
    """Read the whole answer, but not for longer than ``within_s``.

    A socket's timeout starts anew with every byte, so a body that trickles would hold the call for ever.

    Raises:
        requests.ReadTimeout: it took too long.
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


def retry_after_s(headers: Mapping[str, str]) -> float | None:
    """Seconds that ``Retry-After`` asks for (RFC 9110, section 10.2.3), or None.

    A date is read against the answer's own ``Date``, so that our clock does not matter.
    """
    given = headers.get("Retry-After", "").strip()
    if not given:
        return None
    if given.isdecimal():
        return float(given)
    try:
        wait = parsedate_to_datetime(given) - parsedate_to_datetime(headers.get("Date", ""))
    except ValueError:
        return None
    return max(0.0, wait.total_seconds())
