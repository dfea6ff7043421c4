"""The agent's schedule as it is asked for and answered."""

from datetime import datetime, timedelta
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic.alias_generators import to_camel

from switchboard.desk.wire import Instant, WireModel

LONGEST = timedelta(days=62)
USUAL = timedelta(days=7)


class ScheduleQuery(BaseModel):
    """When; without anything, the week that begins today."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, hide_input_in_errors=True)

    begin: Instant | None = Field(default=None, alias="from", description="ISO 8601 with an offset.")
    end: Instant | None = Field(default=None, alias="to", description="ISO 8601 with an offset.")

    @model_validator(mode="after")
    def _together(self) -> Self:
        if (self.begin is None) != (self.end is None):
            raise ValueError("from and to belong together")
        return self


class ActivityAnswer(WireModel):
    """Something at a time, such as a break."""

    title: str
    start: datetime
    end: datetime
    seconds: int
    notes: str | None
    color: str | None = Field(description="As #rrggbb, where the schedule has one.")


class ShiftAnswer(WireModel):
    """A shift with what lies within it."""

    start: datetime
    end: datetime
    seconds: int
    notes: str | None
    color: str | None
    activities: list[ActivityAnswer]


class ScheduleAnswer(WireModel):
    """Shifts, and activities outside of them, the earliest first."""

    reported_from: datetime
    reported_to: datetime
    shifts: list[ShiftAnswer]
    activities: list[ActivityAnswer]
