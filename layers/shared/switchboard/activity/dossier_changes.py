"""How a dossier changes: with knowledge, with attempts to write, with their outcomes. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from switchboard.activity.dossier import (
    MOST_LEGS,
    ActivityRecord,
    ActivityState,
    Attempt,
    Dossier,
    Rejection,
)
from switchboard.activity.outlook import DueRule
from switchboard.contact.events import ContactEvent
from switchboard.contact.key import ContactKey
from switchboard.contact.merge import join, merge


@dataclass(frozen=True, slots=True)
class Written:
    """Salesforce has what the attempt sent."""

    records: tuple[ActivityRecord, ...]
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Postponed:
    """Nothing was written for now.

    Args:
        at: when to try again.
        unknown: whether it may have been written after all. The attempt then stays open until its lease ends.
        records: as they stand now; None for as the attempt put them down.
    """

    at: datetime
    unknown: bool = False
    records: tuple[ActivityRecord, ...] | None = None


@dataclass(frozen=True, slots=True)
class Rejected:
    """Salesforce refuses it for good."""

    rejection: Rejection
    records: tuple[ActivityRecord, ...] | None = None


@dataclass(frozen=True, slots=True)
class Deleted:
    """A person deleted it, and it is not to be made again."""

    records: tuple[ActivityRecord, ...]


Outcome = Written | Postponed | Rejected | Deleted


def merged(dossier: Dossier, events: Iterable[ContactEvent], rule: DueRule, now: datetime) -> Dossier:
    """The dossier with what the events add; the same one where they add nothing."""
    contact = dossier.contact
    for event in events:
        contact = merge(contact, event)
    if contact == dossier.contact:
        return dossier
    return _reconsidered(replace(dossier, contact=contact, version=dossier.version + 1), rule, now)


def with_leg(master: Dossier, leg: ContactKey, rule: DueRule, now: datetime) -> Dossier:
    """The dossier of a master contact, one of whose legs has changed."""
    legs = master.legs if leg in master.legs else (*master.legs, leg)[:MOST_LEGS]
    return _reconsidered(replace(master, legs=legs, version=master.version + 1), rule, now)


def let_go(leg: Dossier, now: datetime) -> Dossier:
    """The dossier of a leg whose master is written."""
    return _turned(leg, ActivityState.SKIPPED, None, now)


def may_absorb(dossier: Dossier, other: Dossier) -> bool:
    """Whether two dossiers of one interaction can become one: not while one is being written, or both were."""
    return not (dossier.attempt or other.attempt or (dossier.records and other.records))


def absorbed(dossier: Dossier, other: Dossier, rule: DueRule, now: datetime) -> Dossier:
    """The dossier with everything that the other holds."""
    together = replace(
        dossier,
        contact=join(dossier.contact, other.contact),
        created_at=min(dossier.created_at, other.created_at),
        version=max(dossier.version, other.version) + 1,
        match=dossier.match or other.match,
        records=dossier.records or other.records,
    )
    return _reconsidered(together, rule, now)


def begun(dossier: Dossier, attempt: Attempt, records: tuple[ActivityRecord, ...]) -> Dossier:
    """The dossier with an open attempt.

    Args:
        records: as they stand should the outcome stay unknown.
    """
    return replace(dossier, attempt=attempt, records=records)


def settled(dossier: Dossier, outcome: Outcome, now: datetime) -> Dossier:
    """The dossier after its open attempt. What became known meanwhile stays due."""
    assert dossier.attempt is not None  # noqa: S101 - callers look for their own attempt first
    version = dossier.attempt.version
    closed = replace(dossier, attempt=None)
    if outcome.records is not None:
        closed = replace(closed, records=outcome.records)
    if isinstance(outcome, Written):
        closed = replace(closed, written_version=version, retries=0, rejection=None, remarks=outcome.remarks)
    newer = dossier.version != version
    match outcome:
        case Deleted():
            return _turned(closed, ActivityState.DELETED, None, now)
        case Postponed(at=at, unknown=unknown):
            return _postponed(replace(closed, attempt=dossier.attempt if unknown else None), at, newer, now)
        case Rejected(rejection=rejection):
            closed = replace(closed, retries=0)
            if newer:
                return closed
            return _turned(replace(closed, rejection=rejection), ActivityState.REJECTED, None, now)
        case Written():
            return closed if newer else _turned(closed, ActivityState.WRITTEN, None, now)


def reconsidered(dossier: Dossier, rule: DueRule, now: datetime) -> Dossier:
    """An open or due dossier as the rules see it now, though nothing more is known of the contact."""
    if dossier.state not in (ActivityState.OPEN, ActivityState.DUE):
        return dossier
    return _reconsidered(dossier, rule, now)


def retried(dossier: Dossier, now: datetime) -> Dossier:
    """A rejected dossier, due again."""
    return _turned(replace(dossier, rejection=None, retries=0), ActivityState.DUE, now, now)


def _reconsidered(dossier: Dossier, rule: DueRule, now: datetime) -> Dossier:
    if dossier.state is ActivityState.DELETED:
        return dossier
    outlook = rule(dossier)
    at = outlook.at
    if dossier.retries and at and dossier.due_at:
        # What waits for Salesforce to recover goes on waiting, however often something is told of it.
        at = max(at, dossier.due_at)
    return _turned(replace(dossier, rejection=None), outlook.state, at, now)


def _postponed(dossier: Dossier, at: datetime, newer: bool, now: datetime) -> Dossier:
    failed = replace(dossier, retries=dossier.retries + 1)
    if newer and dossier.state is not ActivityState.DUE:
        return failed
    return _turned(failed, ActivityState.DUE, at, now)


def _turned(dossier: Dossier, state: ActivityState, due_at: datetime | None, now: datetime) -> Dossier:
    return replace(dossier, state=state, due_at=due_at, since=dossier.since if state is dossier.state else now)
