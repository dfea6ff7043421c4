"""The HTTP answer that API Gateway makes of a function's result: HTTP API, payload format 2.0.

A mapping with ``statusCode`` is an answer; anything else is the body of a 200 (API Gateway developer guide,
Lambda function response for format 2.0). A bare string becomes the body without its quotes, and a body
without a content type is ``text/plain``, as seen on AWS.
"""

import base64
import binascii
import json
import re
from dataclasses import dataclass, field
from typing import Any

_LINE_BREAK = re.compile(r"[\r\n\0]")
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_OWN_HEADERS = {"connection", "content-length", "date", "transfer-encoding"}


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, headers in order (a cookie each), body."""

    status: int
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""


class MalformedResult(Exception):
    """The function's result has a ``statusCode`` and yet is no answer."""


def message(status: int, words: str) -> Answer:
    """An answer of the gateway's own."""
    body = json.dumps({"message": words}, separators=(",", ":")).encode()
    return Answer(status, [("content-type", "application/json")], body)


NOT_FOUND = message(404, "Not Found")
FORBIDDEN = message(403, "Forbidden")
TOO_LARGE = message(413, "Request Entity Too Large")
FAILED = message(500, "Internal Server Error")
UNAVAILABLE = message(503, "Service Unavailable")


def answer(payload: bytes) -> Answer:
    """The answer for a result, given as the JSON that the function's process sent.

    Raises:
        MalformedResult: the result has a ``statusCode``, and a part of it is of the wrong kind.
    """
    result = json.loads(payload)
    if isinstance(result, dict) and "statusCode" in result:
        return _spelled_out(result)
    body = result.encode() if isinstance(result, str) else payload
    return Answer(200, [("content-type", "application/json")], body)


def _spelled_out(result: dict[str, Any]) -> Answer:
    status = result["statusCode"]
    if type(status) is not int or not 100 <= status <= 599:
        raise MalformedResult("statusCode is no HTTP status")
    headers = [
        (name, value) for name, value in _headers(result.get("headers") or {}) if name.lower() not in _OWN_HEADERS
    ]
    if not any(name.lower() == "content-type" for name, _ in headers):
        headers.append(("content-type", "text/plain;charset=UTF-8"))
    cookies = result.get("cookies") or []
    if not isinstance(cookies, list) or not all(_is_header_value(cookie) for cookie in cookies):
        raise MalformedResult("cookies is no list of cookies")
    return Answer(status, headers + [("set-cookie", cookie) for cookie in cookies], _body(result))


def _headers(headers: Any) -> list[tuple[str, str]]:
    if not isinstance(headers, dict):
        raise MalformedResult("headers is no mapping")
    pairs = []
    for name, value in headers.items():
        # Numbers and booleans pass, lists do not: format 2.0 has no header with several values.
        written = value if isinstance(value, str) else json.dumps(value)
        if isinstance(value, list | dict | None) or not _is_header_value(written) or not _NAME.fullmatch(name):
            raise MalformedResult(f"the header {name} is no single line of text")
        pairs.append((name, written))
    return pairs


def _is_header_value(value: Any) -> bool:
    return isinstance(value, str) and not _LINE_BREAK.search(value)


def _body(result: dict[str, Any]) -> bytes:
    body = result.get("body")
    if body is None:
        return b""
    if not isinstance(body, str):
        raise MalformedResult("body is no text")
    if not result.get("isBase64Encoded"):
        return body.encode()
    try:
        return base64.b64decode(body, validate=True)
    except binascii.Error:
        raise MalformedResult("body is no base64") from None
