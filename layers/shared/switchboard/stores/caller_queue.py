"""The queue of callers to look up ahead."""

import json
from typing import TYPE_CHECKING

from switchboard.stores.aws_errors import aws_errors

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient


class CallerQueue:
    """Asks for callers to be looked up."""

    def __init__(self, client: "SQSClient", url: str) -> None:
        self._client = client
        self._url = url

    def ask(self, number: str, at: float) -> None:
        """Ask for one number in E.164, queued at ``at`` in epoch seconds."""
        with aws_errors():
            self._client.send_message(QueueUrl=self._url, MessageBody=json.dumps({"number": number, "at": at}))
