"""Sessions behind access tokens: each lives as long as it is used."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

_TOKEN_BYTES = 72


@dataclass(slots=True)
class Session:
    """One login that is alive.

    Args:
        calls_left: how many more calls it is good for; None for any number.
    """

    token: str
    user_id: str
    client_id: str
    opened: datetime
    last_used: datetime
    calls_left: int | None = None


class Sessions:
    """The org's sessions. The caller holds the org's lock."""

    def __init__(self, org_id: str) -> None:
        self._org_id = org_id
        self._sessions: dict[str, Session] = {}

    def open(self, user_id: str, client_id: str, now: datetime, idle_s: float, *, reuse: bool) -> Session:
        """A session for the user; with ``reuse`` the one that is still alive."""
        if reuse:
            for session in self._sessions.values():
                if (session.user_id, session.client_id) == (user_id, client_id) and _alive(session, now, idle_s):
                    session.last_used = now
                    return session
        token = f"{self._org_id[:15]}!AQ{secrets.token_urlsafe(_TOKEN_BYTES).replace('-', '.')}"
        session = Session(token, user_id, client_id, now, now)
        self._sessions[token] = session
        return session

    def use(self, token: str, now: datetime, idle_s: float) -> Session | None:
        """The session behind a token, its life extended; None when it is unknown or expired."""
        session = self._sessions.get(token)
        if session is None:
            return None
        if not _alive(session, now, idle_s):
            del self._sessions[token]
            return None
        if session.calls_left is not None:
            session.calls_left -= 1
        session.last_used = now
        return session

    def look_at(self, token: str, now: datetime, idle_s: float) -> Session | None:
        """The session behind a token, without using it."""
        session = self._sessions.get(token)
        return session if session is not None and _alive(session, now, idle_s) else None

    def end(self, token: str) -> bool:
        """Revoke one; False when there was none."""
        return self._sessions.pop(token, None) is not None

    def expire(self, after_calls: int = 0) -> None:
        """Let all sessions expire, now or after each was used so many times more."""
        if after_calls <= 0:
            self._sessions.clear()
        for session in self._sessions.values():
            session.calls_left = after_calls


def _alive(session: Session, now: datetime, idle_s: float) -> bool:
    if session.calls_left is not None and session.calls_left <= 0:
        return False
    return now - session.last_used < timedelta(seconds=idle_s)
