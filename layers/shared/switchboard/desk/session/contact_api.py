"""Requests and answers about the contacts of a session, as JSON with camelCase names."""

from typing import Annotated, Self

from pydantic import AfterValidator, Field, StrictBool, StringConstraints, WithJsonSchema, model_validator

from switchboard.contact.fields import Field as ContactField
from switchboard.contact.fields import room_bytes
from switchboard.contact.key import PATTERN, ContactKey
from switchboard.contact.text import clean, json_bytes
from switchboard.desk.session.api import CommandAnswer, DeskModel, PhoneText, VendorId
from switchboard.desk.session.passing import Stage
from switchboard.desk.wire import Instant
from switchboard.salesforce_id import PATTERN as RECORD_ID_PATTERN


def _checked_key(text: str) -> str:
    ContactKey.parse(text)
    return text


def _checked_notes(text: str) -> str:
    if json_bytes(clean(text)) > room_bytes(ContactField.DISPOSITION_NOTES):
        raise ValueError("the notes are too long")
    return text


Key = Annotated[
    str,
    StringConstraints(max_length=66),
    AfterValidator(_checked_key),
    WithJsonSchema({"type": "string", "pattern": PATTERN}),
]
Name = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
Notes = Annotated[str, AfterValidator(_checked_notes)]


class TargetRequest(DeskModel):
    """Who is to be reached: one of agentId, userId, skillId and phoneNumber."""

    agent_id: VendorId | None = None
    user_id: Annotated[str, StringConstraints(pattern=RECORD_ID_PATTERN)] | None = Field(
        default=None, description="A Salesforce user, for their agent."
    )
    skill_id: VendorId | None = None
    phone_number: PhoneText | None = None
    outbound_skill_id: VendorId | None = Field(
        default=None, description="What phoneNumber is dialled with; needed by agents who have several."
    )

    @model_validator(mode="after")
    def _one_at_most(self) -> Self:
        if sum(map(bool, (self.agent_id, self.user_id, self.skill_id, self.phone_number))) > 1:
            raise ValueError("agentId, userId, skillId and phoneNumber exclude each other")
        if self.outbound_skill_id and not self.phone_number:
            raise ValueError("outboundSkillId belongs to phoneNumber")
        return self

    @property
    def is_empty(self) -> bool:
        """Whether nobody is named: whom the agent has reached is meant."""
        return not (self.agent_id or self.user_id or self.skill_id or self.phone_number)


class ConsultRequest(TargetRequest):
    """Whom to talk to while the customer waits."""

    @model_validator(mode="after")
    def _somebody(self) -> Self:
        if self.is_empty:
            raise ValueError("one of agentId, userId, skillId and phoneNumber is needed")
        return self


class PassRequest(TargetRequest):
    """Who gets the contact, or joins it; nobody for whom the agent has reached by consulting."""


class TonesRequest(DeskModel):
    """Tones for a menu at the other end."""

    digits: Annotated[str, StringConstraints(pattern=r"^[0-9*#A-D]{1,32}$")]
    tone_ms: Annotated[int, Field(ge=61, le=15_000)] = 100
    gap_ms: Annotated[int, Field(ge=0, le=15_000)] = 100


class CommitmentRequest(DeskModel):
    """A call that the agent promised."""

    at: Instant
    phone_number: PhoneText
    skill_id: VendorId | None = Field(
        default=None, description="An outbound skill; needed by agents who have several."
    )
    for_me: StrictBool = Field(
        default=True, description="Whether this agent has to call, or anybody of the skill."
    )
    notes: Annotated[str, StringConstraints(max_length=500)] = ""
    first_name: Annotated[str, StringConstraints(max_length=100)] = ""
    last_name: Annotated[str, StringConstraints(max_length=100)] = ""


class DispositionRequest(DeskModel):
    """What came of a contact. The same again does nothing twice."""

    disposition_id: VendorId | None = None
    name: Name | None = None
    notes: Notes = ""
    secondary: Name | None = Field(default=None, description="Name or id of a second disposition.")
    amount: Annotated[str, StringConstraints(pattern=r"^\d{1,9}(\.\d{1,2})?$")] | None = Field(
        default=None, description="What was promised, where the disposition asks for it."
    )
    commitment: CommitmentRequest | None = None
    tags: Annotated[tuple[VendorId, ...], Field(max_length=50)] = ()

    @model_validator(mode="after")
    def _one_of(self) -> Self:
        if bool(self.disposition_id) == bool(self.name):
            raise ValueError("one of dispositionId and name is needed")
        return self


class PassAnswer(CommandAnswer):
    """CXone took the commands that were possible so far."""

    stage: Stage = Field(
        description="joined: the calls were put together. reaching: somebody is being reached; when their call is "
        "active, ask again, with the same target or none."
    )


class DisposedAnswer(DeskModel):
    """What is stored now."""

    contact_key: str
    disposition_id: str
    disposition: str
    secondary_id: str | None
    callback_id: str | None
