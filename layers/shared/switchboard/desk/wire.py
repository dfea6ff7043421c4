"""Common ground of what the panel sends and is answered: JSON with camelCase names, nothing beside them."""

import re
from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.alias_generators import to_camel

from switchboard.desk.paging import MOST_CURSOR_CHARS

MOST_ROWS = 100
"""Of a page."""

_DAY = re.compile(r"\d{4}-\d\d-\d\d[Tt ]", re.ASCII)


def _written_out(value: object) -> object:
    """A bare number would be taken for seconds since 1970, whatever its sender meant."""
    if (isinstance(value, str) and not _DAY.match(value)) or isinstance(value, int | float):
        raise ValueError("a time in ISO 8601 is needed")
    return value


def _in_utc(at: datetime) -> datetime:
    try:
        return at.astimezone(UTC)
    except OverflowError:
        raise ValueError("no time that there is in UTC") from None


Instant = Annotated[AwareDatetime, BeforeValidator(_written_out), AfterValidator(_in_utc)]
"""A time that is sent: ISO 8601 with an offset, given in UTC."""


class WireModel(BaseModel):
    """A request, an answer, or a part of one."""

    model_config = ConfigDict(
        extra="forbid", alias_generator=to_camel, populate_by_name=True, hide_input_in_errors=True
    )


class PageQuery(BaseModel):
    """What every list takes, as query parameters."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, hide_input_in_errors=True)

    limit: int = Field(default=50, ge=1, le=MOST_ROWS, description="Most rows of a page.")
    cursor: str | None = Field(default=None, max_length=MOST_CURSOR_CHARS, description="From the page before.")


class SearchQuery(PageQuery):
    """What a list with texts takes."""

    search: str = Field(default="", max_length=100, description="Words, each of which has to be there.")
