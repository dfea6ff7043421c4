"""Catching up: nothing reported is missed, whatever happens on the way."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from switchboard.contact.instant import write_instant
from switchboard.errors import CcNotFound, CcRefused, CcUnavailable, StoreUnavailable, SwitchboardError
from switchboard.reconcile.catch_up import LEASE, LOOKBACK, OVERLAP, CaughtUp, catch_up
from switchboard.reconcile.model import ReportPage, Unfinished, Watermark
from switchboard.time_left import set_time_left
from tests.fakes.reconcile import Clock, MemoryReports, MemoryWatermarks

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


class Site:
    """A contact centre, a watermark, and what has been fed so far."""

    def __init__(self, page: int = 3) -> None:
        self.clock = Clock(NOON)
        self.reports = MemoryReports(self.clock, page)
        self.marks = MemoryWatermarks(Watermark(NOON, NOON))
        self.fed: dict[str, str] = {}
        self.pages_fed = 0
        self.feed_failures: list[Exception | None] = []

    def feed(self, page: ReportPage) -> None:
        failure = self.feed_failures.pop(0) if self.feed_failures else None
        if failure:
            raise failure
        self.pages_fed += 1
        self.fed |= {row["contactId"]: row["lastUpdateTime"] for row in page.rows}

    def run(self, owner: str = "run") -> CaughtUp:
        return catch_up(self.reports, self.feed, self.marks, owner, self.clock)

    def knows_everything(self) -> bool:
        return self.fed == {str(one): write_instant(at) for one, at in self.reports.updated.items()}


@pytest.fixture(autouse=True)
def _no_limit() -> Iterator[None]:
    set_time_left(float("inf"))
    yield
    set_time_left(float("inf"))


def test_all_pages_are_fed_and_the_watermark_is_the_first_pages() -> None:
    site = Site()
    site.reports.change(*range(1, 8))
    site.clock.advance(60)

    done = site.run()

    assert site.fed.keys() == {str(one) for one in range(1, 8)}
    assert (done.pages, done.complete, done.failure) == (3, True, None)
    assert site.marks.kept == Watermark(NOON + timedelta(seconds=60), NOON + timedelta(seconds=60))


def test_what_is_reported_between_two_pages_comes_with_the_next_run() -> None:
    site = Site()
    site.reports.change(5, 6, 7, 8)
    feed = site.feed

    def changing(page: ReportPage) -> None:
        feed(page)
        site.clock.advance(1)
        site.reports.change(1)

    catch_up(site.reports, changing, site.marks, "run", site.clock)
    assert "1" not in site.fed

    site.run()
    assert "1" in site.fed


def test_the_same_is_asked_again_for_some_minutes_in_case_a_report_came_late() -> None:
    site = Site()
    site.reports.change(1)
    site.run()
    late = NOON - timedelta(minutes=4)
    site.reports.updated[2] = late

    site.run()
    assert site.fed.keys() == {"1", "2"}
    assert [since for since, _ in site.reports.asked] == [NOON - OVERLAP] * 2


def test_an_empty_answer_keeps_the_watermark_and_counts_as_complete() -> None:
    site = Site()
    site.clock.advance(3600)

    done = site.run()

    assert done.complete
    assert done.complete_at == NOON + timedelta(hours=1)
    assert site.marks.kept.polled_at == NOON


def test_the_first_run_begins_with_now_and_keeps_that() -> None:
    site = Site()
    site.marks.kept = Watermark()
    site.reports.updated[1] = NOON - timedelta(days=1)

    assert site.run().complete
    assert not site.fed
    assert site.marks.kept.polled_at == NOON

    # Whatever is reported from now on comes, however long the next run takes to come.
    site.reports.change(2)
    site.clock.advance(86_400)
    site.run()
    assert site.fed.keys() == {"2"}


def test_a_first_run_that_fails_has_kept_where_it_began() -> None:
    site = Site()
    site.marks.kept = Watermark()
    site.reports.failures = [CcUnavailable("HTTP_503")]
    assert site.run().failure
    site.reports.change(1)
    site.clock.advance(3 * 3600)

    site.run()
    assert site.fed.keys() == {"1"}


def test_nobody_asks_for_what_the_vendor_no_longer_keeps() -> None:
    site = Site()
    site.clock.advance(timedelta(days=100).total_seconds())
    site.run()

    assert site.reports.asked == [(site.clock() - LOOKBACK, "")]


@pytest.mark.parametrize("failure", [CcUnavailable("HTTP_503"), StoreUnavailable("Throttled")])
def test_a_run_that_fails_leaves_the_watermark_and_says_so(failure: SwitchboardError) -> None:
    site = Site()
    site.reports.change(1)
    site.feed_failures = [failure]
    site.clock.advance(600)

    done = site.run()

    assert (done.failure, done.complete, done.complete_at) == (failure, False, NOON)
    assert site.marks.kept == Watermark(NOON, NOON)
    assert site.run().complete
    assert site.fed.keys() == {"1"}


def test_a_mistake_of_ours_is_not_swallowed_and_gives_the_lease_back() -> None:
    site = Site()
    site.reports.change(1)
    site.feed_failures = [KeyError("x")]

    with pytest.raises(KeyError):
        site.run()
    assert site.run().complete


def test_a_run_that_was_cut_off_goes_on_where_it_stopped() -> None:
    site = Site()
    site.reports.change(*range(1, 10))
    set_time_left(1.0)

    first = site.run()
    assert (first.pages, first.complete, first.complete_at) == (1, False, NOON)
    assert site.marks.kept.unfinished == Unfinished(NOON - OVERLAP, NOON, NOON, "3")
    site.clock.advance(60)
    site.run()
    last = site.run()

    assert (last.complete, site.pages_fed) == (True, 3)
    assert [position for _, position in site.reports.asked] == ["", "3", "6"]
    # What was reported since the poll began is still to come: so say watermark and lag.
    assert site.marks.kept == Watermark(NOON, NOON)


def test_two_runs_do_not_overlap() -> None:
    site = Site()
    site.reports.change(1)
    site.marks.take("other", now=site.clock(), until=site.clock() + LEASE)

    assert site.run() == CaughtUp(had_lease=False)
    assert not site.fed

    site.clock.advance(LEASE.total_seconds() + 1)
    assert site.run().complete


def test_a_run_that_lost_its_lease_moves_nothing_and_stops() -> None:
    site = Site()
    site.reports.change(*range(1, 10))
    feed = site.feed

    def slow(page: ReportPage) -> None:
        feed(page)
        site.marks.owner = "other"

    done = catch_up(site.reports, slow, site.marks, "run", site.clock)

    assert (done.pages, done.complete) == (1, False)
    assert site.marks.kept == Watermark(NOON, NOON)
    assert site.marks.owner == "other"


@pytest.mark.parametrize(
    "failure", [CcRefused("invalid_request", status=400), CcNotFound("not_found", status=404)]
)
def test_a_place_that_is_no_longer_taken_begins_the_poll_anew(failure: SwitchboardError) -> None:
    site = Site()
    site.reports.change(*range(1, 6))
    set_time_left(1.0)
    site.run()
    set_time_left(float("inf"))
    site.reports.failures = [failure]

    assert site.run().failure is failure
    assert site.marks.kept == Watermark(NOON, NOON)
    assert site.run().complete
    assert site.knows_everything()


def test_a_place_that_cannot_be_reached_for_now_is_kept() -> None:
    site = Site()
    site.reports.change(*range(1, 6))
    set_time_left(1.0)
    site.run()
    set_time_left(float("inf"))
    site.reports.failures = [CcUnavailable("HTTP_503")]
    site.run()

    assert site.marks.kept.unfinished is not None
    assert site.run().pages == 1


_TROUBLE = st.none() | st.sampled_from([CcUnavailable("x"), CcRefused("x"), StoreUnavailable("x"), KeyError("x")])


@given(
    page=st.integers(1, 4),
    rounds=st.lists(
        st.tuples(
            st.lists(st.integers(1, 12), max_size=6),
            st.lists(_TROUBLE, max_size=3),
            st.lists(_TROUBLE, max_size=3),
            st.booleans(),
            st.floats(0, 900),
        ),
        max_size=8,
    ),
)
def test_after_any_trouble_everything_that_was_reported_is_known(
    page: int, rounds: list[tuple[list[int], list[Exception | None], list[Exception | None], bool, float]]
) -> None:
    site = Site(page)
    for changed, asking, feeding, in_a_hurry, seconds in rounds:
        site.clock.advance(seconds)
        site.reports.change(*changed)
        site.reports.failures, site.feed_failures = list(asking), list(feeding)
        set_time_left(1.0 if in_a_hurry else float("inf"))
        try:
            site.run()
        except KeyError:
            # Such a run dies with its lease: the next ones wait for its end.
            site.clock.advance(LEASE.total_seconds() + 1)
    set_time_left(float("inf"))
    site.reports.failures, site.feed_failures = [], []
    site.clock.advance(1)
    site.run()
    site.run()

    assert site.knows_everything()
