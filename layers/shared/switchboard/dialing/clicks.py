"""Which clicks are one click. Pure.

With an idempotency key the key decides. Without one, clicks of a user on the same number and record are one while
the last call of that kind was claimed less than a few seconds before the click arrived. The last claim counts and
no grid of time: two clicks cannot fall on two sides of a boundary.
"""

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Click:
    """A request to dial.

    Args:
        user_id: who clicked.
        number: E.164.
        record_id: 18 characters, or empty.
        key: the idempotency key, or empty.
        arrived_at: when the gateway had it: a cold start does not make a click later.
    """

    user_id: str
    number: str = field(repr=False)
    record_id: str
    wanted_skill: str
    key: str
    arrived_at: datetime

    @property
    def fingerprint(self) -> str:
        """Of what is asked for; the same for every retry."""
        return _digest(self.number, self.record_id, self.wanted_skill)

    @property
    def name(self) -> str:
        """Where the last call of such clicks is remembered; only for those without a key."""
        return _digest(self.user_id, self.number, self.record_id)

    def new_digest(self) -> str:
        """Of the call that is to be made of it."""
        return _digest(self.user_id, "key", self.key) if self.key else secrets.token_hex(12)

    def known_digest(self) -> str:
        """Of the call that it may have made already; empty where only the memory of clicks tells."""
        return self.new_digest() if self.key else ""

    def same_since(self, window: timedelta) -> datetime:
        """A call of this kind that was claimed at this time or later is this very click's."""
        return self.arrived_at - window


def _digest(*parts: str) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:24]
