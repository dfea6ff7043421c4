"""A request and a response as values: what a simulator decides on and what it answers."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Literal
from urllib.parse import parse_qs, unquote

JSON_TYPE = "application/json;charset=UTF-8"


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it came in.

    Args:
        path: still percent-encoded, without query.
        query: still percent-encoded, without the question mark.
        headers: names in lower case; a repeated header is joined with commas.
        connection: number of the TCP connection it came on, counted from 1; 0 for one made in process.
        head_bytes: size of request line and headers.
    """

    method: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    connection: int = 0
    head_bytes: int = 0

    @property
    def plain_path(self) -> str:
        """The path with percent-encoding undone, for patterns and people."""
        return unquote(self.path)

    def parameters(self) -> dict[str, list[str]]:
        """The query's parameters, each with all its values."""
        return parse_qs(self.query, keep_blank_values=True)

    def parameter(self, name: str) -> str | None:
        """The first value of a query parameter."""
        values = self.parameters().get(name)
        return values[0] if values else None

    def form(self) -> dict[str, str]:
        """The fields of a form-encoded body, the first value of each."""
        pairs = parse_qs(self.body.decode("utf-8", "replace"), keep_blank_values=True)
        return {name: values[0] for name, values in pairs.items()}


@dataclass(frozen=True, slots=True)
class Delivery:
    """How an answer travels.

    Args:
        delay_s: silence before the first byte.
        slow_body_s: time over which the body is spread.
        drop: ``answer`` resets the connection without an answer, ``during`` after half of it.
    """

    delay_s: float = 0.0
    slow_body_s: float = 0.0
    drop: Literal["", "answer", "during"] = ""


PROMPT = Delivery()


@dataclass(frozen=True, slots=True)
class Response:
    """One answer. ``reason`` takes the place of the status's usual phrase."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""
    delivery: Delivery = PROMPT


@cache
def _encoder() -> json.JSONEncoder:
    return json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False)


def json_response(status: int, value: object, headers: Mapping[str, str] | None = None) -> Response:
    """``value`` as JSON text in UTF-8."""
    body = _encoder().encode(value).encode()
    return Response(status, body, {"Content-Type": JSON_TYPE, **(headers or {})})


def html_response(status: int, text: str) -> Response:
    """A page, as the proxies in front of a vendor's servers answer."""
    return Response(status, text.encode(), {"Content-Type": "text/html; charset=UTF-8"})
