"""The event that a function gets for a request: HTTP API, payload format 2.0.

After "Create AWS Lambda proxy integrations for HTTP APIs" in the API Gateway developer guide. What the guide
leaves open follows what others saw on AWS: the path arrives decoded, the query string as sent, cookies leave
the headers, and ``content-length`` is always there.
"""

import base64
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, unquote

from local.gateway import callers
from local.gateway.routes import Match
from local.gateway.template import ACCOUNT_ID, API_ID

_TEXT_TYPES = {"application/json", "application/javascript", "application/xml"}
_NOT_FORWARDED = {
    callers.HEADER,
    "connection",
    "cookie",
    "expect",
    "keep-alive",
    "te",
    "transfer-encoding",
    "upgrade",
}


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it came over the wire.

    Attributes:
        target: path and query, still encoded.
        headers: names and values in the order sent, duplicates kept.
    """

    method: str
    target: str
    protocol: str
    headers: Sequence[tuple[str, str]]
    body: bytes
    source_ip: str
    port: int

    @property
    def path(self) -> str:
        """The decoded path, by which routes are found."""
        return unquote(self.target.partition("?")[0])

    def header(self, name: str) -> str | None:
        """The last value of a header, its name in lower case."""
        return next((value for key, value in reversed(self.headers) if key.lower() == name), None)


def new_request_id() -> str:
    """An id in the form that HTTP APIs use: 15 characters and an equals sign."""
    return base64.urlsafe_b64encode(os.urandom(11)).decode()


def event(request: Request, match: Match, *, caller: str | None, request_id: str, at: datetime) -> dict[str, Any]:
    """The event for one request.

    Args:
        caller: class of a caller whose signature counts, None on routes without an authorizer.
        at: aware UTC time of arrival.
    """
    raw_query = request.target.partition("?")[2]
    query = _combined(parse_qsl(raw_query, keep_blank_values=True))
    headers = _headers(request, at)
    cookies = [
        cookie.strip()
        for name, value in request.headers
        if name.lower() == "cookie"
        for cookie in value.split(";")
        if cookie.strip()
    ]
    domain = headers.get("host", "").rpartition(":")[0] or headers.get("host", "")
    context: dict[str, Any] = {
        "accountId": ACCOUNT_ID,
        "apiId": API_ID,
        "domainName": domain,
        "domainPrefix": domain.partition(".")[0],
        "http": {
            "method": request.method,
            "path": request.path,
            "protocol": request.protocol,
            "sourceIp": request.source_ip,
            "userAgent": headers.get("user-agent", ""),
        },
        "requestId": request_id,
        "routeKey": match.route.key,
        "stage": "$default",
        "time": at.strftime("%d/%b/%Y:%H:%M:%S +0000"),
        "timeEpoch": int(at.timestamp() * 1000),
    }
    if caller is not None:
        context["authorizer"] = {"iam": callers.identity(caller)}
    made: dict[str, Any] = {
        "version": "2.0",
        "routeKey": match.route.key,
        "rawPath": request.path,
        "rawQueryString": raw_query,
        "headers": headers,
        "requestContext": context,
        "isBase64Encoded": False,
    }
    # What a request does not have is absent, not empty.
    optional = {"cookies": cookies, "queryStringParameters": query, "pathParameters": match.path_parameters}
    made.update({name: value for name, value in optional.items() if value})
    if request.body:
        made.update(_body(request))
    return made


def is_text(content_type: str | None) -> bool:
    """Whether a body of this type is passed on as text; everything else is base64. No type counts as text."""
    if content_type is None:
        return True
    media_type = content_type.partition(";")[0].strip().lower()
    return media_type.startswith("text/") or media_type in _TEXT_TYPES


def _body(request: Request) -> dict[str, Any]:
    if is_text(request.header("content-type")):
        # Bytes that are no UTF-8 become replacement characters (unconfirmed: AWS documents nothing here).
        return {"body": request.body.decode("utf-8", errors="replace"), "isBase64Encoded": False}
    return {"body": base64.b64encode(request.body).decode(), "isBase64Encoded": True}


def _headers(request: Request, at: datetime) -> dict[str, str]:
    forwarded = ((name.lower(), value) for name, value in request.headers)
    headers = _combined((name, value) for name, value in forwarded if name not in _NOT_FORWARDED)
    came_from = [headers["x-forwarded-for"]] if "x-forwarded-for" in headers else []
    return headers | {
        "content-length": str(len(request.body)),
        "x-amzn-trace-id": f"Root=1-{int(at.timestamp()):08x}-{os.urandom(12).hex()}",
        "x-forwarded-for": ", ".join([*came_from, request.source_ip]),
        "x-forwarded-port": str(request.port),
        "x-forwarded-proto": "http",
    }


def _combined(pairs: Any) -> dict[str, str]:
    """Duplicates joined by comma, as format 2.0 has no lists of values."""
    combined: dict[str, str] = {}
    for name, value in pairs:
        combined[name] = f"{combined[name]},{value}" if name in combined else value
    return combined
