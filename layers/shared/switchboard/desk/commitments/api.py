"""Requests and answers about commitments, as JSON with camelCase names."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, StringConstraints, model_validator
from pydantic.alias_generators import to_camel

from switchboard.desk.commitments.model import Commitment, Deletion
from switchboard.desk.history.api import DialAnswer, ListQuery
from switchboard.desk.history.reading import e164, is_found
from switchboard.desk.session.api import DeskModel, VendorId
from switchboard.desk.session.contact_api import CommitmentRequest as PromiseRequest
from switchboard.desk.wire import Instant
from switchboard.dialing.api import ObjectType, RecordId
from switchboard.dialing.relation import Clicked
from switchboard.salesforce_id import id18

CommitmentId = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{0,9}$")]
Notes = Annotated[str, StringConstraints(max_length=500, strip_whitespace=True)]


class CommitmentsQuery(ListQuery):
    """Whose commitments, and from when to when."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, hide_input_in_errors=True)

    whose: Literal["me", "skill"] = Field(
        default="me", alias="for", description="What the agent has to keep, or anybody of a skill."
    )
    skill_id: VendorId | None = Field(default=None, description="Needed for a skill's; narrows the agent's own.")
    begin: Instant | None = Field(default=None, alias="from")
    end: Instant | None = Field(default=None, alias="to")

    @model_validator(mode="after")
    def _has_skill(self) -> Self:
        if self.whose == "skill" and self.skill_id is None:
            raise ValueError("for=skill needs skillId")
        return self

    def wants(self, one: Commitment, region: str, skill_name: str) -> bool:
        """Whether a commitment is one of those that are asked for."""
        promise = one.promise
        return (
            (self.skill_id is None or promise.skill_id == self.skill_id)
            and (self.begin is None or promise.at >= self.begin)
            and (self.end is None or promise.at < self.end)
            and is_found(
                self.search,
                promise.phone,
                region,
                promise.first_name,
                promise.last_name,
                promise.notes,
                skill_name,
            )
        )


class CommitmentRequest(PromiseRequest):
    """A call that the agent promises."""

    record_id: RecordId | None = Field(default=None, description="What it is about, for its Task in Salesforce.")
    object_type: ObjectType | None = Field(default=None, description="The record's object, API name.")

    def sides(self) -> tuple[str, str]:
        """WhoId and WhatId of the record; empty for none."""
        record_id = id18(self.record_id or "") or ""
        return Clicked.of(record_id, self.object_type or "", "", "", is_person_account=False).sides()


class DeleteRequest(DeskModel):
    """Why it is called off."""

    notes: Notes = ""


class RescheduleRequest(DeskModel):
    """Another time."""

    at: Instant


class CommitmentAnswer(DeskModel):
    """An open commitment."""

    commitment_id: str
    for_me: bool = Field(description="Whether this agent has to call, or anybody of the skill.")
    skill_id: str
    skill_name: str | None
    at: datetime
    phone_number: str = Field(description="As CXone has it.")
    number: str | None = Field(description="The same in E.164, where it can be read.")
    first_name: str | None
    last_name: str | None
    notes: str | None
    dial: DialAnswer | None = Field(description="What POST /v1/calls takes to call before it falls due.")


class CommitmentsAnswer(DeskModel):
    """Open commitments, the next one first."""

    commitments: list[CommitmentAnswer]
    next: str | None
    deletion: Deletion | None = Field(
        description="Whether the agent may delete them: barred, withNotes or free; null where CXone did not say."
    )


class MadeAnswer(DeskModel):
    """A commitment that is made."""

    commitment_id: str
    repeated: bool = Field(description="Whether an earlier request with this key had made it.")


class ChangedAnswer(DeskModel):
    """A commitment that says something else now."""

    commitment_id: str


def commitment_answer(one: Commitment, region: str, skill_names: Mapping[str, str]) -> CommitmentAnswer:
    """The answer about a commitment.

    Args:
        skill_names: of the agent's skills, by id.
    """
    promise = one.promise
    number = e164(promise.phone, region)
    return CommitmentAnswer(
        commitment_id=one.commitment_id,
        for_me=bool(promise.agent_id),
        skill_id=promise.skill_id,
        skill_name=skill_names.get(promise.skill_id),
        at=promise.at,
        phone_number=promise.phone,
        number=number or None,
        first_name=promise.first_name or None,
        last_name=promise.last_name or None,
        notes=promise.notes or None,
        dial=DialAnswer(number=number, skill_id=promise.skill_id) if number else None,
    )
