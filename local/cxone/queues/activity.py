"""What is going on in a skill's queue, counted from contacts and agents. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from local.cxone.agents.model import AgentState, Presence
from local.cxone.contacts.figures import figures
from local.cxone.contacts.model import WITH_AGENT, Contact, State
from local.cxone.directory.model import Skill

LEVEL_WINDOW = timedelta(minutes=30)
"""The service level counts contacts that left the queue within this time (unconfirmed)."""

WORKING = frozenset(
    {
        AgentState.INBOUND_CONTACT,
        AgentState.OUTBOUND_CONTACT,
        AgentState.INBOUND_CONSULT,
        AgentState.OUTBOUND_CONSULT,
    }
)


@dataclass(frozen=True, slots=True)
class Activity:
    """A skill's numbers at one instant.

    Args:
        earliest: since when the contact that waits longest has waited; None when none waits.
        in_level, out_level: contacts that left the queue within and outside of the threshold.
    """

    logged_in: int
    available: int
    working: int
    in_acw: int
    unavailable: int
    active: int
    waiting: int
    parked: int
    earliest: datetime | None
    in_level: int
    out_level: int

    @property
    def service_level(self) -> int:
        """Percentage of contacts handled within the threshold; 100 when there were none."""
        counted = self.in_level + self.out_level
        return 100 if counted == 0 else round(100 * self.in_level / counted)


def activity(
    skill: Skill,
    contacts: Iterable[Contact],
    presences: Mapping[int, Presence],
    on_skill: Iterable[int],
    now: datetime,
) -> Activity:
    """The numbers of a skill.

    Args:
        contacts: those of the skill: unfinished ones and those that ended within the last window.
        presences: of the agents who are logged in.
        on_skill: the agents who work on the skill.
    """
    mine = [each for each in contacts if each.skill_id == skill.skill_id]
    waiting = [each for each in mine if each.state is State.IN_QUEUE]
    agents = [presences[agent_id] for agent_id in on_skill if agent_id in presences]
    flags = [
        figures(each, now).service_level_flag(skill.service_level_threshold)
        for each in mine
        if each.state is not State.IN_QUEUE and now - each.updated <= LEVEL_WINDOW
    ]
    return Activity(
        logged_in=len(agents),
        available=sum(each.state is AgentState.AVAILABLE for each in agents),
        working=sum(each.state in WORKING for each in agents),
        in_acw=sum(each.is_acw for each in agents),
        unavailable=sum(each.state is AgentState.UNAVAILABLE and not each.is_acw for each in agents),
        active=sum(each.state in WITH_AGENT for each in mine),
        waiting=len(waiting),
        parked=sum(each.state is State.PARKED for each in mine),
        earliest=min((_queued_since(each) for each in waiting), default=None),
        in_level=flags.count(0),
        out_level=flags.count(1),
    )


def _queued_since(contact: Contact) -> datetime:
    """When it came into the queue; time with an agent who refused it counts as waiting."""
    return next(stage.at for stage in contact.stages if stage.state is State.IN_QUEUE)
