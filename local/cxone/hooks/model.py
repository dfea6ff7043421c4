"""Where hooks go and what became of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from local.cxone.hooks.signing import Trust, key_bytes
from local.cxone.wire.formats import iso

FORM_TYPE = "application/x-www-form-urlencoded"


class Hook(StrEnum):
    """What a hook is for."""

    CONTACT_EVENTS = "contact-events"
    SCREEN_POPS = "screen-pops"
    DIGITAL = "cxone-digital"


@dataclass(frozen=True, slots=True)
class Target:
    """Where one kind of hook goes.

    Args:
        secret: ``whsec_…``; signs, or is sent as it is when ``trust`` is ``token``.
        old_secret: the one before, for the fault ``hook-old-secret``.
        ca_file: PEM of the authority that the receiver's certificate is checked with; "" for the usual ones.
    """

    url: str
    secret: str = field(repr=False)
    old_secret: str = field(default="", repr=False)
    trust: Trust = "signature"
    ca_file: str = ""
    timeout_s: float = 10.0

    def __post_init__(self) -> None:
        if not self.url.startswith(("http://", "https://")):
            raise ValueError("url is an http(s) address")
        if self.trust not in ("signature", "token"):
            raise ValueError("trust is signature or token")
        for secret in (self.secret, self.old_secret):
            if secret:
                key_bytes(secret)


@dataclass(frozen=True, slots=True)
class Post:
    """One hook ready to be sent.

    Args:
        lane: posts of one lane are sent one after another; those of different lanes at the same time.
        life: how often the tenant had been restored before.
        secret: what it is signed with, which a fault may have changed.
    """

    hook: Hook
    message_id: str
    lane: str
    body: bytes
    target: Target
    secret: str = field(repr=False)
    life: int = 0
    content_type: str = "application/json"
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of a post. ``status`` is 0 when no answer came; ``attempts`` counts repetitions too."""

    post: Post
    status: int
    attempts: int
    at: datetime
    answer: Mapping[str, object] | None = None

    def view(self) -> dict[str, object]:
        """As JSON, without secrets."""
        return {
            "hook": self.post.hook.value,
            "messageId": self.post.message_id,
            "body": self.post.body.decode("utf-8", "replace"),
            "faults": list(self.post.faults),
            "status": self.status,
            "attempts": self.attempts,
            "at": iso(self.at),
            "answer": self.answer,
        }
