"""Work items: things to do that queue like contacts, with a payload that the sender chose."""

from collections import deque
from datetime import datetime

from local.cxone.agents.calls import Calls
from local.cxone.agents.legs import is_call
from local.cxone.contacts.book import Change
from local.cxone.contacts.lifecycle import Move
from local.cxone.contacts.model import State
from local.cxone.contacts.traffic import Arrival, Traffic
from local.cxone.directory.model import PointOfContact
from local.cxone.wire.errors import ApiError
from local.cxone.wire.routes import Call, Routes, accepted
from local.cxone.world.world import World
from local.simulator.message import Response, json_response

WORK_ITEM = 6
MOST_BYTES = 32 * 1024
MOST_PER_S = 10
TOO_MANY = "Number of queued work items exceeded port limit for this business unit."


class WorkItems:
    """``/interactions/work-items``."""

    def __init__(self, world: World, traffic: Traffic, calls: Calls) -> None:
        self._world = world
        self._traffic = traffic
        self._calls = calls
        self._made: deque[datetime] = deque(maxlen=MOST_PER_S)
        world.on_restore(self._restore)

    def register(self, routes: Routes) -> None:
        """Add the resources."""
        routes.acd("POST", "/interactions/work-items", self._create)
        routes.acd("POST", "/interactions/work-items-persistent", self._create_persistent)

    def _create(self, call: Call) -> Response:
        return accepted({"contactId": self._begin(call)})

    def _create_persistent(self, call: Call) -> Response:
        """The kind that survives a restart of the platform; only so many per second."""
        now = self._world.now()
        if len(self._made) == MOST_PER_S and (now - self._made[0]).total_seconds() < 1:
            raise ApiError(409, "Too many requests")
        contact_id = self._begin(call)
        self._made.append(now)
        return json_response(201, {"contactId": contact_id})

    def _begin(self, call: Call) -> int:
        point = self._point(call.given.text("pointOfContact"))
        payload = call.given.text("workItemPayload")
        if len(payload.encode()) > MOST_BYTES:
            raise ApiError(400, "workItemPayload is too large")
        waiting = [
            each
            for each in self._world.contacts.unfinished()
            if each.media_type_id == WORK_ITEM and each.state is State.IN_QUEUE
        ]
        if len(waiting) >= self._world.settings.work_item_limit:
            raise ApiError(429, TOO_MANY)
        contact = self._traffic.begin(
            Arrival(
                from_address=call.given.text("from"),
                to_address=point.contact_address,
                media_type_id=WORK_ITEM,
                skill_id=point.default_skill_id,
                point_of_contact_id=point.contact_code,
                variables={
                    "workItemID": call.given.text("workItemID"),
                    "workItemPayload": payload,
                    "workItemType": call.given.text("workItemType"),
                },
            )
        )
        self._traffic.move(contact.contact_id, Move.QUEUE)
        return contact.contact_id

    def _point(self, text: str) -> PointOfContact:
        """The point of contact of ``5520 - Case router``."""
        number, _, name = text.partition(" - ")
        point = self._world.directory.points_of_contact.get(int(number) if number.isdecimal() else 0)
        if point is None or point.media_type_id != WORK_ITEM or (name and name != point.contact_description):
            raise ApiError(400, "Invalid pointOfContact")
        return point

    def _on_change(self, change: Change) -> None:
        """A held work item goes on by itself when the call beside it ends."""
        if not (is_call(change.after) and change.after.is_over):
            return
        for agent_id in change.after.parties:
            if self._calls.current(agent_id):
                continue
            for contact in self._world.contacts.unfinished():
                is_held = contact.media_type_id == WORK_ITEM and contact.state is State.HOLDING
                if is_held and contact.agent_id == agent_id:
                    self._traffic.move(contact.contact_id, Move.RESUME)

    def _restore(self) -> None:
        self._made.clear()
        self._world.contacts.watch(self._on_change)
