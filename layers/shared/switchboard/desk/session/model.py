"""What the contact centre tells of an agent, their contacts and what they may choose from."""

from dataclasses import dataclass
from datetime import datetime

from switchboard.contact.words import Channel

LOGGED_OUT = "loggedOut"
HELD, ACTIVE = "holding", "active"


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentState:
    """What an agent is doing.

    Args:
        name: such as ``available``, ``unavailable``, ``inboundContact``.
        reason_id, reason: the unavailable code.
        as_of: when this was so, by the contact centre's clock; ages are counted from it.
        contact_id: the contact that keeps the agent; empty for none.
    """

    name: str
    as_of: datetime
    since: datetime | None = None
    reason: str = ""
    reason_id: str = ""
    is_acw: bool = False
    contact_id: str = ""
    session_since: datetime | None = None
    station_id: str = ""
    station_phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskContact:
    """A contact as the contact centre's reports show it.

    Args:
        state: such as ``active`` or ``holding``; empty where it is over.
        agent_id: who has it or had it last; empty for nobody. Of a consult it is who is consulted.
        with_agent_since: when an agent first had it.
    """

    contact_id: str
    master_id: str = ""
    state: str = ""
    channel: Channel | None = None
    is_outbound: bool = False
    from_address: str = ""
    to_address: str = ""
    agent_id: str = ""
    skill_id: str = ""
    skill_name: str = ""
    began_at: datetime | None = None
    with_agent_since: datetime | None = None
    hold_count: int = 0

    @property
    def is_over(self) -> bool:
        """Whether the customer is gone."""
        return not self.state

    @property
    def is_call(self) -> bool:
        """Whether it needs the agent's phone."""
        return self.channel is Channel.VOICE


@dataclass(frozen=True, slots=True)
class UnavailableCode:
    """A reason for being unavailable.

    Args:
        is_acw: one for the work after a contact.
        limit_min: minutes after which the agent is made available again; 0 for no limit.
    """

    code_id: str
    name: str
    is_acw: bool = False
    limit_min: int = 0


@dataclass(frozen=True, slots=True)
class Disposition:
    """An outcome that an agent may pick."""

    disposition_id: str
    name: str
    classification: str = ""
    is_preview: bool = False
    needs_amount: bool = False
    needs_commitment: bool = False


@dataclass(frozen=True, slots=True)
class SkillName:
    """A skill by id and name."""

    skill_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Station:
    """Where an agent works: at a station, or on any phone.

    Args:
        phone: as the contact centre takes it.
    """

    station_id: str = ""
    phone: str = ""

    def __bool__(self) -> bool:
        return bool(self.station_id or self.phone)


@dataclass(frozen=True, slots=True)
class Target:
    """Who is reached: exactly one of agent, skill and number.

    Args:
        dial_skill_id: the outbound skill that a number is dialled with.
    """

    agent_id: str = ""
    skill_id: str = ""
    phone: str = ""
    dial_skill_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Callback:
    """A call that an agent promised.

    Args:
        agent_id: who has to call; empty for anybody of the skill.
    """

    at: datetime
    phone: str
    skill_id: str
    agent_id: str = ""
    notes: str = ""
    first_name: str = ""
    last_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What an agent says about a contact.

    Args:
        amount: what was promised, such as ``120.50``; empty for nothing.
        callback: sent along where the disposition asks for one.
    """

    disposition_id: str
    notes: str = ""
    secondary_id: str = ""
    amount: str = ""
    callback: Callback | None = None
