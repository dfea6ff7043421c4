"""Requests and answers of the screen-pop routes, as JSON with camelCase names."""

from collections.abc import Iterable
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from pydantic.alias_generators import to_camel

from switchboard.contact import CallType, Channel
from switchboard.phone import Certainty
from switchboard.screen_pop.model import (
    Decision,
    Nothing,
    OpenFlow,
    OpenListView,
    OpenNewRecord,
    OpenObjectHome,
    OpenRecord,
    OpenSearch,
    OpenUrl,
    Pop,
    RingingContact,
)
from switchboard.screen_pop.rendering import classic, lightning, variables

# Longer than any number, SIP address or trunk header: what is longer is not read as one.
_Address = Annotated[str, StringConstraints(max_length=256)]
_Name = Annotated[str, StringConstraints(max_length=80)]
_Value = Annotated[str, StringConstraints(max_length=2000)]
ContactKey = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,20}:(acd|dfo):[A-Za-z0-9_-]{1,64}$")]
"""``{businessUnit}:{acd|dfo}:{id}``: ids of calls and of digital cases live in different number spaces."""


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

    def __repr_args__(self) -> Iterable[tuple[str | None, Any]]:
        """Nothing: a request's text, which frameworks log, holds somebody's number."""
        return ()


class ScreenPopRequest(ApiModel):
    """A contact that reaches an agent. ``ani`` is as the contact centre gives it; null or empty is withheld."""

    call_type: CallType
    channel: Channel = Channel.VOICE
    sub_channel: _Name = ""
    ani: _Address | None = None
    dnis: _Address | None = None
    skill: _Name | None = None
    email: _Address | None = None
    handle: _Address | None = None
    contact_key: ContactKey | None = None
    variables: dict[_Name, _Value] = Field(default_factory=dict, max_length=100)
    lookup: _Name = Field(default="", description="A custom lookup of the rules.")
    parameters: dict[_Name, _Value] = Field(default_factory=dict, max_length=20)
    layout: dict[str, Any] | None = Field(
        default=None, description="The agent's softphone layout, as getSoftphoneLayout returns it."
    )

    def contact(self) -> RingingContact:
        """The request in our own terms."""
        return RingingContact(
            call_type=self.call_type,
            channel=self.channel,
            sub_channel=self.sub_channel,
            ani=self.ani or "",
            dnis=self.dnis or "",
            skill=self.skill or "",
            email=self.email or "",
            handle=self.handle or "",
            contact_key=self.contact_key or "",
            variables=self.variables,
            lookup=self.lookup,
            parameters=self.parameters,
        )


class LayoutRequest(ApiModel):
    """A softphone layout to keep for the acting user."""

    layout: dict[str, Any] = Field(description="As Open CTI's getSoftphoneLayout returns it.")


class CandidateAnswer(ApiModel):
    """A record that belongs to the contact, in order of rank."""

    record_id: str
    object_type: str
    name: str
    matched_field: str = Field(description="The field that holds what was searched for; empty for a lookup.")
    names_country: bool = Field(description="Whether a stored number carries its country.")
    person_contact_id: str | None = Field(description="The Contact beneath a person account.")
    fields: dict[str, Any]


class PopAnswer(ApiModel):
    """What to pop, without regard to a user interface; members that do not belong to the type are null."""

    type: Literal["nothing", "record", "objectHome", "listView", "search", "newRecord", "url", "flow"]
    object_type: str | None = None
    record_id: str | None = None
    list_view_id: str | None = None
    search_text: str | None = None
    url: str | None = None
    flow: str | None = None
    arguments: dict[str, str] | None = None
    defaults: dict[str, str] | None = None
    popout: dict[str, int] | None = Field(default=None, description="The wish for a window of its own.")


class ScreenPopAnswer(ApiModel):
    """What was found and what to pop."""

    match: Literal["none", "one", "many"]
    reason: str | None = Field(description="Why nothing was looked up, such as withheld, short, sip, malformed.")
    rule: str | None = Field(description="The rule that held.")
    ani: str | None = Field(description="The customer's number in E.164, where it is one.")
    truncated: bool = Field(description="Whether there are more records than were looked at.")
    candidates: list[CandidateAnswer]
    pop: PopAnswer
    lightning: dict[str, Any] | None = Field(description="Arguments of sforce.opencti.screenPop.")
    classic: dict[str, Any] | None = Field(description="A call of sforce.interaction.")
    variables: dict[str, str] = Field(description="The same as flat text, for scripts.")
    notes: list[str] = Field(description="What could not be done as the rules or the layout ask.")


def answer(decision: Decision, contact: RingingContact) -> ScreenPopAnswer:
    """A decision as the answer to its request."""
    match = decision.match
    in_lightning, in_classic = lightning(decision), classic(decision, contact)
    return ScreenPopAnswer(
        match=match.outcome.value,
        reason=match.reason or None,
        rule=decision.rule or None,
        ani=match.ani.e164 if match.ani else None,
        truncated=match.truncated,
        candidates=[
            CandidateAnswer(
                record_id=one.record_id,
                object_type=one.object_type,
                name=one.name,
                matched_field=one.matched_field,
                names_country=one.certainty is Certainty.INTERNATIONAL,
                person_contact_id=one.contact_id or None,
                fields=dict(one.fields),
            )
            for one in match.candidates
        ],
        pop=_pop(decision),
        lightning=in_lightning.call,
        classic=in_classic.call,
        variables=variables(decision),
        notes=[*decision.notes, *in_lightning.notes, *in_classic.notes],
    )


def _pop(decision: Decision) -> PopAnswer:
    popped = _neutral(decision.pop)
    if decision.popout:
        size = {"width": decision.popout.width, "height": decision.popout.height}
        popped.popout = {name: value for name, value in size.items() if value is not None}
    return popped


def _neutral(pop: Pop) -> PopAnswer:
    match pop:
        case OpenRecord(object_type=name, record_id=record_id):
            return PopAnswer(type="record", object_type=name, record_id=record_id)
        case OpenObjectHome(object_type=name):
            return PopAnswer(type="objectHome", object_type=name)
        case OpenListView(object_type=name, list_view_id=list_view_id):
            return PopAnswer(type="listView", object_type=name, list_view_id=list_view_id)
        case OpenSearch(text=text):
            return PopAnswer(type="search", search_text=text)
        case OpenNewRecord(object_type=name, defaults=defaults):
            return PopAnswer(type="newRecord", object_type=name, defaults=dict(defaults))
        case OpenUrl(url=url):
            return PopAnswer(type="url", url=url)
        case OpenFlow(flow=flow, arguments=arguments):
            return PopAnswer(type="flow", flow=flow, arguments={name: value for name, _, value in arguments})
        case Nothing():
            return PopAnswer(type="nothing")
