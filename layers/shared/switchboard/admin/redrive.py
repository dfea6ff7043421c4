"""Move dead letters back to their queue: ``python -m switchboard.admin.redrive --help``.

It uses the ordinary AWS credentials of whoever runs it. A message is deleted from the dead letters only after it
lies in the queue again, so that nothing is lost on the way; what is moved twice does no harm: messages are hints.
"""

import argparse
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

QUEUES = ("activities", "callers")
AT_ONCE = 10


def redrive(client: "SQSClient", dead_letters: str, queue: str) -> int:
    """Move all messages from one queue to another and give their number.

    Args:
        dead_letters, queue: URLs.
    """
    moved = 0
    while True:
        received = client.receive_message(QueueUrl=dead_letters, MaxNumberOfMessages=AT_ONCE, VisibilityTimeout=60)
        messages = received.get("Messages", [])
        if not messages:
            return moved
        for message in messages:
            client.send_message(QueueUrl=queue, MessageBody=message["Body"])
            client.delete_message(QueueUrl=dead_letters, ReceiptHandle=message["ReceiptHandle"])
            moved += 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Move the dead letters of one queue back and say how many there were."""
    import boto3  # noqa: PLC0415 - only where it is run

    parser = argparse.ArgumentParser(prog="redrive", description="Move dead letters back to their queue.")
    parser.add_argument("queue", choices=QUEUES)
    parser.add_argument("--stack", default="switchboard", help="name of the deployed stack")
    given = parser.parse_args(arguments)
    client = boto3.client("sqs")
    name = f"{given.stack}-{given.queue}"
    try:
        queue = client.get_queue_url(QueueName=name)["QueueUrl"]
        dead_letters = client.get_queue_url(QueueName=f"{name}-dead")["QueueUrl"]
    except client.exceptions.QueueDoesNotExist:
        print(f"There is no queue {name}, or none of its dead letters.", file=sys.stderr)
        return 1
    print(f"{redrive(client, dead_letters, queue)} messages are in {name} again.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
