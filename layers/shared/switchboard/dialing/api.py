"""Requests and answers about calls, as JSON with camelCase names."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from pydantic.alias_generators import to_camel

from switchboard.contact.key import ContactKey, NumberSpace
from switchboard.dialing.call import Call, CallState, in_words
from switchboard.dialing.relation import Clicked
from switchboard.salesforce_id import id18

RecordId = Annotated[
    str, StringConstraints(strip_whitespace=True, pattern=r"^([A-Za-z0-9]{15}([A-Za-z0-9]{3})?)?$")
]
ObjectType = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^([A-Za-z][A-Za-z0-9_]{0,79})?$")]
SkillId = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^([1-9][0-9]{0,9})?$")]
IdempotencyKey = Annotated[str, StringConstraints(pattern=r"^[\x21-\x7e]{1,255}$")]
"""Printable characters without blanks."""


class DialRequest(BaseModel):
    """The payload of Open CTI's click-to-dial event as it comes; members that are not named here are ignored."""

    model_config = ConfigDict(
        extra="ignore",
        alias_generator=to_camel,
        populate_by_name=True,
        hide_input_in_errors=True,
        coerce_numbers_to_str=True,
    )

    number: str = Field(max_length=100, description="As the record holds it.")
    record_id: RecordId | None = Field(default=None, description="The record that it was clicked on.")
    object_type: ObjectType | None = Field(default=None, description="The record's object, API name.")
    account_id: RecordId | None = Field(default=None, description="Of a person account.")
    contact_id: RecordId | None = Field(default=None, description="Of a person account.")
    person_account: bool | None = Field(default=None, description="Whether the record is a person account.")
    skill_id: SkillId | None = Field(default=None, description="The outbound skill; the rules decide without it.")

    def clicked(self) -> Clicked:
        """The record beside the number."""
        return Clicked.of(
            _id18(self.record_id),
            self.object_type or "",
            _id18(self.account_id),
            _id18(self.contact_id),
            is_person_account=bool(self.person_account),
        )


class CallAnswer(BaseModel):
    """A call as it stands."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)

    call_id: str
    state: CallState
    text: str = Field(description="The state in words, for the agent.")
    reason: str | None = Field(description="CXone's code of a call that failed or ended, such as Busy.")
    repeated: bool = Field(
        description="Whether an earlier click had made this call; nothing was dialled for this one."
    )
    number: str = Field(description="The number that is dialled, E.164.")
    extension: str | None = Field(description="What to key in once somebody answers.")
    record_id: str | None
    skill_id: str
    contact_key: str | None = Field(description="Null until the contact is known.")
    asked_at: str


def call_answer(call: Call, now: datetime, business_unit: str, *, repeated: bool) -> CallAnswer:
    """The answer about a call."""
    state = call.told(now)
    known = call.contact_id and business_unit
    return CallAnswer(
        call_id=call.call_id,
        state=state,
        text=in_words(state, call.reason),
        reason=call.reason or None,
        repeated=repeated,
        number=call.number,
        extension=call.extension or None,
        record_id=call.record_id or None,
        skill_id=call.skill_id,
        contact_key=str(ContactKey(business_unit, NumberSpace.ACD, call.contact_id)) if known else None,
        asked_at=call.asked_at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
    )


def _id18(record_id: str | None) -> str:
    return id18(record_id or "") or ""
