"""What became of a contact, from what became of its records. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from switchboard.activity.batch import Job, JobId, known
from switchboard.activity.circuit import pause_s_after
from switchboard.activity.delivery import Delivered, Gone, Later, Result, Uncertain, Unwanted
from switchboard.activity.dossier import ActivityRecord, Rejection
from switchboard.activity.dossier_changes import Deleted, Outcome, Postponed, Rejected, Written
from switchboard.activity.edits import NOTHING, maybe_sent, ours, refused, sent
from switchboard.activity.preparing import Prepared, record_of
from switchboard.activity.results import NOT_SETTABLE, TOO_MANY, UNKNOWN_FIELD, meaning

MOST_RETRIES = 25
"""Attempts after which a record that the CRM always puts off is refused for good: about six hours."""


@dataclass(frozen=True, slots=True)
class Moment:
    """When an outcome is decided.

    Args:
        not_before: when the CRM may be asked again.
        roll: random number in [0, 1).
    """

    now: datetime
    not_before: datetime
    roll: float

    def next_try(self, retries: int) -> datetime:
        """When to try again after so many attempts that failed."""
        return max(self.now, self.not_before) + timedelta(seconds=pause_s_after(retries, self.roll))


def outcome(prepared: Prepared, results: Mapping[JobId, Result], moment: Moment) -> Outcome:
    """What became of a contact.

    Args:
        results: of its jobs; those of other contacts may be among them.
    """
    done = [(job, results[job.id]) for job in prepared.jobs]
    by_key = _records(prepared, done)
    records = tuple(by_key.values())
    mains = [by_key[key] for key in prepared.draft.mains if key in by_key]
    if prepared.deleted or (mains and all(record.deleted for record in mains)):
        return Deleted(records)
    if prepared.too_many:
        return Rejected(Rejection(TOO_MANY, (), meaning(TOO_MANY), moment.now), records)
    at = moment.next_try(prepared.dossier.retries)
    if any(isinstance(result, Uncertain) for _, result in done):
        return Postponed(at, unknown=True, records=records)
    patient = prepared.dossier.retries < MOST_RETRIES
    if any(isinstance(result, Later) and (patient or not result.own) for _, result in done):
        return Postponed(at, records=records)
    unwritten = [(job, result) for job, result in done if isinstance(result, Unwanted | Later)]
    if unwritten:
        # What refuses the activity itself says more than what refuses a further record.
        job, result = min(unwritten, key=lambda one: one[0].key not in prepared.draft.mains)
        fields = result.fields if isinstance(result, Unwanted) else ()
        rejection = Rejection(result.code, fields, f"{job.object_type}: {meaning(result.code)}", moment.now)
        return Rejected(rejection, records)
    if any(job.key not in by_key or _left_behind(job, result, by_key[job.key]) for job, result in done):
        return Postponed(moment.now, records=records)
    return Written(records, tuple(dict.fromkeys((*prepared.draft.remarks, *prepared.remarks, *_remarks(done)))))


def _records(prepared: Prepared, done: Iterable[tuple[Job, Result]]) -> dict[str, ActivityRecord]:
    """The records as they stand; one that is to be made anew is none of them."""
    records = dict(prepared.records)
    for job, result in done:
        record = record_of(job, prepared.records)
        match result:
            case Delivered(record_id=record_id, fields=fields, left_out=left_out):
                # A record that was made just now holds nothing of what attempts before it may have sent.
                before = ActivityRecord(job.key, job.object_type) if result.created else record
                written = replace(before, record_id=record_id, sent=sent(before, fields))
                untaken = known({name: one.value for name, one in left_out.items()})
                records[job.key] = replace(written, sent=refused(written, untaken))
            case Uncertain(fields=fields):
                records[job.key] = replace(record, sent=maybe_sent(record, fields))
            case Gone() if prepared.draft.remakes:
                del records[job.key]
            case Gone():
                records[job.key] = replace(record, deleted=True)
            case Later(own=False):
                pass
            case Later() | Unwanted():
                # A request that lost its answer is repeated, so it may have been done before it was refused.
                records[job.key] = replace(record, sent=maybe_sent(record, known(job.fields)))
    return records


def _left_behind(job: Job, result: Result, record: ActivityRecord) -> bool:
    """Whether a record that was to be made existed, and may hold more of ours than what was written now."""
    if not isinstance(result, Delivered) or result.created or job.record_id:
        return False
    return any(ours(record, name) != (NOTHING,) for name in record.sent.keys() - result.fields.keys())


def _remarks(done: Iterable[tuple[Job, Result]]) -> list[str]:
    """What was left out to please the CRM."""
    remarks = []
    for job, result in done:
        if not isinstance(result, Delivered):
            continue
        for name, left_out in result.left_out.items():
            if name in job.set_once and not result.created:
                continue  # the record existed, and has had it since it was made
            dropped = left_out.code in (UNKNOWN_FIELD, NOT_SETTABLE) or name in job.set_once
            remarks.append(f"{'dropped' if dropped else 'unlinked'}:{name}")
    return remarks
