"""Does what the body asks for."""

import base64
import json
import os
import signal
import sys
import time
from collections.abc import Callable
from typing import Any

Order = dict[str, Any]


def handler(event: dict[str, Any], context: Any) -> Any:
    order = json.loads(event["body"])
    return DEEDS[order["do"]](order)


def wait_for_file(order: Order) -> Any:
    with open(f"{order['path']}.{os.getpid()}", "x"):  # noqa: PTH123 - pathlib would be one more import
        pass
    while not os.path.exists(order["path"]):  # noqa: PTH110 - see above
        time.sleep(0.01)
    return tell_pid(order)


def tell_pid(order: Order) -> Any:
    return {"pid": os.getpid()}


def raise_error(order: Order) -> Any:
    raise ValueError(order["words"])


def chatter(order: Order) -> Any:
    print(order["words"])  # noqa: T201 - the point of it
    sys.stderr.write("to stderr\n")
    os.write(1, b"raw bytes to descriptor 1\n")
    return {"statusCode": 200, "body": "printed"}


def answer_in_bytes(order: Order) -> Any:
    body = base64.b64encode(bytes(range(256))).decode()
    headers = {"content-type": "application/octet-stream"}
    return {"statusCode": 201, "headers": headers, "body": body, "isBase64Encoded": True}


DEEDS: dict[str, Callable[[Order], Any]] = {
    "return": lambda order: order["result"],
    "tell the pid": tell_pid,
    "sleep": lambda order: time.sleep(order["seconds"]),
    "wait for a file": wait_for_file,
    "raise": raise_error,
    "leave at once": lambda _: os._exit(3),
    "exit": lambda _: sys.exit(0),
    "be killed": lambda _: os.kill(os.getpid(), signal.SIGKILL),
    "run out of memory": lambda _: bytearray(1 << 60),
    "print": chatter,
    "answer at length": lambda order: {"statusCode": 200, "body": "x" * order["size_bytes"]},
    "answer in bytes": answer_in_bytes,
    "return an object": lambda _: object(),
}
