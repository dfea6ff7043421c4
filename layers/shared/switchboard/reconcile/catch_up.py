"""Reading what the contact centre reports since the last time.

May be cut off at any point: the watermark moves only after pages were fed, so what was not surely fed comes again,
and feeding twice changes nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from switchboard.errors import CcNotFound, CcRefused, SwitchboardError
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
        complete_at: when the last poll of which that is true began; None before the first.
        failure: what ended it early.
    """

    had_lease: bool
    pages: int = 0
    complete: bool = False
    complete_at: datetime | None = None
    failure: SwitchboardError | None = None


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
        StoreUnavailable: the watermark could not be read, or its lease not be given back.
    """
    mark = marks.take(owner, now=clock(), until=clock() + LEASE)
    if mark is None:
        return CaughtUp(had_lease=False)
    run = _Run(reports, feed, marks, owner, clock, mark)
    failure = None
    try:
        run.go()
    except SwitchboardError as error:
        failure = error
    finally:
        marks.give_back(owner)
    return CaughtUp(True, run.pages, run.complete, run.mark.complete_at, failure)


class _Run:
    """One run: where it stands, and its steps."""

    def __init__(
        self,
        reports: Reports,
        feed: Callable[[ReportPage], None],
        marks: WatermarkStore,
        owner: str,
        clock: Callable[[], datetime],
        mark: Watermark,
    ) -> None:
        self._reports = reports
        self._feed = feed
        self._marks = marks
        self._owner = owner
        self._clock = clock
        self.mark = mark
        self.pages = 0
        self.complete = False

    def go(self) -> None:
        """Page after page, until there is no other or no time; or until somebody else has the lease."""
        at = self.mark.unfinished or self._begun()
        while True:
            page = self._page(at)
            self._feed(page)
            self.pages += 1
            if not at.next:
                at = replace(at, polled_at=page.polled_at)
            if not page.next:
                done = Watermark(at.polled_at or self.mark.polled_at, at.began_at)
                self.complete = self._move(done)
                return
            at = replace(at, next=page.next)
            if not self._move(replace(self.mark, unfinished=at)) or time_left_s() < LEAST_TIME_S:
                return

    def _begun(self) -> Unfinished:
        now, polled_at = self._clock(), self.mark.polled_at
        if polled_at is None:
            # What ended before Switchboard was there is not its business. This moment is kept, for answers that
            # are empty tell none.
            polled_at = self._reports.now()
            self._move(replace(self.mark, polled_at=polled_at))
        since = polled_at - OVERLAP
        if since < now - LOOKBACK:
            since = max(since, self._reports.now() - LOOKBACK)
        return Unfinished(since, None, now, "")

    def _page(self, at: Unfinished) -> ReportPage:
        try:
            return self._reports.completed(at.since, at.next)
        except (CcRefused, CcNotFound):
            if at.next:
                # A place that is no longer taken must not be asked for for ever: the next run begins anew.
                self._move(replace(self.mark, unfinished=None))
            raise

    def _move(self, mark: Watermark) -> bool:
        if not self._marks.move(self._owner, mark, until=self._clock() + LEASE):
            return False
        self.mark = mark
        return True
