"""Requests and answers about chats, text messages and voicemails, as JSON with camelCase names."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from pydantic import Field, StrictBool, StringConstraints

from switchboard.desk.media.model import ChatLine
from switchboard.desk.session.api import DeskModel, PhoneText, VendorId
from switchboard.desk.session.contact_api import Key


class SayRequest(DeskModel):
    """Something to say in a chat or to a phone."""

    text: Annotated[str, StringConstraints(min_length=1, max_length=4_000)]


class TypingRequest(DeskModel):
    """What the customer sees of the agent's typing."""

    is_typing: StrictBool
    has_text: StrictBool = False


class TextRequest(DeskModel):
    """A phone to write to. The contact comes as an event; its text is said then, as in a chat."""

    phone_number: PhoneText
    skill_id: VendorId
    parent_contact_key: Key | None = None


class PlayRequest(DeskModel):
    """From where to play a voicemail."""

    position: Annotated[int, Field(ge=0, le=86_400)] = Field(
        default=0, description="As the playback event tells it, seconds (unconfirmed)."
    )
    say_time: StrictBool = Field(default=False, description="Whether to say first when it was left.")


class LineAnswer(DeskModel):
    """A line of a chat."""

    at: datetime | None
    party: str = Field(description="client, agent or system.")
    name: str | None
    text: str


class LinesAnswer(DeskModel):
    """What was said, the oldest first."""

    contact_key: str
    messages: list[LineAnswer]


def lines_answer(contact_key: str, lines: Sequence[ChatLine]) -> LinesAnswer:
    """A transcript as it is shown."""
    shown = [LineAnswer(at=one.at, party=one.party, name=one.label or None, text=one.text) for one in lines]
    return LinesAnswer(contact_key=contact_key, messages=shown)
