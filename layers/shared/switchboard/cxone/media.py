"""E-mails, chats, text messages, voicemails, work items and signals in CXone. Each command is sent once."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from switchboard.contact.text import clean
from switchboard.cxone.agent_sessions import CxoneAgentSessions
from switchboard.cxone.answers import Answer
from switchboard.cxone.client import CxoneClient
from switchboard.cxone.refusals import refused_as
from switchboard.cxone.versions import Resource
from switchboard.desk.media import refusals as media
from switchboard.desk.media.model import Attachment, ChatLine, Mail, MailAction, MailSeen, PointOfContact, WorkItem
from switchboard.desk.session.refusals import DeskRefusal, NotYourContact
from switchboard.errors import CcError, CcLimitReached, CcNotFound, CcSessionGone, CcUnavailable

ADDRESSES_JOINED_BY = ";"
"""How several addresses stand in one field (unconfirmed)."""

FILES_JOINED_BY = "|"
CHAT_TARGET = "both from agent"
_WORK_ITEM = "6"
_KINDS = {"1": "received", "2": "sent", "3": "draft"}
"""What ``emailTypeId`` says (unconfirmed)."""

_BY_TEXT: tuple[tuple[str, type[DeskRefusal]], ...] = (
    ("parking is not enabled", media.ParkingOff),
    ("attachment", media.AttachmentsRefused),
    ("address", media.AddressRefused),
    ("payload", media.PayloadTooLarge),
    ("pointofcontact", media.PointOfContactUnknown),
    ("point of contact", media.PointOfContactUnknown),
    ("queued work items", media.WorkItemsFull),
)


class CxoneMediaCommands:
    """Implements ``switchboard.desk.media.ports.MediaCommands``."""

    def __init__(self, sessions: CxoneAgentSessions) -> None:
        self._sessions = sessions

    def begin_mail(self, cxone_id: str, skill_id: str, to: str, parent_id: str) -> None:
        body = {"skillId": int(skill_id), "toAddress": to, **_parent(parent_id)}
        self._do(cxone_id, "interactions/email-outbound", body, conflict=media.NoFurtherContact)

    def handle_mail(self, cxone_id: str, contact_id: str, action: MailAction) -> None:
        conflict = media.NotParked if action is MailAction.UNPARK else media.NotActive
        self._do(cxone_id, f"interactions/{contact_id}/email-{action.value}", conflict=conflict)

    def send_mail(self, cxone_id: str, contact_id: str, mail: Mail) -> None:
        self._do(cxone_id, f"interactions/{contact_id}/email-send", _written(mail))

    def save_draft(self, cxone_id: str, contact_id: str, mail: Mail) -> None:
        self._do(cxone_id, f"interactions/{contact_id}/email-save-draft", _written(mail))

    def say(self, cxone_id: str, contact_id: str, text: str) -> None:
        body = {"chatText": text, "chatTarget": CHAT_TARGET}
        self._do(cxone_id, f"interactions/{contact_id}/send-chat-text", body)

    def show_typing(self, cxone_id: str, contact_id: str, *, is_typing: bool, has_text: bool) -> None:
        body = {"isTyping": is_typing, "isTextEntered": has_text}
        self._do(cxone_id, f"interactions/{contact_id}/typing", body)

    def begin_text(self, cxone_id: str, skill_id: str, phone: str, parent_id: str) -> None:
        body = {"phoneNumber": phone, "skillId": int(skill_id), **_parent(parent_id)}
        self._do(cxone_id, "interactions/sms-outbound", body, conflict=media.NoFurtherContact)

    def play(self, cxone_id: str, contact_id: str, *, position: int, with_time: bool) -> None:
        body = {"playTimestamp": with_time, "position": position}
        self._do(cxone_id, f"interactions/{contact_id}/play-voicemail", body)

    def pause(self, cxone_id: str, contact_id: str) -> None:
        self._do(cxone_id, f"interactions/{contact_id}/pause-voicemail")

    def request_contact(self, cxone_id: str, *, chat: bool) -> None:
        path = "interactions/add-chat" if chat else "add-contact"
        self._do(cxone_id, path, conflict=media.NoFurtherContact)

    def _do(
        self,
        cxone_id: str,
        path: str,
        body: Mapping[str, object] | None = None,
        *,
        conflict: type[DeskRefusal] = media.NotActive,
    ) -> None:
        with refused_as(conflict), _refused():
            self._sessions.command(cxone_id, path, body)


class CxoneMediaReports:
    """Implements ``switchboard.desk.media.ports.MediaReports``."""

    def __init__(self, client: CxoneClient) -> None:
        self._client = client

    def agent_of(self, contact_id: str) -> str | None:
        try:
            told = self._client.read(Resource.CONTACT, f"/contacts/{contact_id}")
        except CcNotFound:
            return None
        return told.text("agentId") if told else None

    def mails(self, contact_id: str, *, with_attachments: bool) -> Sequence[MailSeen]:
        parameters = {"includeAttachments": "true" if with_attachments else "false"}
        with _own_contact():
            path = f"/contacts/{contact_id}/email-transcript"
            told = self._client.read(Resource.TRANSCRIPTS, path, parameters)
        return [_seen(Answer(row)) for row in told.rows("emails")] if told else []

    def lines(self, contact_id: str) -> Sequence[ChatLine]:
        # Chats that are over are moved after 48 hours; which of both has this one is not known before.
        for name in ("chat-transcript", "historical-chat-transcript"):
            with _own_contact():
                told = self._client.read(Resource.TRANSCRIPTS, f"/contacts/{contact_id}/{name}")
            rows = told.rows("messages") if told else ()
            if rows:
                return [_line(Answer(row)) for row in rows]
        return []

    def points_of_contact(self) -> Sequence[PointOfContact]:
        told = self._client.read(Resource.POINTS_OF_CONTACT, "/points-of-contact", {"mediaTypeId": _WORK_ITEM})
        found = [Answer(row) for row in told.rows("pointsOfContact")] if told else []
        return [
            PointOfContact(
                code=one.text("contactCode", "pointOfContactId"),
                name=one.text("contactDescription", "pointOfContactName"),
                skill_id=one.text("defaultSkillId"),
            )
            for one in found
            # Not every version filters.
            if one.text("mediaTypeId", "mediaType") in ("", _WORK_ITEM)
            and (one.truth("isActive") or not one.has("isActive"))
        ]

    def make_work_item(self, point: PointOfContact, item: WorkItem) -> str:
        body = {
            "pointOfContact": point.written,
            "workItemID": item.work_item_id,
            "workItemPayload": item.payload,
            "workItemType": item.kind,
            "from": item.sender,
        }
        path = f"/interactions/work-items{'-persistent' if item.persistent else ''}"
        with _refused():
            told = self._client.send("POST", Resource.WORK_ITEMS, path, body)
        contact_id = told.text("contactId") if told else ""
        if not contact_id:
            # It was made; nobody knows as what.
            raise CcUnavailable("UNREADABLE_ANSWER", status=202)
        return contact_id

    def signal(self, contact_id: str, values: Sequence[str]) -> None:
        parameters = {f"p{number}": value for number, value in enumerate(values, 1)}
        try:
            path = f"/interactions/{contact_id}/signal"
            self._client.send("POST", Resource.SIGNAL, path, parameters=parameters)
        except CcNotFound as error:
            raise media.NoSuchContact from error


@contextmanager
def _refused() -> Iterator[None]:
    """Tell a refusal by its own type where its sentence is known, else as CXone's own."""
    try:
        yield
    except CcSessionGone:
        raise
    except CcError as error:
        known = _meaning(error)
        if known is None:
            raise
        raise known from error


def _meaning(error: CcError) -> type[DeskRefusal] | None:
    text = error.text.lower()
    if not (400 <= error.status < 500) or (isinstance(error, CcLimitReached) and "work items" not in text):
        return None
    return next((kind for part, kind in _BY_TEXT if part in text), None)


@contextmanager
def _own_contact() -> Iterator[None]:
    try:
        yield
    except CcNotFound as error:
        raise NotYourContact from error


def _parent(contact_id: str) -> dict[str, object]:
    return {"parentContactId": int(contact_id) if contact_id else None}


def _written(mail: Mail) -> dict[str, object]:
    return {
        "skillId": int(mail.skill_id),
        "toAddress": ADDRESSES_JOINED_BY.join(mail.to),
        "fromAddress": mail.sender,
        "ccAddress": ADDRESSES_JOINED_BY.join(mail.cc),
        "bccAddress": ADDRESSES_JOINED_BY.join(mail.bcc),
        "subject": mail.subject,
        "bodyHtml": mail.html,
        "attachments": FILES_JOINED_BY.join(one.content for one in mail.attachments),
        "attachmentNames": FILES_JOINED_BY.join(one.name for one in mail.attachments),
    }


def _seen(row: Answer) -> MailSeen:
    files = [Answer(one) for one in row.rows("attachments")] if row.has("attachments") else []
    return MailSeen(
        kind=_KINDS.get(row.text("emailTypeId"), "other"),
        at=row.moment("sentDate"),
        sender=row.text("fromAddress", "fromAddr"),
        to=row.text("toAddress", "toAddr"),
        cc=row.text("ccAddress"),
        bcc=row.text("bccAddress"),
        subject=clean(row.text("subject")),
        html=clean(row.text("bodyHtml")),
        has_attachments=row.truth("hasAttachments") or bool(files),
        attachments=tuple(
            Attachment(clean(one.text("name", "attachmentName", "fileName")), one.text("content", "attachment"))
            for one in files
        ),
    )


def _line(row: Answer) -> ChatLine:
    party = row.text("PartyType")
    return ChatLine(
        at=row.moment("TimeStamp"),
        party=party[:1].lower() + party[1:],
        label=clean(row.text("Label")),
        text=clean(row.text("Text", "Message")),
    )
