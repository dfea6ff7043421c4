"""How long the current invocation may still take.

The handler says it once; whoever is about to wait asks. Without anyone having said it, time is unlimited,
which is what scripts and most tests want.
"""

import math
import time
from contextvars import ContextVar

_ends_at: ContextVar[float] = ContextVar("_ends_at", default=math.inf)


def set_time_left(seconds: float) -> None:
    """Start counting down from ``seconds`` for the current invocation or thread."""
    _ends_at.set(time.monotonic() + seconds)


def time_left_s() -> float:
    """Seconds that are left; negative when the time is over, infinite when nobody set a limit."""
    return _ends_at.get() - time.monotonic()
