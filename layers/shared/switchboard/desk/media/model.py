"""E-mails, chats, voicemails and work items as values."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class MailAction(StrEnum):
    """What is done with an e-mail without anything more to say.

    ``reply`` and ``forward`` open an answer, which is then sent; neither subject nor text is filled in.
    """

    REPLY = "reply"
    FORWARD = "forward"
    PARK = "park"
    UNPARK = "unpark"
    PREVIEW = "preview"
    RESTORE = "restore"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of an e-mail.

    Args:
        content: in Base64; empty where it was not asked for.
    """

    name: str
    content: str

    @property
    def size_bytes(self) -> int:
        """How large the file is."""
        return len(self.content) * 3 // 4 - self.content[-2:].count("=")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """An e-mail that an agent writes.

    Args:
        html: the text, as HTML.
    """

    skill_id: str
    to: tuple[str, ...]
    sender: str = ""
    cc: tuple[str, ...] = ()
    bcc: tuple[str, ...] = ()
    subject: str = ""
    html: str = ""
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MailSeen:
    """An e-mail of a contact's transcript.

    Args:
        html: as it was sent: nothing of it may be trusted.
    """

    kind: str
    at: datetime | None
    sender: str
    to: str
    cc: str
    bcc: str
    subject: str
    html: str
    has_attachments: bool
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class ChatLine:
    """A line of a chat.

    Args:
        party: ``client``, ``agent``, ``system`` or another of the vendor's words, its first letter small.
        label: the name that is shown with it.
    """

    at: datetime | None
    party: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class PointOfContact:
    """Where contacts come in."""

    code: str
    name: str
    skill_id: str = ""

    @property
    def written(self) -> str:
        """As the contact centre wants it named."""
        return f"{self.code} - {self.name}"


@dataclass(frozen=True, slots=True)
class WorkItem:
    """Something to do that queues like a contact.

    Args:
        payload: what the agent's panel gets, text of the sender's choosing.
        persistent: whether it outlives a restart of the platform.
    """

    work_item_id: str
    kind: str
    payload: str
    sender: str
    persistent: bool = False
