"""What the activity rules make of a dossier: to be written now, to be looked at later, or not to be written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from switchboard.activity.dossier import ActivityState, Dossier
from switchboard.activity.due import DueReason, is_due
from switchboard.activity.rules import ActivityRules
from switchboard.activity.subjects import Leg, master_key
from switchboard.contact.key import ContactKey


@dataclass(frozen=True, slots=True)
class Outlook:
    """The decision.

    Args:
        state: DUE, OPEN or SKIPPED.
        at: for DUE when to write it; for OPEN when to think again, None to wait for more to be known.
    """

    state: ActivityState
    at: datetime | None = None


DueRule = Callable[[Dossier], Outlook]


def due_rule(rules: ActivityRules, now: datetime, legs: Mapping[ContactKey, Dossier] | None = None) -> DueRule:
    """The rules, asked about one dossier after the other.

    Args:
        legs: dossiers of the contacts that masters are written with, as far as they are still kept. Without them,
            a master that has any is to be looked at now, by somebody who has read them.
    """

    def outlook(dossier: Dossier) -> Outlook:
        if master_of(dossier, rules):
            return Outlook(ActivityState.OPEN)
        if rules.per == "masterContact" and dossier.legs and legs is None:
            return Outlook(ActivityState.OPEN, now)
        together = [dossier, *dossiers_of_legs(dossier, rules, legs or {})]
        due = is_due([Leg(one.key, one.contact) for one in together], rules, now)
        if due.due:
            return Outlook(ActivityState.DUE, now)
        if due.reason is DueReason.NOT_WANTED:
            return Outlook(ActivityState.SKIPPED)
        return Outlook(ActivityState.OPEN, due.look_again_at)

    return outlook


def dossiers_of_legs(master: Dossier, rules: ActivityRules, legs: Mapping[ContactKey, Dossier]) -> list[Dossier]:
    """The dossiers that a contact is written together with, besides its own."""
    return [legs[key] for key in master.legs if key in legs] if rules.per == "masterContact" else []


def master_of(dossier: Dossier, rules: ActivityRules) -> ContactKey | None:
    """The master contact that a contact is written with; None where it is written for itself."""
    if rules.per != "masterContact":
        return None
    master = master_key(Leg(dossier.key, dossier.contact))
    return None if master == dossier.key else master
