"""The simulators' clock: the machine's time, moved forward on demand."""

import threading
from datetime import UTC, datetime, timedelta


class Clock:
    """Tells the time of the simulated world."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ahead = timedelta(0)

    def now(self) -> datetime:
        """The simulated instant, aware, in UTC."""
        return datetime.now(UTC) + self._ahead

    def advance(self, seconds: float) -> None:
        """Move the clock forward: sessions age and delays pass as if the time had gone by."""
        if seconds < 0:
            raise ValueError("the clock only moves forward")
        with self._lock:
            self._ahead += timedelta(seconds=seconds)

    def reset(self) -> None:
        """Back to the machine's time."""
        with self._lock:
            self._ahead = timedelta(0)
