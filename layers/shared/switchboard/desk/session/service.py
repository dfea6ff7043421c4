"""What a session is and does as a whole: logging in and out, availability, the agent's phone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from switchboard.agent.acting import GONE, ActingAgents
from switchboard.agent.identity import Agent
from switchboard.agent.session import AgentSession, SessionOver
from switchboard.desk.session.choosing import Choosing, code_named
from switchboard.desk.session.model import LOGGED_OUT, AgentState, DeskContact, Station, UnavailableCode
from switchboard.desk.session.ports import AgentCommands, AgentReports, Choices
from switchboard.desk.session.refusals import (
    CodeNeedsContact,
    CodeUnknown,
    LegInUse,
    LegNotConnected,
    LoginNotPossible,
    OpenContacts,
    OutcomeUnknown,
    StateNotPossible,
    StationNeeded,
)
from switchboard.errors import CcConflict, CcError, CcSessionGone, CcTimeout, CcUnavailable

SETTLING = timedelta(seconds=15)
"""For so long after a log-in, a report that says ``loggedOut`` may just be behind (unconfirmed)."""

Begun = Literal["started", "joined"]
Sent = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Overview:
    """A session with what goes on in it."""

    session: AgentSession
    state: AgentState
    contacts: Sequence[DeskContact]


@dataclass(frozen=True, slots=True)
class Sessions:
    """Acting users' sessions; every method acts on the user's own.

    Those that take ``session`` get it from ``own``.
    """

    acting: ActingAgents
    commands: AgentCommands
    reports: AgentReports
    choosing: Choosing
    choices: Choices

    def own(self, user_id: str, session_id: str) -> AgentSession:
        """The user's session; see ``ActingAgents.own``."""
        return self.acting.own(user_id, session_id)

    def log_in(
        self, user_id: str, station: Station, *, remember: bool
    ) -> tuple[AgentSession, Agent, Station, Begun]:
        """Begin a session, or join the one that the agent has.

        Args:
            station: an empty one for the one remembered.

        Raises:
            AgentUnknown, AgentAmbiguous: the user is not one agent.
            StationNeeded, StationRefused, PhoneInUse, SessionLimitReached, LoginNotPossible: as they say.
        """
        agent = self.acting.directory.agent_of(user_id)
        station = station or self.choices.station(user_id)
        if not station:
            raise StationNeeded
        begun: Begun = "started"
        try:
            session = self.acting.begun(user_id, agent, self.commands.log_in(agent.agent_id, station))
        except CcConflict:
            begun, session = "joined", self._joined(user_id, agent)
        if remember:
            self.choices.keep_station(user_id, station)
        return session, agent, station, begun

    def _joined(self, user_id: str, agent: Agent) -> AgentSession:
        kept = self.acting.sessions.read(user_id)
        is_kept = kept is not None and not kept.ended_at and kept.agent_id == agent.agent_id
        try:
            cxone_id = self.acting.centre.join(agent.agent_id)
        except (CcConflict, CcSessionGone):
            if kept is not None and is_kept:
                self.acting.sessions.end(kept, self.acting.now(), GONE)
            raise LoginNotPossible from None
        # A session that is kept goes on under the id by which its events are being read.
        return kept if kept is not None and is_kept else self.acting.begun(user_id, agent, cxone_id)

    def overview(self, session: AgentSession) -> Overview:
        """What the agent is doing.

        Raises:
            SessionOver: the contact centre says that they are logged out.
        """
        state = self.reports.state(session.agent_id)
        if state.name == LOGGED_OUT and self.acting.now() - session.began_at > SETTLING:
            self.acting.sessions.end(session, self.acting.now(), GONE)
            raise SessionOver
        contacts = list(self.reports.open_contacts(session.agent_id))
        if state.contact_id and all(one.contact_id != state.contact_id for one in contacts):
            # A call that the agent placed to somebody else is reported as that one's.
            placed = self.reports.contact(state.contact_id)
            contacts += [placed] if placed and not placed.is_over else []
        return Overview(session, state, contacts)

    def log_out(
        self, session: AgentSession, *, force: bool, end_contacts: bool, ignore_personal_queue: bool
    ) -> None:
        """Ask for the end of the session.

        Raises:
            OpenContacts, PersonalQueueWaiting: they have to be handled first, or passed over.
        """
        try:
            self.send(
                session,
                lambda cxone_id: self.commands.log_out(
                    cxone_id, force=force, end_contacts=end_contacts, ignore_personal_queue=ignore_personal_queue
                ),
            )
        except OpenContacts as refusal:
            now = self._if_told(session)
            if now:
                refusal.told.update(contacts=now.contacts, is_acw=now.state.is_acw)
            raise

    def _if_told(self, session: AgentSession) -> Overview | None:
        """The overview that explains a refusal; None where it cannot be had, and the refusal stands without it."""
        try:
            return self.overview(session)
        except CcError:
            return None

    def be_available(self, session: AgentSession) -> None:
        """Take contacts; during one, as soon as it is over."""
        self.send(session, self.commands.be_available)

    def be_unavailable(self, session: AgentSession, reason: str) -> None:
        """Take no contacts.

        Args:
            reason: name or id of an unavailable code; empty for none.

        Raises:
            CodeUnknown, CodeNeedsContact, StateNotPossible: as they say.
        """
        code = code_named(reason, self.codes(session)) if reason else None
        try:
            self.send(session, lambda cxone_id: self.commands.be_unavailable(cxone_id, code))
        except StateNotPossible:
            if code and code.is_acw:
                raise CodeNeedsContact from None
            raise
        except CodeUnknown:
            # It was taken away after it was listed.
            raise CodeUnknown(codes=[one.name for one in self.choosing.codes_anew(self._team(session))]) from None

    def codes(self, session: AgentSession) -> Sequence[UnavailableCode]:
        """The codes of the agent's team."""
        return self.choosing.codes(self._team(session))

    def _team(self, session: AgentSession) -> str:
        return self.acting.directory.agent_of(session.user_id).team_id

    def connect_leg(self, session: AgentSession) -> None:
        """Ring the agent's phone; ``LegConnected`` where it is."""
        self.send(session, self.commands.connect_leg)

    def disconnect_leg(self, session: AgentSession) -> None:
        """Let the agent's phone go.

        Raises:
            LegInUse, LegNotConnected: as they say.
        """
        try:
            self.send(session, self.commands.disconnect_leg)
        except LegNotConnected:
            now = self._if_told(session)
            calls = [one for one in now.contacts if one.is_call] if now else []
            if calls:
                raise LegInUse(contacts=calls) from None
            raise

    def mute(self, session: AgentSession, *, muted: bool) -> None:
        """Mute the agent's phone, or end that; ``MuteNotPossible``."""
        self.send(session, lambda cxone_id: self.commands.mute(cxone_id, muted=muted))

    def send(self, session: AgentSession, command: Sent) -> None:
        """Send a command once.

        Raises:
            OutcomeUnknown: no answer came that tells whether it was accepted.
        """

        def sent(cxone_id: str) -> None:
            try:
                command(cxone_id)
            except (CcUnavailable, CcTimeout) as error:
                if error.nothing_done:
                    raise
                raise OutcomeUnknown(code=error.code) from error

        self.acting.send(session, sent)
