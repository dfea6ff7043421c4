"""Which waiting contact goes to which free agent."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from local.cxone.agents.floor import Floor
from local.cxone.agents.model import AgentState
from local.cxone.contacts.book import Change
from local.cxone.contacts.lifecycle import Move
from local.cxone.contacts.model import Contact, State
from local.cxone.contacts.traffic import Traffic
from local.cxone.world.world import World


@dataclass(frozen=True, slots=True)
class Free:
    """An agent who waits for contacts. ``proficiency`` by skill: 1 is best."""

    agent_id: int
    since: datetime
    proficiency: dict[int, int]


def matches(waiting: Iterable[Contact], free: Sequence[Free]) -> list[tuple[int, int]]:
    """Contact and agent ids that belong together; each agent gets one contact at most.

    The contact that waits longest comes first; it goes to the most proficient agent of its skill, among
    equals to the one who has waited longest. A contact meant for one agent waits for that one.
    """
    left, pairs = list(free), []
    for contact in sorted(waiting, key=lambda each: (each.since, each.contact_id)):
        able = [
            agent
            for agent in left
            if contact.target_agent_id in (0, agent.agent_id)
            and (contact.skill_id in agent.proficiency or contact.target_agent_id)
            and agent.agent_id not in contact.parties
        ]
        if able:
            best = min(
                able, key=lambda each: (each.proficiency.get(contact.skill_id, 0), each.since, each.agent_id)
            )
            left.remove(best)
            pairs.append((contact.contact_id, best.agent_id))
    return pairs


class Routing:
    """Looks for matches whenever a contact begins to wait or an agent becomes free."""

    def __init__(self, world: World, floor: Floor, traffic: Traffic) -> None:
        self._world = world
        self._floor = floor
        self._traffic = traffic
        self._is_planned = False
        floor.watch(lambda _agent_id: self._soon())
        world.on_restore(self._restore)

    def _restore(self) -> None:
        self._is_planned = False
        self._world.contacts.watch(self._on_change)

    def _on_change(self, change: Change) -> None:
        if change.after.state is State.IN_QUEUE:
            self._soon()

    def _soon(self) -> None:
        """After what is being told now, so that everyone hears of things in their order."""
        if not self._is_planned and self._world.settings.routing == "automatic":
            self._is_planned = True
            self._world.agenda.after(0, self._match)

    def _match(self) -> None:
        self._is_planned = False
        waiting = [each for each in self._world.contacts.unfinished() if each.state is State.IN_QUEUE]
        if not waiting:
            return
        for contact_id, agent_id in matches(waiting, self._free()):
            self._traffic.move(contact_id, Move.ROUTE, agent_id=agent_id)

    def _free(self) -> list[Free]:
        directory = self._world.directory
        skills: dict[int, dict[int, int]] = {}
        for each in directory.assignments:
            if each.is_active:
                skills.setdefault(each.agent_id, {})[each.skill_id] = each.proficiency
        return [
            Free(session.agent_id, session.since or session.started, skills.get(session.agent_id, {}))
            for session in self._floor.sessions()
            if session.presence.state is AgentState.AVAILABLE and not session.monitoring
        ]
