"""Whether a contact's activity is due, and when to look again if nothing is heard of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import reduce

from switchboard.activity.conditions import applies
from switchboard.activity.rules import ActivityRules
from switchboard.activity.subjects import Leg, facts_of_legs, master_key
from switchboard.activity.view import contact_view
from switchboard.contact.facts import ABANDONED, REFUSED, Facts
from switchboard.contact.merge import join
from switchboard.contact.words import State


class DueReason(StrEnum):
    """Why an activity is due, or why not yet."""

    REACHED = "reached"
    WRAP_UP_LIMIT = "wrapUpLimit"
    SILENCE = "silence"
    WAITING = "waiting"
    NOT_WANTED = "notWanted"


@dataclass(frozen=True, slots=True)
class Due:
    """The decision.

    Args:
        look_again_at: when it will be due if nothing more is told; None where it is due now, or never. Any event
            makes the question worth asking again.
    """

    due: bool
    reason: DueReason
    look_again_at: datetime | None = None


def is_due(legs: Sequence[Leg], rules: ActivityRules, now: datetime) -> Due:
    """Whether what these contacts make is to be written now.

    Nothing is lost for want of an event: a contact whose wrap-up, or whose end, is never told is written after the
    limits of the rules.

    Args:
        legs: the one contact, or all contacts of one master where the rules say so; at least one.
    """
    contact = reduce(join, (leg.contact for leg in legs))
    last_at = contact.last_at
    facts = facts_of_legs(legs)
    if last_at is None or not _wanted(facts, rules):
        return Due(False, DueReason.NOT_WANTED)
    if not applies(rules.only, contact_view(master_key(legs[0]), contact, facts)):
        return Due(False, DueReason.NOT_WANTED)
    if _reached(facts, rules):
        return Due(True, DueReason.REACHED)
    if facts.over:
        limit = (facts.ended_at or last_at) + timedelta(seconds=rules.wrap_up_limit_s)
        reason = DueReason.WRAP_UP_LIMIT
    else:
        limit, reason = last_at + timedelta(seconds=rules.silence_limit_s), DueReason.SILENCE
    return Due(True, reason) if now >= limit else Due(False, DueReason.WAITING, limit)


def _wanted(facts: Facts, rules: ActivityRules) -> bool:
    return not (
        (facts.outcome == ABANDONED and not rules.write_abandoned)
        or (facts.outcome == REFUSED and not rules.write_refused)
    )


def _reached(facts: Facts, rules: ActivityRules) -> bool:
    match rules.when:
        case "answered":
            return facts.answered or facts.over
        case "ended":
            return facts.over
        case "wrappedUp":
            return facts.over and facts.state is not State.WRAP_UP
