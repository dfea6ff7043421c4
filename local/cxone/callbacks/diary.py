"""All commitments; each is delivered to a session when it falls due."""

from dataclasses import replace
from datetime import datetime

from local.cxone.agents.events import event
from local.cxone.agents.floor import Floor
from local.cxone.agents.model import AgentState
from local.cxone.callbacks.model import Callback, Stage
from local.cxone.world.world import World

FIRST_CALLBACK = 6_001


class Diary:
    """Keeps commitments and tells agents of them: when due, or as soon after that as somebody is there."""

    def __init__(self, world: World, floor: Floor) -> None:
        self._world = world
        self._floor = floor
        self._callbacks: dict[int, Callback] = {}
        world.on_restore(self._callbacks.clear)
        floor.watch(self._on_presence)

    def add(self, callback: Callback) -> Callback:
        """Enter a commitment under a new number."""
        made = replace(callback, callback_id=self._world.number("callback", FIRST_CALLBACK))
        self.put(made)
        return made

    def put(self, callback: Callback) -> None:
        """Store a commitment as it is now; the agents that it concerns are told that their list changed."""
        self._callbacks[callback.callback_id] = callback
        if callback.stage is Stage.SCHEDULED:
            self._world.agenda.at(callback.due, self._deliver)
        session = self._floor.session(callback.target_agent_id)
        if session is not None:
            self._floor.tell(session, event("UpdateCallbacks", {}))

    def get(self, callback_id: int) -> Callback | None:
        """The commitment with that number."""
        return self._callbacks.get(callback_id)

    def open_ones(self) -> list[Callback]:
        """The commitments that are not closed, the next one first."""
        kept = [each for each in self._callbacks.values() if each.stage is not Stage.CLOSED]
        return sorted(kept, key=lambda each: (each.due, each.callback_id))

    def close(self, callback: Callback) -> None:
        """The commitment is done or called off."""
        self.put(replace(callback, stage=Stage.CLOSED))

    def move(self, callback: Callback, due: datetime) -> None:
        """The commitment is for another time."""
        self.put(replace(callback, due=due, stage=Stage.SCHEDULED, delivered_to=0))

    def _on_presence(self, _agent_id: int) -> None:
        self._world.agenda.after(0, self._deliver)

    def _deliver(self) -> None:
        now = self._world.now()
        for callback in self.open_ones():
            if callback.stage is not Stage.SCHEDULED or callback.due > now:
                continue
            agent_id = callback.target_agent_id or self._somebody(callback.skill_id)
            session = self._floor.session(agent_id)
            if session is not None:
                self._callbacks[callback.callback_id] = replace(
                    callback, stage=Stage.DELIVERED, delivered_to=agent_id
                )
                self._floor.tell(session, callback.promise_keeper(agent_id, now))

    def _somebody(self, skill_id: int) -> int:
        """An available agent of the skill; 0 when there is none."""
        return next(
            (
                agent_id
                for agent_id in self._world.directory.agents_on(skill_id)
                if self._floor.presence(agent_id).state is AgentState.AVAILABLE
            ),
            0,
        )
