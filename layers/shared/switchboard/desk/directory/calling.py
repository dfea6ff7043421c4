"""Calls to agents and into skills, as commands of the acting user's session."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

from switchboard.agent.acting import ActingAgents
from switchboard.agent.session import AgentSession
from switchboard.contact.words import Channel
from switchboard.desk.directory.model import SkillNow
from switchboard.desk.session.refusals import OutcomeUnknown, SkillRefused, TargetUnknown
from switchboard.errors import CcTimeout, CcUnavailable

AgentCall = Literal["consult", "dial"]
"""``consult``: talk to an agent; ``dial``: have them as a further party of a contact that is on hold."""


class DirectoryCalls(Protocol):
    """Sends the commands. They are accepted before anything comes of them; the outcome is an event.

    Every method raises ``CcSessionGone`` where the session's id is no good, a ``DeskRefusal`` where the call
    cannot be made, and other errors of the family ``CcError``.

    Args:
        cxone_id: newest id of the session.
        about: id of the contact that it is about; empty for none.
    """

    def call_agent(self, cxone_id: str, agent_id: str, kind: AgentCall, about: str) -> None:
        """Ring an agent."""
        ...

    def call_skill(self, cxone_id: str, skill_id: str, about: str) -> None:
        """Call into a skill, to be queued there."""
        ...


@dataclass(frozen=True, slots=True)
class Calling:
    """Calls of acting users, each sent once."""

    acting: ActingAgents
    calls: DirectoryCalls

    def agent(self, user_id: str, agent_id: str, kind: AgentCall, about: str) -> None:
        """Call an agent.

        Raises:
            SessionOver: the user has no session.
            TargetUnknown, TargetNotReachable, CannotReach, ConferenceNotAllowed, NotYourContact: as they say.
            OutcomeUnknown: no answer came that tells whether it was accepted.
        """
        session = self.acting.found(user_id)
        if agent_id == session.agent_id:
            raise TargetUnknown
        self._send(session, lambda cxone_id: self.calls.call_agent(cxone_id, agent_id, kind, about))

    def skill(self, user_id: str, skill: SkillNow, about: str) -> None:
        """Call into a skill.

        Raises:
            SkillRefused: it takes no calls.
            others: as ``agent``.
        """
        if not skill.is_active or skill.channel != Channel.VOICE:
            raise SkillRefused
        session = self.acting.found(user_id)
        self._send(session, lambda cxone_id: self.calls.call_skill(cxone_id, skill.skill_id, about))

    def _send(self, session: AgentSession, command: Callable[[str], None]) -> None:
        def sent(cxone_id: str) -> None:
            try:
                command(cxone_id)
            except (CcUnavailable, CcTimeout) as error:
                if error.nothing_done:
                    raise
                raise OutcomeUnknown(code=error.code) from error

        self.acting.send(session, sent)
