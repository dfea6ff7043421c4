"""What is asked of the lists, as query parameters with camelCase names."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from switchboard.contact.words import Channel
from switchboard.desk.paging import MOST_CURSOR_CHARS

ListedState = Literal[
    "available",
    "unavailable",
    "inboundContact",
    "outboundContact",
    "inboundConsult",
    "outboundConsult",
    "dialer",
    "loggedIn",
    "loggedOut",
    "online",
    "afterContact",
]
"""``online`` is everything but ``loggedOut``; ``afterContact`` is work after a contact, a kind of unavailable."""


class ListQuery(BaseModel):
    """What every list takes."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, hide_input_in_errors=True)

    search: str = Field(default="", max_length=100, description="Words, each of which has to be there.")
    limit: int = Field(default=50, ge=1, le=100, description="Most rows of a page.")
    cursor: str | None = Field(default=None, max_length=MOST_CURSOR_CHARS, description="From the page before.")


class AgentsQuery(ListQuery):
    """Which agents."""

    state: ListedState | None = None
    team: str | None = Field(default=None, max_length=200, description="Id or name.")


class SkillsQuery(ListQuery):
    """Which skills."""

    scope: Literal["mine", "all"] = Field(
        default="mine", description="The acting agent's, or those and every other that is active."
    )
    channel: Channel | None = None
    outbound: bool | None = None
    can_dial: bool | None = Field(default=None, description="Whether numbers can be dialled with it.")
    reload: bool = Field(default=False, description="Read anew what the agent works on, after UpdateSkills.")


class BooksQuery(ListQuery):
    """Which address books."""

    reload: bool = Field(default=False, description="Read anew which books the agent has.")
