"""Requests and answers about digital contacts, as JSON with camelCase names."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import Field, StrictBool, StringConstraints, model_validator

from switchboard.desk.digital.model import CaseStatus, DigitalCase, DigitalChannel, DigitalMessage, Outgoing
from switchboard.desk.safe_html import safe_link
from switchboard.desk.session.api import DeskModel, VendorId
from switchboard.salesforce_id import PATTERN

Direction = Literal["inbound", "outbound"]
Text = Annotated[str, StringConstraints(min_length=1, max_length=10_000)]
ChannelId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.-]{1,100}$")]


class ReplyRequest(DeskModel):
    """What to write to the customer."""

    text: Text


class Recipient(DeskModel):
    """Whom to write to."""

    address: Annotated[str, StringConstraints(min_length=1, max_length=254, strip_whitespace=True)] = Field(
        description="The customer's id on the platform: an address, a number, a handle."
    )
    name: Annotated[str, StringConstraints(max_length=200)] = ""


class NewMessageRequest(DeskModel):
    """A message to somebody, in the conversation that is open or in a new one."""

    channel_id: ChannelId
    to: Recipient
    text: Text
    title: Annotated[str, StringConstraints(max_length=500)] = ""
    skill_id: VendorId | None = Field(default=None, description="Of a new contact; null for the channel's own.")

    def message(self) -> Outgoing:
        """The message."""
        return Outgoing(
            channel_id=self.channel_id,
            recipient_id=self.to.address,
            recipient_name=self.to.name,
            text=self.text,
            title=self.title,
            skill_id=self.skill_id or "",
        )


class StatusRequest(DeskModel):
    """Where the contact stands."""

    status: CaseStatus


class AssigneeRequest(DeskModel):
    """Who gets the contact: one of them."""

    agent_id: VendorId | None = None
    user_id: Annotated[str, StringConstraints(pattern=PATTERN)] | None = Field(
        default=None, description="A Salesforce user, for their agent."
    )
    skill_id: VendorId | None = Field(default=None, description="Whoever of the skill takes it.")
    nobody: StrictBool = False

    @model_validator(mode="after")
    def _one_of(self) -> Self:
        if sum(map(bool, (self.agent_id, self.user_id, self.skill_id, self.nobody))) != 1:
            raise ValueError("one of agentId, userId, skillId and nobody is needed")
        return self


class ChannelAnswer(DeskModel):
    """A channel."""

    channel_id: str
    name: str
    platform: str
    is_private: bool
    can_begin: bool = Field(description="Whether messages go out on it to who has not written before.")
    can_reply: bool


class ChannelsAnswer(DeskModel):
    """Channels by name."""

    channels: list[ChannelAnswer]
    next: str | None = Field(description="The cursor of the next page; null after the last.")


class CaseAnswer(DeskModel):
    """A digital contact."""

    contact_key: str
    interaction_id: str | None
    channel_id: str
    channel_name: str | None
    platform: str | None
    status: str
    direction: Direction
    created_at: datetime | None
    customer_name: str | None
    customer_id: str | None = Field(description="The customer's id on the platform.")
    routing_queue_id: str | None
    custom_fields: dict[str, str]


class CasesAnswer(DeskModel):
    """Digital contacts, the newest first."""

    contacts: list[CaseAnswer]
    next: str | None = Field(
        description="The cursor of the next page; null after the last. A page may be short, with more to come."
    )


class FileAnswer(DeskModel):
    """A file of a message."""

    name: str | None
    type: str | None
    link: str | None


class MessageAnswer(DeskModel):
    """A message of a contact."""

    message_id: str
    direction: Direction
    at: datetime | None
    type: str = Field(description="Such as text.")
    text: str = Field(description="To be shown as text, never as HTML.")
    author: str | None
    is_read: bool
    files: list[FileAnswer]


class ConversationAnswer(DeskModel):
    """A digital contact with what was written, the oldest first."""

    contact: CaseAnswer
    messages: list[MessageAnswer]
    more_messages: bool


class SentAnswer(DeskModel):
    """A message that went out."""

    contact_key: str
    message_id: str | None
    is_mine: bool = Field(description="Whether the contact is assigned to you now.")


def channel_answer(channel: DigitalChannel) -> ChannelAnswer:
    """A channel as it is shown."""
    return ChannelAnswer(**{name: getattr(channel, name) for name in DigitalChannel.__slots__})


def case_answer(case: DigitalCase, key: str, channels: Mapping[str, DigitalChannel]) -> CaseAnswer:
    """A case as it is shown."""
    channel = channels.get(case.channel_id)
    return CaseAnswer(
        contact_key=key,
        interaction_id=case.interaction_id or None,
        channel_id=case.channel_id,
        channel_name=channel.name if channel else None,
        platform=channel.platform if channel else None,
        status=case.status,
        direction=_direction(is_outbound=case.is_outbound),
        created_at=case.created_at,
        customer_name=case.customer_name or None,
        customer_id=case.customer_id or None,
        routing_queue_id=case.queue_id or None,
        custom_fields=dict(case.custom_fields),
    )


def message_answers(messages: Sequence[DigitalMessage]) -> list[MessageAnswer]:
    """Messages as they are shown."""
    return [
        MessageAnswer(
            message_id=one.message_id,
            direction=_direction(is_outbound=one.is_outbound),
            at=one.at,
            type=one.kind,
            text=one.text,
            author=one.author or None,
            is_read=one.is_read,
            files=[
                FileAnswer(name=file.name or None, type=file.kind or None, link=safe_link(file.link) or None)
                for file in one.files
            ],
        )
        for one in messages
    ]


def _direction(*, is_outbound: bool) -> Direction:
    return "outbound" if is_outbound else "inbound"
