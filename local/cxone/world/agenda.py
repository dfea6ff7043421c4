"""What happens later: done in order of time, each thing at its own instant."""

import heapq
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol


class TellsTime(Protocol):
    """A clock."""

    def now(self) -> datetime:
        """The instant, aware, in UTC."""


@dataclass(order=True, slots=True)
class Due:
    """One thing to do. ``cancelled`` ones are passed over."""

    at: datetime
    number: int
    action: Callable[[], None] = field(compare=False)
    cancelled: bool = field(default=False, compare=False)


class Agenda:
    """Things to do by the simulated clock. When the clock jumps, they are done as if it had not.

    While something is being done, ``now`` is the instant at which it was due, so that what it causes is
    dated and planned as if it had been done in time.
    """

    def __init__(self, clock: TellsTime) -> None:
        self._clock = clock
        self._heap: list[Due] = []
        self._numbers = itertools.count()
        self._doing: datetime | None = None

    def now(self) -> datetime:
        """The instant of what is being done, else the clock's."""
        return self._doing or self._clock.now()

    def after(self, delay_s: float, action: Callable[[], None]) -> Due:
        """Plan an action; the answer lets it be cancelled."""
        return self.at(self.now() + timedelta(seconds=delay_s), action)

    def at(self, instant: datetime, action: Callable[[], None]) -> Due:
        """Plan an action for an instant."""
        due = Due(instant, next(self._numbers), action)
        heapq.heappush(self._heap, due)
        return due

    def catch_up(self) -> bool:
        """Do all that is due by now, and what becomes due by it; say whether anything was done."""
        if self._doing is not None:
            raise RuntimeError("an action must not run the agenda")
        until, worked = self._clock.now(), False
        while self._heap and self._heap[0].at <= until:
            due = heapq.heappop(self._heap)
            if due.cancelled:
                continue
            worked, self._doing = True, due.at
            try:
                due.action()
            finally:
                self._doing = None
        return worked

    def next_in_s(self) -> float | None:
        """Seconds until the next thing is due; None when nothing is planned."""
        while self._heap and self._heap[0].cancelled:
            heapq.heappop(self._heap)
        if not self._heap:
            return None
        return max(0.0, (self._heap[0].at - self._clock.now()).total_seconds())

    def clear(self) -> None:
        """Forget everything planned."""
        self._heap.clear()
