"""Reading what the contact centre reports since the last time.

May be cut off at any point: the watermark moves only after pages were fed, so what was not surely fed comes again,
and feeding twice changes nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from switchboard.errors import CcNotFound, CcRefused
from switchboard.reconcile.model import ReportPage, Reports, Unfinished, Watermark, WatermarkStore
from switchboard.time_left import time_left_s

OVERLAP = timedelta(minutes=5)
"""Asked for again each time: reports may appear a while after the time that they bear."""

LOOKBACK = timedelta(days=29)
"""How far back is asked: CXone keeps about 30 days of reports (unconfirmed)."""

LEASE = timedelta(seconds=60)
"""Longer than a run; a run that was killed holds the next ones up for so long at most."""

LEAST_TIME_S = 6.0
"""Below this no further page is begun."""


@dataclass(frozen=True, slots=True)
class CaughtUp:
    """What a run came to.

    Args:
        had_lease: False where another run was at it, so that this one did nothing.
        pages: how many were fed.
        complete: whether everything that was reported when the poll began is known now.
        lag_s: for how long that has not been so; None before the first poll that was.
    """

    had_lease: bool
    pages: int = 0
    complete: bool = False
    lag_s: float | None = None


def catch_up(
    reports: Reports,
    feed: Callable[[ReportPage], None],
    marks: WatermarkStore,
    owner: str,
    clock: Callable[[], datetime],
) -> CaughtUp:
    """Feed the pages since the watermark, as many as the time left allows, and move it.

    Args:
        feed: takes in the contacts of a page; what it raises ends the run with the page not fed.
        owner: different for every run.
        clock: aware UTC.

    Raises:
        CcError: the contact centre could not be asked.
        StoreUnavailable: the watermark could not be read or moved.
    """
    mark = marks.take(owner, now=clock(), until=clock() + LEASE)
    if mark is None:
        return CaughtUp(had_lease=False)
    try:
        return _run(reports, feed, marks, owner, clock, mark)
    finally:
        marks.give_back(owner)


def lag_s(mark: Watermark, now: datetime) -> float | None:
    """For how long something reported may not be known; None before the first complete poll."""
    return None if mark.complete_at is None else (now - mark.complete_at).total_seconds()


def _run(
    reports: Reports,
    feed: Callable[[ReportPage], None],
    marks: WatermarkStore,
    owner: str,
    clock: Callable[[], datetime],
    mark: Watermark,
) -> CaughtUp:
    mark, at = _begun(reports, mark, clock())
    pages = 0
    while True:
        page = _page(reports, marks, owner, clock, mark, at)
        feed(page)
        pages += 1
        if not at.next:
            at = replace(at, polled_at=page.polled_at)
        complete = not page.next
        if complete:
            mark = Watermark(at.polled_at or mark.polled_at, at.began_at)
        else:
            at = replace(at, next=page.next)
            mark = replace(mark, unfinished=at)
        moved = marks.move(owner, mark, until=clock() + LEASE)
        if complete or not moved or time_left_s() < LEAST_TIME_S:
            return CaughtUp(True, pages, complete and moved, lag_s(mark, clock()))


def _begun(reports: Reports, mark: Watermark, now: datetime) -> tuple[Watermark, Unfinished]:
    """The watermark and the poll to go on with, or a new one."""
    if mark.unfinished:
        return mark, mark.unfinished
    polled_at = mark.polled_at
    if polled_at is None:
        # What ended before Switchboard was there is not its business. To keep this moment matters where the first
        # answers are empty: they tell none.
        polled_at = reports.now()
        mark = replace(mark, polled_at=polled_at)
    since = polled_at - OVERLAP
    if since < now - LOOKBACK:
        since = max(since, reports.now() - LOOKBACK)
    return mark, Unfinished(since, None, now, "")


def _page(
    reports: Reports,
    marks: WatermarkStore,
    owner: str,
    clock: Callable[[], datetime],
    mark: Watermark,
    at: Unfinished,
) -> ReportPage:
    try:
        return reports.completed(at.since, at.next)
    except (CcRefused, CcNotFound):
        if at.next:
            # A place that is no longer taken must not be asked for for ever: the next run begins the poll anew.
            marks.move(owner, replace(mark, unfinished=None), until=clock() + LEASE)
        raise
