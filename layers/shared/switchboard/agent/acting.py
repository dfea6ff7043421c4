"""One acting user, their agent and their session: whoever commands, commands their own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from switchboard.agent.centre import AgentCentre
from switchboard.agent.identity import Agent, AgentDirectory
from switchboard.agent.session import (
    CURRENT,
    AgentSession,
    SessionOver,
    SessionStore,
    SessionUnknown,
    check_own,
    new_session_id,
)
from switchboard.errors import CcConflict, CcSessionGone

Outcome = TypeVar("Outcome")

GONE = "gone"
"""Why a session ended of which CXone no longer knows."""


@dataclass(frozen=True, slots=True)
class ActingAgents:
    """Sessions of acting users.

    Args:
        now: the time in UTC.
    """

    directory: AgentDirectory
    sessions: SessionStore
    centre: AgentCentre
    now: Callable[[], datetime] = lambda: datetime.now(UTC)

    def own(self, user_id: str, session_id: str = CURRENT) -> AgentSession:
        """The user's session.

        Raises:
            NotYourSession: the id names another user's.
            SessionUnknown: nothing is kept of it.
            SessionOver: it has ended.
        """
        check_own(session_id, user_id)
        session = self.sessions.read(user_id)
        if session is None:
            raise SessionUnknown
        if session_id not in (CURRENT, session.session_id) or session.ended_at:
            raise SessionOver
        return session

    def found(self, user_id: str) -> AgentSession:
        """The user's session, or the one that the agent has begun elsewhere, which is joined.

        Raises:
            SessionOver: the agent has none.
            AgentUnknown, AgentAmbiguous: the user is not one agent.
        """
        session = self.sessions.read(user_id)
        if session is not None and not session.ended_at:
            return session
        agent = self.directory.agent_of(user_id)
        try:
            return self.begun(user_id, agent, self.centre.join(agent.agent_id))
        except (CcConflict, CcSessionGone):
            raise SessionOver from None

    def begun(self, user_id: str, agent: Agent, cxone_id: str) -> AgentSession:
        """Keep a session that CXone has begun or let us join."""
        session = AgentSession(
            session_id=new_session_id(user_id),
            user_id=user_id,
            agent_id=agent.agent_id,
            cxone_id=cxone_id,
            began_at=self.now(),
        )
        self.sessions.begin(session)
        return session

    def send(self, session: AgentSession, command: Callable[[str], Outcome]) -> Outcome:
        """Do something by the session's newest id.

        An id that is no longer good proves that nothing was done: the poll may have kept a newer one, else the
        session is joined.

        Args:
            command: takes CXone's id; raises ``CcSessionGone`` where that is no longer good.

        Raises:
            SessionOver: CXone knows of no session.
        """
        try:
            return command(session.cxone_id)
        except CcSessionGone:
            newest = self.renewed(session)
        try:
            return command(newest.cxone_id)
        except CcSessionGone:
            self.sessions.end(newest, self.now(), GONE)
            raise SessionOver from None

    def renewed(self, session: AgentSession) -> AgentSession:
        """The session by an id that is newer than one that CXone refused.

        Raises:
            SessionOver: CXone knows of no session.
        """
        kept = self.own(session.user_id, session.session_id)
        if kept.cxone_id != session.cxone_id:
            return kept
        try:
            cxone_id = self.centre.join(session.agent_id)
        except (CcConflict, CcSessionGone):
            self.sessions.end(session, self.now(), GONE)
            raise SessionOver from None
        self.sessions.move(session, cxone_id)
        return self.own(session.user_id, session.session_id)
