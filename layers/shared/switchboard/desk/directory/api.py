"""Requests and answers about agents, skills, queues and address books, as JSON with camelCase names."""

from datetime import UTC, datetime
from typing import Annotated, Literal, Self, TypedDict, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic.alias_generators import to_camel

from switchboard.contact.words import Channel
from switchboard.desk.board.shared import Seen
from switchboard.desk.directory.calling import AgentCall
from switchboard.desk.session.contact_api import Key

PASSING = ("ageSeconds", "asOf", "longestWait", "timeInState")
"""Members that count on with the clock."""

Id = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,18}$")]


class AnswerModel(BaseModel):
    """Common ground of requests and answers."""

    model_config = ConfigDict(
        extra="forbid", alias_generator=to_camel, populate_by_name=True, hide_input_in_errors=True
    )


class CallRequest(AnswerModel):
    """A call into a skill."""

    parent_contact_key: Key | None = Field(default=None, description="The contact that the call is about.")


class AgentCallRequest(CallRequest):
    """A call to an agent."""

    kind: AgentCall = Field(
        default="consult",
        description="consult: talk to the agent; dial: as a further party of the parent contact, on hold.",
    )

    @model_validator(mode="after")
    def _has_parent(self) -> Self:
        if self.kind == "dial" and self.parent_contact_key is None:
            raise ValueError("dial needs parentContactKey")
        return self


class LiveAnswer(AnswerModel):
    """Common ground of what is shown live."""

    as_of: datetime | None = Field(description="By the contact centre's clock; null while it is read first.")
    age_seconds: int | None
    reason: str | None = Field(description="Why it is not newer: the type of a problem; null if all is well.")
    complete: bool = Field(description="False while the list is read for the first time.")
    next: str | None = Field(default=None, description="Cursor of the next page; null after the last.")


class AgentAnswer(AnswerModel):
    """An agent and what they are doing."""

    agent_id: str
    name: str
    first_name: str
    last_name: str
    team_id: str
    team_name: str
    state: str
    reason: str | None
    after_contact: bool
    state_since: datetime | None
    time_in_state: int | None = Field(description="Seconds.")
    open_contacts: int
    channel: Channel | None
    outbound: bool
    skill_id: str | None
    skill_name: str | None
    me: bool


class AgentsAnswer(LiveAnswer):
    """Agents by name."""

    agents: list[AgentAnswer]


class OneAgentAnswer(LiveAnswer):
    """One agent."""

    agent: AgentAnswer


class SkillAnswer(AnswerModel):
    """A skill and what waits in it; numbers are null where they have not been told."""

    skill_id: str
    name: str
    channel: Channel | None
    outbound: bool
    mine: bool
    can_dial: bool = Field(description="Whether numbers can be dialled with it: POST /v1/calls takes its id.")
    contacts_waiting: int | None = None
    longest_wait: int | None = Field(default=None, description="Seconds.")
    waiting_since: datetime | None = None
    agents_available: int | None = None
    agents_logged_in: int | None = None
    agents_working: int | None = None
    contacts_active: int | None = None
    service_level: int | None = None


class SkillsAnswer(LiveAnswer):
    """Skills by name."""

    skills: list[SkillAnswer]


class OneSkillAnswer(LiveAnswer):
    """One skill."""

    skill: SkillAnswer


class CounterAnswer(AnswerModel):
    """What waits in some queues."""

    waiting: int
    longest_wait: int | None = Field(description="Seconds; null where it was not told.")
    waiting_since: datetime | None
    skills: int


class QueuesAnswer(LiveAnswer):
    """Counters of the acting agent's own skills, by channel."""

    total: CounterAnswer
    voice: CounterAnswer
    voicemail: CounterAnswer
    email: CounterAnswer
    chat: CounterAnswer
    sms: CounterAnswer
    work_item: CounterAnswer
    digital: CounterAnswer
    personal: CounterAnswer = Field(description="E-mails that wait for one particular agent.")
    parked: int


class BookAnswer(AnswerModel):
    """An address book."""

    address_book_id: str
    name: str
    type: Literal["standard", "dynamic"]


class BooksAnswer(LiveAnswer):
    """The books that are assigned to the acting agent, by name."""

    address_books: list[BookAnswer]


class NumberAnswer(AnswerModel):
    """A number of somebody's."""

    label: Literal["phone", "mobile"]
    number: str = Field(description="As it stands in the book.")
    e164: str | None = Field(description="What POST /v1/calls takes; null where the number cannot be read.")


class EntryAnswer(AnswerModel):
    """Somebody in an address book."""

    entry_id: str
    external_id: str | None
    name: str
    first_name: str
    last_name: str
    company: str
    numbers: list[NumberAnswer]
    email: str | None


class EntriesAnswer(LiveAnswer):
    """Entries of a book by name."""

    entries: list[EntryAnswer]


Row = TypeVar("Row")


class LiveMembers(TypedDict):
    """Of ``LiveAnswer``, but for the cursor."""

    as_of: datetime | None
    age_seconds: int | None
    reason: str | None
    complete: bool


def live(seen: Seen[Row]) -> LiveMembers:
    """The members that every live answer has."""
    board = seen.board
    as_of = datetime.fromtimestamp(int(board.read_at + board.ahead_s), UTC) if board.read_at else None
    return LiveMembers(
        as_of=as_of,
        age_seconds=None if seen.age_s is None else int(seen.age_s),
        reason=seen.reason or None,
        complete=board.is_complete,
    )
