"""What an agent is doing, as it follows from their contacts and their wish. Pure."""

from collections.abc import Sequence

from local.cxone.agents.model import AgentState, Presence, Wish
from local.cxone.contacts.model import CallType, Contact, State
from local.cxone.directory.model import Skill, UnavailableCode
from local.cxone.directory.store import Table

BUSY = frozenset({State.ROUTING, State.DIALING, State.ACTIVE, State.HOLDING, State.JOINED})


def presence(
    agent_id: int,
    wish: Wish,
    contacts: Sequence[Contact],
    skills: Table[Skill],
    acw_code: UnavailableCode | None,
    *,
    in_dialer: bool = False,
) -> Presence:
    """The presence of an agent who is logged in.

    Args:
        contacts: those the agent takes part in, oldest first. The last one that keeps them busy decides.
        acw_code: the code shown for work after contacts.
        in_dialer: whether they are logged in to a dialer skill.
    """
    busy = [contact for contact in contacts if is_busy_with(agent_id, contact)]
    if busy:
        contact = busy[-1]
        return Presence(_state(agent_id, contact), contact_id=contact.contact_id, following=wish)
    wrapping = [contact for contact in contacts if contact.state is State.WRAP_UP and contact.agent_id == agent_id]
    if wrapping:
        contact = wrapping[-1]
        skill = skills.get(contact.skill_id)
        return Presence(
            AgentState.UNAVAILABLE,
            out_state_id=acw_code.out_state_id if acw_code else 0,
            reason=acw_code.out_state_name if acw_code else "",
            is_acw=True,
            acw_timeout_s=skill.max_seconds_acw if skill else 0,
            contact_id=contact.contact_id,
            following=wish,
        )
    if in_dialer:
        return Presence(AgentState.DIALER)
    if wish.available:
        return Presence(AgentState.AVAILABLE)
    return Presence(AgentState.UNAVAILABLE, wish.out_state_id, wish.reason)


def is_busy_with(agent_id: int, contact: Contact) -> bool:
    """Whether a contact keeps an agent: it is with them, offered to them, or they placed it."""
    if contact.initiator_id == agent_id:
        return not contact.is_over
    return contact.agent_id == agent_id and contact.state in BUSY


def _state(agent_id: int, contact: Contact) -> AgentState:
    if contact.initiator_id:
        placed = contact.initiator_id == agent_id
        return AgentState.OUTBOUND_CONSULT if placed else AgentState.INBOUND_CONSULT
    if contact.is_outbound and contact.call_type is not CallType.TAKE_OVER:
        return AgentState.OUTBOUND_CONTACT
    return AgentState.INBOUND_CONTACT
