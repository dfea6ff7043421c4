"""Queues that functions consume, with the semantics of Lambda's event source mappings.

Messages are received, handed to the function in batches, and deleted when it has succeeded; what failed is
left alone and reappears after the queue's visibility timeout, until the redrive policy moves it away (Lambda
developer guide, using Lambda with Amazon SQS).
"""

import json
import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from local.gateway.pool import InvocationError, Log, Pool
from local.gateway.template import REGION, QueueSource

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

DEFAULT_MOST = 5
"""Batches at a time where the template sets no limit: what a mapping starts with on AWS."""

_RECEIVE_MOST = 10
_LONG_POLL_S = 1
_PAUSE_S = 0.05


def sqs_event(messages: Sequence[Mapping[str, Any]], queue_arn: str) -> dict[str, Any]:
    """The event for a batch, from messages as ``ReceiveMessage`` gives them."""
    return {"Records": [_record(message, queue_arn) for message in messages]}


def failed_ids(result: Any, sent: Sequence[str]) -> set[str]:
    """Ids of the messages that a function with ``ReportBatchItemFailures`` did not manage.

    Nothing reported means that all went well; a report that cannot be read, or that names a message that was
    not sent, means that all failed.

    Args:
        result: what the function returned.
        sent: the ids of the batch.
    """
    if result is None or result == {}:
        return set()
    if not isinstance(result, dict):
        return set(sent)
    failures = result.get("batchItemFailures")
    if failures is None:
        return set()
    if not isinstance(failures, list) or not all(isinstance(each, dict) for each in failures):
        return set(sent)
    named = [each.get("itemIdentifier") for each in failures]
    return {name for name in named if name in sent} if all(name in sent for name in named) else set(sent)


def _record(message: Mapping[str, Any], queue_arn: str) -> dict[str, Any]:
    attributes = message.get("MessageAttributes", {})
    return {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": message["Body"],
        "attributes": dict(message.get("Attributes", {})),
        "messageAttributes": {name: _attribute(value) for name, value in attributes.items()},
        "md5OfBody": message.get("MD5OfBody", ""),
        "eventSource": "aws:sqs",
        "eventSourceARN": queue_arn,
        "awsRegion": REGION,
    }


def _attribute(value: Mapping[str, Any]) -> dict[str, Any]:
    shown = {"dataType": value["DataType"], "stringListValues": [], "binaryListValues": []}
    return shown | ({"stringValue": value["StringValue"]} if "StringValue" in value else {})


class Consumer:
    """Polls one queue on behalf of one function, in threads of its own, until ``closed`` is set."""

    def __init__(
        self,
        source: QueueSource,
        queue_url: str,
        pool: Pool,
        client: "SQSClient",
        log: Log,
        closed: threading.Event,
    ) -> None:
        self._source = source
        self._queue_url = queue_url
        self._pool = pool
        self._client = client
        self._log = log
        most = min(source.most or DEFAULT_MOST, pool.most)
        self._slots = threading.Semaphore(most)
        self._executor = ThreadPoolExecutor(most, thread_name_prefix=f"batch:{source.function}")
        self._closed = closed
        self._thread = threading.Thread(target=self._poll, name=f"poll:{source.function}", daemon=True)
        self._thread.start()

    def join(self) -> None:
        """Once closed: wait for batches under way."""
        self._thread.join()
        self._executor.shutdown()

    def _poll(self) -> None:
        while not self._closed.is_set():
            # Nothing is received that could not be handled at once: its visibility timeout would run meanwhile.
            if not self._slots.acquire(timeout=_LONG_POLL_S):
                continue
            batch = self._gathered()
            if batch:
                self._executor.submit(self._deliver, batch)
            else:
                self._slots.release()

    def _gathered(self) -> list[Any]:
        """One batch: what is there, or with a window whatever comes until it is full or the window over."""
        batch = self._received(_LONG_POLL_S, self._source.batch_size)
        window_ends = time.monotonic() + self._source.window_s
        while batch and len(batch) < self._source.batch_size and not self._closed.is_set():
            left_s = window_ends - time.monotonic()
            if left_s <= 0:
                break
            more = self._received(0, self._source.batch_size - len(batch))
            batch += more
            if not more:
                self._closed.wait(min(_PAUSE_S, left_s))
        return batch

    def _received(self, wait_s: int, most: int) -> list[Any]:
        try:
            reply = self._client.receive_message(
                QueueUrl=self._queue_url,
                MaxNumberOfMessages=min(most, _RECEIVE_MOST),
                WaitTimeSeconds=wait_s,
                MessageSystemAttributeNames=["All"],
                MessageAttributeNames=["All"],
            )
        except (BotoCoreError, ClientError) as problem:
            if not self._closed.wait(_LONG_POLL_S):
                self._log("sqs", f"{self._source.queue_arn}: {problem}")
            return []
        return list(reply.get("Messages", []))

    def _deliver(self, batch: Sequence[Any]) -> None:
        try:
            sent = [message["MessageId"] for message in batch]
            result = json.loads(self._pool.invoke(sqs_event(batch, self._source.queue_arn)))
            failed = failed_ids(result, sent) if self._source.partial else set()
            self._delete([message for message in batch if message["MessageId"] not in failed])
        except InvocationError as problem:
            self._log("sqs", f"a batch of {len(batch)} stays in {self._source.queue_arn}: {problem}")
        except (BotoCoreError, ClientError) as problem:
            self._log("sqs", f"{self._source.queue_arn}: {problem}")
        finally:
            self._slots.release()

    def _delete(self, messages: Sequence[Any]) -> None:
        for start in range(0, len(messages), _RECEIVE_MOST):
            entries = [
                {"Id": str(index), "ReceiptHandle": message["ReceiptHandle"]}
                for index, message in enumerate(messages[start : start + _RECEIVE_MOST])
            ]
            self._client.delete_message_batch(QueueUrl=self._queue_url, Entries=entries)  # type: ignore[arg-type]  # the stubs want their own mapping type
