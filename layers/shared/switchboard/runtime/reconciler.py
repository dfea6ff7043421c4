"""One run of the reconciler: sweep what is due, then catch up with what CXone reports.

The two do not depend on each other: trouble with CXone must not keep activities from being written.
"""

import uuid
from datetime import UTC, datetime

from switchboard.errors import ConfigurationError, SwitchboardError
from switchboard.reconcile.catch_up import CaughtUp, catch_up
from switchboard.reconcile.feed import feed
from switchboard.reconcile.model import ReportPage, WatermarkStore
from switchboard.reconcile.sweep import sweep
from switchboard.runtime import aws, calls, observe
from switchboard.runtime.contact_events import take_in
from switchboard.runtime.contacts import activity_queue, ledger
from switchboard.runtime.cxone import cxone_contacts
from switchboard.runtime.mirror import sweep_commitments
from switchboard.runtime.settings import settings
from switchboard.stores.watermark_items import WatermarkItems


def reconcile() -> None:
    """Sweep and catch up. What goes wrong outside is logged, and shows in the lag."""
    try:
        _sweep()
    except SwitchboardError as error:
        _failed("sweep", error)
    try:
        done = catch_up(cxone_contacts(), _feed, watermarks(), uuid.uuid4().hex, _now)
    except SwitchboardError as error:
        _failed("catch_up", error)
    else:
        _report(done)


def watermarks() -> WatermarkStore:
    """How far the reports of completed contacts have been read."""
    return WatermarkItems(aws.dynamodb(), settings().watermarks_table, "completed-contacts")


def _sweep() -> None:
    swept = sweep(ledger(), activity_queue(), _now())
    observe.note(swept=swept.queued)
    observe.count("ContactsSwept", swept.queued)
    observe.measure_s("OldestDueContact", swept.oldest_due_s)
    if commitments := sweep_commitments(_now()):
        observe.note(commitments_swept=commitments)


def _feed(page: ReportPage) -> None:
    unit = settings().business_unit
    if not unit or page.business_unit not in ("", unit):
        # Under another unit's number every contact would be written a second time.
        raise ConfigurationError("The parameter BusinessUnit is not the number of CXone's business unit")
    fed = feed(page.rows, unit, take_in, _now(), calls.late_relations_of)
    observe.count("ReportsRead", fed.rows)
    observe.count("ContactsChangedByReports", fed.changed)
    observe.count("ContactsRepaired", fed.repaired)
    observe.count("ReportsRefused", len(fed.refused))
    if fed.refused:
        wrong = sorted({f"{one.field}:{one.reason}" for one in fed.refused})
        observe.logger().warning("reports_refused", extra={"reports": len(fed.refused), "wrong": wrong})


def _report(done: CaughtUp) -> None:
    observe.note(pages=done.pages, complete=done.complete, other_run=not done.had_lease)
    if done.complete_at:
        observe.measure_s("ReconcilerLag", (_now() - done.complete_at).total_seconds())
    if done.failure:
        _failed("catch_up", done.failure)


def _failed(part: str, error: SwitchboardError) -> None:
    observe.logger().warning("not_reconciled", extra={"part": part, "reason": str(error)})
    observe.count("ReconcilerFailed")


def _now() -> datetime:
    return datetime.now(UTC)
