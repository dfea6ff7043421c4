"""Notes each message it manages in a table; the body says whether it does."""

import json
import os
from typing import Any

import boto3


def handler(event: dict[str, Any], context: Any) -> Any:
    table = boto3.client("dynamodb")
    batch = context.aws_request_id
    failures = []
    for record in event["Records"]:
        order = json.loads(record["body"])
        note = {"id": f"{order['id']}/{batch}", "size": len(event["Records"]), "record": record}
        table.put_item(
            TableName=os.environ["DONE_TABLE"], Item={"id": {"S": note["id"]}, "note": {"S": json.dumps(note)}}
        )
        if order.get("raise"):
            raise RuntimeError("the whole batch fails")
        if order.get("fail"):
            failures.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failures}
