"""Talking to scripts and, through them, to agents: signals, started scripts, custom events."""

import json
from dataclasses import dataclass
from datetime import datetime

from local.cxone.agents.events import Event, event
from local.cxone.agents.floor import Floor
from local.cxone.agents.model import AgentState
from local.cxone.contacts.traffic import Arrival, Traffic
from local.cxone.directory.people import People
from local.cxone.wire.errors import ApiError
from local.cxone.wire.formats import iso
from local.cxone.wire.listing import Row
from local.cxone.wire.routes import Call, Routes, accepted, done, ok
from local.cxone.world.world import World
from local.simulator.message import Response

MOST_VALUES = 20
MOST_BYTES = 32 * 1024


@dataclass(frozen=True, slots=True)
class Signal:
    """A signal as the script saw it: its values by name, SP1 to SP9."""

    contact_id: int
    values: dict[str, str]
    at: datetime

    def view(self) -> Row:
        """As JSON."""
        return {"contactId": str(self.contact_id), "values": self.values, "at": iso(self.at)}


class Scripts:
    """What reaches a script, and what a script's author can send to an agent's client."""

    def __init__(self, world: World, floor: Floor, traffic: Traffic, people: People) -> None:
        self._world = world
        self._floor = floor
        self._traffic = traffic
        self._people = people
        self.signals: list[Signal] = []
        self._kept: dict[tuple[int, str], Event] = {}
        world.on_restore(self._restore)
        floor.watch(self._on_presence)

    def register(self, routes: Routes) -> None:
        """Add the resources."""
        routes.acd("POST", "/interactions/{contact}/signal", self._signal)
        routes.acd("POST", "/scripts/{script}/start", self._start)
        routes.acd("PUT", "/agents/{agent}/custom-event", self._custom_event)

    def _signal(self, call: Call) -> Response:
        contact = self._world.contacts.get(call.number("contact", "Invalid Contact Id"))
        if contact is None or contact.is_over:
            raise ApiError(404, "Invalid Contact Id")
        values = {f"SP{n}": call.given.text(f"p{n}") for n in range(1, 10) if call.given.raw(f"p{n}") is not None}
        self.signals.append(Signal(contact.contact_id, values, self._world.now()))
        return accepted()

    def _start(self, call: Call) -> Response:
        skill = self._world.directory.skills.get(call.given.whole("skillId", "Invalid skillId"))
        if skill is None:
            raise ApiError(400, "Invalid skillId")
        text = call.given.text("parameters")
        values = text.split("|") if text else []
        if len(values) > MOST_VALUES or len(text.encode()) > MOST_BYTES:
            raise ApiError(400, "Invalid parameters")
        call.given.instant("startDate", "Invalid startDate")
        contact = self._traffic.begin(
            Arrival(
                from_address="",
                to_address=call.place["script"],
                media_type_id=skill.media_type_id,
                skill_id=skill.skill_id,
                is_outbound=skill.is_outbound,
                variables={f"P{number}": value for number, value in enumerate(values, 1)},
            )
        )
        return ok({"contactId": contact.contact_id})

    def _custom_event(self, call: Call) -> Response:
        agent = self._people.agent(call)
        name, data = call.given.text("eventName"), call.given.raw("data")
        if not name:
            raise ApiError(400, "Invalid eventName")
        text = data if isinstance(data, str) else json.dumps(data)
        told = event("CustomEvent", {"eventName": name, "data": text})
        session = self._floor.session(agent.agent_id)
        if session is not None:
            self._floor.tell(session, told)
        elif call.given.flag("persistInMemory"):
            # Only the latest event of a name is kept for an agent who is not there.
            self._kept[agent.agent_id, name] = told
        else:
            raise ApiError(404, "Agent session not started")
        return done()

    def _on_presence(self, agent_id: int) -> None:
        """Whoever logs in hears what was kept."""
        session = self._floor.session(agent_id)
        if session is None or session.presence.state is AgentState.LOGGED_OUT:
            return
        for key in [key for key in self._kept if key[0] == agent_id]:
            self._floor.tell(session, self._kept.pop(key))

    def _restore(self) -> None:
        self.signals.clear()
        self._kept.clear()
