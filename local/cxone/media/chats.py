"""Chats and text messages, as the agent's session has them."""

from dataclasses import replace

from local.cxone.agents.desk import Desk
from local.cxone.agents.events import event
from local.cxone.agents.floor import Floor
from local.cxone.agents.interaction_resource import void
from local.cxone.agents.session import Session
from local.cxone.contacts.book import Change
from local.cxone.contacts.model import Contact, Line, State
from local.cxone.contacts.resource import Contacts
from local.cxone.contacts.traffic import Arrival, Traffic
from local.cxone.wire.errors import ApiError
from local.cxone.wire.formats import iso
from local.cxone.wire.listing import Row
from local.cxone.wire.routes import Call, Routes, accepted, no_content, ok
from local.cxone.world.world import World
from local.simulator.message import Response

CHAT, SMS = 3, 7
TRANSCRIPT_HOURS = 48


def line_row(line: Line, room_id: int) -> Row:
    """A line of a chat; these members are PascalCase everywhere."""
    return {
        "Text": line.text,
        "TimeStamp": iso(line.at),
        "PartyType": line.party,
        "Label": line.label,
        "RoomId": room_id,
    }


class Chats:
    """Commands and transcripts. Lines are kept with the contact."""

    def __init__(self, world: World, floor: Floor, contacts: Contacts, traffic: Traffic, desk: Desk) -> None:
        self._world = world
        self._floor = floor
        self._contacts = contacts
        self._traffic = traffic
        self._desk = desk
        world.on_restore(lambda: world.contacts.watch(self._on_change))

    def register(self, routes: Routes) -> None:
        """Add the resources."""
        base = "/agent-sessions/{session}/interactions"
        routes.acd("POST", f"{base}/{{contact}}/send-chat-text", self._send)
        routes.acd("POST", f"{base}/{{contact}}/typing", self._quietly)
        routes.acd("POST", f"{base}/{{contact}}/activate-chat", self._quietly)
        routes.acd("POST", f"{base}/sms-outbound", self._sms)
        routes.acd("POST", f"{base}/add-chat", self._add_chat)
        routes.acd("GET", "/contacts/{contact}/chat-transcript", self._transcript)
        routes.acd("GET", "/contacts/{contact}/historical-chat-transcript", self._historical)

    def say(self, contact: Contact, text: str, party: str, label: str) -> None:
        """Add a line; agents hear of it."""
        line = Line(text, self._world.now(), party, label)
        self._traffic.change(
            contact.contact_id, "line", lambda current: replace(current, lines=(*current.lines, line))
        )

    def _on_change(self, change: Change) -> None:
        if change.what != "line":
            return
        contact, line = change.after, change.after.lines[-1]
        for agent_id in contact.parties:
            session = self._floor.session(agent_id)
            if session is not None:
                told = {
                    "RoomId": contact.room_id,
                    "Label": line.label,
                    "Message": line.text,
                    "PartyType": line.party,
                    "TimeStamp": line.at,
                }
                self._floor.tell(session, event("ChatText", told))

    def _send(self, call: Call) -> Response:
        session, contact = self._live(call)
        text = call.given.text("chatText")
        if not text:
            raise ApiError(400, "Invalid chatText")
        agent = self._world.directory.agents[session.agent_id]
        return self._desk.accept(
            call,
            session,
            "SendChatText",
            lambda: self.say(contact, text, "Agent", agent.first_name),
            contact_id=contact.contact_id,
        )

    def _quietly(self, call: Call) -> Response:
        self._live(call)
        return accepted()

    def _add_chat(self, call: Call) -> Response:
        """Asks for one more chat, which only agents who handle several at once may have."""
        self._desk.session(call)
        raise ApiError(409, "Invalid state.")

    def _sms(self, call: Call) -> Response:
        session = self._desk.session(call)
        skill = self._world.directory.skills.get(call.given.whole("skillId", "Invalid skillId"))
        if skill is None or skill.media_type_id not in (CHAT, SMS):
            raise ApiError(400, "Invalid skillId")
        number = call.given.text("phoneNumber")
        if not any(map(str.isdecimal, number)):
            raise ApiError(400, "Phone Number is not valid.")
        arrival = Arrival(
            from_address=skill.caller_id_override,
            to_address=number,
            media_type_id=SMS,
            skill_id=skill.skill_id,
            agent_id=session.agent_id,
            is_outbound=True,
            parent_id=call.given.whole("parentContactId") or 0,
            state=State.ACTIVE,
        )
        return self._desk.accept(call, session, "SmsOutbound", lambda: void(self._traffic.begin(arrival)))

    def _transcript(self, call: Call) -> Response:
        contact = self._contacts.find(call)
        return no_content() if self._is_historical(contact) else self._lines(contact)

    def _historical(self, call: Call) -> Response:
        contact = self._contacts.find(call)
        return self._lines(contact) if self._is_historical(contact) else no_content()

    def _is_historical(self, contact: Contact) -> bool:
        ended = contact.ended
        return ended is not None and (self._world.now() - ended).total_seconds() > TRANSCRIPT_HOURS * 3600

    def _lines(self, contact: Contact) -> Response:
        if not contact.lines:
            return no_content()
        return ok({"messages": [line_row(line, contact.room_id) for line in contact.lines]})

    def _live(self, call: Call) -> tuple[Session, Contact]:
        session = self._desk.session(call)
        contact = self._desk.contact(call, session)
        if contact.media_type_id not in (CHAT, SMS) or contact.state is not State.ACTIVE:
            raise ApiError(409, "Invalid state.")
        return session, contact
