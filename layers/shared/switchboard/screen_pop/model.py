"""The values that a screen pop is decided from, and the decision itself.

A decision is neutral: Open CTI for Lightning and Classic is one rendering of it (``rendering.py``).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol

from switchboard.contact import CallType, Channel
from switchboard.phone import Ani, Certainty
from switchboard.screen_pop.rules import ScreenPopRules


@dataclass(frozen=True, slots=True)
class RingingContact:
    """What is known of a contact when its pop is asked for. ``ani`` is as the contact centre gave it."""

    call_type: CallType
    channel: Channel
    ani: str
    dnis: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A record that the CRM proposed: its object and the fields that were asked for."""

    object_type: str
    fields: Mapping[str, Any]


class Directory(Protocol):
    """Where people and companies are looked up."""

    def by_phone(self, ani: Ani, rules: ScreenPopRules) -> Sequence[Row]:
        """Records that may hold the number, at most ``limit`` of each object; the caller has to prove them.

        Raises:
            CrmError: the CRM could not be asked.
        """
        ...


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that holds the caller's number.

    Args:
        record_id, object_type, name: the record; a person account comes out as its Account.
        matched_field: the field that proved it, the weightiest of several.
        certainty: whether that field names the country.
        contact_id: the Contact beneath a person account.
        last_modified: as the REST API writes it.
        fields: further fields that the rules allow an answer to carry.
    """

    record_id: str
    object_type: str
    name: str
    matched_field: str
    certainty: Certainty
    contact_id: str = ""
    last_modified: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)


class Outcome(StrEnum):
    """How many records hold the number."""

    NONE = "none"
    ONE = "one"
    MANY = "many"


@dataclass(frozen=True, slots=True)
class Match:
    """The result of a lookup.

    Args:
        candidates: the best first; the order depends on the records alone.
        truncated: whether an object had more proposals than were looked at.
        ani: the caller's number, where it is one.
        reason: why there was nothing to look up, or empty.
    """

    candidates: tuple[Candidate, ...] = ()
    truncated: bool = False
    ani: Ani | None = None
    reason: str = ""

    @property
    def outcome(self) -> Outcome:
        """None, one or many. Many stays many: nobody guesses."""
        if not self.candidates:
            return Outcome.NONE
        return Outcome.ONE if len(self.candidates) == 1 else Outcome.MANY


@dataclass(frozen=True, slots=True)
class Nothing:
    """The screen stays as it is."""


@dataclass(frozen=True, slots=True)
class OpenRecord:
    """A record opens."""

    object_type: str
    record_id: str


@dataclass(frozen=True, slots=True)
class OpenSearch:
    """The search page opens for ``text``."""

    text: str


@dataclass(frozen=True, slots=True)
class OpenNewRecord:
    """The form for a new record opens, filled with ``defaults``.

    ``classic_elements`` gives the element ids of Classic's form by field.
    """

    object_type: str
    defaults: Mapping[str, str]
    classic_elements: Mapping[str, str]


Pop = Nothing | OpenRecord | OpenSearch | OpenNewRecord


@dataclass(frozen=True, slots=True)
class Decision:
    """What was found and what to pop."""

    match: Match
    pop: Pop
