"""An agent's state as values: what they wish, what they are doing, their leg."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class AgentState(IntEnum):
    """The states of an agent, with the vendor's numbers."""

    LOGGED_OUT = 0
    AVAILABLE = 1
    UNAVAILABLE = 2
    INBOUND_CONTACT = 3
    OUTBOUND_CONTACT = 4
    INBOUND_CONSULT = 5
    OUTBOUND_CONSULT = 6
    DIALER = 7
    LOGGED_IN = 8

    @property
    def word(self) -> str:
        """The state as the API spells it: ``InboundContact``."""
        return "".join(part.capitalize() for part in self.name.split("_"))


@dataclass(frozen=True, slots=True)
class Wish:
    """What an agent asked to be when no contact keeps them: available, or unavailable for a reason."""

    available: bool = False
    out_state_id: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Presence:
    """What an agent is doing.

    Args:
        contact_id: the contact that keeps them busy or that they wrap up; 0 for none.
        acw_timeout_s: how long the work after a contact may take; 0 outside of it.
        following: what comes when the contact lets them go; None when nothing keeps them.
    """

    state: AgentState
    out_state_id: int = 0
    reason: str = ""
    is_acw: bool = False
    acw_timeout_s: int = 0
    contact_id: int = 0
    following: Wish | None = None


class LegStatus(StrEnum):
    """The agent's own phone."""

    DISCONNECTED = "Disconnected"
    DIALING = "Dialing"
    ACTIVE = "Active"


LOGGED_OUT = Presence(AgentState.LOGGED_OUT)
