"""What Salesforce's refusals mean to us.

REST errors are an array of ``{"message", "errorCode", "fields"}``; OAuth errors are one object with ``error``;
gateways in between answer HTML (Salesforce REST API guide, status codes and error responses). Messages may
hold a caller's number or a query, so only codes and the names of objects and fields are taken over.
"""

import re
from collections.abc import Mapping
from typing import Any

from switchboard.errors import (
    CrmError,
    CrmLimitReached,
    CrmLoginRefused,
    CrmNotVisible,
    CrmRefused,
    CrmTimeout,
    CrmUnavailable,
)

MEANING: dict[str, type[CrmError]] = {
    "INVALID_FIELD": CrmNotVisible,
    "INVALID_TYPE": CrmNotVisible,
    "INSUFFICIENT_ACCESS": CrmNotVisible,
    "INVALID_SESSION_ID": CrmLoginRefused,
    "API_DISABLED_FOR_ORG": CrmLoginRefused,
    "API_CURRENTLY_DISABLED": CrmLoginRefused,
    "REQUEST_LIMIT_EXCEEDED": CrmLimitReached,
    "QUERY_TIMEOUT": CrmTimeout,
    "SERVER_UNAVAILABLE": CrmUnavailable,
    "UNABLE_TO_LOCK_ROW": CrmUnavailable,
    "UNKNOWN_EXCEPTION": CrmUnavailable,
}
BY_STATUS: dict[int, type[CrmError]] = {
    401: CrmLoginRefused,
    408: CrmTimeout,
    500: CrmUnavailable,
    502: CrmUnavailable,
    503: CrmUnavailable,
    504: CrmTimeout,
}

_CODE = re.compile(r"[A-Z][A-Z0-9_]{2,80}")
_API_NAME = re.compile(r"'([A-Za-z][A-Za-z0-9_]{0,79}(?:\.[A-Za-z][A-Za-z0-9_]{0,79})?)'")


def translated(status: int, body: object) -> CrmError:
    """The error that stands for a refused request.

    Args:
        status: HTTP status of the answer.
        body: the parsed JSON of the answer, or anything else where it was none.
    """
    first = first_error(body)
    code = first.get("errorCode", "")
    if not (isinstance(code, str) and _CODE.fullmatch(code)):
        code = f"HTTP_{status}"
    # Whoever answers 429 means it, whatever the code says.
    kind = CrmLimitReached if status == 429 else MEANING.get(code) or BY_STATUS.get(status, CrmRefused)
    names = _names(first) if kind is CrmNotVisible else ()
    return kind(code, status=status, names=names)


def first_error(body: object) -> dict[str, Any]:
    """The first error object of an answer, or an empty one."""
    if isinstance(body, list) and body and isinstance(body[0], dict):
        return body[0]
    return body if isinstance(body, dict) else {}


def _names(error: Mapping[str, Any]) -> tuple[str, ...]:
    """Objects and fields that an INVALID_FIELD or INVALID_TYPE is about.

    Salesforce quotes them in its message: ``No such column 'Foo__c' on entity 'Contact'``.
    """
    listed = error.get("fields")
    fields = [name for name in listed if isinstance(name, str)] if isinstance(listed, list) else []
    message = error.get("message")
    quoted = _API_NAME.findall(message) if isinstance(message, str) else []
    return tuple(dict.fromkeys([*fields, *quoted]))
