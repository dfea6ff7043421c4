"""What happens to contacts: they come in, wait, reach agents, are passed on and end."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from uuid import NAMESPACE_URL, uuid5

from local.cxone.contacts.lifecycle import Move, can, disposed, moved, with_custom_data
from local.cxone.contacts.model import CallType, Contact, Disposed, Stage, State, TransferKind
from local.cxone.directory.model import PHONE
from local.cxone.world.world import World

SMALL_IDS_FROM = 4_500_000_001
LARGE_IDS_FROM = 2**53 + 1


@dataclass(frozen=True, slots=True)
class Arrival:
    """A contact that begins. ``state``: where it begins, such as in the script or being dialled."""

    from_address: str
    to_address: str
    media_type_id: int = PHONE
    skill_id: int = 0
    point_of_contact_id: int = 0
    agent_id: int = 0
    initiator_id: int = 0
    target_agent_id: int = 0
    is_outbound: bool = False
    master_id: int = 0
    parent_id: int = 0
    call_type: CallType = CallType.REGULAR
    state: State = State.PRE_QUEUE
    variables: Mapping[str, str] = field(default_factory=dict)
    custom_data: Mapping[str, str] = field(default_factory=dict)


class Traffic:
    """Applies moves to the contacts of a world, at the world's time."""

    def __init__(self, world: World) -> None:
        self._world = world

    def find(self, contact_id: int) -> Contact:
        """The contact with that id.

        Raises:
            ValueError: there is none.
        """
        contact = self._world.contacts.get(contact_id)
        if contact is None:
            raise ValueError(f"no contact has the id {contact_id}")
        return contact

    def begin(self, arrival: Arrival) -> Contact:
        """A new contact."""
        world = self._world
        at, contact_id = world.now(), self._next_id()
        contact = Contact(
            contact_id=contact_id,
            master_id=arrival.master_id or contact_id,
            media_type_id=arrival.media_type_id,
            skill_id=arrival.skill_id,
            from_address=arrival.from_address,
            to_address=arrival.to_address,
            is_outbound=arrival.is_outbound,
            interaction_id=str(uuid5(NAMESPACE_URL, f"interaction/{arrival.master_id or contact_id}")),
            stages=(Stage(arrival.state, at, arrival.agent_id, arrival.skill_id),),
            updated=at,
            point_of_contact_id=arrival.point_of_contact_id,
            parent_id=arrival.parent_id,
            agent_id=arrival.agent_id,
            initiator_id=arrival.initiator_id,
            target_agent_id=arrival.target_agent_id,
            call_type=arrival.call_type,
            variables=tuple(arrival.variables.items()),
            custom_data=tuple(arrival.custom_data.items()),
        )
        return world.contacts.put("began", contact, at)

    def move(
        self, contact_id: int, move: Move, *, agent_id: int = 0, skill_id: int = 0, code: str = ""
    ) -> Contact:
        """One step of a contact's life.

        Raises:
            ImpossibleMoveError: its state does not allow it.
        """
        world, at = self._world, self._world.now()
        contact = self.find(contact_id)
        after = moved(contact, move, at, agent_id=agent_id, skill_id=skill_id, code=code)
        after = world.contacts.put(move.value, after, at)
        return self._wrap_up(after) if move is Move.END else after

    def hang_up(self, contact_id: int, code: str = "") -> Contact:
        """The customer is gone, whatever the contact was doing: it ends, was given up or fails.

        Raises:
            ImpossibleMoveError: it is over already.
        """
        contact = self.find(contact_id)
        usual = {Move.FAIL: "NoAnswer", Move.ABANDON: "CallAbandoned", Move.END: "Succeeded"}
        move = next((move for move in usual if can(contact, move)), Move.END)
        return self.move(contact_id, move, code=code or usual[move])

    def transfer(
        self, contact_id: int, kind: TransferKind, *, agent_id: int = 0, skill_id: int = 0, waits_for: int = 0
    ) -> Contact:
        """Pass a contact on: it ends here and goes on under a new id with the same master id.

        Args:
            agent_id: who is offered the new one at once; without it, it waits for the skill.
            waits_for: the only agent it may go to, when that one is free.

        Raises:
            ImpossibleMoveError: nobody has it who could pass it on.
        """
        old = self.pass_on(contact_id, kind, agent_id or waits_for)
        new = self.begin(
            Arrival(
                from_address=old.from_address,
                to_address=old.to_address,
                media_type_id=old.media_type_id,
                skill_id=skill_id or old.skill_id,
                target_agent_id=waits_for,
                point_of_contact_id=old.point_of_contact_id,
                is_outbound=old.is_outbound,
                master_id=old.master_id,
                parent_id=old.contact_id,
                variables=dict(old.variables),
                custom_data=dict(old.custom_data),
            )
        )
        if agent_id:
            return self.move(new.contact_id, Move.ROUTE, agent_id=agent_id)
        return self.move(new.contact_id, Move.QUEUE)

    def pass_on(self, contact_id: int, kind: TransferKind, target_agent_id: int) -> Contact:
        """An agent leaves a contact to somebody else: for the agent it ends.

        Raises:
            ImpossibleMoveError: nobody has it who could pass it on.
        """
        at = self._world.now()
        ended = moved(self.find(contact_id), Move.END, at, code="TransferComplete")
        ended = replace(ended, transfer=kind, target_agent_id=target_agent_id)
        return self._wrap_up(self._world.contacts.put("transferred", ended, at))

    def finish(self, contact_id: int) -> Contact:
        """The agent is done with the work after the contact."""
        return self.move(contact_id, Move.FINISH)

    def dispose(self, contact_id: int, outcome: Disposed) -> Contact:
        """An agent picked the outcome."""
        return self._world.contacts.put("disposed", disposed(self.find(contact_id), outcome), outcome.at)

    def set_custom_data(self, contact_id: int, given: Mapping[str, str]) -> Contact:
        """Add or replace custom data."""
        at = self._world.now()
        after = with_custom_data(self.find(contact_id), dict(given), at)
        return self._world.contacts.put("data", after, at)

    def change(self, contact_id: int, what: str, change: Callable[[Contact], Contact]) -> Contact:
        """Change plain facts such as tags; ``what`` names the change."""
        at = self._world.now()
        after = replace(change(self.find(contact_id)), updated=at)
        return self._world.contacts.put(what, after, at)

    def _wrap_up(self, contact: Contact) -> Contact:
        skill = self._world.directory.skills.get(contact.skill_id)
        has_work_after = contact.agent_id and not contact.initiator_id
        acw_s = skill.max_seconds_acw if skill and has_work_after else 0
        if acw_s == 0:
            return self.finish(contact.contact_id)
        self._world.agenda.after(acw_s, lambda: self._time_is_up(contact.contact_id))
        return contact

    def _time_is_up(self, contact_id: int) -> None:
        if can(self.find(contact_id), Move.FINISH):
            self.finish(contact_id)

    def _next_id(self) -> int:
        """Every other contact has an id that a float cannot hold."""
        turn = self._world.number("contact", 0)
        if turn % 2:
            return SMALL_IDS_FROM + turn
        return LARGE_IDS_FROM + turn
