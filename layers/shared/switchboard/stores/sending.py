"""Messages to SQS, as few requests as it takes."""

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from switchboard.errors import StoreUnavailable
from switchboard.stores.aws_errors import aws_errors

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

SEND_AT_ONCE = 10


def send_all(client: "SQSClient", url: str, messages: Sequence[Mapping[str, Any]]) -> None:
    """Send messages as JSON, ten with one request.

    Raises:
        StoreUnavailable: the queue did not take all of them.
    """
    for start in range(0, len(messages), SEND_AT_ONCE):
        bodies = [json.dumps(message) for message in messages[start : start + SEND_AT_ONCE]]
        with aws_errors():
            if len(bodies) == 1:
                client.send_message(QueueUrl=url, MessageBody=bodies[0])
                continue
            answer = client.send_message_batch(
                QueueUrl=url,
                Entries=[{"Id": str(place), "MessageBody": body} for place, body in enumerate(bodies)],
            )
        if failed := answer.get("Failed"):
            raise StoreUnavailable(failed[0]["Code"])
