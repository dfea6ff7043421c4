"""What tests and people at the control make customers, scripts and agents' phones do."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from local.cxone.contacts.lifecycle import Move
from local.cxone.contacts.model import Contact, Disposed, State, TransferKind
from local.cxone.contacts.traffic import Arrival, Traffic
from local.cxone.directory.model import PHONE
from local.cxone.directory.store import first
from local.cxone.wire.parameters import Parameters
from local.cxone.world.world import World

Given = Mapping[str, object]


class Steering:
    """Reads what is asked for and has the traffic do it. Every refusal is a ValueError."""

    def __init__(self, world: World, traffic: Traffic) -> None:
        self._world = world
        self._traffic = traffic
        self._moves: Mapping[str, Callable[[int, Parameters], Contact]] = {
            "queue": self._queue,
            "route": self._route,
            "answer": self._plain(Move.ANSWER),
            "refuse": self._plain(Move.REFUSE),
            "hold": self._plain(Move.HOLD),
            "resume": self._plain(Move.RESUME),
            "join": self._plain(Move.JOIN),
            "park": self._plain(Move.PARK),
            "unpark": self._plain(Move.UNPARK),
            "finish": self._plain(Move.FINISH),
            "hang-up": self._hang_up,
            "transfer": self._transfer,
            "disposition": self._dispose,
            "custom-data": self._custom_data,
            "recording": self._recording,
            "analytics": self._analytics,
        }

    def ring(self, given: Given) -> Contact:
        """An inbound contact. It stays in the script unless ``queue`` is true.

        Members: ``ani``, ``dnis``, ``skillId``, ``mediaTypeId``, ``pointOfContactId``, ``variables``,
        ``customData``, ``queue``. What is left out follows from the point of contact that has the ``dnis``, or
        from the skill.
        """
        told, directory = Parameters(given), self._world.directory
        dnis = told.text("dnis")
        point = directory.points_of_contact.get(told.whole("pointOfContactId") or 0) or first(
            each for each in directory.points_of_contact if dnis and each.contact_address == dnis
        )
        skill_id = told.whole("skillId") or (point.default_skill_id if point else 0)
        skill = directory.skills.get(skill_id)
        if skill is None:
            raise ValueError("skillId, or a dnis with a point of contact, is needed")
        contact = self._traffic.begin(
            Arrival(
                from_address=told.text("ani"),
                to_address=dnis or (point.contact_address if point else ""),
                media_type_id=told.whole("mediaTypeId") or skill.media_type_id or PHONE,
                skill_id=skill_id,
                point_of_contact_id=point.contact_code if point else 0,
                state=State.PRE_QUEUE,
                variables=_texts(told.raw("variables")),
                custom_data=_texts(told.raw("customData")),
            )
        )
        return self._traffic.move(contact.contact_id, Move.QUEUE) if told.flag("queue") else contact

    def steer(self, contact_id: int, move: str, given: Given) -> Contact:
        """One move, by its name in the control's path.

        Raises:
            ValueError: no such move or contact, or the contact's state does not allow it.
        """
        if move not in self._moves:
            raise ValueError(f"there is no move {move}; there are {sorted(self._moves)}")
        return self._moves[move](contact_id, Parameters(given))

    def _plain(self, move: Move) -> Callable[[int, Parameters], Contact]:
        return lambda contact_id, _told: self._traffic.move(contact_id, move)

    def _queue(self, contact_id: int, told: Parameters) -> Contact:
        return self._traffic.move(contact_id, Move.QUEUE, skill_id=self._skill(told))

    def _route(self, contact_id: int, told: Parameters) -> Contact:
        agent_id = self._agent(told)
        if not agent_id:
            raise ValueError("agentId is needed")
        return self._traffic.move(contact_id, Move.ROUTE, agent_id=agent_id)

    def _hang_up(self, contact_id: int, told: Parameters) -> Contact:
        return self._traffic.hang_up(contact_id, told.text("code"))

    def _transfer(self, contact_id: int, told: Parameters) -> Contact:
        agent_id, skill_id = self._agent(told), self._skill(told)
        if not agent_id and not skill_id:
            raise ValueError("agentId or skillId is needed")
        kind = TransferKind.REAGENT if agent_id else TransferKind.RESKILL
        return self._traffic.transfer(contact_id, kind, agent_id=agent_id, skill_id=skill_id)

    def _dispose(self, contact_id: int, told: Parameters) -> Contact:
        disposition_id = told.whole("dispositionId") or 0
        if disposition_id not in self._world.directory.dispositions:
            raise ValueError("dispositionId names no disposition")
        agent_id = self._traffic.find(contact_id).agent_id
        outcome = Disposed(disposition_id, told.text("notes"), self._world.now(), agent_id)
        return self._traffic.dispose(contact_id, outcome)

    def _custom_data(self, contact_id: int, told: Parameters) -> Contact:
        return self._traffic.set_custom_data(contact_id, _texts(told.everything()))

    def _recording(self, contact_id: int, told: Parameters) -> Contact:
        is_logged = told.flag("on") is not False
        return self._traffic.change(contact_id, "recorded", lambda contact: replace(contact, is_logged=is_logged))

    def _analytics(self, contact_id: int, _told: Parameters) -> Contact:
        """The report that comes hours after the contact: its row changes once more."""
        return self._traffic.change(contact_id, "analysed", lambda contact: replace(contact, is_analysed=True))

    def _agent(self, told: Parameters) -> int:
        agent_id = told.whole("agentId") or 0
        if agent_id and agent_id not in self._world.directory.agents:
            raise ValueError("agentId names no agent")
        return agent_id

    def _skill(self, told: Parameters) -> int:
        skill_id = told.whole("skillId") or 0
        if skill_id and skill_id not in self._world.directory.skills:
            raise ValueError("skillId names no skill")
        return skill_id


def _texts(value: object) -> dict[str, str]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise ValueError("variables and customData are objects")
    return {str(name): str(each) for name, each in value.items()}
