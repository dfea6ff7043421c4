"""Answers that a panel asks for again and again: an unchanged one is answered with 304 and no body (RFC 9110, 13).

The tags are weak: what only counts on with the clock, such as the seconds that somebody has been waiting, is left
out of them. Who is told that nothing changed goes on counting.
"""

import hashlib
import json
from collections.abc import Collection, Mapping
from typing import Any

from aws_lambda_powertools.event_handler import Response
from pydantic import BaseModel

_HEX_DIGITS = 24


def tagged(
    event: Mapping[str, Any], answer: BaseModel, *, passing: Collection[str] = (), is_strong: bool = False
) -> Response[str]:
    """The answer with its tag, or 304 where the caller has it already.

    Args:
        event: of payload format 2.0; its If-None-Match counts.
        passing: members that count on with the clock, by their JSON names, wherever they stand in the answer.
        is_strong: whether the tag is one that If-Match takes, as for what is changed.
    """
    tag = strong_tag(answer) if is_strong else tag_of(answer, passing)
    # The answer is one agent's own; every use of it is to be asked about.
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if _has(str((event.get("headers") or {}).get("if-none-match") or ""), tag):
        return Response(status_code=304, headers=headers, body="")
    body = answer.model_dump_json(by_alias=True)
    return Response(status_code=200, content_type="application/json", headers=headers, body=body)


def tag_of(answer: BaseModel, passing: Collection[str] = ()) -> str:
    """The weak tag of what an answer says."""
    lasting = _without(answer.model_dump(mode="json", by_alias=True), frozenset(passing))
    text = json.dumps(lasting, ensure_ascii=False, separators=(",", ":"))
    return f'W/"{hashlib.sha256(text.encode()).hexdigest()[:_HEX_DIGITS]}"'


def strong_tag(answer: BaseModel) -> str:
    """The tag of every byte of an answer."""
    return tag_of(answer).removeprefix("W/")


def is_seen(if_match: str, tag: str) -> bool:
    """Whether an If-Match names a strong tag, or takes any (RFC 9110, 13.1.1)."""
    had = [one.strip() for one in if_match.split(",")]
    return had == ["*"] or tag in had


def _without(value: Any, names: frozenset[str]) -> Any:
    if isinstance(value, dict):
        return {name: _without(one, names) for name, one in value.items() if name not in names}
    if isinstance(value, list):
        return [_without(one, names) for one in value]
    return value


def _has(if_none_match: str, tag: str) -> bool:
    """Whether one of the tags that a caller has is this one: compared weakly, as RFC 9110 asks for here."""
    had = [one.strip() for one in if_none_match.split(",")]
    return had == ["*"] or tag.removeprefix("W/") in [one.removeprefix("W/") for one in had]
