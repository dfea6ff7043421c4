"""How a contact reaches the agent it is offered to: ringing, answered on the phone, or not taken in time."""

from local.cxone.agents.contact_events import Heard, contact_event
from local.cxone.agents.floor import Floor
from local.cxone.agents.legs import Legs, is_call
from local.cxone.agents.session import Session
from local.cxone.contacts.book import Change
from local.cxone.contacts.lifecycle import Move
from local.cxone.contacts.model import Contact, State
from local.cxone.contacts.traffic import Traffic
from local.cxone.world.world import World


class Offers:
    """Follows every contact that is routed to an agent who is logged in."""

    def __init__(self, world: World, floor: Floor, legs: Legs, traffic: Traffic) -> None:
        self._world = world
        self._floor = floor
        self._legs = legs
        self._traffic = traffic
        world.on_restore(lambda: world.contacts.watch(self._on_change))

    def _on_change(self, change: Change) -> None:
        contact = change.after
        session = self._floor.session(contact.agent_id)
        if contact.state is not State.ROUTING or change.what != Move.ROUTE or session is None:
            return
        agenda, settings = self._world.agenda, self._world.settings
        if is_call(contact):
            agenda.after(settings.command_delay_s, lambda: self._ring(session, contact))
            agenda.after(
                settings.command_delay_s, lambda: self._legs.connect(session, lambda: self._answer(contact))
            )
        timeout_s = settings.consult_timeout_s if contact.initiator_id else settings.refusal_timeout_s
        agenda.after(timeout_s, lambda: self._give_up(session, contact))

    def _ring(self, session: Session, offered: Contact) -> None:
        if self._is_open(offered):
            heard = Heard(session.agent_id, offered, self._world.now(), status="Ringing")
            self._floor.tell(session, contact_event(heard, self._world.directory))

    def _answer(self, offered: Contact) -> None:
        if self._is_open(offered):
            self._traffic.move(offered.contact_id, Move.ANSWER)

    def _give_up(self, session: Session, offered: Contact) -> None:
        """A consult that nobody answers is over; anything else waits for somebody else."""
        if not self._is_open(offered):
            return
        if offered.initiator_id:
            self._traffic.move(offered.contact_id, Move.ABANDON, code="NoAnswer")
        else:
            self._traffic.move(offered.contact_id, Move.REFUSE)
        if is_call(offered) and not self._legs.is_used(session):
            self._legs.drop(session)

    def _is_open(self, offered: Contact) -> bool:
        """Whether this very offer still stands: same contact, same agent, since the same instant."""
        current = self._world.contacts.get(offered.contact_id)
        return current is not None and current.state is State.ROUTING and current.since == offered.since
