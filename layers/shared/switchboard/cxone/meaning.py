"""What CXone's refusals mean to us.

The text of a refusal stands in the JSON body, in the header ``icStatusDescription`` or in the reason phrase
(unconfirmed which of them when), and gateways in between answer HTML.
"""

import re

import requests

from switchboard.cxone.answers import Answer, read_json
from switchboard.errors import (
    CcConflict,
    CcError,
    CcLimitReached,
    CcLoginRefused,
    CcNotFound,
    CcRefused,
    CcTimeout,
    CcUnavailable,
)
from switchboard.web.answers import retry_after_s

BY_STATUS: dict[int, type[CcError]] = {
    401: CcLoginRefused,
    404: CcNotFound,
    408: CcTimeout,
    409: CcConflict,
    429: CcLimitReached,
    504: CcTimeout,
}
MOST_TEXT = 200
TOO_MANY = "too many requests"
"""Some resources say so with a 409 (persistent contacts do), which else means a conflict."""
_WORD = re.compile(r"[A-Za-z_]{3,60}")


def translated(response: requests.Response) -> CcError:
    """The error that stands for a refused request."""
    status, text = response.status_code, error_text(response)[:MOST_TEXT]
    kind = BY_STATUS.get(status, CcUnavailable if status >= 500 else CcRefused)
    if status == 409 and text.lower().startswith(TOO_MANY):
        kind = CcLimitReached
    return kind(
        error_word(response) or f"HTTP_{status}",
        status=status,
        text=text,
        retry_after_s=retry_after_s(response.headers),
    )


def error_word(response: requests.Response) -> str:
    """CXone's short name for what is wrong, such as ``invalid_request``; empty where it gives none."""
    body = _body(response)
    word = body.text("error", "errorCode")
    return word if _WORD.fullmatch(word) else ""


def error_text(response: requests.Response) -> str:
    """CXone's sentence on what is wrong, from wherever it stands."""
    body = _body(response)
    return (
        body.text("error_description", "errorDescription", "error", "message")
        or response.headers.get("icStatusDescription", "").strip()
        or str(response.reason or "")
    )


def _body(response: requests.Response) -> Answer:
    """The object that tells of the error; the digital API has a list of them."""
    value = read_json(response.content)
    if not isinstance(value, dict):
        return Answer({})
    errors = value.get("errors")
    return Answer(errors[0] if isinstance(errors, list) and errors and isinstance(errors[0], dict) else value)
