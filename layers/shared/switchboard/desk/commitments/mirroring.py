"""What the CRM is to hold of a commitment. Pure.

A field is sent where it is another one than was sent last: what a person changes in the meantime stays, until the
commitment itself changes there.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from switchboard.activity.batch import Job, Value
from switchboard.activity.dossier import fingerprint
from switchboard.activity.model import Scalar
from switchboard.activity.rules import CommitmentRules, zone_of
from switchboard.activity.templates import render
from switchboard.contact.instant import write_instant
from switchboard.contact.key import ContactKey, NumberSpace
from switchboard.desk.commitments.model import Mirrored, Standing

MOST_SUBJECT = 255
MOST_DESCRIPTION = 32_000
"""Characters that a Task takes (Salesforce object reference, Task)."""

TASK = "Task"


@dataclass(frozen=True, slots=True)
class Shown:
    """What the CRM is known to hold.

    Args:
        record_id: empty before the record is known to be made.
        sent: fingerprints of the values that were sent last.
        is_gone: whether a person deleted it; it is not made again.
        is_doubtful: whether a request went out whose outcome nobody knows, so that it may hold something else.
    """

    record_id: str = ""
    sent: Mapping[str, str] = field(default_factory=dict)
    is_gone: bool = False
    is_doubtful: bool = False


def fields_of(
    mirrored: Mirrored, rules: CommitmentRules, time_zone: str, e164: Callable[[str], str]
) -> dict[str, Scalar | None]:
    """All fields of the record; None for what is to be empty.

    Args:
        time_zone: in which its day is meant (IANA name).
    """
    promise, zone = mirrored.promise, zone_of(time_zone)
    is_open = mirrored.standing is Standing.OPEN
    view = {
        "at": write_instant(promise.at),
        "name": f"{promise.first_name} {promise.last_name}".strip() or None,
        "notes": promise.notes or None,
        "number": e164(promise.phone) or promise.phone,
        "skillId": promise.skill_id,
    }
    status = {
        Standing.OPEN: rules.open_status,
        Standing.DONE: rules.done_status,
        Standing.CANCELLED: rules.cancelled_status,
    }[mirrored.standing]
    description = render(rules.description, view, zone) or ""
    whole = "\n".join(filter(None, (description, mirrored.closing_notes)))
    reminds = rules.remind and is_open
    return {
        "Subject": (render(rules.subject, view, zone) or "")[:MOST_SUBJECT],
        "Description": whole[:MOST_DESCRIPTION] or None,
        "Status": status,
        "ActivityDate": promise.at.astimezone(zone).date().isoformat(),
        "IsReminderSet": reminds,
        "ReminderDateTime": promise.at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        if reminds
        else None,
        "OwnerId": mirrored.user_id,
        "WhoId": mirrored.who_id or None,
        "WhatId": mirrored.what_id or None,
    }


def job_of(
    mirrored: Mirrored, shown: Shown, fields: Mapping[str, Scalar | None], key_field: str, business_unit: str
) -> Job | None:
    """What is to be written; None where the CRM has it, or where a person deleted it."""
    if shown.is_gone:
        return None
    changed: dict[str, Value] = {
        name: value
        for name, value in fields.items()
        # What was never sent and is empty has nothing to empty.
        if shown.is_doubtful
        or ((name in shown.sent or value is not None) and shown.sent.get(name) != fingerprint(value))
    }
    if shown.record_id and not changed:
        return None
    return Job(
        # Stands for the commitment in its batch; the record's key says which kind of id it is.
        contact=ContactKey(business_unit, NumberSpace.ACD, mirrored.commitment_id),
        key=key_of(mirrored.commitment_id, business_unit),
        object_type=TASK,
        key_field=key_field,
        fields=changed,
        record_id=shown.record_id,
    )


def key_of(commitment_id: str, business_unit: str) -> str:
    """The external id of a commitment's record, unlike that of any contact."""
    return f"{business_unit}:commitment:{commitment_id}"


def sent_after(shown: Shown, fields: Mapping[str, Scalar | None]) -> dict[str, str]:
    """The fingerprints after these fields were sent."""
    return {**shown.sent, **{name: fingerprint(value) for name, value in fields.items()}}
