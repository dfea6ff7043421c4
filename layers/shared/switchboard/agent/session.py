"""An agent's session, as Switchboard knows it.

Its id is ours and stays; CXone's own id changes with every reply of the event poll, and the newest is kept here.
"""

import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from switchboard.errors import SwitchboardError

CURRENT = "current"
"""Stands for the acting user's session wherever an id is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentSession:
    """One log-in of an agent.

    Args:
        session_id: ours; it begins with the user's id.
        user_id: the Salesforce user, 18 characters.
        cxone_id: the newest id that CXone gave.
        leg: of the agent's phone as last told, ``dialing``, ``active`` or ``disconnected``; empty before that.
        last_event: number of the last event that is kept, 0 for none.
        ended_at: None while it lives, as far as is known.
        end_reason: why it ended, such as ``logged-out``.
    """

    session_id: str
    user_id: str
    agent_id: str
    cxone_id: str = field(repr=False)
    began_at: datetime
    leg: str = ""
    last_event: int = 0
    ended_at: datetime | None = None
    end_reason: str = ""


class SessionUnknown(SwitchboardError):
    """The user has no such session."""


class SessionOver(SwitchboardError):
    """The session has ended."""


class NotYourSession(SwitchboardError):
    """The session is another user's."""


class SessionStore(Protocol):
    """Keeps one session for each user."""

    def read(self, user_id: str) -> AgentSession | None:
        """The user's last session, ended or not; None where none is kept."""
        ...

    def begin(self, session: AgentSession) -> None:
        """Keep a new session in the place of the one before."""
        ...

    def move(self, session: AgentSession, cxone_id: str) -> bool:
        """Keep a newer id of CXone's; False where another has been kept since ``session`` was read."""
        ...

    def end(self, session: AgentSession, at: datetime, reason: str) -> None:
        """Keep that it ended, unless a newer session or an earlier end is kept."""
        ...


def new_session_id(user_id: str) -> str:
    """An id that tells whose session it is, and cannot be mistaken for that of an earlier one."""
    return f"{user_id}-{secrets.token_hex(6)}"


def check_own(session_id: str, user_id: str) -> None:
    """Refuse another user's session.

    Raises:
        NotYourSession: the id names another user.
    """
    if session_id != CURRENT and session_id.partition("-")[0] != user_id:
        raise NotYourSession
