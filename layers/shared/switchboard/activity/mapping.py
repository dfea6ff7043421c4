"""From an activity and the rules to the records that are to be written. Pure, and the same for the same input."""

from collections.abc import Mapping
from datetime import tzinfo
from typing import Any

from switchboard.activity.conditions import applies
from switchboard.activity.expressions import evaluate
from switchboard.activity.lengths import GREATEST_DURATION, cut, longest
from switchboard.activity.model import (
    Activity,
    Note,
    NoteReason,
    PlannedField,
    RecordPlan,
    Reference,
    Related,
    Scalar,
)
from switchboard.activity.relation import resolve_relation
from switchboard.activity.rules import ActivityRules, FieldRule, RecordRule, zone_of
from switchboard.activity.subjects import short_key
from switchboard.activity.templates import as_text, render


def map_activity(
    activity: Activity,
    rules: ActivityRules,
    *,
    match: Related | None = None,
    users: Mapping[str, str] | None = None,
) -> list[RecordPlan]:
    """The records of an activity, each after those that it refers to.

    Args:
        match: the single record that was found for the contact, where the search found exactly one.
        users: Salesforce users by the agents' ids.
    """
    relation = resolve_relation(rules.relation, activity.related, match)
    agent_id = activity.view["agent"]["id"]
    user_id = (users or {}).get(agent_id) if rules.owner.agents and agent_id else None
    view = {
        **activity.view,
        "relation": relation.as_view(),
        "owner": {"id": user_id or rules.owner.default or None},
    }
    zone = zone_of(rules.time_zone)
    first = rules.records[0].name
    plans: dict[str, RecordPlan] = {}
    for record in rules.in_order():
        if applies(record.when, view):
            key = activity.key if record.name == first else short_key(f"{activity.key}:{record.name}")
            notes = relation.notes if record.name == first else ()
            plans[record.name] = _plan(record, key, notes, view, zone, plans)
    return list(plans.values())


def _plan(
    record: RecordRule,
    key: str,
    notes: tuple[Note, ...],
    view: Mapping[str, Any],
    zone: tzinfo,
    planned: Mapping[str, RecordPlan],
) -> RecordPlan:
    fields: dict[str, PlannedField] = {}
    all_notes = list(notes)
    for rule in record.fields:
        if rule.field in fields or not applies(rule.when, view):
            continue
        if rule.ref is not None:
            value: Scalar | Reference | None = Reference(rule.ref) if rule.ref in planned else None
        else:
            value = _filled(rule, record.object, view, zone, all_notes)
        if value is not None:
            fields[rule.field] = PlannedField(value, rule.policy)
    return RecordPlan(record.name, record.object, record.key_field, key, fields, tuple(all_notes))


def _filled(
    rule: FieldRule, object_type: str, view: Mapping[str, Any], zone: tzinfo, notes: list[Note]
) -> Scalar | None:
    """The field's value, None where nothing is known."""
    try:
        value = _found(rule, view, zone)
        if rule.map is not None and value is not None:
            value = _mapped(rule, as_text(value), notes)
    except ValueError:
        notes.append(Note(rule.field, NoteReason.FAILED))
        return None
    if isinstance(value, str):
        fitting = cut(value, rule.max_length or longest(object_type, rule.field))
        if fitting != value:
            notes.append(Note(rule.field, NoteReason.CUT))
        return fitting or None
    if rule.field == "CallDurationInSeconds" and value is not None:
        return min(value, GREATEST_DURATION)
    return value


def _found(rule: FieldRule, view: Mapping[str, Any], zone: tzinfo) -> Scalar | None:
    if rule.constant is not None:
        return rule.constant
    if rule.template is not None:
        return render(rule.template, view, zone)
    if rule.lines is not None:
        lines = (render(line, view, zone) for line in rule.lines)
        return "\n".join(line for line in lines if line is not None)
    value = evaluate(rule.value or "", view, zone)
    if isinstance(value, list):
        return "; ".join(text for text in map(as_text, value) if text)
    if value is None or isinstance(value, str | int | float):
        return value
    raise ValueError("an object is no value of a field")


def _mapped(rule: FieldRule, text: str, notes: list[Note]) -> str | None:
    known = {name.casefold(): value for name, value in (rule.map or {}).items()}
    found = known.get(text.casefold(), rule.otherwise) if text else None
    if text and found is None:
        notes.append(Note(rule.field, NoteReason.NOT_IN_MAP))
    return found
