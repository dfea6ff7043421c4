"""Requests and answers about messages and alerts."""

from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import Field, StrictBool, StrictInt, StringConstraints, model_validator

from switchboard.desk.notices.model import TargetType
from switchboard.desk.session.api import VendorId
from switchboard.desk.wire import SearchQuery, WireModel

MessageId = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{0,17}$")]

MOST_TARGETS = 50
MOST_CHARS = 2_000
LONGEST_MINUTES = 7 * 24 * 60


class MessagesQuery(SearchQuery):
    """Which messages."""

    unread: bool = Field(default=False, description="Only those that are not read.")


class MarkRequest(WireModel):
    """Whether a message has been read."""

    read: StrictBool


class SendRequest(WireModel):
    """A message to agents, to teams, or to both."""

    agent_ids: list[VendorId] = Field(default_factory=list, max_length=MOST_TARGETS)
    team_ids: list[VendorId] = Field(default_factory=list, max_length=MOST_TARGETS)
    subject: Annotated[str, StringConstraints(min_length=1, max_length=100, strip_whitespace=True)]
    text: Annotated[str, StringConstraints(min_length=1, max_length=MOST_CHARS, strip_whitespace=True)]
    valid_minutes: StrictInt = Field(
        default=60, ge=1, le=LONGEST_MINUTES, description="How long it is to be seen."
    )

    @model_validator(mode="after")
    def _has_targets(self) -> Self:
        count = len(self.agent_ids) + len(self.team_ids)
        if not 1 <= count <= MOST_TARGETS:
            raise ValueError(f"one to {MOST_TARGETS} agentIds and teamIds are needed")
        return self


class MessageAnswer(WireModel):
    """A message to the acting agent."""

    message_id: str
    subject: str
    text: str = Field(description="Plain text.")
    html: str = Field(description="Known elements and attributes only: fit to be shown as it is.")
    hint: str
    sent_at: datetime | None
    valid_until: datetime | None
    show_seconds: int | None = Field(description="How long a panel should show it by itself.")
    read: bool


class MessagesAnswer(WireModel):
    """Messages, the newest first."""

    messages: list[MessageAnswer]
    unread: int = Field(description="Of all messages, whatever was searched for.")
    next: str | None


class SentAnswer(WireModel):
    """What became of a message for one of its targets."""

    target_type: TargetType
    target_id: str
    sent: bool
    message_id: str | None
    reason: Literal["target-unknown", "refused"] | None


class SendAnswer(WireModel):
    """What became of a message."""

    sent: int
    failed: int
    results: list[SentAnswer]
    can_take_back: bool = Field(description="Whether the sender can delete them for everybody.")


class RemovedAnswer(WireModel):
    """For whom a message is deleted."""

    message_id: str
    removed_for: Literal["me", "everybody"]


AlertKind = Literal["commitmentDue", "message", "refusedContacts", "activityRejected"]


class AlertAnswer(WireModel):
    """Something that needs the agent's eye. Ids and numbers are there where the kind has them."""

    alert_id: str = Field(description="The same as long as it is about the same.")
    kind: AlertKind
    urgent: bool
    text: str
    at: datetime | None = Field(description="When it is due, or since when it is so.")
    overdue: bool = False
    commitment_id: str | None = None
    phone_number: str | None = Field(default=None, description="What POST /v1/calls takes.")
    skill_id: str | None = None
    message_id: str | None = None
    contact_key: str | None = None
    count: int | None = None


class MissingAnswer(WireModel):
    """A kind of alerts that could not be asked for."""

    kind: AlertKind
    reason: str = Field(description="The type of a problem.")


class AlertsAnswer(WireModel):
    """What needs the agent's eye, the most urgent first."""

    alerts: list[AlertAnswer]
    missing: list[MissingAnswer] = Field(description="Empty where everything was asked for.")
