"""Which reports are asked for, and how they are answered: counts, whole seconds, per cents."""

from datetime import datetime
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)
from pydantic.alias_generators import to_camel

from switchboard.contact.words import Channel
from switchboard.desk.paging import MOST_CURSOR_CHARS
from switchboard.desk.reports.ranges import Period
from switchboard.desk.wire import Instant, WireModel


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError("no such time zone") from None
    return name


ZoneName = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_+/-]{0,59}$"), AfterValidator(_known_zone)
]


class RangeQuery(BaseModel):
    """A time: a named one, or from and to."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, hide_input_in_errors=True)

    period: Period | None = Field(default=None, description="today, unless from and to are given.")
    begin: Instant | None = Field(default=None, alias="from", description="ISO 8601 with an offset.")
    end: Instant | None = Field(default=None, alias="to", description="ISO 8601 with an offset.")
    time_zone: ZoneName = Field(default="UTC", description="Where a named time's days begin, such as Europe/Rome.")

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if (self.begin is None) != (self.end is None):
            raise ValueError("from and to belong together")
        if self.period and self.begin:
            raise ValueError("period and from exclude each other")
        return self


class PerformanceQuery(RangeQuery):
    """Whose performance, and when."""

    scope: Literal["mine", "team"] = Field(default="mine", description="team is for supervisors.")


class ProductivityQuery(RangeQuery):
    """Which states, and when."""

    limit: int = Field(default=50, ge=1, le=100, description="Most rows of a page.")
    cursor: str | None = Field(default=None, max_length=MOST_CURSOR_CHARS)


class RangeAnswer(WireModel):
    """The time that was asked for, and the one that is reported."""

    asked_from: datetime
    asked_to: datetime
    reported_from: datetime
    reported_to: datetime
    rounded_to: Literal["quarterHour", "second"] = Field(
        description="CXone counts performance in full quarters of an hour: the time was widened to them."
    )


class HandledAnswer(WireModel):
    """Contacts that were handled in one direction, or in both."""

    contacts: int
    talk_seconds: int
    average_talk_seconds: int | None = Field(description="Null without contacts.")
    seconds: int = Field(description="With hold, without the work afterwards.")


class PerformanceAnswer(RangeAnswer):
    """What the agent, or the team, did."""

    scope: Literal["mine", "team"]
    agent_id: str | None
    team_id: str
    reported: bool = Field(description="False where the contact centre has nothing for this time.")
    offered: int
    refused: int
    refused_percent: float | None
    handled: HandledAnswer
    inbound: HandledAnswer
    outbound: HandledAnswer
    hold_seconds: int = Field(description="Time with contacts that is no talk time.")
    wrap_up_seconds: int
    average_handle_seconds: int | None = Field(description="Contacts and the work after them.")
    consult_seconds: int
    available_seconds: int
    unavailable_seconds: int
    login_seconds: int
    occupancy_percent: float | None
    working_percent: float | None


class StateTotal(WireModel):
    """All of one state, and of one reason."""

    state: str
    reason: str | None
    seconds: int
    times: int


class SpellAnswer(WireModel):
    """A time in one state, as far as it lies within the report's."""

    state: str
    reason: str | None
    since: datetime
    until: datetime
    seconds: int
    channel: Channel | None
    skill_id: str | None
    skill_name: str | None
    outbound: bool


class ProductivityAnswer(RangeAnswer):
    """What the agent was doing: sums over the whole time, and the single states page by page."""

    total_seconds: int
    totals: list[StateTotal] = Field(description="The longest first.")
    states: list[SpellAnswer] = Field(description="The earliest first.")
    next: str | None


PASSING = ("askedTo", "reportedTo")
"""Members that go on with the clock in a report whose end is now. What changes in it changes the rest as well."""
