"""What can go wrong with hooks on their way, and in what a fault turns one post. Pure but for the drawing."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from local.cxone.hooks.bodies import texts_only
from local.cxone.hooks.model import FORM_TYPE, Post
from local.simulator.faults import FaultBook
from local.simulator.message import Request

DUPLICATED = "hook-duplicated"
REORDERED = "hook-reordered"
DELAYED = "hook-delayed"
WRONG_SIGNATURE = "hook-wrong-signature"
OLD_SECRET = "hook-old-secret"
FORM_CONTENT_TYPE = "hook-form-content-type"
TEXT_BOOLEANS = "hook-text-booleans"
HOOK_FAULTS: Mapping[str, str] = {
    DUPLICATED: "a hook is sent again, the same bytes; options {'copies': 1}",
    REORDERED: "a hook is sent after the next one; options {'at_most_s': 5} if no other comes",
    DELAYED: "a hook is sent later by the simulator's clock; options {'delay_s': 60}",
    WRONG_SIGNATURE: "a hook is signed with a secret that nobody has",
    OLD_SECRET: "a hook is signed with the previous secret",
    FORM_CONTENT_TYPE: "a hook's JSON claims to be a form, as Studio's default headers do",
    TEXT_BOOLEANS: "a hook's booleans, numbers and nulls are text: true, 42 and empty",
}
STRANGE_SECRET = "whsec_bm9ib2R5IGhhcyBldmVyIHNlZW4gdGhpcyBrZXkhISE="


@dataclass(frozen=True, slots=True)
class Plan:
    """How a post goes out: so many times, so much later, or behind the next one."""

    post: Post
    copies: int = 1
    delay_s: float = 0.0
    behind_next: bool = False


def planned(post: Post, faults: FaultBook) -> Plan:
    """The post as the faults that are switched on for its path turn it."""
    request = Request("POST", urlsplit(post.target.url).path or "/")

    def drawn(name: str) -> Mapping[str, object] | None:
        fault = faults.draw(request, name)
        return None if fault is None else fault.options

    copies, delay_s, behind_next = 1, 0.0, False
    if (options := drawn(DUPLICATED)) is not None:
        copies, post = 1 + int(_number(options, "copies", 1)), _marked(post, DUPLICATED)
    if (options := drawn(REORDERED)) is not None:
        behind_next, delay_s = True, _number(options, "at_most_s", 5)
        post = _marked(post, REORDERED)
    elif (options := drawn(DELAYED)) is not None:
        delay_s, post = _number(options, "delay_s", 60), _marked(post, DELAYED)
    if drawn(WRONG_SIGNATURE) is not None:
        post = _marked(replace(post, secret=STRANGE_SECRET), WRONG_SIGNATURE)
    elif post.target.old_secret and drawn(OLD_SECRET) is not None:
        post = _marked(replace(post, secret=post.target.old_secret), OLD_SECRET)
    if drawn(FORM_CONTENT_TYPE) is not None:
        post = _marked(replace(post, content_type=FORM_TYPE), FORM_CONTENT_TYPE)
    if drawn(TEXT_BOOLEANS) is not None:
        body = json.dumps(texts_only(json.loads(post.body))).encode()
        post = _marked(replace(post, body=body), TEXT_BOOLEANS)
    return Plan(post, copies, delay_s, behind_next)


def _marked(post: Post, fault: str) -> Post:
    return replace(post, faults=(*post.faults, fault))


def _number(options: Mapping[str, object], name: str, default: float) -> float:
    value = options.get(name, default)
    return float(value) if isinstance(value, int | float) else default
