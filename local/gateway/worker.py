"""One environment of one function: imports its handler afresh, then runs one invocation at a time.

Started by ``pool.py`` as ``python -m local.gateway.worker CHANNEL HANDLER FOLDER…``: the number of an open
socket, the handler as the template names it, and the folders that go on the path, the function's own first.
What the handler prints goes to standard output; the channel is out of its sight.
"""

import importlib
import json
import os
import socket
import sys
import time
import traceback
from collections.abc import Callable
from typing import Any

from local.gateway import frames
from local.gateway.lifeline import end_with_parent

Handler = Callable[[Any, "Context"], Any]


class Context:
    """What a Python function sees as its context on Lambda, with a clock that runs down."""

    client_context = None
    identity = None

    def __init__(self, head: dict[str, Any]) -> None:
        self.aws_request_id: str = head["request_id"]
        self.invoked_function_arn: str = head["arn"]
        self.function_name = os.environ["AWS_LAMBDA_FUNCTION_NAME"]
        self.function_version = os.environ["AWS_LAMBDA_FUNCTION_VERSION"]
        # Text, as the runtime takes it from the environment.
        self.memory_limit_in_mb = os.environ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
        self.log_group_name = os.environ["AWS_LAMBDA_LOG_GROUP_NAME"]
        self.log_stream_name = os.environ["AWS_LAMBDA_LOG_STREAM_NAME"]
        self._deadline_s: float = head["deadline_s"]

    def get_remaining_time_in_millis(self) -> int:
        """Milliseconds until this process is ended, never below 0."""
        return max(0, int((self._deadline_s - time.time()) * 1000))


def main(channel_fd: int, handler_name: str, folders: list[str]) -> None:
    """Serve invocations until the gateway is gone."""
    end_with_parent()
    channel = socket.socket(fileno=channel_fd)
    # Programs that a handler starts must not hold the channel open.
    channel.set_inheritable(False)
    repository = os.environ.pop("PYTHONPATH")
    # The repository was needed to find this module. On Lambda a function cannot import from it.
    sys.path[:] = [*folders, *(entry for entry in sys.path if entry not in {repository, *folders})]
    try:
        handler = _imported(handler_name)
    except Exception as problem:  # noqa: BLE001 - whatever the function's module raises is the answer
        frames.send(channel, frames.ERROR, _described(problem))
        return
    frames.send(channel, frames.READY, b"{}")
    while True:
        try:
            _, body = frames.receive(channel)
        except ConnectionError:
            return
        head, _, event = body.partition(b"\n")
        frames.send(channel, *_run(handler, json.loads(event), Context(json.loads(head))))


def _imported(name: str) -> Handler:
    module, _, attribute = name.rpartition(".")
    handler: Handler = getattr(importlib.import_module(module.replace("/", ".")), attribute)
    return handler


def _run(handler: Handler, event: Any, context: Context) -> tuple[bytes, bytes]:
    try:
        result = handler(event, context)
        return frames.RESULT, json.dumps(result, ensure_ascii=False).encode()
    except Exception as problem:  # noqa: BLE001 - whatever a handler raises is the answer; SystemExit ends us
        return frames.ERROR, _described(problem)


def _described(problem: Exception) -> bytes:
    # Lambda logs the traceback; so does the gateway, which reads what is printed here.
    traceback.print_exception(problem)
    return json.dumps({"errorType": type(problem).__name__, "errorMessage": str(problem)}).encode()


if __name__ == "__main__":
    _, number, name, *search = sys.argv
    del sys.argv[1:]
    main(int(number), name, search)
