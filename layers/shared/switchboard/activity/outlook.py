"""What the activity rules make of a dossier: to be written now, to be looked at later, or not to be written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from switchboard.activity.dossier import ActivityState, Dossier
from switchboard.activity.due import DueReason, is_due
from switchboard.activity.rules import ActivityRules
from switchboard.activity.subjects import Leg, is_consult, master_key
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
        if not _is_wanted(dossier, rules):
            return Outlook(ActivityState.SKIPPED)
        if master_of(dossier, rules):
            return Outlook(ActivityState.OPEN)
        if rules.per == "masterContact" and dossier.legs and legs is None:
            return Outlook(ActivityState.OPEN, now)
        together = [dossier, *dossiers_of_legs(dossier, rules, legs or {})]
        due = is_due([_leg(one) for one in together], rules, now)
        if due.due:
            return Outlook(ActivityState.DUE, now)
        if due.reason is DueReason.NOT_WANTED:
            return Outlook(ActivityState.SKIPPED)
        return Outlook(ActivityState.OPEN, due.look_again_at)

    return outlook


def dossiers_of_legs(master: Dossier, rules: ActivityRules, legs: Mapping[ContactKey, Dossier]) -> list[Dossier]:
    """The dossiers that a contact is written together with, besides its own.

    What agents said among themselves is no part of the customer's conversation.
    """
    if rules.per != "masterContact":
        return []
    return [legs[key] for key in master.legs if key in legs and not is_consult(_leg(legs[key]))]


def master_of(dossier: Dossier, rules: ActivityRules) -> ContactKey | None:
    """The master contact that a contact is written with; None where it is written for itself."""
    leg = _leg(dossier)
    if rules.per != "masterContact" or is_consult(leg):
        return None
    master = master_key(leg)
    return None if master == dossier.key else master


def _is_wanted(dossier: Dossier, rules: ActivityRules) -> bool:
    """Whether anything is written of the contact; a consult would have the key of its master's activity."""
    return not is_consult(_leg(dossier)) or (rules.write_consults and rules.per != "masterContact")


def _leg(dossier: Dossier) -> Leg:
    return Leg(dossier.key, dossier.contact)
