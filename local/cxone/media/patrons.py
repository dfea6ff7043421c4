"""Chats from the customer's side: begun, read by a long poll, written, left."""

import base64
import binascii

from local.cxone.contacts.book import Change
from local.cxone.contacts.lifecycle import Move
from local.cxone.contacts.model import Contact
from local.cxone.contacts.traffic import Arrival, Traffic
from local.cxone.directory.store import first
from local.cxone.media.chats import CHAT, SMS, Chats, line_row
from local.cxone.wire.errors import ApiError
from local.cxone.wire.parameters import Parameters
from local.cxone.wire.routes import Call, Routes, accepted, ok
from local.cxone.world.world import Bell, World
from local.simulator.message import Response

LONGEST_POLL_S = 60
_MARK = "CHAT"


class PatronChats:
    """``/contacts/chats``."""

    def __init__(self, world: World, traffic: Traffic, chats: Chats) -> None:
        self._world = world
        self._traffic = traffic
        self._chats = chats
        self._bells: dict[int, Bell] = {}
        world.on_restore(self._restore)

    def register(self, routes: Routes) -> None:
        """Add the resources."""
        routes.acd("POST", "/contacts/chats", self._begin)
        routes.acd("GET", "/contacts/chats/{chat}", self._poll)
        routes.acd("POST", "/contacts/chats/{chat}/send-text", self._say)
        routes.acd("POST", "/contacts/chats/{chat}/typing", self._typing)
        routes.acd("DELETE", "/contacts/chats/{chat}", self._leave)

    def _begin(self, call: Call) -> Response:
        media = call.given.whole("mediaType") or CHAT
        name = call.given.text("pointOfContact")
        point = first(
            each
            for each in self._world.directory.points_of_contact
            if each.media_type_id == media and name in (str(each.contact_code), each.contact_description)
        )
        if media not in (CHAT, SMS) or point is None:
            raise ApiError(400, "Invalid pointOfContact")
        contact = self._traffic.begin(
            Arrival(
                from_address=call.given.text("fromAddress"),
                to_address=point.contact_address,
                media_type_id=media,
                skill_id=point.default_skill_id,
                point_of_contact_id=point.contact_code,
                variables=_parameters(call.given),
            )
        )
        self._traffic.move(contact.contact_id, Move.QUEUE)
        return accepted({"chatSessionId": _chat_id(contact.contact_id, 0), "contactId": contact.contact_id})

    def _poll(self, call: Call) -> Response:
        """New lines, with the id for the next poll; 304 when it stays quiet."""
        timeout_s = call.given.whole("timeout") or 0
        if not 0 <= timeout_s <= LONGEST_POLL_S:
            raise ApiError(400, "Invalid Timeout. Value must be between 0-60.")
        first_seen, read = self._find(call)
        contact_id = first_seen.contact_id
        bell = self._bells.setdefault(contact_id, self._world.bell())

        def current() -> Contact:
            return self._traffic.find(contact_id)

        self._world.wait_for(lambda: len(current().lines) > read or current().is_over, timeout_s, bell)
        contact = current()
        if len(contact.lines) == read and not contact.is_over:
            return Response(304)
        return ok(
            {
                "chatSession": _chat_id(contact_id, len(contact.lines)),
                "status": "Disconnected" if contact.is_over else "Active",
                "messages": [line_row(line, contact.room_id) for line in contact.lines[read:]],
            }
        )

    def _say(self, call: Call) -> Response:
        contact, _ = self._find(call)
        if contact.is_over:
            raise ApiError(409, "Chat has ended")
        self._chats.say(contact, call.given.text("message"), "Client", call.given.text("label") or "Client")
        return accepted()

    def _typing(self, call: Call) -> Response:
        self._find(call)
        return accepted()

    def _leave(self, call: Call) -> Response:
        contact, _ = self._find(call)
        if not contact.is_over:
            self._traffic.hang_up(contact.contact_id)
        return accepted()

    def _find(self, call: Call) -> tuple[Contact, int]:
        try:
            text = call.place["chat"]
            mark, contact_id, read = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode().split(".")
            contact = self._world.contacts.get(int(contact_id)) if mark == _MARK else None
            position = int(read)
        except (binascii.Error, ValueError):
            contact, position = None, 0
        if contact is None:
            raise ApiError(404, "Invalid Chat Session Id")
        return contact, position

    def _on_change(self, change: Change) -> None:
        bell = self._bells.get(change.after.contact_id)
        if bell is not None:
            bell.ring()

    def _restore(self) -> None:
        self._bells.clear()
        self._world.contacts.watch(self._on_change)


def _chat_id(contact_id: int, read: int) -> str:
    """An opaque id that carries how many lines were read."""
    return base64.urlsafe_b64encode(f"{_MARK}.{contact_id}.{read}".encode()).decode().rstrip("=")


def _parameters(given: Parameters) -> dict[str, str]:
    value = given.raw("parameters")
    texts = value if isinstance(value, list) else given.text("parameters").split("|")
    return {f"P{number}": str(each) for number, each in enumerate(texts, 1) if str(each)}
