"""Boards are read on by delta, in steps, and what is gone goes."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from switchboard.desk.board.model import Board
from switchboard.desk.board.packing import NotABoard, Packing
from switchboard.desk.board.reading import MOST_PAGES, Pace, read_on
from switchboard.errors import CcUnavailable
from tests.fakes.boards import ListSource, Thing

BEGAN = 1_790_000_000.0
PACE = Pace(every_s=5, whole_every_s=300, step_s=5)


class Reader:
    """A board that is read on, with clocks that tests move; the contact centre's is three seconds ahead."""

    def __init__(self, **source: Any) -> None:
        self.now = BEGAN
        self.source = ListSource(lambda: self.now + 3, **source)
        self.board: Board[Thing] = Board()

    def read(self, after_s: float = 5) -> dict[str, Thing]:
        self.now += after_s
        self.source.asked.clear()
        self.board = read_on(self.board, self.source, PACE, lambda: self.now)
        return dict(self.board.rows)


A, B, C, D = (Thing(name) for name in "ABCD")


def test_the_first_pass_reads_everything() -> None:
    reader = Reader()
    reader.source.put({"1": A, "2": B, "3": C})

    assert reader.read() == {"1": A, "2": B, "3": C}
    assert reader.source.asked == [(None, ""), (None, "2")]
    assert reader.board.is_complete
    assert (reader.board.read_at, reader.board.whole_at) == (reader.now, reader.now)
    assert reader.board.ahead_s == pytest.approx(3)


def test_the_next_asks_for_changes_since_the_first_page_by_the_vendors_clock() -> None:
    reader = Reader()
    reader.source.put({"1": A, "2": B, "3": C})
    reader.source.on_page = lambda: setattr(reader, "now", reader.now + 1)
    reader.read()
    polled_at = BEGAN + 5 + 1 + 3
    reader.source.on_page = lambda: None
    reader.source.put({"2": D})

    assert reader.read() == {"1": A, "2": D, "3": C}
    assert reader.source.asked == [(datetime.fromtimestamp(polled_at, UTC), "")]


def test_nothing_new_keeps_the_rows_and_the_watermark_and_is_new_all_the_same() -> None:
    reader = Reader()
    reader.source.put({"1": A})
    reader.read()
    since = reader.board.since
    reader.now += 1

    assert reader.read() == {"1": A}
    assert reader.board.since == since
    assert reader.board.read_at == reader.now


def test_what_is_gone_goes_with_the_next_pass_over_everything() -> None:
    reader = Reader()
    reader.source.put({"1": A, "2": B, "3": C})
    reader.read()
    reader.source.remove("2")

    assert "2" in reader.read()
    assert reader.read(after_s=300) == {"1": A, "3": C}


def test_where_no_changes_are_told_every_pass_reads_everything() -> None:
    reader = Reader(tells_changes=False)
    reader.source.put({"1": A, "2": B})
    reader.read()
    reader.source.remove("1")

    assert reader.read() == {"2": B}
    assert reader.source.asked == [(None, "")]


def test_everything_may_be_nothing() -> None:
    reader = Reader()
    reader.source.put({"1": A})
    reader.read()
    reader.source.remove("1")

    assert reader.read(after_s=300) == {}
    assert reader.board.is_complete
    # Should that have been a mistake, the next pass makes up for it.
    reader.source.put({"1": A})
    assert reader.read() == {"1": A}
    assert reader.source.asked == [(None, "")]


def test_a_long_list_is_read_in_steps_each_of_which_shows_what_there_is() -> None:
    reader = Reader(page_rows=1)
    things = {f"{number:03}": Thing(str(number)) for number in range(MOST_PAGES * 2 + 3)}
    reader.source.put(things)

    assert len(reader.read()) == MOST_PAGES
    assert not reader.board.is_complete
    assert len(reader.read()) == MOST_PAGES * 2
    assert reader.read() == things
    assert reader.board.is_complete
    # Its age counts from where the pass began.
    assert reader.board.read_at == BEGAN + 5


def test_a_slow_list_is_read_in_steps_as_well() -> None:
    reader = Reader()
    reader.source.put({str(number): A for number in range(8)})
    reader.source.on_page = lambda: setattr(reader, "now", reader.now + 3)

    assert len(reader.read()) == 4
    assert len(reader.read()) == 8


def test_an_unfinished_pass_over_everything_takes_nothing_away_before_its_end() -> None:
    reader = Reader(page_rows=1)
    reader.source.put({f"{number:03}": A for number in range(MOST_PAGES + 2)})
    reader.read()
    reader.read()
    reader.source.remove("000")

    assert len(reader.read(after_s=300)) == MOST_PAGES + 2
    assert "000" not in reader.read()


def test_trouble_leaves_the_board_as_it_was() -> None:
    reader = Reader()
    reader.source.put({"1": A})
    reader.read()
    before = reader.board
    reader.source.trouble = CcUnavailable("DOWN")

    with pytest.raises(CcUnavailable):
        reader.read()
    assert reader.board == before


THINGS = st.dictionaries(st.sampled_from("abcdef"), st.builds(Thing, st.text(max_size=3)), max_size=6)


@given(st.lists(THINGS, max_size=8), st.integers(1, 3))
def test_deltas_come_to_the_same_as_reading_everything(changes: list[dict[str, Thing]], page_rows: int) -> None:
    reader = Reader(page_rows=page_rows)
    told: dict[str, Thing] = {}
    for change in changes:
        reader.source.put(change)
        told |= change
        assert reader.read() == told


class TestPacking:
    packing = Packing(Thing)

    @given(THINGS, st.booleans())
    def test_what_is_packed_comes_out_again(self, things: dict[str, Thing], finished: bool) -> None:
        reader = Reader(page_rows=1 if not finished else 9)
        reader.source.put(things)
        reader.source.on_page = lambda: setattr(reader, "now", reader.now + 9)
        reader.read()

        assert self.packing.unpack(self.packing.pack(reader.board)) == reader.board

    @pytest.mark.parametrize("packed", [b"", b"x", Packing(Board).pack(Board())])
    def test_other_bytes_are_no_board(self, packed: bytes) -> None:
        with pytest.raises(NotABoard):
            self.packing.unpack(packed)
