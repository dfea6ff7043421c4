"""How long the current invocation may still take.

The handler says it once; whoever is about to wait asks. Without anyone having said it, time is unlimited,
which is what scripts and most tests want.
"""

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_ends_at: ContextVar[float] = ContextVar("_ends_at", default=math.inf)


def set_time_left(seconds: float) -> None:
    """Start counting down from ``seconds`` for the current invocation or thread."""
    _ends_at.set(time.monotonic() + seconds)


def time_left_s() -> float:
    """Seconds that are left; negative when the time is over, infinite when nobody set a limit."""
    return _ends_at.get() - time.monotonic()


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Within this, no more than ``seconds`` are left, and no more than there were."""
    before = _ends_at.set(min(_ends_at.get(), time.monotonic() + seconds))
    try:
        yield
    finally:
        _ends_at.reset(before)
