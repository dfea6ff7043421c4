"""What supervisors do in a session: listen, coach, barge in, take over. And the small commands nobody answers."""

from collections.abc import Callable

from local.cxone.agents.calls import Calls
from local.cxone.agents.desk import NO_PERMISSION, Desk
from local.cxone.agents.events import event
from local.cxone.agents.floor import Floor
from local.cxone.agents.session import Session
from local.cxone.contacts.model import CallType, State, TransferKind
from local.cxone.contacts.traffic import Arrival, Traffic
from local.cxone.wire.errors import ApiError
from local.cxone.wire.routes import Call, Routes, accepted
from local.cxone.world.world import World
from local.simulator.message import Response


class Supervision:
    """Commands for supervisors only; coaching, barging and taking over need an active monitor."""

    def __init__(self, world: World, floor: Floor, calls: Calls, traffic: Traffic, desk: Desk) -> None:
        self._world = world
        self._floor = floor
        self._calls = calls
        self._traffic = traffic
        self._desk = desk

    def register(self, routes: Routes) -> None:
        """Add the resources."""
        session = "/agent-sessions/{session}"
        routes.acd("POST", f"{session}/monitor", self._monitor)
        routes.acd("POST", f"{session}/coach", lambda call: self._on_monitored(call, "Coach", self._coach))
        routes.acd("POST", f"{session}/barge", lambda call: self._on_monitored(call, "Barge", self._barge))
        routes.acd(
            "POST", f"{session}/take-over", lambda call: self._on_monitored(call, "TakeOver", self._take_over)
        )
        routes.acd("POST", f"{session}/submit-feedback", self._feedback)
        routes.acd("POST", f"{session}/add-contact", self._add_contact)
        routes.acd("POST", f"{session}/continue-reskill", self._continue_reskill)

    def _monitor(self, call: Call) -> Response:
        session = self._supervisor(call)
        target_id = call.given.whole("targetAgentId", "Invalid targetAgentId") or 0
        if target_id not in self._world.directory.agents:
            raise ApiError(400, "Invalid targetAgentId")
        if self._floor.session(target_id) is None or target_id == session.agent_id:
            raise ApiError(409, "Invalid Target State.")

        def effect() -> None:
            session.monitoring = target_id
            self._floor.tell(session, event("SupervisorMonitor", {"AgentId": target_id, "Status": "Active"}))

        return self._desk.accept(call, session, "Monitor", effect, target=str(target_id))

    def _on_monitored(self, call: Call, command: str, act: Callable[[Session], None]) -> Response:
        session = self._supervisor(call)
        target = self._floor.session(session.monitoring)
        if target is None or not any(each.state is State.ACTIVE for each in self._calls.current(target.agent_id)):
            raise ApiError(409, "Invalid state.")
        return self._desk.accept(call, session, command, lambda: act(session))

    def _coach(self, session: Session) -> None:
        self._tell_both(session, "Coach")

    def _barge(self, session: Session) -> None:
        self._tell_both(session, "Barge")

    def _tell_both(self, session: Session, action: str) -> None:
        told = event("SupervisorContact", {"AgentId": session.monitoring, "Action": action})
        for agent_id in (session.agent_id, session.monitoring):
            hearing = self._floor.session(agent_id)
            if hearing is not None:
                self._floor.tell(hearing, told)

    def _take_over(self, session: Session) -> None:
        taken = next(each for each in self._calls.current(session.monitoring) if each.state is State.ACTIVE)
        self._traffic.pass_on(taken.contact_id, TransferKind.TAKEOVER, session.agent_id)
        self._traffic.begin(
            Arrival(
                from_address=taken.from_address,
                to_address=taken.to_address,
                skill_id=taken.skill_id,
                agent_id=session.agent_id,
                is_outbound=taken.is_outbound,
                master_id=taken.master_id,
                parent_id=taken.contact_id,
                call_type=CallType.TAKE_OVER,
                state=State.ACTIVE,
                variables=dict(taken.variables),
                custom_data=dict(taken.custom_data),
            )
        )
        session.monitoring = 0

    def _feedback(self, call: Call) -> Response:
        self._desk.session(call)
        if not call.given.text("categoryId"):
            raise ApiError(400, "Invalid categoryId")
        return accepted()

    def _add_contact(self, call: Call) -> Response:
        """Asks for one more contact, which only agents who handle several at once may have."""
        self._desk.session(call)
        raise ApiError(409, "Invalid state.")

    def _continue_reskill(self, call: Call) -> Response:
        """Answers the question of ``HoursOfOperation``, which the simulator never asks."""
        self._desk.session(call)
        raise ApiError(409, "Invalid state.")

    def _supervisor(self, call: Call) -> Session:
        session = self._desk.session(call)
        if not self._world.directory.agents[session.agent_id].is_supervisor:
            raise ApiError(403, NO_PERMISSION)
        return session
