"""What the activity rules make of a dossier: to be written now, to be looked at later, or not to be written."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from switchboard.activity.dossier import ActivityState, Dossier
from switchboard.activity.due import DueReason, is_due
from switchboard.activity.rules import ActivityRules
from switchboard.activity.subjects import Leg


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


def due_rule(rules: ActivityRules, now: datetime) -> DueRule:
    """The rules, asked about one dossier after the other."""

    def outlook(dossier: Dossier) -> Outlook:
        due = is_due([Leg(dossier.key, dossier.contact)], rules, now)
        if due.due:
            return Outlook(ActivityState.DUE, now)
        if due.reason is DueReason.NOT_WANTED:
            return Outlook(ActivityState.SKIPPED)
        return Outlook(ActivityState.OPEN, due.look_again_at)

    return outlook
