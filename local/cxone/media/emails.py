"""E-mails of contacts, and the session's commands for them."""

import base64
import binascii
from dataclasses import dataclass
from datetime import datetime

from local.cxone.agents.desk import Desk
from local.cxone.agents.interaction_resource import void
from local.cxone.agents.session import Session
from local.cxone.contacts.lifecycle import Move, can
from local.cxone.contacts.model import Contact, State
from local.cxone.contacts.resource import Contacts
from local.cxone.contacts.traffic import Arrival, Traffic
from local.cxone.directory.store import first
from local.cxone.wire.errors import ApiError
from local.cxone.wire.formats import iso
from local.cxone.wire.listing import Row
from local.cxone.wire.parameters import Parameters
from local.cxone.wire.routes import Call, Routes, done, no_content, ok
from local.cxone.world.world import World
from local.simulator.message import Response

EMAIL = 1
RECEIVED, SENT, DRAFT = 1, 2, 3
MOST_ATTACHED_BYTES = 10 * 1024 * 1024
NOT_ACTIVE = "ContactId is not an active contact."


@dataclass(frozen=True, slots=True)
class Email:
    """One e-mail. ``attachments``: name and content in Base64."""

    kind: int
    at: datetime
    sender: str
    to: str
    subject: str
    html: str
    cc: str = ""
    bcc: str = ""
    attachments: tuple[tuple[str, str], ...] = ()

    def row(self, *, with_attachments: bool) -> Row:
        """The e-mail as a transcript shows it."""
        shown = [{"name": name, "content": content} for name, content in self.attachments]
        return {
            "emailTypeId": self.kind,
            "sentDate": iso(self.at),
            "fromAddress": self.sender,
            "toAddress": self.to,
            "ccAddress": self.cc,
            "bccAddress": self.bcc,
            "subject": self.subject,
            "bodyHtml": self.html,
            "hasAttachments": bool(self.attachments),
            "attachments": shown if with_attachments else [],
        }


class Emails:
    """Receives, writes, parks and shows e-mails."""

    def __init__(self, world: World, contacts: Contacts, traffic: Traffic, desk: Desk) -> None:
        self._world = world
        self._contacts = contacts
        self._traffic = traffic
        self._desk = desk
        self._mails: dict[int, list[Email]] = {}
        world.on_restore(self._mails.clear)

    def register(self, routes: Routes) -> None:
        """Add the resources."""
        base = "/agent-sessions/{session}/interactions"
        routes.acd("POST", f"{base}/email-outbound", self._outbound)
        routes.acd("POST", f"{base}/{{contact}}/email-send", self._send)
        for name in ("email-reply", "email-forward"):
            routes.acd("POST", f"{base}/{{contact}}/{name}", self._begin_answer)
        routes.acd("POST", f"{base}/{{contact}}/email-save-draft", self._save_draft)
        for name in ("email-preview", "email-restore"):
            routes.acd("POST", f"{base}/{{contact}}/{name}", self._look_again)
        routes.acd("POST", f"{base}/{{contact}}/email-park", self._park)
        routes.acd("POST", f"{base}/{{contact}}/email-unpark", self._unpark)
        routes.acd("GET", "/contacts/{contact}/email-transcript", self._transcript)

    def receive(self, contact: Contact, subject: str, html: str) -> None:
        """An e-mail came in and began a contact."""
        mail = Email(RECEIVED, self._world.now(), contact.from_address, contact.to_address, subject, html)
        self._mails.setdefault(contact.contact_id, []).append(mail)

    def _outbound(self, call: Call) -> Response:
        session = self._desk.session(call)
        skill = self._world.directory.skills.get(call.given.whole("skillId", "Invalid skillId"))
        if skill is None or skill.media_type_id != EMAIL:
            raise ApiError(400, "Invalid skillId")
        to = call.given.text("toAddress")
        if "@" not in to:
            raise ApiError(400, "Invalid toAddress")
        parent_id = call.given.whole("parentContactId") or 0
        parent = self._world.contacts.get(parent_id)
        arrival = Arrival(
            from_address=call.given.text("fromAddress") or self._our_address(skill.skill_id),
            to_address=to,
            media_type_id=EMAIL,
            skill_id=skill.skill_id,
            agent_id=session.agent_id,
            is_outbound=True,
            master_id=parent.master_id if parent else 0,
            parent_id=parent_id,
            state=State.ACTIVE,
        )
        return self._desk.accept(call, session, "EmailOutbound", lambda: void(self._traffic.begin(arrival)))

    def _send(self, call: Call) -> Response:
        session, contact = self._active(call)
        mail = self._written(call.given, contact, SENT)

        def effect() -> None:
            self._mails.setdefault(contact.contact_id, []).append(mail)
            self._traffic.move(contact.contact_id, Move.END)

        return self._desk.accept(call, session, "EmailSend", effect, contact_id=contact.contact_id)

    def _begin_answer(self, call: Call) -> Response:
        """Opens an answer; neither subject nor body is filled in."""
        session, contact = self._active(call)
        return self._desk.accept(call, session, "EmailReply", lambda: None, contact_id=contact.contact_id)

    def _save_draft(self, call: Call) -> Response:
        _, contact = self._active(call)
        kept = [mail for mail in self._mails.get(contact.contact_id, []) if mail.kind != DRAFT]
        self._mails[contact.contact_id] = [*kept, self._written(call.given, contact, DRAFT)]
        return done()

    def _look_again(self, call: Call) -> Response:
        self._active(call)
        return done()

    def _park(self, call: Call) -> Response:
        if not self._world.settings.email_parking:
            raise ApiError(403, "Email parking is not enabled")
        _, contact = self._active(call)
        self._traffic.move(contact.contact_id, Move.PARK)
        return done()

    def _unpark(self, call: Call) -> Response:
        contact = self._desk.contact(call, self._desk.session(call))
        if not can(contact, Move.UNPARK):
            raise ApiError(409, NOT_ACTIVE)
        self._traffic.move(contact.contact_id, Move.UNPARK)
        return done()

    def _transcript(self, call: Call) -> Response:
        contact = self._contacts.find(call)
        sent = [mail for mail in self._mails.get(contact.contact_id, []) if mail.kind != DRAFT]
        if not sent:
            return no_content()
        with_attachments = call.given.flag("includeAttachments") or False
        return ok({"emails": [mail.row(with_attachments=with_attachments) for mail in sent]})

    def _active(self, call: Call) -> tuple[Session, Contact]:
        session = self._desk.session(call)
        contact = self._desk.contact(call, session)
        if contact.media_type_id != EMAIL or contact.state is not State.ACTIVE:
            raise ApiError(409, NOT_ACTIVE)
        return session, contact

    def _written(self, given: Parameters, contact: Contact, kind: int) -> Email:
        ours, theirs = contact.to_address, contact.from_address
        if contact.is_outbound:
            ours, theirs = theirs, ours
        return Email(
            kind=kind,
            at=self._world.now(),
            sender=given.text("fromAddress") or ours,
            to=given.text("toAddress") or theirs,
            subject=given.text("subject"),
            html=given.text("bodyHtml"),
            cc=given.text("ccAddress"),
            bcc=given.text("bccAddress"),
            attachments=attachments(given.text("attachments"), given.text("attachmentNames")),
        )

    def _our_address(self, skill_id: int) -> str:
        point = first(
            each
            for each in self._world.directory.points_of_contact
            if each.media_type_id == EMAIL and each.default_skill_id == skill_id
        )
        return point.contact_address if point else "care@example.org"


def attachments(contents: str, names: str) -> tuple[tuple[str, str], ...]:
    """Attachments as they are sent: Base64 texts joined with ``|``, names likewise.

    Raises:
        ApiError: 400, they do not belong together, are no Base64 or too large.
    """
    parts, labels = [part for part in contents.split("|") if part], [name for name in names.split("|") if name]
    if len(parts) != len(labels):
        raise ApiError(400, "Invalid attachments")
    try:
        total_bytes = sum(len(base64.b64decode(part, validate=True)) for part in parts)
    except binascii.Error:
        raise ApiError(400, "Invalid attachments") from None
    if total_bytes > MOST_ATTACHED_BYTES:
        raise ApiError(400, "Attachments exceed 10 MB")
    return tuple(zip(labels, parts, strict=True))
