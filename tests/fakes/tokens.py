"""A token store in memory, held to the same contract as the one in DynamoDB."""

import threading
from dataclasses import dataclass

from switchboard.tokens import AccessToken, LoginFailure, TokenState


@dataclass
class _Item:
    state: TokenState
    owner: str = ""
    lease_until: float = 0.0


class MemoryTokenStore:
    """Implements ``switchboard.tokens.TokenStore``."""

    def __init__(self) -> None:
        self._items: dict[str, _Item] = {}
        self._lock = threading.Lock()

    def read(self, vendor: str) -> TokenState:
        with self._lock:
            return self._item(vendor).state

    def take_lease(self, vendor: str, owner: str, *, seen: TokenState, now: float, until: float) -> bool:
        with self._lock:
            item = self._item(vendor)
            failure = item.state.failure
            if item.state.token != seen.token or item.lease_until >= now or (failure and failure.until > now):
                return False
            item.owner, item.lease_until = owner, until
            return True

    def keep(self, vendor: str, owner: str, token: AccessToken) -> None:
        self._give_back(vendor, owner, TokenState(token))

    def keep_failure(self, vendor: str, owner: str, failure: LoginFailure) -> None:
        self._give_back(vendor, owner, TokenState(self.read(vendor).token, failure))

    def _give_back(self, vendor: str, owner: str, state: TokenState) -> None:
        with self._lock:
            item = self._item(vendor)
            if item.owner == owner:
                self._items[vendor] = _Item(state)

    def _item(self, vendor: str) -> _Item:
        return self._items.setdefault(vendor, _Item(TokenState()))
