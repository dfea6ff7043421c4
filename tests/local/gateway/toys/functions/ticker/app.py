"""Notes that it ran, and with which event."""

import json
import os
from typing import Any

import boto3


def handler(event: dict[str, Any], context: Any) -> None:
    item = {"id": {"S": context.aws_request_id}, "note": {"S": json.dumps({"tick": event})}}
    boto3.client("dynamodb").put_item(TableName=os.environ["DONE_TABLE"], Item=item)
