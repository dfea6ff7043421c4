"""What of a plan an existing record is given: what has changed here, and what no person has changed there. Pure.

Of each field the fingerprints are kept of what the CRM may hold as ours: one where that is known, more while the
outcome of an attempt is not. Any other value is a person's (or a flow's) and stays, unless the rules say that the
field is ours. A last fingerprint behind ``!`` is of a value that the CRM would not take, so that it is not offered
again and again.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from switchboard.activity.crm import Found
from switchboard.activity.dossier import ActivityRecord, fingerprint
from switchboard.activity.model import PlannedField, Policy, RecordPlan, Reference, Scalar
from switchboard.activity.results import OWNER
from switchboard.salesforce_id import id18

MOST_KEPT = 5
"""Values of a field that may be ours, while the outcomes of several attempts are unknown."""

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Target:
    """What a field of an existing record is to hold; None for nothing any more."""

    value: Scalar | Reference | None
    policy: Policy

    @property
    def mark(self) -> str | None:
        """The value's fingerprint; None for a reference, whose id is not known yet."""
        return None if isinstance(self.value, Reference) else mark(self.value)


@dataclass(frozen=True, slots=True)
class Edit:
    """What becomes of an existing record.

    Args:
        send: what to write, by field.
        holds: what fields hold already, as they should.
        kept: fields that hold what a person wrote.
    """

    send: Mapping[str, Scalar | Reference | None]
    holds: Mapping[str, Scalar | None]
    kept: frozenset[str]


def plain(text: str) -> str:
    """The text as it can be sent: a composite request would take ``@{`` for a reference of ours."""
    return text.replace("@{", "@ {")


def mark(value: Scalar | None) -> str:
    """The fingerprint of a value as it is sent, or as the CRM gives it back."""
    return fingerprint(_canonical(plain(value)) if isinstance(value, str) else value)


def _canonical(text: str) -> str:
    """Salesforce keeps whole seconds, writes the zone as +0000, and gives ids of 18 characters for those of 15."""
    if _MOMENT.fullmatch(text):
        return datetime.fromisoformat(text).astimezone(UTC).replace(microsecond=0).isoformat()
    return (id18(text) or text) if len(text) == 15 else text


NOTHING = mark(None)
_REFUSED = "!"


def ours(record: ActivityRecord, field: str) -> tuple[str, ...]:
    """What the field may hold as ours, the last one sent last."""
    return tuple(one for one in record.sent.get(field, ()) if not one.startswith(_REFUSED)) or (NOTHING,)


def targets(plan: RecordPlan, record: ActivityRecord, policies: Mapping[str, Policy]) -> dict[str, Target]:
    """What the fields of an existing record are to hold.

    What was sent earlier and does not hold any more is emptied: knowledge of a contact only grows, so the rules
    finding nothing now means that there is nothing, and not that nobody knows.

    Args:
        policies: of the fields that the rules may fill. What rules no longer speak of is left alone.
    """
    wanted = {name: _target(planned) for name, planned in plan.fields.items()}
    for name, policy in policies.items():
        if name not in wanted and name != OWNER and ours(record, name) != (NOTHING,):
            wanted[name] = Target(None, policy)
    return {name: target for name, target in wanted.items() if target.policy is not Policy.CREATE_ONLY}


def _target(planned: PlannedField) -> Target:
    value = planned.value
    return Target(plain(value) if isinstance(value, str) else value, planned.policy)


def changes(record: ActivityRecord, wanted: Mapping[str, Target]) -> dict[str, Target]:
    """The targets that the record does not surely hold, and that the CRM has not refused."""

    def stands(name: str, target: Target) -> bool:
        refused = record.sent.get(name, ("",))[-1] == f"{_REFUSED}{target.mark}"
        return refused or ours(record, name) == (target.mark,)

    return {name: target for name, target in wanted.items() if not stands(name, target)}


def edit(record: ActivityRecord, changed: Mapping[str, Target], found: Found | None) -> Edit:
    """What to send of the changes.

    Args:
        found: the record as it stands, where it was looked at.
    """
    held = found.values if found else {}
    holds = {
        name: held[name] for name, target in changed.items() if name in held and mark(held[name]) == target.mark
    }
    kept = frozenset(
        name
        for name, target in changed.items()
        if target.policy is Policy.UNTIL_EDITED
        and name in held
        and name not in holds
        and mark(held[name]) not in ours(record, name)
        # An owner who is whoever made the record was not chosen by anybody.
        and not (name == OWNER and found and held[name] == found.maker_id)
    )
    send = {name: target.value for name, target in changed.items() if name not in holds and name not in kept}
    return Edit(send, holds, kept)


def to_look_at(changed: Mapping[str, Target]) -> frozenset[str]:
    """Fields to read before the changes are sent."""
    return frozenset(name for name, target in changed.items() if target.policy is Policy.UNTIL_EDITED)


def sent(record: ActivityRecord, fields: Mapping[str, Scalar | None]) -> dict[str, tuple[str, ...]]:
    """What the fields hold as ours after these values were written."""
    return {**record.sent, **{name: (mark(value),) for name, value in fields.items()}}


def as_found(record: ActivityRecord, found: Found) -> dict[str, tuple[str, ...]]:
    """What the fields hold as ours now that they were looked at: of several values, the one that is there.

    Without this the true one would be forgotten among others of which nobody knows whether they were written, and
    then be taken for a person's.
    """

    def narrowed(name: str, held: Scalar | None) -> tuple[str, ...]:
        return tuple(one for one in record.sent[name] if one == mark(held) or one.startswith(_REFUSED))

    known = {name: held for name, held in found.values.items() if name in record.sent}
    return {
        **record.sent,
        **{name: narrowed(name, held) for name, held in known.items() if mark(held) in ours(record, name)},
    }


def maybe_sent(record: ActivityRecord, fields: Mapping[str, Scalar | None]) -> dict[str, tuple[str, ...]]:
    """What the fields may hold as ours where nobody knows whether these values were written."""

    def either(name: str, last: str) -> tuple[str, ...]:
        # A record that nobody has tried to make before holds nothing else, if it was made.
        before = ours(record, name) if record.record_id or record.sent else ()
        return (*(one for one in before if one != last), last)[-MOST_KEPT:]

    # If it is this attempt that makes the record, what only attempts before it sent is not in it.
    before = record.sent if record.record_id else {name: either(name, NOTHING) for name in record.sent}
    return {**before, **{name: either(name, mark(value)) for name, value in fields.items()}}


def refused(record: ActivityRecord, fields: Mapping[str, Scalar | None]) -> dict[str, tuple[str, ...]]:
    """What the fields hold as ours where the CRM would not take these values."""
    untaken = {name: (*ours(record, name), f"{_REFUSED}{mark(value)}") for name, value in fields.items()}
    return {**record.sent, **untaken}
