"""The state machine of a contact: which move leads where. Pure."""

from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from local.cxone.contacts.model import Contact, Disposed, Refusal, Stage, State


class Move(StrEnum):
    """What can happen to a contact."""

    QUEUE = "queue"
    ROUTE = "route"
    ANSWER = "answer"
    REFUSE = "refuse"
    ABANDON = "abandon"
    FAIL = "fail"
    HOLD = "hold"
    RESUME = "resume"
    JOIN = "join"
    PARK = "park"
    UNPARK = "unpark"
    END = "end"
    FINISH = "finish"


TRANSITIONS: dict[Move, dict[State, State]] = {
    Move.QUEUE: {
        State.PRE_QUEUE: State.IN_QUEUE,
        State.IN_QUEUE: State.IN_QUEUE,
        State.ACTIVE: State.IN_QUEUE,
        State.HOLDING: State.IN_QUEUE,
    },
    Move.ROUTE: {State.PRE_QUEUE: State.ROUTING, State.IN_QUEUE: State.ROUTING},
    Move.ANSWER: {State.ROUTING: State.ACTIVE, State.DIALING: State.ACTIVE},
    Move.REFUSE: {State.ROUTING: State.IN_QUEUE},
    Move.ABANDON: {State.PRE_QUEUE: State.ENDED, State.IN_QUEUE: State.ENDED, State.ROUTING: State.ENDED},
    Move.FAIL: {State.DIALING: State.ENDED},
    Move.HOLD: {State.ACTIVE: State.HOLDING, State.JOINED: State.HOLDING},
    Move.RESUME: {State.HOLDING: State.ACTIVE, State.JOINED: State.ACTIVE},
    Move.JOIN: {State.ACTIVE: State.JOINED, State.HOLDING: State.JOINED},
    Move.PARK: {State.ACTIVE: State.PARKED},
    Move.UNPARK: {State.PARKED: State.ACTIVE},
    Move.END: {
        State.ACTIVE: State.WRAP_UP,
        State.HOLDING: State.WRAP_UP,
        State.JOINED: State.WRAP_UP,
        State.PARKED: State.WRAP_UP,
    },
    Move.FINISH: {State.WRAP_UP: State.ENDED},
}
_LEAVES_AGENT = frozenset({Move.QUEUE, Move.REFUSE})


class ImpossibleMoveError(ValueError):
    """The contact's state does not allow the move."""


def can(contact: Contact, move: Move) -> bool:
    """Whether the contact's state allows a move."""
    return contact.state in TRANSITIONS[move]


def moved(
    contact: Contact, move: Move, at: datetime, *, agent_id: int = 0, skill_id: int = 0, code: str = ""
) -> Contact:
    """The contact after a move.

    Args:
        agent_id: who gets it, for ``route``; else the agent stays.
        skill_id: the skill it waits for, for ``queue``; else the skill stays.
        code: disconnect code, for moves that end it.

    Raises:
        ImpossibleMoveError: the state does not allow it.
    """
    state = TRANSITIONS[move].get(contact.state)
    if state is None:
        raise ImpossibleMoveError(f"{move} is not possible while {contact.state.name}")
    agent = 0 if move in _LEAVES_AGENT else agent_id or contact.agent_id
    skill = skill_id or contact.skill_id
    after = replace(
        contact,
        stages=(*contact.stages, Stage(state, at, agent, skill)),
        agent_id=agent,
        skill_id=skill,
        updated=at,
        disconnect_code=code or contact.disconnect_code,
    )
    if move is Move.REFUSE:
        return replace(after, refusal=Refusal(contact.agent_id, at))
    return replace(after, refusal=None) if move is Move.ANSWER else after


def disposed(contact: Contact, outcome: Disposed) -> Contact:
    """The contact with the agent's outcome; a later one takes the place of an earlier one."""
    return replace(contact, disposed=outcome, updated=outcome.at)


def with_custom_data(contact: Contact, given: dict[str, str], at: datetime) -> Contact:
    """The contact with values added; one name keeps one value, the last."""
    return replace(contact, custom_data=tuple({**dict(contact.custom_data), **given}.items()), updated=at)
