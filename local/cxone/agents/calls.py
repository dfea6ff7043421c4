"""What agents do with calls: dial, consult, pass on, join, hold. The effects of the voice commands."""

from dataclasses import dataclass, replace
from enum import StrEnum

from local.cxone.agents.events import agent_error, event
from local.cxone.agents.floor import Floor
from local.cxone.agents.legs import Legs, is_call
from local.cxone.agents.session import Session
from local.cxone.contacts.lifecycle import Move, can
from local.cxone.contacts.model import CallType, Contact, State, TransferKind
from local.cxone.contacts.traffic import Arrival, Traffic
from local.cxone.directory.model import Skill
from local.cxone.world.world import World

CONFERENCE_NO = "1"


class Outcome(StrEnum):
    """What comes of dialling a number."""

    ANSWER = "Answer"
    BUSY = "Busy"
    NO_ANSWER = "NoAnswer"
    BAD_NUMBER = "BadNumber"
    ERROR = "Error"


@dataclass(frozen=True, slots=True)
class Callee:
    """How somebody who is dialled behaves. ``ERROR``: an AgentError and no contact at all."""

    number: str
    outcome: Outcome
    after_s: float = 1.0


class Calls:
    """Carries voice commands out. An impossible one raises ImpossibleMoveError."""

    def __init__(self, world: World, floor: Floor, legs: Legs, traffic: Traffic) -> None:
        self._world = world
        self._floor = floor
        self._legs = legs
        self._traffic = traffic
        self._callees: dict[str, Callee] = {}
        world.on_restore(self._callees.clear)

    def expect(self, callee: Callee) -> None:
        """Have somebody behave in a certain way when dialled."""
        self._callees[callee.number] = callee

    def current(self, agent_id: int) -> list[Contact]:
        """The calls that an agent takes part in and that are not over."""
        return [each for each in self._floor.contacts(agent_id) if is_call(each) and not each.is_over]

    def dial(self, session: Session, number: str, skill: Skill, parent: Contact | None, caller_id: str) -> None:
        """Connect the agent's leg, then dial a number."""
        callee = self._callees.get(number)
        if callee is not None and callee.outcome is Outcome.ERROR:
            error = agent_error("DialPhone", Outcome.BAD_NUMBER.value, target=number)
            self._floor.tell(session, error)
            return

        def dial() -> None:
            # Another call may have come while the agent's phone rang.
            if any(each.state is not State.HOLDING for each in self.current(session.agent_id)):
                self._floor.tell(session, agent_error("DialPhone", "InvalidState", target=number))
                return
            contact = self._traffic.begin(
                Arrival(
                    from_address=caller_id or skill.caller_id_override,
                    to_address=number,
                    skill_id=skill.skill_id,
                    agent_id=session.agent_id,
                    is_outbound=True,
                    master_id=parent.master_id if parent else 0,
                    parent_id=parent.contact_id if parent else 0,
                    state=State.DIALING,
                )
            )
            usual = Callee(number, Outcome.ANSWER, self._world.settings.callee_answers_s)
            self._expect_outcome(contact, callee or usual)

        self._legs.connect(session, dial)

    def reach_agent(self, session: Session, target_id: int, parent: Contact | None, *, is_consult: bool) -> None:
        """Ring another agent, to consult or to talk."""
        contact = self._traffic.begin(
            Arrival(
                from_address=phone_of(session),
                to_address=str(target_id),
                skill_id=parent.skill_id if parent else 0,
                master_id=parent.master_id if parent else 0,
                parent_id=parent.contact_id if parent else 0,
                initiator_id=session.agent_id,
                call_type=CallType.CONSULT if is_consult else CallType.REGULAR,
                variables=dict(parent.variables) if parent else {},
            )
        )
        self._hold_others(session.agent_id, contact.contact_id)
        self._legs.pick_up(session)
        self._traffic.move(contact.contact_id, Move.ROUTE, agent_id=target_id)

    def reach_skill(self, session: Session, skill: Skill, parent: Contact | None) -> None:
        """Wait for an agent of a skill, with a customer to be passed on."""
        contact = self._traffic.begin(
            Arrival(
                from_address=parent.from_address if parent else phone_of(session),
                to_address=parent.to_address if parent else skill.skill_name,
                skill_id=skill.skill_id,
                master_id=parent.master_id if parent else 0,
                parent_id=parent.contact_id if parent else 0,
                initiator_id=session.agent_id,
                variables=dict(parent.variables) if parent else {},
            )
        )
        self._hold_others(session.agent_id, contact.contact_id)
        self._traffic.move(contact.contact_id, Move.QUEUE)

    def transfer(self, session: Session) -> None:
        """Join the customer with whom the agent has reached, and leave."""
        customer, reached = self.current(session.agent_id)[:2]
        if customer.initiator_id == session.agent_id:
            customer, reached = reached, customer
        if reached.initiator_id != session.agent_id:
            for contact in (customer, reached):
                self._traffic.pass_on(contact.contact_id, TransferKind.EXTERNAL, 0)
            return
        kind = TransferKind.CONSULT if reached.agent_id else TransferKind.RESKILL
        self._traffic.pass_on(customer.contact_id, kind, reached.agent_id)
        if reached.state is State.HOLDING:
            self._traffic.move(reached.contact_id, Move.RESUME)
        # What was a consult is the receiver's contact with the customer now.
        self._traffic.change(
            reached.contact_id,
            "passed",
            lambda contact: replace(
                contact,
                initiator_id=0,
                call_type=CallType.REGULAR,
                from_address=customer.from_address,
                to_address=customer.to_address,
                is_outbound=customer.is_outbound,
                custom_data=customer.custom_data,
            ),
        )

    def conference(self, session: Session) -> None:
        """Join all calls of the agent."""
        for contact in self.current(session.agent_id):
            self._traffic.move(contact.contact_id, Move.JOIN)
        self._floor.tell(session, event("Conference", {"ConferenceNo": CONFERENCE_NO}))

    def conference_hold(self, session: Session) -> None:
        """Put everyone in the conference on hold."""
        for contact in self.current(session.agent_id):
            if contact.state is State.JOINED:
                self._traffic.move(contact.contact_id, Move.HOLD)

    def conference_resume(self, session: Session) -> None:
        """Join again whoever was put on hold."""
        for contact in self.current(session.agent_id):
            if contact.state is State.HOLDING:
                self._traffic.move(contact.contact_id, Move.JOIN)

    def resume(self, session: Session, contact: Contact) -> None:
        """Take a call back; another one that is active is held (unconfirmed)."""
        self._hold_others(session.agent_id, contact.contact_id)
        self._traffic.move(contact.contact_id, Move.RESUME)

    def end(self, session: Session, contact: Contact) -> None:
        """Hang up; a call that nobody has answered yet is given up."""
        current = self._traffic.find(contact.contact_id)
        if current.initiator_id == session.agent_id and can(current, Move.ABANDON):
            self._traffic.move(contact.contact_id, Move.ABANDON, code="AgentCancelled")
        elif can(current, Move.FAIL):
            self._traffic.move(contact.contact_id, Move.FAIL, code="AgentCancelled")
        else:
            self._traffic.move(contact.contact_id, Move.END, code="Succeeded")

    def _hold_others(self, agent_id: int, contact_id: int) -> None:
        for contact in self.current(agent_id):
            if contact.contact_id != contact_id and can(contact, Move.HOLD):
                self._traffic.move(contact.contact_id, Move.HOLD)

    def _expect_outcome(self, contact: Contact, callee: Callee) -> None:
        if callee.after_s < 0:
            return

        def happen() -> None:
            if self._traffic.find(contact.contact_id).state is not State.DIALING:
                return
            if callee.outcome is Outcome.ANSWER:
                self._traffic.move(contact.contact_id, Move.ANSWER)
            else:
                self._traffic.move(contact.contact_id, Move.FAIL, code=callee.outcome.value)

        self._world.agenda.after(callee.after_s, happen)


def phone_of(session: Session) -> str:
    """The number of an agent's own phone, or the station."""
    return session.station_phone or session.station_id
