"""Contacts of digital channels as values. The vendor calls them cases, and numbers them apart from all others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class CaseStatus(StrEnum):
    """Where a case stands."""

    NEW = "new"
    OPEN = "open"
    PENDING = "pending"
    ESCALATED = "escalated"
    RESOLVED = "resolved"
    CLOSED = "closed"
    TRASHED = "trashed"


STILL_OPEN = (CaseStatus.NEW, CaseStatus.OPEN, CaseStatus.PENDING, CaseStatus.ESCALATED)


@dataclass(frozen=True, slots=True, kw_only=True)
class DigitalChannel:
    """A page, number or mailbox.

    Args:
        platform: as people call it, such as ``facebook``.
        can_begin: whether messages go out on it to who has not written before, as far as the vendor tells
            (unconfirmed that its ``hasOutboundFlow`` says so): nothing is refused for it.
        can_reply: whether what comes in can be replied to.
    """

    channel_id: str
    name: str
    platform: str
    is_private: bool
    can_begin: bool
    can_reply: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DigitalCase:
    """One case.

    Args:
        thread: the conversation's id on the platform.
        assignee_number: of the user who has it, in the digital side's own numbers; empty for nobody.
        assignee_uuid: the same user's UUID; empty where it is not told.
        customer_id: the customer's id on the platform; empty where it is not told.
    """

    case_id: str
    interaction_id: str = ""
    channel_id: str
    thread: str = ""
    status: str = ""
    is_outbound: bool = False
    created_at: datetime | None = None
    assignee_number: str = ""
    assignee_uuid: str = ""
    queue_id: str = ""
    customer_id: str = ""
    customer_name: str = ""
    custom_fields: tuple[tuple[str, str], ...] = ()

    @property
    def is_assigned(self) -> bool:
        """Whether somebody has it."""
        return bool(self.assignee_number or self.assignee_uuid)


@dataclass(frozen=True, slots=True)
class MessageFile:
    """A file of a message.

    Args:
        link: as the vendor gave it: not to be trusted.
    """

    name: str
    kind: str
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DigitalMessage:
    """One message of a case.

    Args:
        kind: of its content, such as ``text``.
    """

    message_id: str
    is_outbound: bool
    at: datetime | None
    kind: str
    text: str
    is_read: bool
    author: str
    files: tuple[MessageFile, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseQuery:
    """Which cases are asked for: any of the statuses, any of the channels, with the text somewhere."""

    statuses: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class CasePage:
    """Some cases, the newest first.

    Args:
        next: token of the page after this one; empty after the last.
    """

    cases: Sequence[DigitalCase]
    next: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A message to a customer.

    Args:
        thread: the conversation it goes on; empty for a new one.
        skill_id: of the case that it may begin; empty for the channel's own.
    """

    channel_id: str
    recipient_id: str
    recipient_name: str
    text: str
    title: str = ""
    thread: str = ""
    skill_id: str = ""
