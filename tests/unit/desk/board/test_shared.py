"""However many look at a board, one of them reads it on, and nobody waits who has an older one."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from switchboard.desk.board.packing import Packing
from switchboard.desk.board.reading import Pace
from switchboard.desk.board.shared import LEASE_S, LOOK_S, STORE_UNAVAILABLE, SharedBoard
from switchboard.errors import CcLimitReached, CcTimeout, CcUnavailable, StoreUnavailable, VendorError
from switchboard.time_left import set_time_left
from tests.fakes.boards import ListSource, MemoryBoards, Thing

BEGAN = 1_790_000_000.0
A, B = Thing("A"), Thing("B")


@pytest.fixture(autouse=True)
def _time() -> Iterator[None]:
    yield
    set_time_left(float("inf"))


class Centre:
    """A contact centre, a store, and processes that look."""

    def __init__(self) -> None:
        self.now = BEGAN
        self.store = MemoryBoards()
        self.source = ListSource(lambda: self.now)
        self.source.put({"1": A})
        self.slept_s: list[float] = []

    def process(self) -> SharedBoard[Thing]:
        return SharedBoard(
            self.store,
            self.source,
            Packing(Thing),
            Pace(every_s=5, whole_every_s=300),
            name_reason=_reason,
            clock=lambda: self.now,
            sleep=self.slept_s.append,
            roll=lambda: 1.0,
        )

    @property
    def asked(self) -> int:
        return len(self.source.asked)


def _reason(error: VendorError) -> str:
    return f"cxone-{error.code.lower()}"


@pytest.fixture
def centre() -> Centre:
    return Centre()


def test_a_board_is_read_once_and_shown_from_memory_until_it_is_due(centre: Centre) -> None:
    process = centre.process()
    for _ in range(50):
        assert process.seen().board.rows == {"1": A}
        centre.now += 0.09

    assert (centre.asked, centre.store.reads) == (1, 1)


def test_other_processes_take_it_from_the_store(centre: Centre) -> None:
    centre.process().seen()
    others = [centre.process() for _ in range(20)]

    assert all(one.seen().board.rows == {"1": A} for one in others)
    assert centre.asked == 1


def test_a_board_that_is_due_is_read_on_by_one_of_all(centre: Centre) -> None:
    processes = [centre.process() for _ in range(20)]
    for turn in range(60):
        centre.source.put({"1": Thing(str(turn))})
        for process in processes:
            process.seen()
        centre.now += 1

    # Every five seconds for a minute.
    assert centre.asked == 12
    assert {process.seen().board.rows["1"] for process in processes} <= {
        Thing(str(turn)) for turn in range(50, 60)
    }


def test_two_processes_at_the_same_moment_ask_once(centre: Centre) -> None:
    processes = [centre.process() for _ in range(8)]
    barrier = threading.Barrier(len(processes))

    def look(process: SharedBoard[Thing]) -> Thing:
        barrier.wait()
        return process.seen().board.rows["1"]

    with ThreadPoolExecutor(len(processes)) as pool:
        assert set(pool.map(look, processes)) == {A}
    assert centre.asked == 1


def test_who_has_an_older_board_does_not_wait_for_the_one_who_reads_on(centre: Centre) -> None:
    process = centre.process()
    process.seen()
    centre.now += 6
    centre.store.take("another", due_by=centre.now, now=centre.now, until=centre.now + LEASE_S)

    seen = process.seen()
    assert (seen.board.rows, seen.age_s, seen.reason) == ({"1": A}, 6, "")
    assert centre.slept_s == []
    assert centre.asked == 1


def test_while_another_reads_on_the_store_is_looked_at_once_a_second(centre: Centre) -> None:
    process = centre.process()
    process.seen()
    centre.now += 6
    centre.store.take("another", due_by=centre.now, now=centre.now, until=centre.now + LEASE_S)
    reads = centre.store.reads
    for _ in range(10):
        process.seen()
        centre.now += LOOK_S / 10 + 0.0001

    assert centre.store.reads - reads <= 2


def test_who_has_none_waits_for_the_one_who_reads_on(centre: Centre) -> None:
    reader, waiter = centre.process(), centre.process()
    centre.store.take("another", due_by=centre.now, now=centre.now, until=centre.now + 1)
    waiter._sleep = lambda _: setattr(centre, "now", centre.now + 0.3)

    # The other one died; its lease ends.
    assert waiter.seen().board.rows == {"1": A}
    assert reader.seen().board.rows == {"1": A}
    assert centre.asked == 1


def test_who_has_none_gives_up_when_time_is_up(centre: Centre) -> None:
    centre.store.take("another", due_by=centre.now, now=centre.now, until=centre.now + LEASE_S)
    set_time_left(0.3)
    with pytest.raises(CcTimeout):
        centre.process().seen()


class TestTrouble:
    def test_the_older_board_is_shown_with_its_age_and_the_reason(self, centre: Centre) -> None:
        process = centre.process()
        process.seen()
        centre.now += 7
        centre.source.trouble = CcUnavailable("DOWN")

        for one in (process, centre.process()):
            seen = one.seen()
            assert (seen.board.rows, seen.age_s, seen.reason) == ({"1": A}, 7, "cxone-down")
        assert centre.asked == 2

    def test_it_causes_ever_fewer_requests_and_not_one_for_each_panel(self, centre: Centre) -> None:
        processes = [centre.process() for _ in range(20)]
        for process in processes:
            process.seen()
        centre.source.trouble = CcUnavailable("DOWN")
        for _ in range(600):
            centre.now += 1
            for process in processes:
                process.seen()

        # After 5, then 10, 20, 40 seconds, then once a minute; the first was good.
        assert centre.asked - 1 <= 14

    def test_the_vendors_own_wish_when_to_come_back_is_kept(self, centre: Centre) -> None:
        process = centre.process()
        process.seen()
        centre.source.trouble = CcLimitReached("LIMIT", status=429, retry_after_s=90)
        centre.now += 6
        for _ in range(80):
            process.seen()
            centre.now += 1

        assert centre.asked == 2

    def test_it_is_forgotten_when_it_is_over(self, centre: Centre) -> None:
        process = centre.process()
        process.seen()
        centre.source.trouble = CcUnavailable("DOWN")
        centre.now += 6
        process.seen()
        centre.source.trouble = None
        centre.now += 20

        assert (process.seen().reason, process.seen().age_s) == ("", 0)
        centre.now += 5
        centre.source.trouble = CcUnavailable("DOWN")
        process.seen()
        # It begins with short pauses again.
        assert centre.store.kept.failures == 1

    def test_without_an_older_board_the_first_is_told_and_the_next_do_not_ask(self, centre: Centre) -> None:
        centre.source.trouble = CcTimeout("TIMED_OUT")
        with pytest.raises(CcTimeout):
            centre.process().seen()
        for _ in range(20):
            with pytest.raises(CcUnavailable) as told:
                centre.process().seen()
            assert told.value.retry_after_s is not None

        assert centre.asked == 1

    def test_without_the_store_the_older_board_is_shown(self, centre: Centre) -> None:
        process = centre.process()
        process.seen()
        centre.store.is_down = True
        centre.now += 9

        assert (process.seen().age_s, process.seen().reason) == (9, STORE_UNAVAILABLE)
        with pytest.raises(StoreUnavailable):
            centre.process().seen()
        assert centre.asked == 1

    def test_what_another_release_kept_is_read_anew(self, centre: Centre) -> None:
        centre.store.take("another", due_by=centre.now, now=centre.now, until=centre.now + 1)
        centre.store.keep("another", b"of another release", due_at=centre.now, before="")

        assert centre.process().seen().board.rows == {"1": A}


class TestAsNewAsAsked:
    def test_a_board_that_is_not_due_is_read_where_something_newer_is_asked_for(self, centre: Centre) -> None:
        process = centre.process()
        process.seen()
        centre.source.put({"2": B})
        centre.now += 3

        assert "2" not in process.seen(newer_than_s=3.5).board.rows
        assert "2" in process.seen(newer_than_s=2.5).board.rows
        assert centre.asked == 2

    def test_another_process_that_asks_alike_takes_what_is_there(self, centre: Centre) -> None:
        first, second = centre.process(), centre.process()
        first.seen(), second.seen()
        centre.now += 3
        first.seen(newer_than_s=2.5)
        second.seen(newer_than_s=2.5)

        assert centre.asked == 2
