"""One board for all environments: whoever finds it old reads it on, all others take what there is.

A process asks its own memory first, then the store; one of all processes has the lease to read on. Nobody waits
for it who has an older board to show: its age goes out with it. A reading that fails is remembered with the time
of the next try, so that trouble at the contact centre causes a few requests and not one for each panel.
"""

import random
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from switchboard.desk.board.model import Board, BoardSource
from switchboard.desk.board.packing import NotABoard, Packing
from switchboard.desk.board.reading import Pace, read_on
from switchboard.errors import CcTimeout, CcUnavailable, StoreUnavailable, VendorError
from switchboard.time_left import at_most, time_left_s

Row = TypeVar("Row")

LEASE_S = 25.0
"""How long one process may take to read on before another tries; longer than the function's own time."""

LOOK_S = 1.0
"""How often a process looks into the store while another reads on."""

GO_ON_S = 1.0
"""When a pass that is not finished is gone on with."""

LONGEST_PAUSE_S = 60.0
WAIT_S = 0.2
STORE_UNAVAILABLE = "store-unavailable"


@dataclass(frozen=True, slots=True)
class Kept:
    """What the store has of a board.

    Args:
        packed: None where nothing is kept, or where it is what the reader has already.
        stamp: another one with every change; empty where nothing is kept.
        due_at: when it is to be read on, epoch seconds.
        leased_until: epoch seconds; 0 where nobody reads on.
        reason: why it could not be read on last time; empty where it could.
        failures: how often that failed one after the other.
    """

    packed: bytes | None = None
    stamp: str = ""
    due_at: float = 0.0
    leased_until: float = 0.0
    reason: str = ""
    failures: int = 0


class BoardStore(Protocol):
    """Keeps one board for all environments; raises ``StoreUnavailable``."""

    def read(self, known: str) -> Kept:
        """What is kept.

        Args:
            known: stamp of what the reader has; empty for nothing.
        """
        ...

    def take(self, owner: str, *, due_by: float, now: float, until: float) -> bool:
        """Take the lease on reading on; False where another has it, or nothing is due by then."""
        ...

    def keep(self, owner: str, packed: bytes, *, due_at: float, before: str) -> str:
        """Keep a board and give the lease back, where ``owner`` still has it; the board's stamp.

        Args:
            before: stamp of the board that is kept so far.
        """
        ...

    def give_up(self, owner: str, reason: str, failures: int, due_at: float) -> None:
        """Remember that reading on failed and give the lease back, where ``owner`` still has it."""
        ...


@dataclass(frozen=True, slots=True)
class Seen(Generic[Row]):
    """A board as it is shown.

    Args:
        age_s: since it was read; None where it never was to its end.
        reason: why it is not newer; empty where nothing went wrong.
        vendor_now: the contact centre's clock now, epoch seconds.
    """

    board: Board[Row]
    age_s: float | None
    reason: str
    vendor_now: float


class SharedBoard(Generic[Row]):
    """See the module.

    Args:
        name_reason: what a vendor's error is called where it is told.
        clock: epoch seconds.
        sleep, roll: injected for tests; ``roll`` gives a number in [0, 1).
    """

    def __init__(
        self,
        store: BoardStore,
        source: BoardSource[Row],
        packing: Packing[Row],
        pace: Pace,
        *,
        name_reason: Callable[[VendorError], str],
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
        roll: Callable[[], float] = random.random,
    ) -> None:
        self._store = store
        self._source = source
        self._packing = packing
        self._pace = pace
        self._name_reason = name_reason
        self._clock = clock
        self._sleep = sleep
        self._roll = roll
        self._board: Board[Row] | None = None
        self._stamp = ""
        self._reason = ""
        self._look_at = 0.0

    def seen(self, newer_than_s: float | None = None) -> Seen[Row]:
        """The board as it is now known.

        Args:
            newer_than_s: read on where it is older than that, though it is not due.

        Raises:
            VendorError: there is none, and it cannot be read now.
            StoreUnavailable: there is none, and the store cannot be reached.
        """
        while True:
            now = self._clock()
            is_old = newer_than_s is not None and self._is_older(newer_than_s, now)
            if self._board is None or now >= self._look_at or is_old:
                self._look(now, newer_than_s if is_old else None)
            if self._board is not None:
                return self._told(self._board)
            if time_left_s() < WAIT_S * 2:
                raise CcTimeout("BEING_READ")
            self._sleep(WAIT_S * (0.5 + self._roll()))

    def _is_older(self, seconds: float, now: float) -> bool:
        return self._board is not None and now - self._board.read_at > seconds

    def _told(self, board: Board[Row]) -> Seen[Row]:
        now = self._clock()
        age_s = max(0.0, now - board.read_at) if board.read_at else None
        return Seen(board, age_s, self._reason, now + board.ahead_s)

    def _look(self, now: float, newer_than_s: float | None) -> None:
        try:
            kept = self._store.read(self._stamp)
            self._take_over(kept)
            due_by = now if newer_than_s is None else now + self._pace.every_s - newer_than_s
            if kept.due_at <= due_by and kept.leased_until <= now:
                self._read_on_as_one(kept, due_by, now)
            elif self._board is None and kept.reason and kept.due_at > now:
                raise CcUnavailable(kept.reason, retry_after_s=kept.due_at - now)
            else:
                self._look_at = max(kept.due_at, now + LOOK_S)
        except StoreUnavailable:
            if self._board is None:
                raise
            self._reason, self._look_at = STORE_UNAVAILABLE, now + LOOK_S

    def _take_over(self, kept: Kept) -> None:
        self._reason = kept.reason
        if kept.packed is None:
            return
        try:
            self._board, self._stamp = self._packing.unpack(kept.packed), kept.stamp
        except NotABoard:
            # Whoever reads on begins anew.
            self._stamp = kept.stamp

    def _read_on_as_one(self, kept: Kept, due_by: float, now: float) -> None:
        owner = uuid.uuid4().hex
        if not self._store.take(owner, due_by=due_by, now=now, until=now + LEASE_S):
            self._look_at = now + LOOK_S
            return
        old = self._board
        try:
            # Somebody who has an older board to show does not wait long for a newer one.
            with at_most(self._pace.step_s if old else LEASE_S):
                board = read_on(old or Board(), self._source, self._pace, self._clock)
        except VendorError as error:
            self._give_up(owner, error, kept.failures + 1)
            if old is None:
                raise
            return
        due_at = self._clock() + (GO_ON_S if board.under_way else self._pace.every_s)
        self._board, self._reason, self._look_at = board, "", due_at
        self._stamp = self._store.keep(owner, self._packing.pack(board), due_at=due_at, before=kept.stamp)

    def _give_up(self, owner: str, error: VendorError, failures: int) -> None:
        pause_s = min(max(self._pace.every_s, 1.0) * 2 ** min(failures, 10), LONGEST_PAUSE_S)
        due_at = self._clock() + max(pause_s * (0.5 + 0.5 * self._roll()), error.retry_after_s or 0.0)
        self._reason, self._look_at = self._name_reason(error), due_at
        self._store.give_up(owner, self._reason, failures, due_at)
