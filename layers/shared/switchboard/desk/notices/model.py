"""Messages, what a user did with them, and what else an agent should see to."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal, Protocol

TargetType = Literal["agent", "team"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message to an agent.

    Args:
        html: as it was sent; not safe.
        ends: until when it is valid; None where that was not told.
        shown_minutes: how long a panel should show it, 0 where that was not told.
    """

    message_id: str
    subject: str
    html: str
    hint: str = ""
    starts: datetime | None = None
    ends: datetime | None = None
    shown_minutes: int = 0


@dataclass(frozen=True, slots=True)
class Mark:
    """What a user did with a message.

    Args:
        is_hidden: they deleted it for themselves.
        is_own: they sent it.
    """

    is_read: bool = False
    is_hidden: bool = False
    is_own: bool = False


class Change(StrEnum):
    """What may be put down of a message."""

    READ = "read"
    UNREAD = "unread"
    HIDDEN = "hidden"
    OWN = "own"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMessage:
    """A message to one agent or one team."""

    target_type: TargetType
    target_id: str
    subject: str
    text: str
    starts: datetime
    ends: datetime
    shown_minutes: int


@dataclass(frozen=True, slots=True)
class SentMessage:
    """What became of it.

    Args:
        message_id: empty where it was refused.
        reason: why, ``target-unknown`` or ``refused``; empty where it was taken.
    """

    message_id: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RejectedActivity:
    """An activity of the agent's that Salesforce refuses."""

    contact_key: str
    code: str
    since: datetime


class MessageCentre(Protocol):
    """Where messages come from and go to. Every method raises the family ``CcError``."""

    def messages(self, agent_id: str) -> Sequence[Message]:
        """Those that are meant for an agent now, whichever way."""
        ...

    def send(self, messages: Sequence[NewMessage]) -> Sequence[SentMessage]:
        """Send some, and say of each what became of it, in their order."""
        ...

    def take_back(self, message_id: str) -> None:
        """Delete a message for everybody; ``MessageNotFound``."""
        ...

    def is_supervisor(self, agent_id: str) -> bool:
        """Whether an agent supervises others."""
        ...


class Marks(Protocol):
    """What users did with messages. Every method raises ``StoreUnavailable``."""

    def of_user(self, user_id: str) -> Mapping[str, Mark]:
        """By message; those without any mark are left out."""
        ...

    def put(self, user_id: str, message_id: str, change: Change, until: datetime) -> None:
        """Put something down, and forget it some time after ``until``."""
        ...


RejectedActivities = Callable[[str, str], Sequence[RejectedActivity]]
"""Takes a user's id and their agent's; raises ``StoreUnavailable``."""
