"""From drafts, and what was seen of their records, to jobs for the CRM. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from switchboard.activity.batch import Job, Value, known
from switchboard.activity.crm import Found
from switchboard.activity.dossier import ActivityRecord, Dossier
from switchboard.activity.dossier_item import records_fit
from switchboard.activity.drafts import Draft, with_ids
from switchboard.activity.edits import as_found, edit, maybe_sent, plain, refused, sent
from switchboard.activity.model import Policy, RecordPlan
from switchboard.activity.results import UNKNOWN_FIELD

_SOME_ID = "0" * 18


@dataclass(frozen=True, slots=True)
class Prepared:
    """What is to be done for a contact.

    Args:
        records: that exist, by external id, with what they are known to hold.
        jobs: records to make or to change.
        remarks: fields in which a person's words stay, or those of a record that was inherited.
        deleted: whether a person deleted the activity, so that nothing is to be done.
        too_many: whether the rules make more records than can be kept in mind, so that none is written.
    """

    draft: Draft
    records: Mapping[str, ActivityRecord]
    jobs: tuple[Job, ...] = ()
    remarks: tuple[str, ...] = ()
    deleted: bool = False
    too_many: bool = False

    @property
    def dossier(self) -> Dossier:
        """The contact's dossier, as it was read."""
        return self.draft.dossier


def record_of(job: Job, records: Mapping[str, ActivityRecord]) -> ActivityRecord:
    """The record of a job; one that is to be made holds nothing yet."""
    return records.get(job.key) or ActivityRecord(job.key, job.object_type)


def records_if_unknown(records: Iterable[ActivityRecord], jobs: Iterable[Job]) -> tuple[ActivityRecord, ...]:
    """The records, should nobody learn whether the jobs were done."""
    by_key = {record.key: record for record in records}
    for job in jobs:
        record = record_of(job, by_key)
        by_key[job.key] = replace(record, sent=maybe_sent(record, known(job.fields)))
    return tuple(by_key.values())


def prepare(draft: Draft, seen: Mapping[str, Found | None], lacking: Collection[tuple[str, str]] = ()) -> Prepared:
    """What is to be done.

    Args:
        seen: what was found of the wanted records, by external id; those of other contacts may be among them.
        lacking: fields, by object, that the org is known not to have.
    """
    records = _as_seen(draft, seen)
    if draft.mains and all(key in records and records[key].deleted for key in draft.mains):
        return Prepared(draft, records, deleted=True)
    jobs, remarks = [], []
    for key, planned in draft.plans.items():
        plan = with_ids(planned, records.values())
        record = records.get(key)
        if record is None or not (record.record_id or record.deleted):
            jobs.append(_creation(draft, plan, lacking))
        elif not record.deleted:
            decided = edit(record, draft.changed(plan, record), seen.get(key))
            remark = "kept" if record.inherited else "edited"
            remarks += [f"{remark}:{name}" for name in sorted(decided.kept)]
            job = _job(draft, plan, decided.send, lacking, record.record_id)
            left_out = known({name: one.value for name, one in job.left_out.items()})
            record = replace(record, sent=sent(record, decided.holds))
            records[key] = replace(record, sent=refused(record, left_out))
            if job.fields:
                jobs.append(job)
    if not _can_be_kept(records_if_unknown(records.values(), jobs)):
        return Prepared(draft, _as_seen(draft, {}), too_many=True)
    return Prepared(draft, records, tuple(jobs), tuple(remarks))


def _can_be_kept(records: Iterable[ActivityRecord]) -> bool:
    return records_fit(replace(record, record_id=record.record_id or _SOME_ID) for record in records)


def _as_seen(draft: Draft, seen: Mapping[str, Found | None]) -> dict[str, ActivityRecord]:
    """The dossier's records with what was learnt of them: made after all, or deleted.

    Where the rules say that deleted ones are made anew, those are as if they had never been.
    """
    records = {record.key: record for record in draft.dossier.records}
    for key in draft.plans.keys() & seen.keys():
        found = seen[key]
        record = records.get(key) or ActivityRecord(key, draft.plans[key].object_type, inherited=True)
        if found is not None:
            held = as_found(record, found)
            records[key] = replace(record, record_id=found.record_id, sent=held, deleted=found.deleted)
        elif record.record_id:
            # Out of the recycle bin too, or out of our sight: either way a person's doing.
            records[key] = replace(record, deleted=True)
    return {key: record for key, record in records.items() if not (record.deleted and draft.remakes)}


def _creation(draft: Draft, plan: RecordPlan, lacking: Collection[tuple[str, str]]) -> Job:
    fields = {name: plain(value) if isinstance(value, str) else value for name, value in plan.on_create.items()}
    set_once = frozenset(name for name, one in plan.fields.items() if one.policy is Policy.CREATE_ONLY)
    return replace(_job(draft, plan, fields, lacking), set_once=set_once)


def _job(
    draft: Draft,
    plan: RecordPlan,
    fields: Mapping[str, Value],
    lacking: Collection[tuple[str, str]],
    record_id: str = "",
) -> Job:
    job = Job(
        draft.dossier.key,
        plan.key,
        plan.object_type,
        plan.key_field,
        fields,
        record_id,
        keeps_links=draft.keeps_links,
    )
    return job.without({name for object_type, name in lacking if object_type == plan.object_type}, UNKNOWN_FIELD)
