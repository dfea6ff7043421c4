"""Availability and the agent's leg: asked for by the agent, or set by an administrator."""

from local.cxone.agents.desk import Desk
from local.cxone.agents.floor import Floor
from local.cxone.agents.legs import Legs
from local.cxone.agents.model import AgentState, LegStatus, Wish
from local.cxone.agents.session import Session
from local.cxone.contacts.lifecycle import Move, can
from local.cxone.contacts.model import State
from local.cxone.contacts.traffic import Traffic
from local.cxone.directory.model import UnavailableCode
from local.cxone.directory.store import first
from local.cxone.wire.errors import ApiError
from local.cxone.wire.routes import Call, Routes, done
from local.cxone.world.world import World
from local.simulator.message import Response

BAD_STATE = 'Invalid state request. Use "Available" or "Unavailable".'
BAD_CODE = "Invalid unavailable code."


class StateCommands:
    """What an agent wants to be, and the phone they are reached on."""

    def __init__(self, world: World, floor: Floor, legs: Legs, traffic: Traffic, desk: Desk) -> None:
        self._world = world
        self._floor = floor
        self._legs = legs
        self._traffic = traffic
        self._desk = desk

    def register(self, routes: Routes) -> None:
        """Add the resources."""
        routes.acd("POST", "/agent-sessions/{session}/state", self._state)
        routes.acd("POST", "/agents/{agent}/state", self._admin_state)
        phone = "/agent-sessions/{session}/agent-phone"
        routes.acd("POST", f"{phone}/dial", self._dial)
        routes.acd("POST", f"{phone}/end", self._end)
        routes.acd("POST", f"{phone}/mute", self._mute)
        routes.acd("POST", f"{phone}/unmute", self._unmute)
        routes.acd("POST", "/agent-sessions/{session}/dialer-login", self._dialer_login)
        routes.acd("POST", "/agent-sessions/{session}/dialer-logout", self._dialer_logout)

    def _state(self, call: Call) -> Response:
        session = self._desk.session(call)
        reason = call.given.text("reason")
        code = first(each for each in self._codes(session) if each.out_state_name.lower() == reason.lower())
        if reason and code is None:
            raise ApiError(400, BAD_CODE)
        wish = self._wish(call.given.text("state"), code)
        self._check_code_fits(session, code)
        return self._desk.accept(call, session, "SetState", lambda: self._become(session, wish, code))

    def _admin_state(self, call: Call) -> Response:
        agent = self._world.directory.agent_by(call.place["agent"])
        caller = self._world.directory.agents.get(call.agent_id)
        if caller is None or (caller != agent and not caller.is_supervisor):
            raise ApiError(403, "Insufficient permissions")
        session = self._floor.session(agent.agent_id) if agent else None
        if session is None:
            raise ApiError(404, "Invalid Agent Id. Agent session not started")
        code_id = call.given.whole("outStateId", BAD_CODE)
        code = first(each for each in self._codes(session) if each.out_state_id == code_id)
        if code_id is not None and code is None:
            raise ApiError(400, BAD_CODE)
        wish = self._wish(call.given.text("state"), code)
        self._check_code_fits(session, code)
        self._become(session, wish, code)
        return done()

    def _become(self, session: Session, wish: Wish, code: UnavailableCode | None) -> None:
        """A state that was asked for ends the work after a contact; during a contact it waits (unconfirmed)."""
        if code is not None and code.is_acw:
            return  # the work after the contact is what the agent is at, or will be
        self._floor.wish(session, wish)
        for contact in self._floor.contacts(session.agent_id):
            if contact.state is State.WRAP_UP and can(contact, Move.FINISH):
                self._traffic.finish(contact.contact_id)

    def _dial(self, call: Call) -> Response:
        session = self._desk.session(call)
        if session.leg is not LegStatus.DISCONNECTED:
            raise ApiError(409, "Invalid call status.")
        return self._desk.accept(call, session, "DialAgentPhone", lambda: self._legs.dial(session))

    def _end(self, call: Call) -> Response:
        session = self._desk.session(call)
        if session.leg is LegStatus.DISCONNECTED or self._legs.is_used(session):
            raise ApiError(409, "Invalid call status.")
        return self._desk.accept(call, session, "EndAgentPhone", lambda: self._legs.drop(session))

    def _mute(self, call: Call) -> Response:
        return self._set_mute(call, to=True)

    def _unmute(self, call: Call) -> Response:
        return self._set_mute(call, to=False)

    def _set_mute(self, call: Call, *, to: bool) -> Response:
        session = self._desk.session(call)
        if session.leg is not LegStatus.ACTIVE or session.is_muted is to:
            raise ApiError(409, "Invalid state.")

        def effect() -> None:
            session.is_muted = to
            self._floor.tell_mute(session)

        return self._desk.accept(call, session, "Mute" if to else "Unmute", effect)

    def _dialer_login(self, call: Call) -> Response:
        session = self._desk.session(call)
        name = call.given.text("skillName")
        skill = first(
            each
            for each in self._world.directory.skills_of(session.agent_id)
            if each.skill_name.lower() == name.lower() and each.outbound_strategy == "Personal Connection"
        )
        if skill is None:
            raise ApiError(400, "Invalid skillName")
        if session.dialer_skill or session.presence.state not in (AgentState.AVAILABLE, AgentState.UNAVAILABLE):
            raise ApiError(409, "Invalid state.")
        return self._desk.accept(call, session, "DialerLogin", lambda: self._set_dialer(session, skill.skill_name))

    def _dialer_logout(self, call: Call) -> Response:
        session = self._desk.session(call)
        if not session.dialer_skill:
            raise ApiError(409, "Invalid state.")
        return self._desk.accept(call, session, "DialerLogout", lambda: self._set_dialer(session, ""))

    def _set_dialer(self, session: Session, skill_name: str) -> None:
        session.dialer_skill = skill_name
        self._floor.refresh(session.agent_id)

    def _wish(self, state: str, code: UnavailableCode | None) -> Wish:
        match state.lower():
            case "available":
                return Wish(available=True)
            case "unavailable":
                return Wish(False, code.out_state_id, code.out_state_name) if code else Wish()
            case _:
                raise ApiError(400, BAD_STATE)

    def _check_code_fits(self, session: Session, code: UnavailableCode | None) -> None:
        """A code for work after contacts needs one."""
        if code is not None and code.is_acw and not session.presence.contact_id:
            raise ApiError(409, "Invalid State.")

    def _codes(self, session: Session) -> list[UnavailableCode]:
        agent = self._world.directory.agents[session.agent_id]
        return [code for code in self._world.directory.team_codes(agent.team_id) if code.is_active]
