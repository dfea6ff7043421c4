"""What is measured about a contact: how long it spent where. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from local.cxone.contacts.model import WITH_AGENT, Contact, State
from local.cxone.wire.formats import seconds

NEVER_QUEUED, WITHIN_LEVEL, OUTSIDE_LEVEL = -1, 0, 1


@dataclass(frozen=True, slots=True)
class Figures:
    """Durations in seconds, ``routing_ms`` in milliseconds; times still running count up to now."""

    pre_queue_s: int
    in_queue_s: int
    routing_ms: int
    agent_s: int
    hold_s: int
    conference_s: int
    acw_s: int
    total_s: int
    hold_count: int
    was_queued: bool
    abandoned: bool

    def service_level_flag(self, threshold_s: int) -> int:
        """Whether it was answered or given up within the threshold: −1 never queued, 0 within, 1 outside."""
        if not self.was_queued:
            return NEVER_QUEUED
        return WITHIN_LEVEL if self.in_queue_s <= threshold_s else OUTSIDE_LEVEL


def figures(contact: Contact, now: datetime) -> Figures:
    """The figures of a contact as they stand at ``now``."""
    spent = dict.fromkeys(State, timedelta())
    for stage, following in pairwise(contact.stages):
        spent[stage.state] += following.at - stage.at
    if contact.state is not State.ENDED:
        spent[contact.state] += max(timedelta(), now - contact.since)
    states = [stage.state for stage in contact.stages]
    had_agent = any(state in WITH_AGENT for state in states)
    return Figures(
        pre_queue_s=seconds(spent[State.PRE_QUEUE]),
        in_queue_s=seconds(spent[State.IN_QUEUE] + spent[State.ROUTING]),
        routing_ms=int(spent[State.ROUTING] / timedelta(milliseconds=1)),
        agent_s=seconds(sum((spent[state] for state in WITH_AGENT), timedelta())),
        hold_s=seconds(spent[State.HOLDING]),
        conference_s=seconds(spent[State.JOINED]),
        acw_s=seconds(spent[State.WRAP_UP]),
        total_s=seconds((contact.ended or now) - contact.started),
        hold_count=states.count(State.HOLDING),
        was_queued=State.IN_QUEUE in states,
        abandoned=contact.is_over and not had_agent,
    )
