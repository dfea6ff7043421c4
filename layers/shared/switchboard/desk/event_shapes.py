"""What an agent's panel is told, one shape for each type of event.

The shapes are those of no vendor: ids are text, truths are booleans, times are ISO 8601 in UTC, durations are
whole seconds, and what is not known is null. A panel passes over types and members that it does not know.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

Truth = bool | None
"""None where it was not told."""

Moment = datetime | None


class Shape(BaseModel):
    """Common ground of everything that is told."""

    model_config = ConfigDict(
        extra="forbid", alias_generator=to_camel, populate_by_name=True, hide_input_in_errors=True
    )

    def __repr_args__(self) -> Iterable[tuple[str | None, Any]]:
        """Nothing: an event holds numbers and names."""
        return ()


class AgentEvent(Shape):
    """Common ground of events."""

    bulky: ClassVar[tuple[str, ...]] = ()
    """Members that are left out where the event would be too large to keep."""

    number: int = Field(default=0, description="Its place in the session, from 1. Pass the last one as after=.")
    truncated: bool = Field(default=False, description="Whether members were left out for their size.")

    @property
    def subject(self) -> str:
        """What the event tells the present state of; empty where it tells of a happening."""
        return ""

    def shortened(self) -> Self:
        """The event without its bulky members."""
        fields = type(self).model_fields
        empty = {name: fields[name].get_default(call_default_factory=True) for name in self.bulky}
        return self.model_copy(update={**empty, "truncated": True})


class NextState(Shape):
    """What the agent will be when the contact lets them go."""

    state: str
    reason: str | None


class AgentState(AgentEvent):
    """What the agent is doing."""

    type: Literal["agent.state"] = "agent.state"
    state: str = Field(
        description="available, unavailable, inboundContact, outboundContact, inboundConsult, outboundConsult, "
        "dialer, loggedIn or loggedOut."
    )
    reason: str | None
    is_acw: Truth = Field(description="Whether it is work after a contact.")
    acw_timeout_seconds: int | None
    next_is_acw: Truth
    since: Moment
    next: list[NextState]

    @property
    def subject(self) -> str:
        return "agent"


class AgentLeg(AgentEvent):
    """The agent's own phone. An event tells of its status or of its being muted; the other is null."""

    type: Literal["agent.leg"] = "agent.leg"
    leg_id: str | None
    status: str | None = Field(description="dialing, active or disconnected.")
    final: Truth
    muted: Truth = Field(default=None, description="How CXone tells of it is unconfirmed.")

    @property
    def subject(self) -> str:
        return "leg" if self.status else "mute"


class AgentError(AgentEvent):
    """A command that was accepted and then failed."""

    type: Literal["agent.error"] = "agent.error"
    text: str = Field(description="What failed and why, in words for the agent.")
    command: str | None
    code: str | None
    contact_key: str | None
    contact_id: str | None
    target: str | None
    level: int | None


class PopReason(Shape):
    """Why there is no pop: nobody could be asked."""

    match: Literal["unknown"] = "unknown"
    reason: str


class ContactNews(AgentEvent):
    """Common ground of events that tell how a contact stands with the agent.

    They may come late: of two with the same ``contactKey`` the one with the later ``changedAt`` holds.
    """

    bulky: ClassVar[tuple[str, ...]] = ("variables", "pop")

    contact_key: str | None
    contact_id: str | None
    status: str = Field(description="incoming, ringing, dialing, active, holding, joined, disconnected, …")
    final: bool = Field(description="Whether the agent is done with it, work after it included.")
    started_at: Moment
    changed_at: Moment = None
    skill_id: str | None = None
    skill_name: str | None = None
    refusal_seconds: int | None = Field(default=None, description="How long it is offered.")
    pop_url: str | None = Field(default=None, description="The page that the script asks to be opened.")
    variables: dict[str, str] = Field(default_factory=dict)
    pop: dict[str, Any] | None = Field(
        default=None,
        description="Where it arrives for the first time: what to pop, as POST /v1/screen-pops answers, or match "
        "unknown and a reason.",
    )

    @property
    def subject(self) -> str:
        return self.contact_key or ""

    @property
    def arrives(self) -> bool:
        """Whether a customer's contact is there to be popped, unless it was before."""
        return self.status in {"incoming", "ringing", "active"} and not self.final


class CallNews(ContactNews):
    """Common ground of what has two addresses."""

    call_type: Literal["inbound", "outbound", "internal"]
    is_inbound: Truth = Field(description="Whether it came to the agent; a consult has two ends.")
    kind: str | None = Field(description="regular, consult, personalQueue, dialer, agentLeg, …")
    ani: str | None
    dnis: str | None
    master_contact_id: str | None
    master_contact_key: str | None
    parent_contact_id: str | None
    interaction_id: str | None
    disconnect_code: str | None
    disconnect_reason: str | None = Field(description="The same in words.")
    is_linked: Truth = Field(description="Whether agent and customer are joined.")
    is_recorded: Truth
    takes_disposition: Truth
    needs_accept: Truth

    @property
    def is_customers(self) -> bool:
        """Whether it is more than the agent's own phone."""
        return self.kind != "agentLeg"

    @property
    def arrives(self) -> bool:
        return self.is_customers and self.is_inbound is not False and super().arrives


class Call(CallNews):
    """A call."""

    type: Literal["contact.call"] = "contact.call"


class Voicemail(CallNews):
    """A voicemail, or how far it is played."""

    type: Literal["contact.voicemail"] = "contact.voicemail"
    file_name: str | None
    position: str | None = Field(description="How far it is played, as CXone writes it.")


class Email(CallNews):
    """An e-mail; ``ani`` is its sender. What CXone's event looks like is unconfirmed."""

    type: Literal["contact.email"] = "contact.email"


class ChatLine(Shape):
    """One line of a chat."""

    text: str
    at: Moment
    party: str | None = Field(description="client, agent or system.")


class Chat(ContactNews):
    """A chat or a text message."""

    bulky: ClassVar[tuple[str, ...]] = ("messages", "variables", "pop")

    type: Literal["contact.chat"] = "contact.chat"
    room_id: str | None
    is_active: Truth
    messages: list[ChatLine] = Field(default_factory=list)


class WorkItem(ContactNews):
    """A work item."""

    bulky: ClassVar[tuple[str, ...]] = ("payload", "variables", "pop")

    type: Literal["contact.work-item"] = "contact.work-item"
    work_item_id: str | None
    work_item_type: str | None
    payload: Any = Field(default=None, description="JSON where it is JSON, otherwise text.")


class Digital(ContactNews):
    """A case of a digital channel."""

    type: Literal["contact.digital"] = "contact.digital"
    sub_channel: str | None
    case_id: str | None
    customer_name: str | None


class ChatText(AgentEvent):
    """Somebody wrote in a chat."""

    type: Literal["chat.text"] = "chat.text"
    bulky: ClassVar[tuple[str, ...]] = ("text",)
    room_id: str | None
    label: str | None
    text: str = ""
    party: str | None
    at: Moment

    @property
    def subject(self) -> str:
        return f"chat:{self.room_id}"


class CommitmentDue(AgentEvent):
    """A commitment to call somebody fell due."""

    type: Literal["commitment.due"] = "commitment.due"
    bulky: ClassVar[tuple[str, ...]] = ("notes",)
    callback_id: str | None
    due_at: Moment
    expires_at: Moment
    delivered_at: Moment
    phone_number: str | None
    original_number: str | None
    first_name: str | None
    last_name: str | None
    notes: str | None = None
    skill_id: str | None
    target: Literal["agent", "skill"] | None


class PageOpen(AgentEvent):
    """A script asks for a page. Only web addresses come through."""

    type: Literal["page.open"] = "page.open"
    url: str | None
    title: str | None
    action: str | None
    contact_key: str | None
    destination: str | None
    width: int | None
    height: int | None
    closes_with_contact: Truth


class AppRun(AgentEvent):
    """A script asks for a program, page or form; whether to run it is the panel's choice."""

    type: Literal["app.run"] = "app.run"
    bulky: ClassVar[tuple[str, ...]] = ("value",)
    action: str | None
    value: str | None = None
    contact_key: str | None
    wait_seconds: int | None


class Custom(AgentEvent):
    """What a script or an API client sends to the agent under a name of its own."""

    type: Literal["custom"] = "custom"
    bulky: ClassVar[tuple[str, ...]] = ("data",)
    name: str
    data: Any = Field(default=None, description="JSON where it is JSON, otherwise text.")


class Indicator(AgentEvent):
    """A script's light goes on or off."""

    type: Literal["indicator"] = "indicator"
    name: str | None
    on: Truth
    tool_tip: str | None
    image_url: str | None
    action: str | None
    action_url: str | None


Lists = Literal[
    "messages", "commitments", "skills", "unavailableCodes", "permissions", "indicators", "dialerCampaigns"
]


class Refresh(AgentEvent):
    """A list is no longer what the panel shows: load it again."""

    type: Literal["refresh"] = "refresh"
    what: Lists


class SessionStarted(AgentEvent):
    """The session began; what it may do."""

    type: Literal["session.started"] = "session.started"
    agent_id: str | None
    station_id: str | None
    station_phone_number: str | None
    is_supervisor: Truth
    can_mask: Truth
    can_record: Truth
    can_conference: Truth = Field(description="With more than three parties.")
    most_chats: int | None


class SessionEnded(AgentEvent):
    """The session is over; nothing comes after it."""

    type: Literal["session.ended"] = "session.ended"
    reason: str = Field(description="logged-out, remote, inactivity, or gone where CXone no longer knows it.")

    @property
    def subject(self) -> str:
        return "session"


class Other(AgentEvent):
    """A type of event that nothing here knows, by its name alone."""

    type: Literal["other"] = "other"
    name: str


Told = Annotated[
    AgentState
    | AgentLeg
    | AgentError
    | Call
    | Voicemail
    | Email
    | Chat
    | WorkItem
    | Digital
    | ChatText
    | CommitmentDue
    | PageOpen
    | AppRun
    | Custom
    | Indicator
    | Refresh
    | SessionStarted
    | SessionEnded
    | Other,
    Field(discriminator="type"),
]
"""Every type of event there is."""
