"""What can go wrong with agent events on their way to a session."""

from collections.abc import Mapping

from local.cxone.agents.events import Event
from local.cxone.agents.session import Session
from local.cxone.world.world import World
from local.simulator.faults import FaultBook
from local.simulator.message import Request

LOST, DUPLICATED, LATE, AFTER_END = "event-lost", "event-duplicated", "event-late", "event-after-end"
EVENT_FAULTS: Mapping[str, str] = {
    LOST: "an agent event never comes; the path to name is /agents/{agentId}/events/{Type}",
    DUPLICATED: "an agent event comes twice; path as for event-lost",
    LATE: "an agent event comes later, behind others; options {'delay_s': 5}; path as for event-lost",
    AFTER_END: "a poll of a session that has ended answers its last event again instead of 409",
}


class EventFaults:
    """Delivers events, or does not."""

    def __init__(self, world: World, faults: FaultBook) -> None:
        self._world = world
        self._faults = faults

    def deliver(self, session: Session, event: Event) -> None:
        """Append the event to the session's log as the faults let it."""
        request = Request("GET", f"/agents/{session.agent_id}/events/{event['Type']}")
        if self._faults.draw(request, LOST):
            return
        late = self._faults.draw(request, LATE)
        if late is not None:
            delay_s = late.options.get("delay_s", 5)
            wait_s = float(delay_s) if isinstance(delay_s, int | float) else 5.0
            self._world.agenda.after(wait_s, lambda: session.add(event))
            return
        session.add(event)
        if self._faults.draw(request, DUPLICATED):
            session.add(event)
