"""Digital cases and their messages as values, and how the digital API shows them. Pure."""

from dataclasses import dataclass
from datetime import UTC, datetime

from local.cxone.directory.model import Agent, DigitalChannel
from local.cxone.directory.rows import row
from local.cxone.wire.listing import Row

STATUSES = ("new", "open", "pending", "escalated", "resolved", "closed", "trashed")
OVER = frozenset({"resolved", "closed", "trashed"})
FIRST_USER, FIRST_AGENT = 501, 10_021


def user_number(agent: Agent) -> int:
    """The digital side's own number of a user."""
    return agent.agent_id - FIRST_AGENT + FIRST_USER


@dataclass(frozen=True, slots=True)
class EndUser:
    """A customer as a platform knows them."""

    platform_id: str
    first_name: str = ""
    last_name: str = ""
    nickname: str = ""

    @property
    def name(self) -> str:
        """The name to show."""
        return f"{self.first_name} {self.last_name}".strip() or self.nickname or self.platform_id

    def row(self) -> Row:
        """As the API shows it."""
        return {
            "idOnExternalPlatform": self.platform_id,
            "firstName": self.first_name,
            "lastName": self.last_name,
            "nickname": self.nickname,
        }


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a case. ``direction``: inbound or outbound."""

    message_id: str
    direction: str
    at: datetime
    text: str
    author: EndUser | None = None
    is_read: bool = False
    tags: tuple[str, ...] = ()
    delivery: str = ""

    def row(self) -> Row:
        """As ``/contacts/{n}/messages`` shows it."""
        return {
            "id": self.message_id,
            "idOnExternalPlatform": f"ext-{self.message_id}",
            "direction": self.direction,
            "createdAt": stamp(self.at),
            "isRead": self.is_read,
            "messageContent": {"type": "TEXT", "payload": {"text": self.text}},
            "attachments": [],
            "reactionStatistics": {"likes": 0, "shares": 0},
            "tags": list(self.tags),
        }


@dataclass(frozen=True, slots=True)
class Case:
    """One digital contact; its number is what agents see, and unrelated to the ACD's contact ids.

    Args:
        contact_id: the ACD contact through which agents are reached; 0 for none.
        inbox_assignee: the agent who has it; 0 for nobody.
    """

    case_id: str
    channel: DigitalChannel
    end_user: EndUser
    thread: str
    created: datetime
    interaction_id: str
    contact_id: int = 0
    status: str = "new"
    direction: str = "inbound"
    inbox_assignee: int = 0
    skill_id: int = 0
    custom_fields: tuple[tuple[str, str], ...] = ()
    messages: tuple[Message, ...] = ()

    @property
    def thread_id(self) -> str:
        """The thread's id: the channel's with the platform's."""
        return f"{self.channel.id}_{self.thread}"

    def row(self, assignee: Agent | None) -> Row:
        """As ``/contacts`` shows it (members follow the event; unconfirmed)."""
        return {
            "id": self.case_id,
            "interactionId": self.interaction_id,
            "channelId": self.channel.id,
            "threadId": self.thread_id,
            "threadIdOnExternalPlatform": self.thread,
            "status": self.status,
            "direction": self.direction,
            "createdAt": stamp(self.created),
            "inboxAssignee": user_number(assignee) if assignee else None,
            "inboxAssigneeUser": user_row(assignee),
            "ownerAssignee": None,
            "routingQueueId": queue_id(self.skill_id),
            "customFields": fields_row(self.custom_fields),
            "authorEndUserIdentity": self.end_user.row(),
        }


def user_row(agent: Agent | None) -> Row | None:
    """A user of the digital side (members unconfirmed)."""
    if agent is None:
        return None
    return {
        "id": user_number(agent),
        "incontactId": agent.uuid,
        "firstName": agent.first_name,
        "surname": agent.last_name,
    }


def stamp(at: datetime) -> str:
    """The digital API's times: an offset, and no fractions of a second."""
    return at.astimezone(UTC).isoformat(timespec="seconds")


def queue_id(skill_id: int) -> str:
    """The routing queue of a skill."""
    return f"rq-{skill_id}"


def fields_row(values: tuple[tuple[str, str], ...]) -> list[Row]:
    """Custom fields as the API shows them."""
    return [{"ident": name, "value": value} for name, value in values]


def channel_row(channel: DigitalChannel) -> Row:
    """A channel as the API shows it."""
    return {**row(channel), "channelIntegrationId": channel.integration_id}
