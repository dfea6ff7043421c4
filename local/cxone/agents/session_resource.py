"""``/agent-sessions``: begin, join, wait for events, keep alive, end."""

from local.cxone.agents.desk import Desk
from local.cxone.agents.event_faults import AFTER_END
from local.cxone.agents.events import Event
from local.cxone.agents.floor import Floor
from local.cxone.agents.legs import Legs
from local.cxone.agents.model import AgentState
from local.cxone.agents.session import Session
from local.cxone.contacts.lifecycle import Move, can
from local.cxone.contacts.model import State
from local.cxone.contacts.traffic import Traffic
from local.cxone.directory.model import Agent
from local.cxone.wire.errors import ApiError
from local.cxone.wire.routes import Call, Routes, accepted, ok
from local.cxone.world.world import World
from local.simulator.faults import FaultBook
from local.simulator.message import Response

LONGEST_POLL_S = 60
USUAL_POLL_S = 25
USUAL_INACTIVITY_S = 300
MUST_HANDLE = "Agent must handle all contacts before ending the session."
MUST_EMPTY = "Personal queue must be empty before ending the session."


class AgentSessions:
    """The life of a session."""

    def __init__(
        self, world: World, floor: Floor, legs: Legs, traffic: Traffic, desk: Desk, faults: FaultBook
    ) -> None:
        self._world = world
        self._floor = floor
        self._legs = legs
        self._traffic = traffic
        self._desk = desk
        self._faults = faults

    def register(self, routes: Routes) -> None:
        """Add the resources."""
        routes.acd("POST", "/agent-sessions", self._start)
        routes.acd("POST", "/agent-sessions/join", self._join)
        routes.acd("GET", "/agent-sessions/{session}/get-next-event", self._next_event)
        routes.acd("POST", "/agent-sessions/{session}/keep-alive", self._keep_alive)
        routes.acd("DELETE", "/agent-sessions/{session}", self._end)
        routes.acd("POST", "/agents/{agent}/logout", self._log_out)

    def _start(self, call: Call) -> Response:
        agent = self._acting_agent(call)
        station_id, phone = call.given.text("stationId"), call.given.text("stationPhoneNumber")
        if not station_id and not phone:
            raise ApiError(400, "stationId or stationPhoneNumber is required")
        timeout_s = call.given.whole("inactivityTimeout") or USUAL_INACTIVITY_S
        if not 30 <= timeout_s <= 300:
            raise ApiError(400, "Invalid inactivityTimeout. Value must be 0 or between 30-300.")
        force = call.given.flag("inactivityForceLogout") or False
        if self._floor.session(agent.agent_id):
            raise ApiError(409, "Agent session already started.")
        live = self._floor.sessions()
        if phone and any(each.station_phone == phone for each in live):
            raise ApiError(400, "Station phone number is in use.")
        if len(live) >= self._world.settings.agent_limit:
            raise ApiError(400, "Concurrent agent limit or station limit exceeded")
        if not agent.is_active:
            raise ApiError(409, "Cannot start a session at this time.")
        # The phone number wins over the station.
        session = self._floor.log_in(agent, station_id="" if phone else station_id, station_phone=phone)
        session.inactivity_timeout_s, session.inactivity_force_logout = timeout_s, force
        self._watch_inactivity(session)
        return accepted({"sessionId": session.open_chain()})

    def _join(self, call: Call) -> Response:
        session = self._floor.session(self._acting_agent(call).agent_id)
        if session is None:
            raise ApiError(409, "Invalid Session")
        session.last_seen = self._world.now()
        return accepted({"sessionId": session.open_chain()})

    def _next_event(self, call: Call) -> Response:
        timeout_s = call.given.whole("timeout", "Invalid Timeout. Value must be between 0-60.")
        timeout_s = USUAL_POLL_S if timeout_s is None else timeout_s
        if not 0 <= timeout_s <= LONGEST_POLL_S:
            raise ApiError(400, "Invalid Timeout. Value must be between 0-60.")
        session, given = self._desk.any_session(call)
        world, replay = self._world, self._world.settings.replay_events
        if session.has_ended and session.events and self._faults.draw(call.request, AFTER_END):
            return ok(_reply(given.text(), session.events[-1:]))
        self._seen_by_poll(session)
        session.waiting += 1
        try:
            world.wait_for(
                lambda: session.has_ended or bool(session.unread(given, replay=replay)), timeout_s, session.bell
            )
        finally:
            session.waiting -= 1
        self._seen_by_poll(session)
        events, next_id = session.read(given, replay=replay)
        if events:
            return ok(_reply(next_id, events))
        if session.has_ended:
            raise ApiError(409, "Session Ended")
        return Response(304)

    def _keep_alive(self, call: Call) -> Response:
        self._desk.session(call)
        return Response(200)

    def _end(self, call: Call) -> Response:
        session = self._desk.session(call)
        force = call.given.flag("forceLogoff") or False
        end_contacts = call.given.flag("endContacts") or force
        if self._floor.contacts(session.agent_id) and not end_contacts:
            raise ApiError(409, MUST_HANDLE)
        waits = any(
            each.state is State.IN_QUEUE and each.target_agent_id == session.agent_id
            for each in self._world.contacts.unfinished()
        )
        if waits and not (force or call.given.flag("ignorePersonalQueue")):
            raise ApiError(409, MUST_EMPTY)
        return self._desk.accept(call, session, "EndSession", lambda: self._leave(session, ""))

    def _log_out(self, call: Call) -> Response:
        agent = self._world.directory.agent_by(call.place["agent"])
        caller = self._world.directory.agents.get(call.agent_id)
        if agent is None:
            raise ApiError(404, "Invalid Agent Id")
        if caller != agent and not (caller and caller.is_supervisor):
            raise ApiError(403, "Insufficient permissions")
        session = self._floor.session(agent.agent_id)
        if session is None:
            raise ApiError(404, "Invalid Agent Id")
        return self._desk.accept(call, session, "Logout", lambda: self._leave(session, "RemoteLogoff"))

    def _leave(self, session: Session, message: str) -> None:
        """End what the agent has to do with, then the leg, then the session."""
        for contact in self._floor.contacts(session.agent_id):
            if contact.state is State.ROUTING and not contact.initiator_id:
                self._traffic.move(contact.contact_id, Move.REFUSE)
                continue
            if not contact.is_over:
                self._traffic.hang_up(contact.contact_id)
            if can(self._traffic.find(contact.contact_id), Move.FINISH):
                self._traffic.finish(contact.contact_id)
        self._legs.drop(session)
        self._floor.log_out(session, message)

    def _acting_agent(self, call: Call) -> Agent:
        agent_id = call.given.whole("asAgentId", "Invalid Agent Id.") or call.agent_id
        agent = self._world.directory.agents.get(agent_id)
        if agent is None:
            raise ApiError(400, "Invalid Agent Id.")
        self._desk.check_may_act_for(call, agent_id)
        return agent

    def _seen_by_poll(self, session: Session) -> None:
        if self._world.settings.polls_keep_alive:
            session.last_seen = self._world.now()

    def _watch_inactivity(self, session: Session) -> None:
        def look() -> None:
            if session.has_ended:
                return
            idle_s = (self._world.now() - session.last_seen).total_seconds()
            is_watched = session.waiting > 0 and self._world.settings.polls_keep_alive
            if idle_s < session.inactivity_timeout_s or is_watched:
                wait_s = session.inactivity_timeout_s - idle_s
                self._world.agenda.after(max(1.0, wait_s), look)
            elif self._may_be_ended(session):
                self._leave(session, "Inactivity")
            else:
                self._world.agenda.after(session.inactivity_timeout_s, look)

        self._world.agenda.after(session.inactivity_timeout_s, look)

    def _may_be_ended(self, session: Session) -> bool:
        if self._floor.contacts(session.agent_id):
            return session.inactivity_force_logout
        return session.presence.state is AgentState.UNAVAILABLE


def _reply(session_id: str, events: list[Event]) -> dict[str, object]:
    return {"sessionId": session_id, "events": events}
