"""Requests and answers about work items, signals and asking for contacts, as JSON with camelCase names."""

import json
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, StrictBool, StringConstraints

from switchboard.desk.media.model import WorkItem
from switchboard.desk.media.refusals import PayloadTooLarge
from switchboard.desk.session.api import DeskModel

MOST_PAYLOAD_BYTES = 32_768
"""CXone refuses larger ones; where it draws the line is not said (unconfirmed)."""

MOST_SIGNAL_BYTES = 4_096
"""Of all values together: they travel in an address (unconfirmed how long that may be)."""

Value = Annotated[str, StringConstraints(max_length=1_000)]
Word = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]


def _checked_values(values: list[str]) -> list[str]:
    if sum(len(one.encode()) for one in values) > MOST_SIGNAL_BYTES:
        raise ValueError("the values are too long")
    return values


class WorkItemRequest(DeskModel):
    """Something to do that is to queue like a contact."""

    point_of_contact: Word = Field(description="Number or name of a point of contact for work items.")
    work_item_id: Word = Field(description="What it is about, such as a record's id.")
    type: Word = "Salesforce"
    payload: dict[str, Any] | Annotated[str, StringConstraints(max_length=MOST_PAYLOAD_BYTES)] = Field(
        default="", description="What the agent's panel gets: an object, or text. Up to 32 kB."
    )
    source: Annotated[str, StringConstraints(max_length=100)] = Field(
        default="Salesforce", description="Where it comes from, shown in the place of a number."
    )
    persistent: StrictBool = Field(default=False, description="Whether it outlives a restart of the platform.")

    def item(self) -> WorkItem:
        """The work item.

        Raises:
            PayloadTooLarge: its payload is.
        """
        text = self.payload
        if not isinstance(text, str):
            text = json.dumps(text, ensure_ascii=False, separators=(",", ":"))
        if len(text.encode()) > MOST_PAYLOAD_BYTES:
            raise PayloadTooLarge(most_bytes=MOST_PAYLOAD_BYTES)
        return WorkItem(self.work_item_id, self.type, text, self.source, self.persistent)


class WorkItemAnswer(DeskModel):
    """The contact that a work item became."""

    contact_key: str


class PointAnswer(DeskModel):
    """Where work items may come in."""

    code: str
    name: str
    skill_id: str | None


class PointsAnswer(DeskModel):
    """Points of contact by name."""

    points_of_contact: list[PointAnswer]
    next: str | None = Field(description="The cursor of the next page; null after the last.")


class ContactRequest(DeskModel):
    """One more contact."""

    channel: Literal["any", "chat"] = "any"


class SignalRequest(DeskModel):
    """Values for the script that a contact runs.

    A script has one ONSIGNAL event, which interrupts whatever runs, and two signals at one moment may look like
    one: send one, with everything in it, and make the script bear to get it twice.
    """

    values: Annotated[list[Value], Field(min_length=1, max_length=9), AfterValidator(_checked_values)] = Field(
        description="Up to nine texts; the script has them as SP1 to SP9."
    )
