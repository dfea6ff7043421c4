"""The voice commands of a session that dial, join and pass on."""

import re

from local.cxone.agents.calls import CONFERENCE_NO, Calls
from local.cxone.agents.desk import Desk
from local.cxone.agents.floor import Floor
from local.cxone.agents.model import AgentState
from local.cxone.agents.session import Session
from local.cxone.contacts.model import Contact, State
from local.cxone.directory.model import PHONE, Skill
from local.cxone.wire.errors import ApiError
from local.cxone.wire.routes import Call, Routes
from local.cxone.world.world import World
from local.simulator.message import Response

_NUMBER = re.compile(r"\+?[0-9][0-9 ().-]{1,30}")
_TONES = re.compile(r"[0-9*#,A-Da-d]+")
REACHABLE = (AgentState.AVAILABLE, AgentState.UNAVAILABLE)


class VoiceCommands:
    """Checks voice commands against what the agent is doing, then has them carried out."""

    def __init__(self, world: World, floor: Floor, calls: Calls, desk: Desk) -> None:
        self._world = world
        self._floor = floor
        self._calls = calls
        self._desk = desk

    def register(self, routes: Routes) -> None:
        """Add the resources."""
        session = "/agent-sessions/{session}"
        routes.acd("POST", f"{session}/dial-phone", self._dial_phone)
        routes.acd("POST", f"{session}/dial-agent", self._dial_agent)
        routes.acd("POST", f"{session}/consult-agent", self._consult_agent)
        routes.acd("POST", f"{session}/dial-skill", self._dial_skill)
        routes.acd("POST", f"{session}/interactions/transfer-calls", self._transfer)
        routes.acd("POST", f"{session}/interactions/conference-calls", self._conference)
        routes.acd("POST", f"{session}/interactions/conference-hold", self._conference_hold)
        routes.acd("POST", f"{session}/interactions/conference-resume", self._conference_resume)
        routes.acd("POST", f"{session}/send-dtmf", self._send_dtmf)

    def _dial_phone(self, call: Call) -> Response:
        session = self._desk.session(call)
        number = call.given.text("phoneNumber").strip()
        if not _NUMBER.fullmatch(number):
            raise ApiError(400, "Phone Number is not valid.")
        skill = self._skill(call)
        if not skill.is_outbound or skill.outbound_strategy != "Manual":
            raise ApiError(400, "Invalid skillId")
        parent = self._parent(call, session)
        self._check_free(session)
        caller_id = call.given.text("callerId")
        return self._desk.accept(
            call,
            session,
            "DialPhone",
            lambda: self._calls.dial(session, number, skill, parent, caller_id),
            target=number,
        )

    def _consult_agent(self, call: Call) -> Response:
        session = self._desk.session(call)
        target_id = self._target(call, session)
        parent = self._parent(call, session)
        self._check_free(session, with_active_call=True)
        return self._desk.accept(
            call,
            session,
            "ConsultAgent",
            lambda: self._calls.reach_agent(session, target_id, parent, is_consult=True),
            target=str(target_id),
        )

    def _dial_agent(self, call: Call) -> Response:
        session = self._desk.session(call)
        target_id = self._target(call, session)
        parent = self._parent(call, session)
        if parent is None:
            raise ApiError(400, "parentContactId is required")
        held = [each for each in self._calls.current(session.agent_id) if each.state is State.HOLDING]
        if len(held) != 1 and not self._may_conference(session):
            raise ApiError(409, "Invalid state")
        return self._desk.accept(
            call,
            session,
            "DialAgent",
            lambda: self._calls.reach_agent(session, target_id, parent, is_consult=False),
            target=str(target_id),
        )

    def _dial_skill(self, call: Call) -> Response:
        session = self._desk.session(call)
        skill, parent = self._skill(call), self._parent(call, session)
        self._check_free(session, with_active_call=True)
        return self._desk.accept(
            call, session, "DialSkill", lambda: self._calls.reach_skill(session, skill, parent)
        )

    def _transfer(self, call: Call) -> Response:
        session = self._desk.session(call)
        self._check_two(session, State.ACTIVE, State.HOLDING, State.JOINED, State.IN_QUEUE)
        return self._desk.accept(call, session, "TransferCalls", lambda: self._calls.transfer(session))

    def _conference(self, call: Call) -> Response:
        session = self._desk.session(call)
        self._check_two(session, State.ACTIVE, State.HOLDING, State.JOINED)
        return self._desk.accept(call, session, "ConferenceCalls", lambda: self._calls.conference(session))

    def _conference_hold(self, call: Call) -> Response:
        session = self._conferring(call, State.JOINED)
        return self._desk.accept(call, session, "ConferenceHold", lambda: self._calls.conference_hold(session))

    def _conference_resume(self, call: Call) -> Response:
        session = self._conferring(call, State.HOLDING)
        return self._desk.accept(call, session, "ConferenceResume", lambda: self._calls.conference_resume(session))

    def _send_dtmf(self, call: Call) -> Response:
        session = self._desk.session(call)
        duration_ms = call.given.whole("toneDurationMS")
        if duration_ms is not None and not 61 <= duration_ms <= 15_000:
            raise ApiError(400, "Invalid toneDurationMS. Value must be between 61-15000.")
        if not _TONES.fullmatch(call.given.text("dtmfSequence")):
            raise ApiError(400, "Invalid dtmfSequence")
        if not any(each.state is State.ACTIVE for each in self._calls.current(session.agent_id)):
            raise ApiError(409, "Invalid state.")
        return self._desk.accept(call, session, "SendDtmf", lambda: None)

    def _conferring(self, call: Call, state: State) -> Session:
        session = self._desk.session(call)
        if call.given.text("conferenceNo") not in ("", CONFERENCE_NO):
            raise ApiError(400, "Invalid conferenceNo")
        calls = [each for each in self._calls.current(session.agent_id) if each.state is state]
        if len(calls) < 2:
            raise ApiError(409, "Invalid state.")
        return session

    def _skill(self, call: Call) -> Skill:
        skill = self._world.directory.skills.get(call.given.whole("skillId", "Invalid skillId"))
        if skill is None or not skill.is_active or skill.media_type_id != PHONE:
            raise ApiError(400, "Invalid skillId")
        return skill

    def _parent(self, call: Call, session: Session) -> Contact | None:
        parent_id = call.given.whole("parentContactId", "Invalid parentContactId")
        if parent_id is None:
            return None
        parent = self._world.contacts.get(parent_id)
        if parent is None or session.agent_id not in parent.parties:
            raise ApiError(404, "Invalid parentContactId")
        return parent

    def _target(self, call: Call, session: Session) -> int:
        target_id = call.given.whole("targetAgentId", "Invalid targetAgentId") or 0
        if target_id not in self._world.directory.agents or target_id == session.agent_id:
            raise ApiError(400, "Invalid targetAgentId")
        if self._floor.presence(target_id).state not in REACHABLE:
            raise ApiError(409, "Invalid Target State.")
        return target_id

    def _check_free(self, session: Session, *, with_active_call: bool = False) -> None:
        """One call at a time, a second beside a held one, more only with the permission for it."""
        calls = self._calls.current(session.agent_id)
        if session.presence.is_acw or session.dialer_skill:
            raise ApiError(409, "Invalid state")
        if len(calls) >= 2 and not self._may_conference(session):
            raise ApiError(403, "Multi-Conference not enabled for user.")
        blocking = [each for each in calls if each.state is not State.HOLDING]
        if with_active_call:
            blocking = [each for each in blocking if each.state is not State.ACTIVE]
        if blocking and not (len(calls) >= 2 and self._may_conference(session)):
            raise ApiError(409, "Invalid state")

    def _check_two(self, session: Session, *states: State) -> None:
        calls = [each for each in self._calls.current(session.agent_id) if each.state in states]
        if len(calls) < 2:
            raise ApiError(409, "Invalid state.")

    def _may_conference(self, session: Session) -> bool:
        return "conference" in self._world.directory.agents[session.agent_id].permissions
