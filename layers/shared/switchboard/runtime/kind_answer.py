"""An answer in time, whatever happens behind it: for callers who wait on the line."""

import contextvars
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLate
from functools import cache

from switchboard.errors import SwitchboardError
from switchboard.runtime import observe
from switchboard.runtime.problems import INTERNAL, kind_of
from switchboard.time_left import set_time_left, time_left_s

REPLY_S = 0.1
"""Kept back for the way of the answer."""


@cache
def _workers() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(4, "kind-answer")


def within(
    seconds: float,
    work: Callable[[], dict[str, str]],
    otherwise: Callable[[str], dict[str, str]],
    *,
    refusals: tuple[type[SwitchboardError], ...] = (),
) -> dict[str, str]:
    """What ``work`` gives, or ``otherwise`` with a reason where it fails or takes too long.

    The work goes on in its own thread when it is late, with the time it was given long over: it ends by itself.

    Args:
        seconds: from now until the answer has to be on its way.
        refusals: errors that are the caller's own and are raised.
    """
    left_s = min(seconds, time_left_s())
    context = contextvars.copy_context()

    def bounded() -> dict[str, str]:
        set_time_left(left_s - REPLY_S)
        return work()

    try:
        return _workers().submit(context.run, bounded).result(timeout=max(0.0, left_s - REPLY_S))
    except TooLate:
        reason = "too_slow"
    except refusals:
        raise
    except SwitchboardError as error:
        observe.logger().warning("refused", extra={"problem": kind_of(error).slug, "reason": str(error)})
        reason = kind_of(error).slug
    except Exception as error:  # noqa: BLE001 - a mistake of ours must not make a script's REST actions pause
        observe.mistake(error)
        reason = INTERNAL.slug
    observe.note(reason=reason)
    return otherwise(reason)
