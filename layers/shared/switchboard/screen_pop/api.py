"""Requests and answers of the screen-pop routes, as JSON with camelCase names."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from pydantic.alias_generators import to_camel

from switchboard.contact import CallType, Channel
from switchboard.phone import Certainty
from switchboard.screen_pop.model import (
    Decision,
    Nothing,
    OpenNewRecord,
    OpenRecord,
    OpenSearch,
    Pop,
    RingingContact,
)
from switchboard.screen_pop.rendering import classic, lightning, variables

# Longer than any number, SIP address or trunk header: what is longer is not read as one.
_Address = Annotated[str, StringConstraints(max_length=256)]


class ApiModel(BaseModel):
    """Common ground of requests and answers."""

    model_config = ConfigDict(
        extra="forbid",
        alias_generator=to_camel,
        populate_by_name=True,
        # Scripts and CRMs send numbers as JSON numbers or as text.
        coerce_numbers_to_str=True,
        hide_input_in_errors=True,
    )


class ScreenPopRequest(ApiModel):
    """A contact that reaches an agent. ``ani`` is as the contact centre gives it; null or empty is withheld."""

    call_type: CallType
    channel: Channel = Channel.VOICE
    ani: _Address | None
    dnis: _Address = ""

    def contact(self) -> RingingContact:
        """The request in our own terms."""
        return RingingContact(self.call_type, self.channel, self.ani or "", self.dnis)


class CandidateAnswer(ApiModel):
    """A record that holds the caller's number, in order of rank."""

    record_id: str
    object_type: str
    name: str
    matched_field: str
    names_country: bool = Field(description="Whether the stored number carries its country.")
    fields: dict[str, Any]


class PopAnswer(ApiModel):
    """What to pop, without regard to a user interface; only the members of the type are present."""

    type: Literal["nothing", "record", "search", "newRecord"]
    object_type: str | None = None
    record_id: str | None = None
    search_text: str | None = None
    defaults: dict[str, str] | None = None


class ScreenPopAnswer(ApiModel):
    """What was found and what to pop."""

    match: Literal["none", "one", "many"]
    reason: str | None = Field(description="Why nothing was looked up: withheld, short, sip, malformed.")
    ani: str | None = Field(description="The caller's number in E.164, where it is one.")
    truncated: bool = Field(description="Whether there are more records than were looked at.")
    candidates: list[CandidateAnswer]
    pop: PopAnswer
    lightning: dict[str, Any] | None = Field(description="Arguments of sforce.opencti.screenPop.")
    classic: dict[str, Any] | None = Field(description="A call of sforce.interaction.")
    variables: dict[str, str] = Field(description="The same as flat text, for scripts.")


def answer(decision: Decision, contact: RingingContact) -> ScreenPopAnswer:
    """A decision as the answer to its request."""
    match = decision.match
    return ScreenPopAnswer(
        match=match.outcome.value,
        reason=match.reason or None,
        ani=match.ani.e164 if match.ani else None,
        truncated=match.truncated,
        candidates=[
            CandidateAnswer(
                record_id=one.record_id,
                object_type=one.object_type,
                name=one.name,
                matched_field=one.matched_field,
                names_country=one.certainty is Certainty.INTERNATIONAL,
                fields=dict(one.fields),
            )
            for one in match.candidates
        ],
        pop=_pop(decision.pop),
        lightning=lightning(decision.pop),
        classic=classic(decision.pop, contact),
        variables=variables(decision),
    )


def _pop(pop: Pop) -> PopAnswer:
    match pop:
        case OpenRecord(object_type=name, record_id=record_id):
            return PopAnswer(type="record", object_type=name, record_id=record_id)
        case OpenSearch(text=text):
            return PopAnswer(type="search", search_text=text)
        case OpenNewRecord(object_type=name, defaults=defaults):
            return PopAnswer(type="newRecord", object_type=name, defaults=dict(defaults))
        case Nothing():
            return PopAnswer(type="nothing")
