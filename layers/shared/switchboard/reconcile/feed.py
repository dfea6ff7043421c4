"""Taking reported contacts in, in the same way as events."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from switchboard.activity.dossier import ActivityState, Dossier
from switchboard.activity.merging import Merged
from switchboard.contact.fields import Field
from switchboard.contact.instant import parse_instant
from switchboard.contact.key import ContactKey
from switchboard.contact.words import CallType
from switchboard.contact_intake.models import Received, Trouble
from switchboard.contact_intake.report import read_reports
from switchboard.dialing.late import Outbound
from switchboard.reconcile.model import Row

TakeIn = Callable[[Sequence[Received], datetime], Mapping[ContactKey, Merged]]
"""Merges events into their contacts and tells the writer of what is due; raises ``StoreUnavailable``."""

Dialled = Callable[[Iterable[Outbound]], Sequence[Received]]
"""What contacts are to be told of the records from which they were dialled; raises ``StoreUnavailable``."""


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


def feed(
    rows: Sequence[Row], business_unit: str, take_in: TakeIn, now: datetime, dialled: Dialled | None = None
) -> Fed:
    """Take in reports. To do it twice changes nothing.

    Args:
        dialled: asked about outbound contacts of which nobody has said from which record they were dialled; None
            to ask nobody.

    Raises:
        StoreUnavailable: some of them may not have been taken.
    """
    intake = read_reports(rows, business_unit)
    merged = take_in(intake.received, now)
    changed = [one for one in merged.values() if one.changed]
    if dialled is not None:
        # Also of contacts that did not change: a run may have been cut off before it came to this.
        outbound = [found for one in merged.values() if one.dossier and (found := _outbound(one.dossier))]
        if told := dialled(outbound):
            take_in(told, now)
    repaired = sum(_was_repaired(one, now) for one in changed)
    return Fed(len(rows), len(changed), repaired, intake.refused)


def _outbound(dossier: Dossier) -> Outbound | None:
    """The contact, where it is an agent's call and nobody has said from which record it was dialled."""
    contact = dossier.contact
    call_type = contact.text(Field.CALL_TYPE) or contact.text(Field.REPORT_CALL_TYPE)
    agent_id, number = contact.text(Field.AGENT_ID), contact.text(Field.DNIS)
    started_at = contact.text(Field.STARTED_AT)
    if call_type != CallType.OUTBOUND or not (agent_id and number and started_at):
        return None
    if Field.DIALLED_WHO_ID in contact.fields or Field.DIALLED_WHAT_ID in contact.fields:
        return None
    return Outbound(dossier.key, agent_id, number, parse_instant(started_at))


def _was_repaired(merged: Merged, now: datetime) -> bool:
    """Whether the report made due what was never written before."""
    dossier = merged.dossier
    if dossier is None or dossier.state is not ActivityState.DUE:
        return False
    return dossier.written_version == 0 and dossier.since >= now
