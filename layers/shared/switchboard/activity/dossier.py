"""What is kept of one contact: what is known of it, and what was made of that in Salesforce.

``version`` grows whenever more is known, ``written_version`` is the one that Salesforce has. Between the two there
is at most one open attempt to write. Where its lease has ended its outcome is unknown: the records that it was to
write hold what they held before, or what it sent.
"""

import hashlib
import json
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from switchboard.activity.model import Related
from switchboard.contact.key import ContactKey
from switchboard.contact.merge import Contact

MOST_LEGS = 100
"""Contacts that can follow a master contact."""


class ActivityState(StrEnum):
    """Where the activity of a contact stands."""

    OPEN = "open"
    """Not to be written as things stand."""
    DUE = "due"
    WRITTEN = "written"
    REJECTED = "rejected"
    """Salesforce refuses it for good; kept until somebody retries it or more is known."""
    DELETED = "deleted"
    """A person deleted it in Salesforce; it is not made again."""
    SKIPPED = "skipped"
    """By the rules none is written of it, or only as a part of its master contact."""

    @property
    def settled(self) -> bool:
        """Whether nothing is left to do, so that the contact may be forgotten some time later."""
        return self in (ActivityState.WRITTEN, ActivityState.DELETED, ActivityState.SKIPPED)


@dataclass(frozen=True, slots=True)
class Attempt:
    """A write that was begun.

    Args:
        id: different for every attempt.
        version: of the contact that is written.
        lease_until: until then nobody else writes this contact; longer than the request can take.
    """

    id: str
    version: int
    lease_until: datetime


@dataclass(frozen=True, slots=True)
class ActivityRecord:
    """A record in Salesforce that was made of the contact.

    Args:
        key: its external id, as planned; there is one record for each.
        object_type: such as ``Task``.
        record_id: 18 characters; empty while it is unknown whether an attempt made it.
        sent: for each field the fingerprints of what Salesforce may hold as ours, the last one sent last. It is
            more than one only where the outcome of an attempt is unknown.
        deleted: whether a person deleted it.
        inherited: whether it was there when nothing was remembered of it, so that what it holds stays.
    """

    key: str
    object_type: str
    record_id: str = ""
    sent: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    deleted: bool = False
    inherited: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """The records that a screen pop or look-up found for the customer: none, one or many."""

    records: tuple[Related, ...]
    at: datetime

    @property
    def single(self) -> Related | None:
        """The record, where it is exactly one."""
        return self.records[0] if len(self.records) == 1 else None


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why Salesforce refuses the activity for good.

    Args:
        code: Salesforce's error code, or a short word of ours.
        fields: names of the fields it is about.
        text: for people, without any value of the record.
    """

    code: str
    fields: tuple[str, ...]
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything that is kept of a contact.

    Args:
        revision: how often the dossier was written; it changes only where this is as it was read.
        created_at: when the first event arrived. Much later than the contact's own times, it tells that earlier
            knowledge was forgotten.
        since: when ``state`` began.
        legs: of a master contact that is written as one, the contacts that followed it.
        due_at: when to look at it next, to write it or to think again; None for no time of its own.
        retries: attempts that failed since the last one that did not.
        remarks: what was changed to please Salesforce, such as ``cut:Subject`` or ``dropped:Queue__c``.
    """

    key: ContactKey
    created_at: datetime
    since: datetime
    contact: Contact = field(default_factory=Contact)
    revision: int = 0
    version: int = 0
    written_version: int = 0
    state: ActivityState = ActivityState.OPEN
    due_at: datetime | None = None
    attempt: Attempt | None = None
    match: Match | None = None
    records: tuple[ActivityRecord, ...] = ()
    rejection: Rejection | None = None
    remarks: tuple[str, ...] = ()
    retries: int = 0
    legs: tuple[ContactKey, ...] = ()

    @property
    def next_due_at(self) -> datetime | None:
        """When anybody has to look at it: not while an attempt is open, and surely when its lease has ended."""
        if self.attempt is None:
            return self.due_at
        return max(self.attempt.lease_until, self.due_at or self.attempt.lease_until)

    def is_being_written(self, now: datetime) -> bool:
        """Whether somebody else's attempt is open."""
        return self.attempt is not None and now < self.attempt.lease_until

    def record(self, key: str) -> ActivityRecord | None:
        """The record of an external id."""
        return next((one for one in self.records if one.key == key), None)


def fingerprint(value: object) -> str:
    """Twelve characters that stand for a field's value, so that none of it has to be kept.

    Values that Salesforce holds as equal have the same: it trims text, keeps line breaks as it likes, holds empty
    text as null, and gives whole numbers back as 5.0.
    """
    if isinstance(value, str):
        value = value.replace("\r\n", "\n").replace("\r", "\n").strip() or None
    elif isinstance(value, float) and value.is_integer():
        value = int(value)
    digest = hashlib.sha256(json.dumps(value, sort_keys=True).encode()).digest()
    return b64encode(digest[:9]).decode()
