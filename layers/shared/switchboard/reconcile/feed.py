"""Taking reported contacts in, in the same way as events."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from switchboard.activity.dossier import ActivityState
from switchboard.activity.merging import Merged
from switchboard.contact.key import ContactKey
from switchboard.contact_intake.models import Received, Trouble
from switchboard.contact_intake.report import read_reports
from switchboard.reconcile.model import Row

TakeIn = Callable[[Sequence[Received], datetime], Mapping[ContactKey, Merged]]
"""Merges events into their contacts and tells the writer of what is due; raises ``StoreUnavailable``."""


@dataclass(frozen=True, slots=True)
class Fed:
    """What became of reported contacts.

    Args:
        rows: how many there were.
        changed: of how many the report told something new.
        repaired: of how many it told first what their activity waited for: their events had not come.
        refused: what could not be taken, by place and member.
    """

    rows: int
    changed: int
    repaired: int
    refused: tuple[Trouble, ...]


def feed(rows: Sequence[Row], business_unit: str, take_in: TakeIn, now: datetime) -> Fed:
    """Take in reports. To do it twice changes nothing.

    Raises:
        StoreUnavailable: some of them may not have been taken.
    """
    intake = read_reports(rows, business_unit)
    changed = [one for one in take_in(intake.received, now).values() if one.changed]
    repaired = sum(_was_repaired(one, now) for one in changed)
    return Fed(len(rows), len(changed), repaired, intake.refused)


def _was_repaired(merged: Merged, now: datetime) -> bool:
    """Whether the report made due what was never written before."""
    dossier = merged.dossier
    if dossier is None or dossier.state is not ActivityState.DUE:
        return False
    return dossier.written_version == 0 and dossier.since >= now
