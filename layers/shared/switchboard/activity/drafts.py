"""The records of a contact as the rules want them, and which of those have to be seen first. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from switchboard.activity.dossier import ActivityRecord, Dossier
from switchboard.activity.edits import Target, changes, targets, to_look_at
from switchboard.activity.mapping import map_activity
from switchboard.activity.model import Activity, PlannedField, Policy, RecordPlan, Reference
from switchboard.activity.owners import OWNER, Owners, Users
from switchboard.activity.rules import ActivityRules
from switchboard.activity.subjects import Leg, activities_of


@dataclass(frozen=True, slots=True)
class Draft:
    """What the rules make of a contact.

    Args:
        plans: by external id, each after those that it refers to; references name external ids.
        mains: external ids of the activities themselves, as opposed to further records.
        policies: by a record's name in the rules and a field: whose the field is once the record exists.
        looks_anew: whether records may exist of which nothing is remembered.
        remakes: whether a record that a person deleted is made anew.
        keeps_links: whether a record is rejected rather than written without a link that leads nowhere.
    """

    dossier: Dossier
    plans: Mapping[str, RecordPlan]
    mains: frozenset[str]
    policies: Mapping[str, Mapping[str, Policy]]
    looks_anew: bool = False
    remakes: bool = False
    keeps_links: bool = False

    @property
    def remarks(self) -> tuple[str, ...]:
        """What the rules could not fill as they say."""
        notes = (note for plan in self.plans.values() for note in plan.notes)
        return tuple(dict.fromkeys(f"{note.reason}:{note.field}" for note in notes))

    def changed(self, plan: RecordPlan, record: ActivityRecord) -> dict[str, Target]:
        """What an existing record does not surely hold of what it should.

        What is known of a contact that was forgotten may be less than its record tells: nothing is written over.
        """
        wanted = targets(plan, record, self.policies[plan.name])
        if record.inherited:
            wanted = {name: replace(target, policy=Policy.UNTIL_EDITED) for name, target in wanted.items()}
        return changes(record, wanted)


@dataclass(frozen=True, slots=True)
class Want:
    """A record to be seen before anything is decided.

    Args:
        record_id: empty to look for its external id, because nobody knows whether it was made.
    """

    plan: RecordPlan
    record_id: str
    fields: frozenset[str]


def draft(
    dossier: Dossier,
    legs: Sequence[Dossier],
    rules: ActivityRules,
    *,
    looks_anew: bool = False,
    users: Users | None = None,
) -> Draft:
    """What the rules make of a contact.

    Args:
        legs: the contacts that are written together with it.
        users: who owns what the contacts' agents did; None where nobody was asked.
    """
    main = rules.records[0].name
    match = dossier.match.single if dossier.match else None
    owners = Owners.of([one.contact for one in (dossier, *legs)], users)
    plans: dict[str, RecordPlan] = {}
    mains = set()
    for activity in activities_of([Leg(one.key, one.contact) for one in (dossier, *legs)], rules.per):
        mapped = [
            _with_owners_notes(plan, owners, activity, rules) if plan.name == main else plan
            for plan in map_activity(activity, rules, match=match, users=owners.users)
        ]
        keys = {plan.name: plan.key for plan in mapped}
        plans.update({plan.key: _keyed(plan, keys) for plan in mapped})
        mains |= {plan.key for plan in mapped if plan.name == main}
    remakes = rules.deleted_records == "remake"
    if remakes:
        dossier = replace(dossier, records=tuple(one for one in dossier.records if not one.deleted))
    return Draft(
        dossier,
        plans,
        frozenset(mains),
        _policies(rules),
        looks_anew,
        remakes=remakes,
        keeps_links=rules.dead_links == "reject",
    )


def _policies(rules: ActivityRules) -> dict[str, dict[str, Policy]]:
    return {
        # Of several rules for a field the first counts.
        record.name: {rule.field: rule.policy for rule in reversed(record.fields)}
        for record in rules.records
    }


def _with_owners_notes(plan: RecordPlan, owners: Owners, activity: Activity, rules: ActivityRules) -> RecordPlan:
    """The plan, with a note where its owner should be an agent's user and is not."""
    has_owner = rules.owner.agents and any(rule.field == OWNER for rule in rules.records[0].fields)
    return replace(plan, notes=(*plan.notes, *owners.notes(activity))) if has_owner else plan


def _keyed(plan: RecordPlan, keys: Mapping[str, str]) -> RecordPlan:
    """The plan with references by external id: a contact may have several records of one name."""

    def keyed(planned: PlannedField) -> PlannedField:
        value = planned.value
        return replace(planned, value=Reference(keys[value.record])) if isinstance(value, Reference) else planned

    return replace(plan, fields={name: keyed(planned) for name, planned in plan.fields.items()})


def with_ids(plan: RecordPlan, records: Iterable[ActivityRecord]) -> RecordPlan:
    """The plan with the ids of the records that exist; what refers to a deleted one is left out."""
    known = {record.key: record for record in records if record.record_id or record.deleted}
    fields: dict[str, PlannedField] = {}
    for name, planned in plan.fields.items():
        other = known.get(planned.value.record) if isinstance(planned.value, Reference) else None
        if other is None:
            fields[name] = planned
        elif not other.deleted:
            fields[name] = replace(planned, value=other.record_id)
    return replace(plan, fields=fields)


def wants(draft: Draft) -> list[Want]:
    """The records to be seen: those that may exist, and those in which a person may have edited what changes."""
    wanted = []
    for key, plan in draft.plans.items():
        record = draft.dossier.record(key)
        if record is None and not draft.looks_anew:
            continue
        known = record or ActivityRecord(key, plan.object_type, inherited=True)
        if known.deleted:
            continue
        fields = to_look_at(draft.changed(with_ids(plan, draft.dossier.records), known))
        if fields or not known.record_id:
            wanted.append(Want(plan, known.record_id, fields))
    return wanted
