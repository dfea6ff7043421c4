"""Digital contacts in CXone (Digital Experience API 3.0), where they are cases.

Older names are read beside the newer ones. Which of a row's members tell who has a case is unconfirmed: the user's
number alone, or the user with number and UUID.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from urllib.parse import quote

from switchboard.contact.text import clean
from switchboard.contact_intake.names import PLATFORM_CHANNELS, SUB_CHANNELS
from switchboard.cxone.answers import Answer
from switchboard.cxone.client import CxoneClient
from switchboard.cxone.families import ApiFamily
from switchboard.cxone.versions import Resource
from switchboard.desk.digital.model import (
    CasePage,
    CaseQuery,
    DigitalCase,
    DigitalChannel,
    DigitalMessage,
    MessageFile,
    Outgoing,
)
from switchboard.desk.digital.refusals import AssigneeUnknown, ChannelUnknown, MessageRefused
from switchboard.desk.session.refusals import DeskRefusal, NotYourContact
from switchboard.errors import BadCursor, CcNotFound, CcRefused, CcUnavailable, SwitchboardError

_BASE = "/dfo/3.0"
_WRONG = {400, 422}
MOST_MESSAGE_PAGES = 4


class CxoneDigital:
    """Implements ``switchboard.desk.digital.ports.DigitalCentre``."""

    def __init__(self, client: CxoneClient) -> None:
        self._client = client

    def channels(self) -> Sequence[DigitalChannel]:
        told = self._read("/channels", {})
        return [_channel(Answer(row)) for row in told.rows("data")] if told else []

    def cases(self, query: CaseQuery, token: str) -> CasePage:
        parameters: dict[str, str | Sequence[str]] = {"sorting": "createdAt", "sortingType": "desc"}
        parameters |= {"status[]": query.statuses} if query.statuses else {}
        parameters |= {"channel[]": query.channels} if query.channels else {}
        parameters |= {"query": query.text} if query.text else {}
        parameters |= {"scrollToken": token} if token else {}
        with _wrong(BadCursor if token else None):
            told = self._read("/contacts", parameters)
        if told is None:
            return CasePage(())
        rows = [_case(Answer(row)) for row in told.rows("data")]
        # Where a page is empty the list is over, whatever token came with it.
        return CasePage(rows, told.text("scrollToken") if rows else "")

    def case(self, case_id: str) -> DigitalCase | None:
        try:
            told = self._read(f"/contacts/{quote(case_id, safe='')}", {})
        except CcNotFound:
            return None
        return _case(told) if told else None

    def messages(self, case_id: str) -> tuple[Sequence[DigitalMessage], bool]:
        found: list[DigitalMessage] = []
        token = ""
        for _ in range(MOST_MESSAGE_PAGES):
            given = {"scrollToken": token} if token else {}
            told = self._read(f"/contacts/{quote(case_id, safe='')}/messages", given)
            rows = [_message(Answer(row)) for row in told.rows("data")] if told else []
            found += rows
            token = told.text("scrollToken") if told and rows else ""
            if not token:
                break
        # Those of one second stay as CXone has them.
        dated = sorted(found, key=lambda one: one.at.timestamp() if one.at else 0.0)
        return dated, bool(token)

    def set_status(self, case_id: str, status: str, by_number: str) -> DigitalCase | None:
        body = {"status": status, **({"updatedByUserId": int(by_number)} if by_number.isdecimal() else {})}
        return self._changed(case_id, "status", body)

    def assign(self, case_id: str, user_uuid: str) -> DigitalCase | None:
        with _wrong(AssigneeUnknown):
            return self._changed(case_id, "inbox-assignment", {"inboxAssigneeCxoneId": user_uuid})

    def unassign(self, case_id: str) -> None:
        with _own_case():
            self._client.ask(ApiFamily.DIGITAL, f"{_path(case_id)}/inbox-assignment", method="DELETE")

    def queue(self, case_id: str, queue_id: str) -> DigitalCase | None:
        with _wrong(AssigneeUnknown):
            return self._changed(case_id, "routing-queue", {"routingQueueId": queue_id})

    def queue_of(self, skill_id: str) -> str:
        told = self._read("/routing-queues", {})
        queues = [Answer(row) for row in told.rows("data")] if told else []
        return next((one.text("id") for one in queues if one.text("skillId") == skill_id), "")

    def user_uuid(self, agent_id: str) -> str:
        try:
            told = self._client.read(Resource.AGENTS, f"/agents/{quote(agent_id, safe='')}")
        except CcNotFound:
            return ""
        rows = told.rows("agents") if told and told.has("agents") else ()
        found = Answer(rows[0]) if rows else told
        return found.text("userId", "userUuid") if found else ""

    def write(self, message: Outgoing) -> tuple[str, str]:
        recipient = {
            "idOnExternalPlatform": message.recipient_id,
            "name": message.recipient_name,
            "isPrimary": True,
            "isPrivate": False,
        }
        contact: dict[str, object] = {"status": "open", "customFields": []}
        if message.skill_id:
            contact["skillId"] = int(message.skill_id)
        body = {
            "thread": {"idOnExternalPlatform": message.thread or message.recipient_id},
            "title": message.title,
            "messageContent": {"type": "TEXT", "payload": {"text": message.text}},
            "recipients": [recipient],
            "attachments": [],
            "contact": contact,
        }
        path = f"{_BASE}/channels/{quote(message.channel_id, safe='')}/outbound"
        try:
            with _wrong(MessageRefused):
                told = self._client.ask(ApiFamily.DIGITAL, path, method="POST", body=body)
        except CcNotFound as error:
            raise ChannelUnknown from error
        case_id = (
            told.part("consumerContact" if told.has("consumerContact") else "contact").text("id") if told else ""
        )
        if not (told and case_id):
            # It went out; nobody knows where to.
            raise CcUnavailable("UNREADABLE_ANSWER", status=201)
        return case_id, told.part("message").text("id")

    def _changed(self, case_id: str, what: str, body: Mapping[str, object]) -> DigitalCase | None:
        with _own_case():
            told = self._client.ask(ApiFamily.DIGITAL, f"{_path(case_id)}/{what}", method="PUT", body=body)
        return _case(told) if told and told.text("id") else None

    def _read(self, path: str, parameters: Mapping[str, str | Sequence[str]]) -> Answer | None:
        return self._client.ask(ApiFamily.DIGITAL, f"{_BASE}{path}", parameters)


@contextmanager
def _wrong(kind: type[DeskRefusal] | type[SwitchboardError] | None) -> Iterator[None]:
    """Tell a refusal of what was sent by its own type."""
    try:
        yield
    except CcRefused as error:
        if kind is None or error.status not in _WRONG:
            raise
        raise kind from error


@contextmanager
def _own_case() -> Iterator[None]:
    try:
        yield
    except CcNotFound as error:
        raise NotYourContact from error


def _path(case_id: str) -> str:
    return f"{_BASE}/contacts/{quote(case_id, safe='')}"


def _channel(row: Answer) -> DigitalChannel:
    platform = row.text("realExternalPlatformId").lower()
    known = PLATFORM_CHANNELS.get(platform)
    return DigitalChannel(
        channel_id=row.text("id"),
        name=row.text("name"),
        platform=known.value if known else SUB_CHANNELS.get(platform, platform),
        is_private=row.truth("isPrivate"),
        can_begin=row.truth("hasOutboundFlow"),
        can_reply=row.truth("hasReply") or not row.has("hasReply"),
    )


def _case(row: Answer) -> DigitalCase:
    user = row.part("inboxAssigneeUser" if row.has("inboxAssigneeUser") else "inboxAssignee")
    author = row.part("authorEndUserIdentity")
    if not author.given:
        author = row.part("authorConsumerIdentity")
    fields = [Answer(one) for one in row.rows("customFields")] if row.has("customFields") else []
    return DigitalCase(
        case_id=row.text("id", "contactId"),
        interaction_id=row.text("interactionId"),
        channel_id=row.text("channelId"),
        thread=row.text("threadIdOnExternalPlatform"),
        status=row.text("status").lower(),
        is_outbound=row.text("direction").lower() == "outbound",
        created_at=row.moment("createdAt"),
        assignee_number=row.text("inboxAssignee") or user.text("id"),
        assignee_uuid=row.text("inboxAssigneeCxoneId") or user.text("incontactId"),
        queue_id=row.text("routingQueueId"),
        customer_id=clean(author.text("idOnExternalPlatform")),
        customer_name=_name(author),
        custom_fields=tuple(
            (clean(one.text("ident")), clean(one.text("value"))) for one in fields if one.text("ident")
        ),
    )


def _message(row: Answer) -> DigitalMessage:
    content = row.part("messageContent")
    files = [Answer(one) for one in row.rows("attachments")] if row.has("attachments") else []
    author = row.part("authorEndUserIdentity")
    return DigitalMessage(
        message_id=row.text("id"),
        is_outbound=row.text("direction").lower() == "outbound",
        at=row.moment("createdAt"),
        kind=content.text("type").lower() or "text",
        text=clean(content.part("payload").text("text") or content.text("text")),
        is_read=row.truth("isRead"),
        author=_name(author if author.given else row.part("authorUser")),
        files=tuple(
            MessageFile(clean(one.text("friendlyName", "fileName", "name")), one.text("mimeType"), one.text("url"))
            for one in files
        ),
    )


def _name(person: Answer) -> str:
    whole = f"{person.text('firstName')} {person.text('lastName', 'surname')}".strip()
    return clean(whole or person.text("nickname", "fullName"))
