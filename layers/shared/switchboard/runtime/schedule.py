"""From the clock to one call: one way for every function that runs on a schedule."""

import time
from collections.abc import Callable
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from switchboard.runtime import observe
from switchboard.time_left import set_time_left

REPLY_S = 1.0
"""Kept back of an invocation's time for what is logged at the end."""


class RunFailed(Exception):
    """A mistake of ours ended a run. Its text is the type of the mistake."""


def scheduled_function(work: Callable[[], None]) -> Callable[[dict[str, Any], LambdaContext], None]:
    """A Lambda handler that does the work and logs one line.

    What nobody foresaw is raised as ``RunFailed``, for Lambda logs the text of what a handler raises.
    """

    def lambda_handler(_: dict[str, Any], context: LambdaContext) -> None:
        began = time.perf_counter()
        set_time_left(context.get_remaining_time_in_millis() / 1000 - REPLY_S)
        observe.begin(context.aws_request_id)
        try:
            work()
        except Exception as error:  # noqa: BLE001 - whatever it is, its text must not reach Lambda's log
            observe.mistake(error)
            observe.note(error=type(error).__name__)
            raise RunFailed(type(error).__name__) from None
        finally:
            ms = round((time.perf_counter() - began) * 1000, 2)
            observe.logger().info("ran", extra={"ms": ms, **observe.facts()})
            observe.flush()

    return lambda_handler
