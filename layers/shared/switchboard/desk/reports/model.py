"""What agents did, as counts and seconds."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Performance:
    """What an agent or a team did in a time. Sums add up; the two rates are weighted by the time logged in.

    Args:
        inbound_s, outbound_s: seconds with contacts, hold included.
        occupancy_pct, working_pct: per cent, None where they were not told.
    """

    offered: int = 0
    refused: int = 0
    inbound: int = 0
    outbound: int = 0
    handled: int = 0
    inbound_s: int = 0
    outbound_s: int = 0
    inbound_talk_s: int = 0
    outbound_talk_s: int = 0
    talk_s: int = 0
    consult_s: int = 0
    available_s: int = 0
    unavailable_s: int = 0
    acw_s: int = 0
    login_s: int = 0
    occupancy_pct: float | None = None
    working_pct: float | None = None

    @property
    def hold_s(self) -> int:
        """Seconds with contacts in which nobody talked: the vendor's report has no other word for them."""
        return max(0, self.inbound_s + self.outbound_s - self.inbound_talk_s - self.outbound_talk_s)


_RATES = ("occupancy_pct", "working_pct")


def summed(reports: Sequence[Performance]) -> Performance:
    """Several times as one. Pure."""
    counts = {
        field.name: sum(getattr(one, field.name) for one in reports)
        for field in fields(Performance)
        if field.name not in _RATES
    }
    return Performance(
        **counts,
        occupancy_pct=_weighted("occupancy_pct", reports),
        working_pct=_weighted("working_pct", reports),
    )


def _weighted(name: str, reports: Sequence[Performance]) -> float | None:
    told = [(getattr(one, name), one.login_s) for one in reports if getattr(one, name) is not None]
    if len(told) == 1:
        return float(told[0][0])
    total_s = sum(login_s for _, login_s in told)
    return round(sum(rate * login_s for rate, login_s in told) / total_s, 1) if total_s else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Spell:
    """A time in one state.

    Args:
        state: such as ``available``; ``afterContact`` is not told apart from other ``unavailable`` ones here.
        reason: the unavailable code.
    """

    state: str
    since: datetime
    lasted_s: int
    reason: str = ""
    channel: str = ""
    skill_id: str = ""
    skill_name: str = ""
    is_outbound: bool = False


class AgentFigures(Protocol):
    """The contact centre's reports. Every method raises the family ``CcError``.

    Times of performances are full quarters of an hour; none is longer than thirty days.
    """

    def performance(self, agent_id: str, start: datetime, end: datetime) -> Performance | None:
        """Of one agent; None where there is nothing."""
        ...

    def team_performance(self, team_id: str, start: datetime, end: datetime) -> Performance | None:
        """Of all agents of a team; None where there is nothing."""
        ...

    def spells(self, agent_id: str, start: datetime, end: datetime) -> Sequence[Spell]:
        """What an agent was doing, as far as it touches the time."""
        ...

    def is_supervisor(self, agent_id: str) -> bool:
        """Whether an agent supervises others."""
        ...
