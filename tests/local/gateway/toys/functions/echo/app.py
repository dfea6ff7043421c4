"""Answers with its event, its context and its surroundings."""

import importlib
import json
import os
import sys
import time
from typing import Any

LAYER = importlib.import_module("toy_layer").NAME

INVOCATIONS = [0]


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    INVOCATIONS[0] += 1
    first_ms = context.get_remaining_time_in_millis()
    time.sleep(0.05)
    seen = {
        "event": event,
        "context": {name: getattr(context, name) for name in vars(context) if not name.startswith("_")},
        "remaining_ms": [first_ms, context.get_remaining_time_in_millis()],
        "environment": dict(os.environ),
        "path": sys.path,
        "argv": sys.argv,
        "cwd": os.getcwd(),  # noqa: PTH109 - as the function sees it
        "stdin": sys.stdin.read(),
        "layer": LAYER,
        "pid": os.getpid(),
        "invocations": INVOCATIONS[0],
    }
    return {"statusCode": 200, "headers": {"content-type": "application/json"}, "body": json.dumps(seen)}
