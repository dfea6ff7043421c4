"""What an agent does with one contact, and why it cannot be done."""

from collections.abc import Sequence
from dataclasses import dataclass

from switchboard.agent.session import AgentSession
from switchboard.desk.session.model import ACTIVE, HELD, DeskContact
from switchboard.desk.session.ports import AgentCommands, AgentReports, Command
from switchboard.desk.session.refusals import (
    AnsweredOnPhone,
    CannotEnd,
    CannotSendTones,
    ContactOver,
    ContactRefusal,
    DeskRefusal,
    HeldCannotEnd,
    NotYourContact,
)
from switchboard.desk.session.service import Sessions
from switchboard.errors import CcError

_OFFERS = (Command.ACCEPT, Command.REJECT)


@dataclass(frozen=True, slots=True)
class Handling:
    """Commands for the contacts of a session."""

    sessions: Sessions
    commands: AgentCommands
    reports: AgentReports

    def do(self, session: AgentSession, command: Command, contact_id: str) -> None:
        """Do something with one contact.

        Raises:
            NotYourContact: the agent does not take part in it.
            DeskRefusal: its state does not allow it; the type says what to do instead.
        """
        try:
            self.sessions.send(session, lambda cxone_id: self.commands.contact(cxone_id, command, contact_id))
        except ContactRefusal as refusal:
            raise self._reason(command, contact_id, refusal) from None

    def send_tones(
        self, session: AgentSession, contact_id: str, digits: str, *, tone_ms: int, gap_ms: int
    ) -> None:
        """Send tones into one call.

        Raises:
            NotYourContact: the agent does not take part in it.
            CannotSendTones: it is not the active call, and they would go elsewhere.
        """
        contact, _ = self.own_open(session, contact_id)
        if not contact.is_call or contact.state != ACTIVE:
            raise CannotSendTones
        self.sessions.send(
            session,
            lambda cxone_id: self.commands.send_tones(cxone_id, digits, tone_ms=tone_ms, gap_ms=gap_ms),
        )

    def own_open(self, session: AgentSession, contact_id: str) -> tuple[DeskContact, Sequence[DeskContact]]:
        """A contact that the agent has now, and the others.

        Raises:
            ContactOver: it has ended.
            NotYourContact: it is somebody else's, or there is none.
        """
        contacts = self.sessions.overview(session).contacts
        found = next((one for one in contacts if one.contact_id == contact_id), None)
        if found:
            return found, [one for one in contacts if one is not found]
        known = self.reports.contact(contact_id)
        if known and known.is_over and known.agent_id == session.agent_id:
            raise ContactOver
        raise NotYourContact

    def _reason(self, command: Command, contact_id: str, refusal: ContactRefusal) -> DeskRefusal:
        """The refusal in the light of what the contact is doing."""
        try:
            contact = self.reports.contact(contact_id)
        except CcError:
            # The refusal stands; only its reason stays unclear.
            return refusal
        return reason(command, contact, refusal)


def reason(command: Command, contact: DeskContact | None, refusal: ContactRefusal) -> DeskRefusal:
    """What a refused command says to the agent, given the contact as it is. Pure."""
    if contact is None:
        return refusal
    if contact.is_over:
        return ContactOver()
    if isinstance(refusal, CannotEnd) and contact.state == HELD:
        return HeldCannotEnd()
    if command in _OFFERS and contact.is_call:
        return AnsweredOnPhone()
    return refusal
