"""What the contact centre tells of contacts that an agent had."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from switchboard.contact.words import Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class PastContact:
    """A contact that the agent had.

    Args:
        channel: None where it is none of ours.
        disposition_id, secondary_id: empty for none.
        transfer: such as ``ReSkill``; empty where it was not passed on.
    """

    contact_id: str
    master_id: str
    channel: Channel | None
    is_outbound: bool
    began_at: datetime
    from_address: str
    to_address: str
    skill_id: str
    skill_name: str
    disposition_id: str = ""
    secondary_id: str = ""
    transfer: str = ""

    @property
    def customer_address(self) -> str:
        """Where the customer is reached: a number, an e-mail address or a handle."""
        return self.to_address if self.is_outbound else self.from_address


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What is told of a contact once it is over. Durations in seconds, None where they were not told.

    Args:
        agent_s: with agents, holding included, work after the contact not.
        outcome: ``handled``, ``abandoned`` or ``refused``.
    """

    total_s: int | None
    queue_s: int | None
    agent_s: int | None
    hold_s: int | None
    wrap_up_s: int | None
    outcome: str
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Reports:
    """Reports by contact id.

    Args:
        is_complete: whether all that there are could be read.
    """

    rows: Mapping[str, Report]
    is_complete: bool = True


@dataclass(frozen=True, slots=True)
class Reached:
    """Somebody whom the agent contacted.

    Args:
        address: a number or an address; empty where it was an agent or a skill.
        at: the last time.
    """

    address: str
    agent_id: str
    skill_id: str
    at: datetime


class History(Protocol):
    """What agents had to do. Methods raise the family ``CcError``; times run from ``begin`` up to ``end``."""

    def contacts(self, agent_id: str, begin: datetime, end: datetime) -> Sequence[PastContact]:
        """All contacts of the agent that began then."""
        ...

    def reports(self, agent_id: str, begin: datetime, end: datetime) -> Reports:
        """Of contacts that began then and that the agent was the last to have."""
        ...

    def reached(self, agent_id: str, begin: datetime, end: datetime) -> Sequence[Reached]:
        """Whom the agent contacted then."""
        ...
