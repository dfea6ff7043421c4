"""Requests and answers about agents' sessions, as JSON with camelCase names, ready to be shown."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StringConstraints, model_validator
from pydantic.alias_generators import to_camel

from switchboard.desk.session.model import DeskContact, Disposition, UnavailableCode
from switchboard.desk.session.service import Begun, Overview

SessionId = Annotated[str, StringConstraints(pattern=r"^(current|[A-Za-z0-9]{18}-[0-9a-f]{12})$")]
VendorId = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{0,9}$")]
"""An id of CXone's that is no contact's: an int32, written as text."""

PhoneText = Annotated[str, StringConstraints(min_length=1, max_length=60, strip_whitespace=True)]


class DeskModel(BaseModel):
    """Common ground of requests and answers."""

    model_config = ConfigDict(
        extra="forbid", alias_generator=to_camel, populate_by_name=True, hide_input_in_errors=True
    )


class LogInRequest(DeskModel):
    """Where the agent works. Neither for what was remembered last."""

    station_id: VendorId | None = None
    phone_number: PhoneText | None = Field(default=None, description="Any phone that CXone can reach.")
    remember: StrictBool = Field(default=False, description="Whether to use it next time.")

    @model_validator(mode="after")
    def _not_both(self) -> Self:
        if self.station_id and self.phone_number:
            raise ValueError("stationId and phoneNumber exclude each other")
        return self


class AvailabilityRequest(DeskModel):
    """Whether the agent takes contacts."""

    state: Literal["available", "unavailable"]
    reason: Annotated[str, StringConstraints(min_length=1, max_length=100)] | None = Field(
        default=None, description="Name or id of an unavailable code; only when unavailable."
    )

    @model_validator(mode="after")
    def _reason_fits(self) -> Self:
        if self.state == "available" and self.reason:
            raise ValueError("a reason belongs to unavailable")
        return self


class MuteRequest(DeskModel):
    """Whether the agent's phone is to be muted."""

    muted: StrictBool


class LoggedInAnswer(DeskModel):
    """A session that the user has now."""

    session_id: str
    outcome: Begun
    agent_id: str
    agent_name: str
    began_at: datetime
    station_id: str | None = Field(description="Null where a number was used, or an earlier session goes on.")
    phone_number: str | None


class CommandAnswer(DeskModel):
    """CXone took the command. What comes of it is told by the session's events."""

    accepted: Literal[True] = True
    outcome: Literal["event"] = "event"


class ContactAnswer(DeskModel):
    """A contact that the agent has."""

    contact_key: str
    master_contact_key: str | None
    state: str = Field(description="Such as active, holding, routing, dialing, inQueue, conference.")
    channel: str | None
    direction: Literal["inbound", "outbound"]
    from_address: str | None
    to_address: str | None
    skill_id: str | None
    skill_name: str | None
    agent_id: str | None = Field(description="Who has it; of a consult it is who is consulted.")
    began_at: datetime | None
    seconds: int | None = Field(description="Since it began, by CXone's clock.")
    with_agent_since: datetime | None
    with_agent_seconds: int | None
    hold_count: int


class SessionAnswer(DeskModel):
    """What the agent is doing."""

    session_id: str
    agent_id: str
    state: str = Field(description="Such as available, unavailable, inboundContact, outboundConsult.")
    reason: str | None
    reason_id: str | None
    is_acw: bool = Field(description="Whether this is the work after a contact.")
    since: datetime | None
    time_in_state: int | None = Field(description="Whole seconds, by CXone's clock.")
    as_of: datetime = Field(description="CXone's time; ages are counted to it.")
    session_since: datetime | None
    leg: Literal["dialing", "active", "disconnected"] | None = Field(
        description="The agent's phone as the last event told; null where none has."
    )
    station_id: str | None
    phone_number: str | None
    contacts: list[ContactAnswer]


class CodeAnswer(DeskModel):
    """A reason for being unavailable."""

    code_id: str
    name: str
    is_acw: bool = Field(description="One for the work after a contact; it needs one.")
    limit_minutes: int | None


class CodesAnswer(DeskModel):
    """The reasons that the agent's team may give."""

    codes: list[CodeAnswer]


class DispositionAnswer(DeskModel):
    """An outcome that may be picked."""

    disposition_id: str
    name: str
    classification: str | None
    is_preview: bool
    needs_commitment: bool
    needs_amount: bool


class DispositionsAnswer(DeskModel):
    """The outcomes of a skill, in their order."""

    skill_id: str
    dispositions: list[DispositionAnswer]


def session_answer(overview: Overview, business_unit: str) -> SessionAnswer:
    """An overview as it is shown."""
    state, session = overview.state, overview.session
    return SessionAnswer(
        session_id=session.session_id,
        agent_id=session.agent_id,
        state=state.name,
        reason=state.reason or None,
        reason_id=state.reason_id or None,
        is_acw=state.is_acw,
        since=state.since,
        time_in_state=age_s(state.since, state.as_of),
        as_of=state.as_of,
        session_since=state.session_since,
        leg=_LEGS.get(session.leg),
        station_id=state.station_id or None,
        phone_number=state.station_phone or None,
        contacts=[contact_answer(one, business_unit, state.as_of) for one in overview.contacts],
    )


_LEGS: dict[str, Literal["dialing", "active", "disconnected"]] = {
    "dialing": "dialing",
    "active": "active",
    "disconnected": "disconnected",
}


def contact_answer(contact: DeskContact, business_unit: str, as_of: datetime) -> ContactAnswer:
    """A contact as it is shown."""
    return ContactAnswer(
        contact_key=key_text(business_unit, contact.contact_id),
        master_contact_key=key_text(business_unit, contact.master_id) if contact.master_id else None,
        state=contact.state,
        channel=contact.channel.value if contact.channel else None,
        direction="outbound" if contact.is_outbound else "inbound",
        from_address=contact.from_address or None,
        to_address=contact.to_address or None,
        skill_id=contact.skill_id or None,
        skill_name=contact.skill_name or None,
        agent_id=contact.agent_id or None,
        began_at=contact.began_at,
        seconds=age_s(contact.began_at, as_of),
        with_agent_since=contact.with_agent_since,
        with_agent_seconds=age_s(contact.with_agent_since, as_of),
        hold_count=contact.hold_count,
    )


def codes_answer(codes: Iterable[UnavailableCode]) -> CodesAnswer:
    """Unavailable codes as they are shown."""
    return CodesAnswer(
        codes=[
            CodeAnswer(code_id=one.code_id, name=one.name, is_acw=one.is_acw, limit_minutes=one.limit_min or None)
            for one in codes
        ]
    )


def dispositions_answer(skill_id: str, dispositions: Iterable[Disposition]) -> DispositionsAnswer:
    """Dispositions as they are shown."""
    return DispositionsAnswer(
        skill_id=skill_id,
        dispositions=[
            DispositionAnswer(
                disposition_id=one.disposition_id,
                name=one.name,
                classification=one.classification or None,
                is_preview=one.is_preview,
                needs_commitment=one.needs_commitment,
                needs_amount=one.needs_amount,
            )
            for one in dispositions
        ],
    )


def key_text(business_unit: str, contact_id: str) -> str:
    """The key of a contact of the ACD."""
    return f"{business_unit}:acd:{contact_id}"


def age_s(since: datetime | None, as_of: datetime) -> int | None:
    """Whole seconds from a moment to another, never negative."""
    return None if since is None else max(0, int((as_of - since).total_seconds()))
