"""Searches for a thousand callers who queue within a minute."""

import json
import time
from typing import Any

from local.sample_data import RECORDS
from local.stack.local_stack import LocalStack
from switchboard.phone import Ani, classify
from tests.benchmarks.handlers import Handlers, counting
from tests.benchmarks.measure import table

CALLERS = 1000
WINDOW_S = 4
"""Seconds that the queue gathers messages for; see the template."""

POLLERS = 5
"""Pollers that Lambda starts with, each of which makes batches of its own (Lambda developer guide, SQS)."""


def run(stack: LocalStack) -> None:
    """Measure and print: one poller as locally, and five as on AWS."""
    handlers = Handlers.of(stack)
    handler = handlers.handler("caller_lookup")
    numbers = _numbers()
    rows = []
    for pollers in (1, POLLERS):
        batches = _batches(numbers, pollers)
        _forget_callers(stack)
        handler(_event([numbers[0]]))
        _forget_callers(stack)
        with counting(stack) as counted:
            began = time.perf_counter()
            for batch in batches:
                handler(_event(batch))
            took_s = time.perf_counter() - began
        rows.append((pollers, len(numbers), len(batches), counted.salesforce, counted.aws, took_s))
    head = ["pollers", "callers in 60 s", "batches", "Salesforce searches", "AWS requests", "seconds of work"]
    table("Callers looked up ahead of their pop:", head, rows)


def _numbers() -> list[str]:
    """Numbers of the sample org, so that most callers are found."""
    found = {}
    for record in RECORDS["Contact"]:
        for field in ("MobilePhone", "Phone", "HomePhone"):
            value = record.get(field)
            number = classify(value, "US") if isinstance(value, str) else None
            if isinstance(number, Ani):
                found[number.e164] = True
    return sorted(found)[:CALLERS]


def _batches(numbers: list[str], pollers: int) -> list[list[str]]:
    """Callers as they come, evenly over a minute and over the pollers, gathered by window."""
    count = 60 // WINDOW_S * pollers
    return [batch for place in range(count) if (batch := numbers[place::count])]


def _event(numbers: list[str]) -> dict[str, Any]:
    records = [
        {"messageId": number, "body": json.dumps({"number": number, "at": time.time()})} for number in numbers
    ]
    return {"Records": records}


def _forget_callers(stack: LocalStack) -> None:
    client, table_name = stack.aws.dynamodb(), stack.names["PopsTable"].ref
    for page in client.get_paginator("scan").paginate(
        TableName=table_name, ProjectionExpression="#k", ExpressionAttributeNames={"#k": "key"}
    ):
        for item in page["Items"]:
            client.delete_item(TableName=table_name, Key={"key": item["key"]})
