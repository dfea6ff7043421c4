"""Lets genuine hooks in, with secrets that may be replaced at any time."""

import base64
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

from switchboard.errors import ConfigurationError
from switchboard.runtime import observe
from switchboard.runtime.hook_trust import HookKey, Refusal, parse_hook_secret, why_refused
from switchboard.runtime.problems import HookNotTrusted

RELOAD_EVERY_S = 30.0
"""How often strangers may make us ask Secrets Manager. So long after a change every environment knows of it."""

KEPT_S = 300.0
"""What was retired is trusted for as long at most, also where nobody shows anything else."""

_PERHAPS_REPLACED = {Refusal.MISMATCH, Refusal.NO_PROOF}


class HookGate:
    """Verifies calls of one kind of hook.

    Args:
        read_secret: gives the secret's text; True asks for it past any cache.
        clock: epoch seconds.
    """

    def __init__(self, read_secret: Callable[[bool], str], clock: Callable[[], float] = time.time) -> None:
        self._read_secret = read_secret
        self._clock = clock
        self._keys: tuple[HookKey, ...] | None = None
        self._reloaded_at = self._read_at = float("-inf")
        self._reloading = threading.Lock()

    def admit(self, event: Mapping[str, Any]) -> bytes:
        """The raw body of a genuine call in payload format 2.0.

        A refused one has the secret read anew, at most every 30 seconds: it may just have been replaced.

        Raises:
            HookNotTrusted: the call is not genuine.
            ConfigurationError: the secret is missing or malformed.
        """
        body = raw_body(event)
        refusal = self._refusal(event, body)
        if refusal in _PERHAPS_REPLACED:
            with self._reloading:
                # Somebody may have read the new secret while we waited.
                refusal = self._refusal(event, body)
                if refusal in _PERHAPS_REPLACED and self._may_reload():
                    self._load(anew=True)
                    refusal = self._refusal(event, body)
        if refusal is not None:
            observe.note(hook=refusal.value)
            raise HookNotTrusted(refusal.value)
        return body

    def _refusal(self, event: Mapping[str, Any], body: bytes) -> Refusal | None:
        return why_refused(event["headers"], body, self._current(), self._clock())

    def _current(self) -> tuple[HookKey, ...]:
        if self._keys is None:
            return self._load(anew=False)
        if self._clock() - self._read_at < KEPT_S:
            return self._keys
        try:
            return self._load(anew=True)
        except ConfigurationError as error:
            # Better the secret of a moment ago than none.
            observe.logger().warning("hook_secret_unreadable", extra={"reason": str(error)})
            self._read_at = self._clock()
            return self._keys

    def _may_reload(self) -> bool:
        return self._clock() - self._reloaded_at >= RELOAD_EVERY_S

    def _load(self, *, anew: bool) -> tuple[HookKey, ...]:
        if anew:
            self._reloaded_at = self._clock()
        self._keys = parse_hook_secret(self._read_secret(anew))
        self._read_at = self._clock()
        return self._keys


def raw_body(event: Mapping[str, Any]) -> bytes:
    """The bytes that were sent, whatever way the gateway passed them on."""
    body = event.get("body") or ""
    return base64.b64decode(body) if event.get("isBase64Encoded") else body.encode()
