"""Passing on what is not a call, and playing voicemails."""

from collections.abc import Callable

from local.cxone.agents.desk import Desk
from local.cxone.agents.events import event
from local.cxone.agents.floor import Floor
from local.cxone.agents.interaction_resource import void
from local.cxone.contacts.lifecycle import Move, can
from local.cxone.contacts.model import State, TransferKind
from local.cxone.contacts.traffic import Traffic
from local.cxone.wire.errors import ApiError
from local.cxone.wire.routes import Call, Routes
from local.cxone.world.world import World
from local.simulator.message import Response

VOICEMAIL = 5
MEDIA = {"email": (1,), "chat": (3, 7), "voicemail": (VOICEMAIL,), "work-item": (6,)}


class Passing:
    """``transfer-{medium}-to-agent`` and ``-to-skill``, ``play-voicemail`` and ``pause-voicemail``."""

    def __init__(self, world: World, floor: Floor, traffic: Traffic, desk: Desk) -> None:
        self._world = world
        self._floor = floor
        self._traffic = traffic
        self._desk = desk

    def register(self, routes: Routes) -> None:
        """Add the resources."""
        base = "/agent-sessions/{session}/interactions/{contact}"

        def passing(media: tuple[int, ...], *, to_agent: bool) -> Callable[[Call], Response]:
            return lambda call: self._pass(call, media, to_agent=to_agent)

        for name, media in MEDIA.items():
            routes.acd("POST", f"{base}/transfer-{name}-to-agent", passing(media, to_agent=True))
            routes.acd("POST", f"{base}/transfer-{name}-to-skill", passing(media, to_agent=False))
        routes.acd("POST", f"{base}/play-voicemail", lambda call: self._play(call, playing=True))
        routes.acd("POST", f"{base}/pause-voicemail", lambda call: self._play(call, playing=False))

    def _pass(self, call: Call, media: tuple[int, ...], *, to_agent: bool) -> Response:
        session = self._desk.session(call)
        contact = self._desk.contact(call, session)
        if contact.media_type_id not in media or not can(contact, Move.END):
            raise ApiError(409, "Invalid state.")
        directory, target_id, skill_id = self._world.directory, 0, 0
        if to_agent:
            target_id = call.given.whole("targetAgentId", "Invalid targetAgentId") or 0
            if target_id not in directory.agents or target_id == session.agent_id:
                raise ApiError(400, "Invalid targetAgentId")
        else:
            skill_id = call.given.whole("skillId", "Invalid skillId") or 0
            skill = directory.skills.get(skill_id)
            if skill is None or skill.media_type_id not in media:
                raise ApiError(400, "Invalid skillId")
        kind = TransferKind.REAGENT if to_agent else TransferKind.RESKILL

        def effect() -> None:
            # It waits for the agent it is meant for, who may be busy.
            void(self._traffic.transfer(contact.contact_id, kind, waits_for=target_id, skill_id=skill_id))

        return self._desk.accept(call, session, "Transfer", effect, contact_id=contact.contact_id)

    def _play(self, call: Call, *, playing: bool) -> Response:
        session = self._desk.session(call)
        contact = self._desk.contact(call, session)
        if contact.media_type_id != VOICEMAIL or contact.state is not State.ACTIVE:
            raise ApiError(409, "Invalid state.")
        position = call.given.whole("position") or 0
        told = {"ContactID": contact.contact_id, "IsPlaying": playing, "Position": position}

        def effect() -> None:
            self._floor.tell(session, event("VoiceMailPlayBackEvent", told))

        return self._desk.accept(call, session, "PlayVoicemail", effect, contact_id=contact.contact_id)
