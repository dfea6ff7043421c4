"""Whether a hook's call is genuine: a Standard Webhooks signature, or a shared bearer token.

A signature is HMAC-SHA256 over ``id.timestamp.body`` with the raw bytes of the body; the header may hold several,
for a sender that changes its key (Standard Webhooks specification, signature scheme). A CXone Studio script that
cannot sign sends the secret itself as a bearer token. Every secret has a current and a previous value, so that it
can be changed without refusing a call; comparisons take constant time.
"""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from switchboard.errors import ConfigurationError

TOLERANCE_S = 300
"""How far a signed timestamp may lie behind or ahead of our clock."""

LEAST_KEY_BYTES = 24
_PREFIX = "whsec_"
_MOST_SIGNATURES = 16


class Refusal(StrEnum):
    """Why a call is not trusted. For the log; callers are not told."""

    NO_PROOF = "no_proof"
    MALFORMED = "malformed"
    STALE = "stale"
    AHEAD = "ahead"
    MISMATCH = "mismatch"


@dataclass(frozen=True, slots=True)
class HookKey:
    """One value of a hook secret: ``whsec_`` and base64, as text for tokens and as bytes for signatures."""

    token: str = field(repr=False)
    key: bytes = field(repr=False)


def parse_hook_secret(text: str) -> tuple[HookKey, ...]:
    """The keys of a hook secret, ``{"current": "whsec_…", "previous": "whsec_…" or null}``.

    Raises:
        ConfigurationError: naming what is wrong, never the value.
    """
    try:
        document = json.loads(text)
    except ValueError:
        document = None
    if not isinstance(document, dict):
        raise ConfigurationError("The hook secret is not a JSON object")
    unknown = set(document) - {"current", "previous"}
    if unknown or "current" not in document:
        raise ConfigurationError("The hook secret has to have current and previous, and nothing else")
    keys = [_key("current", document["current"])]
    if document.get("previous") is not None:
        keys.append(_key("previous", document["previous"]))
    return tuple(keys)


def _key(name: str, value: object) -> HookKey:
    if not (isinstance(value, str) and value.startswith(_PREFIX)):
        raise ConfigurationError(f"{name} of the hook secret does not begin with {_PREFIX}")
    try:
        # Lenient decoding would drop stray characters and leave a short key that anyone may guess.
        key = base64.b64decode(value.removeprefix(_PREFIX), validate=True)
    except (binascii.Error, ValueError):
        raise ConfigurationError(f"{name} of the hook secret is not base64 after {_PREFIX}") from None
    if len(key) < LEAST_KEY_BYTES:
        raise ConfigurationError(f"{name} of the hook secret has less than {LEAST_KEY_BYTES} bytes")
    return HookKey(value, key)


def why_refused(headers: Mapping[str, str], body: bytes, keys: Sequence[HookKey], now: float) -> Refusal | None:
    """Why this call is not genuine, or None when it is.

    Args:
        headers: with names in lower case.
        body: the raw bytes that arrived.
        keys: every value that is accepted now.
        now: epoch seconds.
    """
    if "webhook-signature" in headers:
        return _signature_refusal(headers, body, keys, now)
    scheme, _, token = headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        return Refusal.NO_PROOF
    offered = token.strip().encode("utf-8", "replace")
    # Every key is compared, so that the time taken does not tell which one came close.
    matches = [hmac.compare_digest(offered, key.token.encode()) for key in keys]
    return None if any(matches) else Refusal.MISMATCH


def _signature_refusal(
    headers: Mapping[str, str], body: bytes, keys: Sequence[HookKey], now: float
) -> Refusal | None:
    message_id, sent_at = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not message_id or not (sent_at.isascii() and sent_at.isdecimal() and len(sent_at) <= 12):
        return Refusal.MALFORMED
    if int(sent_at) < now - TOLERANCE_S:
        return Refusal.STALE
    if int(sent_at) > now + TOLERANCE_S:
        return Refusal.AHEAD
    signed = b".".join([message_id.encode("utf-8", "replace"), sent_at.encode(), body])
    expected = [base64.b64encode(hmac.digest(key.key, signed, hashlib.sha256)) for key in keys]
    # Entries of other versions or without sense are passed over: a good one may stand behind them.
    offered = [
        entry.removeprefix("v1,").encode("utf-8", "replace")
        for entry in headers["webhook-signature"].split()[:_MOST_SIGNATURES]
        if entry.startswith("v1,")
    ]
    matches = [hmac.compare_digest(one, other) for one in expected for other in offered]
    return None if any(matches) else Refusal.MISMATCH
