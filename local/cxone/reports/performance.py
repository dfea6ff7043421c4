"""What an agent did in a time: contacts offered and handled, time spent on what. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from itertools import pairwise

from local.cxone.agents.floor import Spell
from local.cxone.agents.model import AgentState
from local.cxone.contacts.model import Contact, Stage, State
from local.cxone.wire.formats import duration
from local.cxone.wire.listing import Row

TALKING = frozenset({State.ACTIVE, State.JOINED})
HANDLING = frozenset({State.ACTIVE, State.JOINED, State.HOLDING, State.PARKED})


@dataclass(slots=True)
class Performance:
    """Counts and seconds, summed up."""

    offered: int = 0
    refused: int = 0
    inbound_handled: int = 0
    outbound_handled: int = 0
    inbound_s: float = 0
    outbound_s: float = 0
    inbound_talk_s: float = 0
    outbound_talk_s: float = 0
    consult_s: float = 0
    available_s: float = 0
    unavailable_s: float = 0
    acw_s: float = 0
    login_s: float = 0

    def __add__(self, other: "Performance") -> "Performance":
        return Performance(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to report."""
        return self == Performance()

    def averages(self, agents: int) -> Row:
        """What a team's total adds: averages per agent."""
        handled = self.inbound_handled + self.outbound_handled
        return {
            "avgAvailableTime": duration(_ratio(self.available_s, agents)),
            "avgUnavailableTime": duration(_ratio(self.unavailable_s, agents)),
            "totalAvgHandled": round(_ratio(handled, agents)),
        }

    def row(self, agent_id: int, team_id: int) -> Row:
        """As ``/agents/{agentId}/performance`` shows it."""
        handled = self.inbound_handled + self.outbound_handled
        talk_s = self.inbound_talk_s + self.outbound_talk_s
        busy_s = self.inbound_s + self.outbound_s + self.acw_s
        return {
            "agentId": agent_id,
            "teamId": team_id,
            "agentOffered": self.offered,
            "inboundHandled": self.inbound_handled,
            "inboundTime": duration(self.inbound_s),
            "inboundTalkTime": duration(self.inbound_talk_s),
            "inboundAvgTalkTime": duration(_ratio(self.inbound_talk_s, self.inbound_handled)),
            "outboundHandled": self.outbound_handled,
            "outboundTime": duration(self.outbound_s),
            "outboundTalkTime": duration(self.outbound_talk_s),
            "outboundAvgTalkTime": duration(_ratio(self.outbound_talk_s, self.outbound_handled)),
            "totalHandled": handled,
            "totalTalkTime": duration(talk_s),
            "totalAvgTalkTime": duration(_ratio(talk_s, handled)),
            "totalAvgHandleTime": duration(_ratio(busy_s, handled)),
            "consultTime": duration(self.consult_s),
            "availableTime": duration(self.available_s),
            "unavailableTime": duration(self.unavailable_s),
            "acwTime": duration(self.acw_s),
            "refused": self.refused,
            "percentRefused": _percent(self.refused, self.offered),
            "loginTime": duration(self.login_s),
            "workingRate": _percent(self.login_s - self.unavailable_s, self.login_s),
            "occupancy": _percent(busy_s, busy_s + self.available_s),
        }


def performance(
    agent_id: int, contacts: Iterable[Contact], spells: Sequence[Spell], start: datetime, end: datetime
) -> Performance:
    """The performance of one agent from ``start`` to ``end``.

    Args:
        contacts: all that the agent may have had to do with.
        spells: the agent's presences, oldest first; the last one goes on.
    """
    total = Performance()
    for contact in contacts:
        _count_contact(total, agent_id, contact, start, end)
    for spell, until in _with_ends(spells, end):
        _count_spell(total, spell, _overlap_s(spell.since, until, start, end))
    return total


def _count_contact(total: Performance, agent_id: int, contact: Contact, start: datetime, end: datetime) -> None:
    is_handled = False
    for stage, following in _with_following(contact.stages):
        if stage.agent_id != agent_id:
            continue
        inside = start <= stage.at < end
        until = following.at if following else end
        spent_s = 0.0 if stage.state is State.ENDED else _overlap_s(stage.at, until, start, end)
        if stage.state is State.ROUTING and inside and not contact.initiator_id:
            total.offered += 1
            total.refused += following is not None and following.state is State.IN_QUEUE
        if stage.state in HANDLING:
            is_handled = is_handled or inside
            _count_talk(total, contact, stage, spent_s)
        if stage.state is State.WRAP_UP:
            total.acw_s += spent_s
    if is_handled and not contact.initiator_id:
        total.inbound_handled += not contact.is_outbound
        total.outbound_handled += contact.is_outbound


def _count_talk(total: Performance, contact: Contact, stage: Stage, spent_s: float) -> None:
    talk_s = spent_s if stage.state in TALKING else 0.0
    if contact.initiator_id:
        total.consult_s += spent_s
    elif contact.is_outbound:
        total.outbound_s += spent_s
        total.outbound_talk_s += talk_s
    else:
        total.inbound_s += spent_s
        total.inbound_talk_s += talk_s


def _count_spell(total: Performance, spell: Spell, spent_s: float) -> None:
    state = spell.presence.state
    if state is AgentState.LOGGED_OUT:
        return
    total.login_s += spent_s
    if state is AgentState.AVAILABLE:
        total.available_s += spent_s
    elif state is AgentState.UNAVAILABLE and not spell.presence.is_acw:
        total.unavailable_s += spent_s


def _with_following(stages: Sequence[Stage]) -> list[tuple[Stage, Stage | None]]:
    return list(zip(stages, [*stages[1:], None], strict=True))


def _with_ends(spells: Sequence[Spell], end: datetime) -> list[tuple[Spell, datetime]]:
    ends = [*(following.since for _, following in pairwise(spells)), end]
    return list(zip(spells, ends, strict=False))


def _overlap_s(begin: datetime, until: datetime, start: datetime, end: datetime) -> float:
    return max(0.0, (min(until, end) - max(begin, start)).total_seconds())


def _ratio(total: float, count: float) -> float:
    return total / count if count else 0.0


def _percent(part: float, whole: float) -> float:
    return round(100 * part / whole, 1) if whole else 0.0
