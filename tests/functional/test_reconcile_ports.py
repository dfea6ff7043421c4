"""What the reconciler stands on: one contract each for the fakes, and for CXone and SQS."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from local.cxone import sample
from local.cxone.contacts.lifecycle import Move
from local.cxone.contacts.traffic import Arrival
from switchboard.contact.key import ContactKey, NumberSpace
from switchboard.contact_intake.report import read_reports
from switchboard.reconcile.model import Reports, Row
from switchboard.reconcile.sweep import ActivityQueue
from switchboard.runtime.contacts import activity_queue
from switchboard.runtime.cxone import cxone_contacts
from tests.fakes.reconcile import Clock, MemoryActivityQueue, MemoryReports
from tests.support.world import World


@dataclass
class Vendor:
    """Reports, and how to have some: ``begin`` and ``change`` contacts, let time ``pass_by``."""

    reports: Reports
    page: int
    complete: Callable[[int], list[str]]
    change: Callable[[str], None]
    pass_by: Callable[[float], None]


def _memory() -> Vendor:
    clock = Clock(datetime(2026, 3, 2, 12, tzinfo=UTC))
    reports = MemoryReports(clock, page=3)

    def complete(count: int) -> list[str]:
        first = len(reports.updated) + 1
        made = range(first, first + count)
        reports.change(*made)
        return [str(one) for one in made]

    return Vendor(reports, 3, complete, lambda one: reports.change(int(one)), clock.advance)


def _cxone(world: World) -> Vendor:
    simulator = world.cxone
    simulator.world.settings = simulator.world.settings.changed({"routing": "manual"})

    def complete(count: int) -> list[str]:
        with simulator.world.turn():
            made = []
            for _ in range(count):
                arrival = Arrival("4155550134", sample.MAIN_LINE, skill_id=sample.SUPPORT_VOICE)
                contact_id = simulator.traffic.begin(arrival).contact_id
                simulator.traffic.move(contact_id, Move.QUEUE)
                simulator.traffic.hang_up(contact_id)
                made.append(str(contact_id))
            return made

    def change(contact_id: str) -> None:
        with simulator.world.turn():
            simulator.traffic.set_custom_data(int(contact_id), {"a": "b"})

    return Vendor(cxone_contacts(), 100, complete, change, simulator.clock.advance)


@pytest.fixture(params=["memory", "cxone"])
def vendor(request: pytest.FixtureRequest) -> Vendor:
    if request.param == "memory":
        return _memory()
    return _cxone(request.getfixturevalue("world"))


def ids(rows: Sequence[Row]) -> set[str]:
    return {one.key.contact_id for one in read_reports(rows, "4599001").received}


class TestReports:
    def test_pages_lead_to_the_end(self, vendor: Vendor) -> None:
        since = vendor.reports.now()
        made = vendor.complete(2 * vendor.page + 1)
        first = vendor.reports.completed(since)
        second = vendor.reports.completed(since, first.next)
        third = vendor.reports.completed(since, second.next)

        assert [len(one.rows) for one in (first, second, third)] == [vendor.page, vendor.page, 1]
        assert ids([*first.rows, *second.rows, *third.rows]) == set(made)
        assert (bool(second.next), third.next) == (True, "")
        assert first.business_unit == "4599001"

    def test_the_first_pages_time_misses_nothing_afterwards(self, vendor: Vendor) -> None:
        since = vendor.reports.now()
        vendor.complete(1)
        polled_at = vendor.reports.completed(since).polled_at
        assert polled_at is not None
        vendor.pass_by(60)
        (late,) = vendor.complete(1)

        assert late in ids(vendor.reports.completed(polled_at).rows)

    def test_what_has_not_changed_since_does_not_come(self, vendor: Vendor) -> None:
        one, _ = vendor.complete(2)
        vendor.pass_by(60)
        since = vendor.reports.now() - timedelta(seconds=5)
        vendor.change(one)

        assert ids(vendor.reports.completed(since).rows) == {one}

    def test_nobody_is_left_out_where_a_report_changes_between_two_pages(self, vendor: Vendor) -> None:
        since = vendor.reports.now()
        made = vendor.complete(vendor.page + 2)
        first = vendor.reports.completed(since)
        vendor.pass_by(5)
        vendor.change(made[0])

        assert ids([*first.rows, *vendor.reports.completed(since, first.next).rows]) == set(made)

    def test_nothing_new_is_an_empty_page(self, vendor: Vendor) -> None:
        page = vendor.reports.completed(vendor.reports.now())
        assert (len(page.rows), page.next) == (0, "")

    def test_one_contact_is_found_by_its_id(self, vendor: Vendor) -> None:
        (made,) = vendor.complete(1)
        row = vendor.reports.contact(made)

        assert row is not None
        assert ids([row]) == {made}
        assert vendor.reports.contact("4711") is None


@pytest.fixture(params=["memory", "sqs"])
def queue(request: pytest.FixtureRequest) -> ActivityQueue:
    if request.param == "memory":
        return MemoryActivityQueue()
    request.getfixturevalue("world")
    return activity_queue()


def test_a_queue_holds_each_contact_that_it_was_told_of_once(queue: ActivityQueue) -> None:
    assert queue.waiting() == 0
    keys = [ContactKey("4599001", NumberSpace.ACD, str(one)) for one in range(1, 24)]
    queue.tell([*keys, *keys])
    assert queue.waiting() == 23
    queue.tell([])
    assert queue.waiting() == 23
