"""A contact as a value: its stages in time and what is known about it."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum


class State(IntEnum):
    """Where a contact stands. Active is 4 in the vendor's examples, the other numbers are unconfirmed."""

    PRE_QUEUE = 1
    IN_QUEUE = 2
    ROUTING = 3
    ACTIVE = 4
    HOLDING = 5
    DIALING = 6
    JOINED = 7
    PARKED = 8
    WRAP_UP = 9
    ENDED = 10


STATE_NAMES = {
    State.PRE_QUEUE: "PreQueue",
    State.IN_QUEUE: "InQueue",
    State.ROUTING: "Routing",
    State.ACTIVE: "Active",
    State.HOLDING: "Holding",
    State.DIALING: "Dialing",
    State.JOINED: "Conference",
    State.PARKED: "Parked",
    State.WRAP_UP: "AfterContactWork",
    State.ENDED: "Released",
}
WITH_AGENT = frozenset({State.ACTIVE, State.HOLDING, State.DIALING, State.JOINED, State.PARKED})
OVER = frozenset({State.WRAP_UP, State.ENDED})


class TransferKind(IntEnum):
    """How a contact was passed on. External's number is unconfirmed."""

    NONE = 0
    RESKILL = 1
    REAGENT = 2
    CONSULT = 3
    TAKEOVER = 4
    EXTERNAL = 5


TRANSFER_NAMES = {
    TransferKind.NONE: "None",
    TransferKind.RESKILL: "ReSkill",
    TransferKind.REAGENT: "ReAgent",
    TransferKind.CONSULT: "Consult",
    TransferKind.TAKEOVER: "TakeOver",
    TransferKind.EXTERNAL: "External",
}


class CallType(StrEnum):
    """What kind of call it is to the agent."""

    REGULAR = "Regular"
    CONSULT = "Consult"
    TAKE_OVER = "TakeOver"


@dataclass(frozen=True, slots=True)
class Stage:
    """A state, since when, with which agent and skill."""

    state: State
    at: datetime
    agent_id: int = 0
    skill_id: int = 0


@dataclass(frozen=True, slots=True)
class Disposed:
    """The outcome that an agent picked."""

    disposition_id: int
    notes: str
    at: datetime
    by_agent_id: int = 0
    secondary_id: int | None = None
    commitment_amount: float | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """An agent did not take the contact."""

    agent_id: int
    at: datetime
    reason: str = "Refused"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a chat. ``party``: Client, Agent or System."""

    text: str
    at: datetime
    party: str
    label: str


@dataclass(frozen=True, slots=True)
class Contact:
    """One contact.

    Args:
        contact_id, master_id: int64; equal when never transferred.
        from_address, to_address: the customer's and ours for an inbound contact, ours and the customer's for
            an outbound one.
        stages: every state it was in, oldest first; never empty.
        agent_id: who is or was last responsible; 0 for nobody.
        initiator_id: the agent who placed it to reach another agent or a skill and still takes part; 0 else.
        target_agent_id: the agent it is meant for, or was passed on to.
        disconnect_code: as agent events name it.
        updated: when anything about it changed last.
        custom_data: name and value pairs that the script or the agent set.
        variables: what the script marked for the agent's screen pop.
    """

    contact_id: int
    master_id: int
    media_type_id: int
    skill_id: int
    from_address: str
    to_address: str
    is_outbound: bool
    interaction_id: str
    stages: tuple[Stage, ...]
    updated: datetime
    point_of_contact_id: int = 0
    parent_id: int = 0
    agent_id: int = 0
    initiator_id: int = 0
    target_agent_id: int = 0
    call_type: CallType = CallType.REGULAR
    transfer: TransferKind = TransferKind.NONE
    disconnect_code: str = "NA"
    is_logged: bool = True
    is_masked: bool = False
    is_analysed: bool = False
    disposed: Disposed | None = None
    refusal: Refusal | None = None
    tags: tuple[int, ...] = ()
    custom_data: tuple[tuple[str, str], ...] = ()
    variables: tuple[tuple[str, str], ...] = ()
    lines: tuple[Line, ...] = ()

    @property
    def parties(self) -> frozenset[int]:
        """The agents who take part."""
        return frozenset({self.agent_id, self.initiator_id} - {0})

    @property
    def room_id(self) -> int:
        """The chat room's number."""
        return self.contact_id % 100_000

    @property
    def state(self) -> State:
        """The state it is in now."""
        return self.stages[-1].state

    @property
    def since(self) -> datetime:
        """When it entered that state."""
        return self.stages[-1].at

    @property
    def started(self) -> datetime:
        """When it began."""
        return self.stages[0].at

    @property
    def is_over(self) -> bool:
        """Whether the customer is gone."""
        return self.state in OVER

    @property
    def ended(self) -> datetime | None:
        """When the customer was gone; None while there."""
        return next((stage.at for stage in self.stages if stage.state in OVER), None)

    @property
    def finished(self) -> datetime | None:
        """When the agent was done with it too; None before."""
        return self.since if self.state is State.ENDED else None

    @property
    def agent_since(self) -> datetime | None:
        """When an agent first had it; None when nobody did."""
        return next((stage.at for stage in self.stages if stage.state in WITH_AGENT), None)

    @property
    def was_refused(self) -> bool:
        """Whether the last agent it was offered to did not take it."""
        return self.refusal is not None
