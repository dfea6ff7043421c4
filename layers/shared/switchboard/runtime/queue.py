"""From a batch of queue messages to one call and back: one way for every function behind a queue.

Powertools' batch processor calls record by record; these functions work on a whole batch at once.
"""

import json
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext

from switchboard.runtime import observe
from switchboard.time_left import set_time_left

REPLY_S = 1.0
"""Kept back of an invocation's time for the answer itself."""

Work = Callable[[Mapping[str, dict[str, Any]]], Sequence[str]]
"""Takes the messages' JSON objects by message id and gives the ids of those to deliver again."""


class BatchFailed(Exception):
    """A batch could not be worked on. Its text is the type of the error alone."""


def queue_function(work: Work) -> Callable[[dict[str, Any], LambdaContext], dict[str, Any]]:
    """A Lambda handler that reports which messages are to be delivered again.

    A message that is not a JSON object is a mistake of ours; it is delivered again until it lies in the
    dead-letter queue, where it is seen. An error that ``work`` raises has the whole batch delivered again: it is
    raised as ``BatchFailed``, for Lambda logs the text of what a handler raises.
    """

    def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
        began = time.perf_counter()
        set_time_left(context.get_remaining_time_in_millis() / 1000 - REPLY_S)
        observe.begin(context.aws_request_id)
        messages: dict[str, dict[str, Any]] = {}
        failed: list[str] = []
        for record in event["Records"]:
            body = _object(record["body"])
            if body is None:
                failed.append(record["messageId"])
            else:
                messages[record["messageId"]] = body
        observe.about(*(message.get("contactKey") for message in messages.values()))
        try:
            failed += work(messages) if messages else []
        except Exception as error:  # noqa: BLE001 - whatever it is, its text must not reach Lambda's log
            observe.mistake(error)
            observe.note(error=type(error).__name__)
            raise BatchFailed(type(error).__name__) from None
        finally:
            observe.logger().info(
                "batch",
                extra={
                    "messages": len(event["Records"]),
                    "failed": len(failed),
                    "ms": round((time.perf_counter() - began) * 1000, 2),
                    **observe.facts(),
                },
            )
            observe.flush()
        return {"batchItemFailures": [{"itemIdentifier": message_id} for message_id in failed]}

    return lambda_handler


def _object(body: str) -> dict[str, Any] | None:
    try:
        value = json.loads(body)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None
