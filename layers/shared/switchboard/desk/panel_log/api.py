"""Log lines of a panel as they are sent and answered."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from switchboard.desk.panel_log.scrubbing import MOST_CHARS
from switchboard.desk.wire import Instant, PageQuery, WireModel

MOST_LINES = 500
Level = Literal["error", "warning", "info", "debug"]
Area = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_.-]{0,39}$")]


class LineRequest(WireModel):
    """A line."""

    at: Instant
    level: Level
    area: Area = "panel"
    text: Annotated[str, StringConstraints(max_length=MOST_CHARS * 4)]


class LogRequest(WireModel):
    """The recent lines of a user's panel, in the place of those that were sent before."""

    lines: list[LineRequest] = Field(max_length=MOST_LINES)
    panel_version: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9.+_-]{1,40}$")] | None = None


class KeptAnswer(WireModel):
    """What was kept."""

    lines: int
    kept_until: datetime


class LogQuery(PageQuery):
    """Which lines."""

    level: Level | None = Field(default=None, description="This level and what is worse.")
    user_id: Annotated[str, StringConstraints(pattern=r"^005[A-Za-z0-9]{12}([A-Za-z0-9]{3})?$")] | None = Field(
        default=None, description="Whose panel; for operators."
    )


class LineAnswer(WireModel):
    """A line, with what is private masked."""

    at: datetime
    level: Level
    area: str
    text: str


class LogAnswer(WireModel):
    """The lines of a user's panel, the latest first."""

    uploaded_at: datetime
    kept_until: datetime
    panel_version: str | None
    lines: list[LineAnswer]
    next: str | None
