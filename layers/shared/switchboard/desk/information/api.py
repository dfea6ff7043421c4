"""Who the agent is to the system, which versions are at work and what the limits are; and feedback."""

from typing import Annotated

from pydantic import Field, StrictInt, StringConstraints

from switchboard.contact.words import Channel
from switchboard.desk.wire import WireModel

Data = Annotated[str, StringConstraints(max_length=500)]


class AgentInformation(WireModel):
    """The acting user as an agent."""

    user_id: str
    agent_id: str
    name: str
    team_id: str
    team_name: str
    supervisor: bool | None = Field(description="Null where CXone did not tell.")


class SkillInformation(WireModel):
    """A skill that the agent works on."""

    skill_id: str
    name: str
    channel: Channel | None
    outbound: bool
    can_dial: bool


class VersionInformation(WireModel):
    """What is at work."""

    switchboard: str
    stack: str
    business_unit: str | None
    salesforce_api: str
    cxone_api: dict[str, str] = Field(description="By resource; default for any other.")


class LimitInformation(WireModel):
    """How much there may be of what."""

    conference_parties: int | None = Field(description="Null where CXone did not tell.")
    page_rows: int
    message_targets: int
    message_characters: int
    panel_log_lines: int
    panel_log_days: int
    report_days: int


class MissingInformation(WireModel):
    """What could not be asked for."""

    part: str
    reason: str = Field(description="The type of a problem.")


class InformationAnswer(WireModel):
    """All of it."""

    agent: AgentInformation
    skills: list[SkillInformation] = Field(description="By name.")
    versions: VersionInformation
    limits: LimitInformation
    missing: list[MissingInformation]


class FeedbackRequest(WireModel):
    """What the agent has to say about a contact or the system."""

    category_id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,40}$")]
    priority: StrictInt = Field(default=3, ge=1, le=5, description="1 is the most urgent.")
    comment: Annotated[str, StringConstraints(min_length=1, max_length=4_000, strip_whitespace=True)]
    custom_data: Data = ""
