"""Requests and answers about e-mails, as JSON with camelCase names."""

import binascii
from base64 import b64decode
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from switchboard.contact.text import json_bytes
from switchboard.desk.media.model import Attachment, Mail, MailSeen
from switchboard.desk.media.refusals import AttachmentsTooLarge
from switchboard.desk.safe_html import MOST_CHARS, plain_text, safe_html
from switchboard.desk.session.api import DeskModel, VendorId
from switchboard.desk.session.contact_api import Key

MOST_ATTACHED_BYTES = 4 * 1024 * 1024
"""Of all files together. CXone takes 10 MB, but Lambda 6 MB with everything that stands around the files, and the
files in Base64 (AWS Lambda quotas)."""

MOST_SHOWN_BYTES = 3 * 1024 * 1024
MOST_TEXT_BYTES = 1_500_000
"""Of all files, and of all texts as JSON, in one answer: with Base64 they stay below what Lambda answers with."""

MOST_HTML = 200_000

_PART = r"[^@\s\x00-\x1f\x7f-\x9f;,|<>\"]"
Address = Annotated[str, StringConstraints(pattern=rf"^{_PART}{{1,64}}@{_PART}{{1,190}}$")]
Addresses = Annotated[list[Address], Field(max_length=50)]
FileName = Annotated[str, StringConstraints(pattern=r"^[^|/\\\x00-\x1f]{1,200}$")]


def _checked_base64(text: str) -> str:
    try:
        b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise ValueError("the content has to be Base64") from None
    return text


class AttachmentRequest(DeskModel):
    """A file to send."""

    name: FileName
    content: Annotated[str, StringConstraints(min_length=1), AfterValidator(_checked_base64)] = Field(
        description="In Base64."
    )


class NewMailRequest(DeskModel):
    """An e-mail to begin. Its contact comes as an event; what it says is sent then."""

    skill_id: VendorId
    to_address: Address
    parent_contact_key: Key | None = None


class MailRequest(DeskModel):
    """What an e-mail says, to be sent or kept."""

    skill_id: VendorId
    to_addresses: Annotated[Addresses, Field(min_length=1)]
    from_address: Address | None = Field(default=None, description="Null for the skill's own.")
    cc_addresses: Addresses = Field(default_factory=list)
    bcc_addresses: Addresses = Field(default_factory=list)
    subject: Annotated[str, StringConstraints(max_length=500)] = ""
    body_html: Annotated[str, StringConstraints(max_length=MOST_HTML)] = ""
    attachments: list[AttachmentRequest] = Field(default_factory=list, max_length=20)

    def mail(self) -> Mail:
        """The e-mail.

        Raises:
            AttachmentsTooLarge: they are, together.
        """
        files = tuple(Attachment(one.name, one.content) for one in self.attachments)
        if sum(one.size_bytes for one in files) > MOST_ATTACHED_BYTES:
            raise AttachmentsTooLarge(most_bytes=MOST_ATTACHED_BYTES)
        return Mail(
            skill_id=self.skill_id,
            to=tuple(self.to_addresses),
            sender=self.from_address or "",
            cc=tuple(self.cc_addresses),
            bcc=tuple(self.bcc_addresses),
            subject=self.subject,
            html=self.body_html,
            attachments=files,
        )


class AttachmentAnswer(DeskModel):
    """A file of an e-mail."""

    name: str
    size_bytes: int | None
    content: str | None = Field(
        description="In Base64; null where it was not asked for, or is too large for here."
    )


class MailAnswer(DeskModel):
    """An e-mail of a contact."""

    kind: str = Field(description="received, sent, draft or other.")
    at: datetime | None
    from_address: str
    to_address: str
    cc_address: str | None
    bcc_address: str | None
    subject: str
    body_html: str = Field(description="Without scripts, styles, forms and pictures.")
    body_text: str
    is_cut: bool = Field(description="Whether the body is longer than what is shown.")
    has_attachments: bool
    attachments: list[AttachmentAnswer]


class TranscriptAnswer(DeskModel):
    """The e-mails of a contact, the oldest first."""

    contact_key: str
    emails: list[MailAnswer]


def transcript_answer(contact_key: str, mails: Sequence[MailSeen]) -> TranscriptAnswer:
    """E-mails as they are shown.

    An answer takes only so much: the newest have the room first. Files beyond it are named without their content,
    and texts are cut.
    """
    text_room, file_room = MOST_TEXT_BYTES, MOST_SHOWN_BYTES
    answers: list[MailAnswer] = []
    for mail in reversed(mails):
        html, text, is_cut = _fitting(mail.html, text_room)
        files = []
        for one in mail.attachments:
            fits = bool(one.content) and one.size_bytes <= file_room
            file_room -= one.size_bytes if fits else 0
            files.append(
                AttachmentAnswer(
                    name=one.name,
                    size_bytes=one.size_bytes if one.content else None,
                    content=one.content if fits else None,
                )
            )
        text_room -= json_bytes(html) + json_bytes(text)
        answers.append(_mail_answer(mail, html, text, files, is_cut=is_cut))
    return TranscriptAnswer(contact_key=contact_key, emails=answers[::-1])


def _fitting(html: str, room_bytes: int) -> tuple[str, str, bool]:
    """Safe HTML and text of as much as there is room for, and whether that is less than all."""
    given = html[: min(MOST_CHARS, max(room_bytes, 0))]
    while True:
        # What is cut is what came in: a cut through an element of ours would take in what stands behind it.
        shown, text = safe_html(given), plain_text(given)
        if not given or json_bytes(shown) + json_bytes(text) <= room_bytes:
            return shown, text, len(given) < len(html)
        given = given[: len(given) // 2]


def _mail_answer(
    mail: MailSeen, html: str, text: str, files: list[AttachmentAnswer], *, is_cut: bool
) -> MailAnswer:
    return MailAnswer(
        kind=mail.kind,
        at=mail.at,
        from_address=mail.sender,
        to_address=mail.to,
        cc_address=mail.cc or None,
        bcc_address=mail.bcc or None,
        subject=mail.subject,
        body_html=html,
        body_text=text,
        is_cut=is_cut,
        has_attachments=mail.has_attachments,
        attachments=files,
    )
