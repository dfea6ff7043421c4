"""What a timeline proves, as plain values."""

from dataclasses import dataclass, field
from datetime import datetime

from switchboard.contact.words import State


@dataclass(slots=True)
class Stretch:
    """A time between two moments; ``until`` is None while it lasts, or where its end was never told."""

    since: datetime
    until: datetime | None = None


@dataclass(slots=True)
class Stint(Stretch):
    """The time that an agent was connected. An event may have left out who it was."""

    agent_id: str = ""
    agent_name: str = ""


@dataclass(slots=True)
class Life:
    """What the timeline proves.

    Args:
        state: None where nothing is told.
        answered: whether anything proves that someone took the contact; when may be unknown.
        wrap_ups: from an end to the end of the work after it.
        outsiders: who joined without being an agent.
        refused_by: agents that did not take the contact; empty text where unnamed.
    """

    state: State | None = None
    answered: bool = False
    started_at: datetime | None = None
    queued_at: datetime | None = None
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    wrapped_up_at: datetime | None = None
    queues: list[Stretch] = field(default_factory=list)
    stints: list[Stint] = field(default_factory=list)
    holds: list[Stretch] = field(default_factory=list)
    wrap_ups: list[Stretch] = field(default_factory=list)
    outsiders: list[str] = field(default_factory=list)
    refused_by: list[str] = field(default_factory=list)
