"""Requests and answers about activities and their contacts, as JSON with camelCase names, for people to read."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, WithJsonSchema
from pydantic.alias_generators import to_camel

from switchboard.activity.dossier import ActivityState, Dossier, Rejection
from switchboard.activity.view import contact_view
from switchboard.contact.events import NOTE_ROOM_BYTES
from switchboard.contact.facts import facts_of
from switchboard.contact.fields import Field as ContactField
from switchboard.contact.key import PATTERN, ContactKey
from switchboard.contact.text import clean, json_bytes


def _checked_key(text: str) -> str:
    ContactKey.parse(text)
    return text


Key = Annotated[
    str,
    StringConstraints(max_length=66),
    AfterValidator(_checked_key),
    WithJsonSchema({"type": "string", "pattern": PATTERN}),
]
"""``{businessUnit}:{acd|dfo}:{id}``."""

ListedState = Literal["due", "written", "rejected", "deleted", "skipped"]
RecordId = Annotated[str, StringConstraints(pattern=r"^([A-Za-z0-9]{15}([A-Za-z0-9]{3})?)?$")]


class AnswerModel(BaseModel):
    """Common ground of requests and answers."""

    model_config = ConfigDict(
        extra="forbid", alias_generator=to_camel, populate_by_name=True, hide_input_in_errors=True
    )


def _checked_notes(text: str) -> str:
    if json_bytes(clean(text)) > NOTE_ROOM_BYTES:
        raise ValueError("the notes are too long")
    return text


class RelateRequest(AnswerModel):
    """What an agent says of a contact. What is left out stays as it is."""

    who_id: RecordId | None = Field(default=None, description="A Contact or Lead; null or empty for none.")
    what_id: RecordId | None = Field(default=None, description="What it is about; null or empty for nothing.")
    notes: Annotated[str, AfterValidator(_checked_notes)] | None = Field(
        default=None,
        description="The agent's notes, up to 2,000 bytes; they take the place of those this agent wrote before.",
    )

    def relation(self) -> dict[ContactField, str | None]:
        """The records that are named, by field; None and empty text stand for none on purpose."""
        named = {"who_id": ContactField.CHOSEN_WHO_ID, "what_id": ContactField.CHOSEN_WHAT_ID}
        return {field: getattr(self, name) for name, field in named.items() if name in self.model_fields_set}


class RetryRequest(AnswerModel):
    """Which rejected activities to write again."""

    code: Annotated[str, StringConstraints(max_length=120)] | None = Field(
        default=None, description="Only those that were rejected with this code."
    )


class RecordAnswer(AnswerModel):
    """A record in Salesforce that was made of a contact."""

    object_type: str
    record_id: str | None = Field(description="Null while it is not known whether it was made.")
    deleted: bool = Field(description="Whether a person deleted it.")
    fields: list[str] = Field(description="What Switchboard wrote; values are Salesforce's own.")


class RejectionAnswer(AnswerModel):
    """Why Salesforce refuses an activity."""

    code: str
    fields: list[str]
    text: str
    at: datetime


class ActivityAnswer(AnswerModel):
    """Where the activity of a contact stands."""

    contact_key: str
    state: ActivityState
    since: datetime
    due_at: datetime | None = Field(description="When it is written or looked at next.")
    being_written: bool
    version: int = Field(description="Grows with everything that becomes known of the contact.")
    written_version: int = Field(description="What Salesforce has; 0 for nothing.")
    retries: int
    rejection: RejectionAnswer | None
    remarks: list[str] = Field(description="What was changed to please Salesforce, such as cut:Subject.")
    records: list[RecordAnswer]
    channel: str | None
    call_type: str | None
    started_at: str | None
    skill: str | None
    agent: str | None
    outcome: str | None


class ActivityPage(AnswerModel):
    """Activities in a state, the latest to get there first."""

    activities: list[ActivityAnswer]
    next: str | None = Field(description="The cursor of the next page; null after the last.")


class TimelineAnswer(AnswerModel):
    """A moment in a contact's life."""

    at: datetime
    type: str
    source: str
    agent_id: str | None
    agent_name: str | None
    skill_id: str | None
    detail: str | None


class ContactAnswer(AnswerModel):
    """Everything that is kept of a contact."""

    contact: dict[str, Any] = Field(description="The contact as the activity rules see it.")
    relation: dict[str, str | None] = Field(description="The records that the agent chose.")
    timeline: list[TimelineAnswer]
    activity: ActivityAnswer


class RetriedAnswer(AnswerModel):
    """How many rejected activities are due again."""

    retried: int
    more: bool = Field(description="Whether there was no time for all; ask again.")


class ErasedAnswer(AnswerModel):
    """What was erased here, and what Salesforce still has of it."""

    contacts: int
    records: list[RecordAnswer]
    more: bool = Field(description="Whether there was no time for all; ask again.")


def activity_answer(dossier: Dossier, now: datetime) -> ActivityAnswer:
    """A dossier as the state of its activity, with nothing that tells who the customer is."""
    view = _view(dossier)
    return ActivityAnswer(
        contact_key=str(dossier.key),
        state=dossier.state,
        since=dossier.since,
        due_at=dossier.next_due_at,
        being_written=dossier.is_being_written(now),
        version=dossier.version,
        written_version=dossier.written_version,
        retries=dossier.retries,
        rejection=_rejection(dossier.rejection),
        remarks=list(dossier.remarks),
        records=record_answers(dossier),
        channel=view["channel"],
        call_type=view["callType"],
        started_at=view["startedAt"],
        skill=view["skill"]["name"] or view["skill"]["id"],
        agent=view["agent"]["name"] or view["agent"]["id"],
        outcome=view["outcome"],
    )


def contact_answer(dossier: Dossier, now: datetime) -> ContactAnswer:
    """A dossier with everything that is known of the contact."""
    return ContactAnswer(
        contact={name: value for name, value in _view(dossier).items() if name not in ("relation", "owner")},
        relation=chosen_relation(dossier),
        timeline=[
            TimelineAnswer(
                at=entry.at,
                type=entry.type.value,
                source=entry.source.value,
                agent_id=entry.agent_id or None,
                agent_name=entry.agent_name or None,
                skill_id=entry.skill_id or None,
                detail=entry.detail or None,
            )
            for entry in dossier.contact.timeline
        ],
        activity=activity_answer(dossier, now),
    )


def record_answers(dossier: Dossier) -> list[RecordAnswer]:
    """The records that were made of a contact."""
    return [
        RecordAnswer(
            object_type=one.object_type,
            record_id=one.record_id or None,
            deleted=one.deleted,
            fields=sorted(one.sent),
        )
        for one in dossier.records
    ]


def chosen_relation(dossier: Dossier) -> dict[str, str | None]:
    """What the agent chose; null where nothing was chosen, empty for "none" on purpose."""
    chosen = {"whoId": ContactField.CHOSEN_WHO_ID, "whatId": ContactField.CHOSEN_WHAT_ID}
    contact = dossier.contact
    return {member: contact.text(name) if name in contact.fields else None for member, name in chosen.items()}


def _rejection(rejection: Rejection | None) -> RejectionAnswer | None:
    if rejection is None:
        return None
    return RejectionAnswer(
        code=rejection.code, fields=list(rejection.fields), text=rejection.text, at=rejection.at
    )


def _view(dossier: Dossier) -> dict[str, Any]:
    return contact_view(dossier.key, dossier.contact, facts_of(dossier.contact, dossier.key.contact_id))
