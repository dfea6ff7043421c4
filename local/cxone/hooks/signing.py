"""How a hook proves who sends it: a Standard Webhooks signature, or the secret as a bearer token."""

import base64
import hashlib
import hmac
from typing import Literal

PREFIX = "whsec_"
Trust = Literal["signature", "token"]


def key_bytes(secret: str) -> bytes:
    """The key behind a secret ``whsec_…`` (base64).

    Raises:
        ValueError: it is none.
    """
    if not secret.startswith(PREFIX):
        raise ValueError(f"a hook secret begins with {PREFIX}")
    return base64.b64decode(secret.removeprefix(PREFIX), validate=True)


def signature(secret: str, message_id: str, sent_at: int, body: bytes) -> str:
    """The value of ``webhook-signature`` (Standard Webhooks specification, signature scheme)."""
    signed = b".".join([message_id.encode(), str(sent_at).encode(), body])
    digest = hmac.digest(key_bytes(secret), signed, hashlib.sha256)
    return f"v1,{base64.b64encode(digest).decode()}"


def proof(trust: Trust, secret: str, message_id: str, sent_at: int, body: bytes) -> dict[str, str]:
    """The headers that prove the sender."""
    if trust == "token":
        return {"Authorization": f"Bearer {secret}"}
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(sent_at),
        "webhook-signature": signature(secret, message_id, sent_at, body),
    }
