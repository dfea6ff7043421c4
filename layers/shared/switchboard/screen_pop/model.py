"""The values that a screen pop is decided from, and the decision itself.

A decision is neutral: Open CTI for Lightning and Classic is one rendering of it (``rendering.py``).
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Protocol

from switchboard.contact import CallType, Channel
from switchboard.phone import Ani, Certainty
from switchboard.screen_pop.lookup_rules import Comparison, Lookup, Scalar
from switchboard.screen_pop.pop_rules import Popout


@dataclass(frozen=True, slots=True)
class RingingContact:
    """What is known of a contact when its pop is asked for; numbers are as the contact centre gave them.

    Args:
        handle: who the customer is on a digital channel.
        variables: what the script knows, by name.
        lookup, parameters: a custom lookup that the script asks for by name, and its values.
    """

    call_type: CallType
    channel: Channel = Channel.VOICE
    sub_channel: str = ""
    ani: str = ""
    dnis: str = ""
    skill: str = ""
    email: str = ""
    handle: str = ""
    contact_key: str = ""
    variables: Mapping[str, str] = field(default_factory=dict)
    lookup: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)

    @property
    def customer_number(self) -> str:
        """The number of the person at the other end: who calls, or who is called."""
        return self.dnis if self.call_type is CallType.OUTBOUND else self.ani


@dataclass(frozen=True, slots=True)
class SearchPlan:
    """How one object is searched for a number, address or handle.

    Args:
        searched: fields in which the value counts, the weightiest first.
        fields: everything to ask for.
        where: conditions with constants.
    """

    object_type: str
    searched: tuple[str, ...]
    fields: tuple[str, ...]
    where: tuple[Comparison, ...]
    name_field: str
    returns: tuple[str, ...]
    limit: int


@dataclass(frozen=True, slots=True)
class Row:
    """A record that the CRM proposed: its object and the fields that were asked for."""

    object_type: str
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Proposals:
    """What a search came back with.

    Args:
        rows: records that may be meant; the caller has to prove them.
        truncated: whether an object has more than were looked at.
    """

    rows: Sequence[Row] = ()
    truncated: bool = False


def proposals(rows: Sequence[Row], limits: Mapping[str, int]) -> Proposals:
    """Rows as proposals: truncated when an object comes with as many rows as it may."""
    counts = Counter(row.object_type for row in rows)
    return Proposals(rows, any(counts[name] >= limit for name, limit in limits.items()))


class Directory(Protocol):
    """Where people, companies and other records are looked up. Each method is one request to the CRM.

    All of them raise ``CrmError`` when the CRM could not be asked.
    """

    def by_phone(self, ani: Ani, plans: Sequence[SearchPlan]) -> Proposals:
        """Records that may hold the number, in any spelling."""
        ...

    def by_value(self, value: str, plans: Sequence[SearchPlan]) -> Proposals:
        """Records that hold exactly this text in one of the searched fields, whatever its case."""
        ...

    def by_lookup(self, lookup: Lookup, values: Mapping[str, Scalar | date]) -> Proposals:
        """Records that a custom lookup finds."""
        ...


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that belongs to the contact.

    Args:
        record_id, object_type, name: the record; a person account comes out as its Account.
        matched_field: the field that proved it, the weightiest of several; empty for a custom lookup.
        certainty: whether the stored number names its country; None where no number was searched for.
        contact_id: the Contact beneath a person account.
        last_modified: as the REST API writes it.
        fields: further fields that the rules allow an answer to carry.
    """

    record_id: str
    object_type: str
    name: str
    matched_field: str = ""
    certainty: Certainty | None = None
    contact_id: str = ""
    last_modified: str = ""
    fields: Mapping[str, Any] = field(default_factory=dict)


class Outcome(StrEnum):
    """How many records belong to the contact."""

    NONE = "none"
    ONE = "one"
    MANY = "many"


@dataclass(frozen=True, slots=True)
class Match:
    """The result of a lookup.

    Args:
        candidates: the best first; the order depends on rules and records alone.
        truncated: whether an object had more proposals than were looked at.
        ani: the customer's number, where it is one.
        reason: why nothing was looked up, or empty.
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
class OpenObjectHome:
    """The home page of an object opens."""

    object_type: str


@dataclass(frozen=True, slots=True)
class OpenListView:
    """A list view opens."""

    object_type: str
    list_view_id: str


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


@dataclass(frozen=True, slots=True)
class OpenUrl:
    """An address opens, a Visualforce page's among them; ``url`` has its query already."""

    url: str


@dataclass(frozen=True, slots=True)
class OpenFlow:
    """A screen flow opens with arguments of name, type and value."""

    flow: str
    arguments: tuple[tuple[str, str, str], ...]


Pop = Nothing | OpenRecord | OpenObjectHome | OpenListView | OpenSearch | OpenNewRecord | OpenUrl | OpenFlow


@dataclass(frozen=True, slots=True)
class Decision:
    """What was found and what to pop.

    Args:
        rule: name of the rule that held, or empty.
        popout: the wish for a window of its own, or None.
        notes: what an admin should know about how it was decided.
        key_prefixes: first three characters of the ids of custom objects, which Classic needs.
    """

    match: Match
    pop: Pop
    rule: str = ""
    popout: Popout | None = None
    notes: tuple[str, ...] = ()
    key_prefixes: Mapping[str, str] = field(default_factory=dict)
