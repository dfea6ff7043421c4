"""Reading a board on: which pass is due, what a page changes, when a pass is finished. Pure but for the source."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from switchboard.desk.board.model import Board, BoardPage, BoardSource, Pass

Row = TypeVar("Row")

MOST_PAGES = 20
"""Pages of one step: a longer list is read on by the next."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How often a board is read.

    Args:
        every_s: seconds between two passes.
        whole_every_s: seconds between two that read everything, which is how what is gone is noticed.
        step_s: seconds after which no further page is begun.
    """

    every_s: float
    whole_every_s: float
    step_s: float = 5.0


def read_on(board: Board[Row], source: BoardSource[Row], pace: Pace, clock: Callable[[], float]) -> Board[Row]:
    """The board after one step: to the end of a pass, or as far as the step's pages and seconds go.

    Raises:
        CcError: the contact centre did not tell; the board is as it was.
    """
    began = clock()
    reading = board.under_way or _begun(board, source, pace, began)
    rows = dict(board.rows)
    for _ in range(MOST_PAGES):
        page = source.page(reading.since, reading.position)
        told_at = clock()
        rows.update(page.rows)
        for row_id in page.gone:
            rows.pop(row_id, None)
        reading = _after(reading, page)
        ahead_s = page.polled_at.timestamp() - told_at if page.polled_at else board.ahead_s
        board = replace(board, ahead_s=ahead_s)
        if not page.next:
            return _finished(replace(board, rows=rows), reading)
        if told_at - began >= pace.step_s:
            break
    return replace(board, rows=rows, under_way=reading)


def _begun(board: Board[Row], source: BoardSource[Row], pace: Pace, now: float) -> Pass:
    whole = board.since is None or not source.tells_changes or now - board.whole_at >= pace.whole_every_s
    return Pass(None if whole else board.since, now)


def _after(reading: Pass, page: BoardPage[Row]) -> Pass:
    is_first = not reading.position
    return replace(
        reading,
        # The first page's: what changes while the others are read is told again by the next delta.
        polled_at=page.polled_at if is_first else reading.polled_at,
        position=page.next,
        met=reading.met | page.rows.keys() if reading.since is None else reading.met,
    )


def _finished(board: Board[Row], reading: Pass) -> Board[Row]:
    whole = reading.since is None
    return replace(
        board,
        rows={row_id: row for row_id, row in board.rows.items() if row_id in reading.met} if whole else board.rows,
        # An empty answer tells no time: the next delta asks for the same again. Where there is nothing at all,
        # which some gateways say by mistake, the next pass looks again.
        since=None if whole and not reading.met else reading.polled_at or board.since,
        read_at=reading.began_at,
        whole_at=reading.began_at if whole else board.whole_at,
        under_way=None,
    )
