"""The values that activities are planned with, and the plan itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Scalar = str | int | float | bool


class Policy(StrEnum):
    """Whose a field is once the record exists."""

    OWN = "own"
    """Ours: written whenever it changes here."""
    UNTIL_EDITED = "until_edited"
    """Ours until a person changes it in the CRM."""
    CREATE_ONLY = "create_only"
    """Set when the record is made, and never again."""


class RelationSource(StrEnum):
    """Where the records that an activity belongs to come from."""

    CHOSEN = "agentsChoice"
    DIALLED = "dialledFrom"
    MATCH = "singleMatch"


class NoteReason(StrEnum):
    """Why a field does not hold what the rules say."""

    CUT = "cut"
    NOT_IN_MAP = "notInMap"
    FAILED = "failed"
    LEAD_TAKES_NO_WHAT = "leadTakesNoWhat"
    NOT_A_PERSON = "notAPerson"
    AGENT_UNKNOWN = "agentUnknown"
    AGENT_AMBIGUOUS = "agentAmbiguous"


@dataclass(frozen=True, slots=True)
class Note:
    """Something that the operator may want to know of a planned field; values are never told."""

    field: str
    reason: NoteReason


@dataclass(frozen=True, slots=True)
class Related:
    """A record of the CRM that a contact may belong to.

    Args:
        record_id: 18 characters.
        object_type: API name.
        person_contact_id: the Contact beneath a person account.
    """

    record_id: str
    object_type: str
    person_contact_id: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """Stands for the id of another record of the same plan, which is written first."""

    record: str


@dataclass(frozen=True, slots=True)
class PlannedField:
    """What a field is to hold, and whose it is afterwards."""

    value: Scalar | Reference
    policy: Policy


@dataclass(frozen=True, slots=True)
class RecordPlan:
    """One record to be written; what is not known is not in it, so that a null is never sent.

    Args:
        name: of its rule.
        key_field, key: external id by which it is found again.
        fields: by API name, without the key.
        notes: what could not be planned as the rules say.
    """

    name: str
    object_type: str
    key_field: str
    key: str
    fields: Mapping[str, PlannedField]
    notes: tuple[Note, ...] = ()

    @property
    def on_create(self) -> dict[str, Scalar | Reference]:
        """What a new record holds."""
        return {name: planned.value for name, planned in self.fields.items()}

    @property
    def on_update(self) -> dict[str, Scalar | Reference]:
        """What an existing record may be given: all but the create-only fields."""
        return {
            name: planned.value
            for name, planned in self.fields.items()
            if planned.policy is not Policy.CREATE_ONLY
        }

    @property
    def until_edited(self) -> frozenset[str]:
        """Fields in which a person's edit stays."""
        return frozenset(name for name, planned in self.fields.items() if planned.policy is Policy.UNTIL_EDITED)


@dataclass(frozen=True, slots=True)
class Activity:
    """What one activity is about.

    Args:
        key: the same for every write of it; at most 80 characters.
        view: the contact as the rules see it (``view.py``).
        related: WhoId and WhatId by who said so; None where nothing is said, empty for "none" on purpose.
    """

    key: str
    view: Mapping[str, Any]
    related: Mapping[RelationSource, tuple[str | None, str | None]]
