"""Handlers in this process, in the environment that the local stack gives their functions, and what they ask."""

import contextlib
import importlib
import io
import json
import logging
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import requests

from local.gateway import callers, events, template
from local.gateway.routes import Router
from local.gateway.runtime import variables
from local.stack.local_stack import LocalStack
from local.stack.seeds import BUSINESS_UNIT

ROOT = Path(__file__).parents[2]


class Context:
    """As much of a Lambda context as the handlers use."""

    function_name = "switchboard-bench"
    memory_limit_in_mb = 1769
    aws_request_id = "request-1"
    invoked_function_arn = "arn:aws:lambda:eu-west-1:123456789012:function:switchboard-bench"

    def get_remaining_time_in_millis(self) -> int:
        return 8000


@dataclass
class Handlers:
    """Calls the handlers of a stack without its gateway."""

    stack: LocalStack
    routes: Router
    folders: dict[str, str]

    @classmethod
    def of(cls, stack: LocalStack) -> "Handlers":
        """Take over the environment of the stack's functions."""
        hosts = dict.fromkeys(("CxoneDigitalUrl", "CxoneFacadeUrl", "CxoneUserHubUrl"), stack.cxone_url)
        given = {"CaFile": str(stack.ca_file), "BusinessUnit": BUSINESS_UNIT, **hosts, **callers.PARAMETERS}
        read = template.load(ROOT / "template.yaml", given)
        read.names.update(stack.names)
        played = template.application(read, ROOT)
        for function in played.functions.values():
            os.environ.update(variables(function, aws_url=stack.aws_url, additions={}))
        folders = {name: function.code_dir.name for name, function in played.functions.items()}
        return cls(stack, Router(played.routes), folders)

    def work(
        self, method: str, path: str, body: object, headers: Mapping[str, str] | None = None
    ) -> Callable[[], dict[str, Any]]:
        """A call that can be repeated: the event is made once, as the gateway would have made it."""
        request = events.Request(
            method,
            path,
            "HTTP/1.1",
            [("host", "api.local"), ("content-type", "application/json"), *(headers or {}).items()],
            b"" if body is None else json.dumps(body).encode(),
            "127.0.0.1",
            443,
        )
        match = self.routes.match(method, request.path)
        if match is None:
            raise LookupError(f"no route {method} {path}")
        caller = "salesforce" if match.route.iam else None
        event = events.event(request, match, caller=caller, request_id="bench", at=datetime.now(UTC))
        handler = self.handler(self.folders[match.route.function])
        return lambda: handler(event)

    def handler(self, folder: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
        """The Lambda handler in a function's folder; what it prints goes nowhere."""
        handler = importlib.import_module(f"functions.{folder}.app").lambda_handler

        def call(event: dict[str, Any]) -> dict[str, Any]:
            with contextlib.redirect_stdout(io.StringIO()):
                result: dict[str, Any] = handler(event, Context())
            return result

        return call


def quiet() -> None:
    """Let the functions' log lines go nowhere, formatted all the same."""
    from switchboard.runtime import observe

    handler = observe.logger().registered_handler
    if isinstance(handler, logging.StreamHandler):
        handler.setStream(io.StringIO())


@dataclass
class Counted:
    """Requests and new connections of a stretch of work."""

    salesforce: int = 0
    aws: int = 0
    new_connections: int = 0


class _Connections(logging.Handler):
    """Counts what urllib3 and botocore say of new connections."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.count = 0

    def emit(self, record: logging.LogRecord) -> None:
        if "Starting new" in record.getMessage():
            self.count += 1


@contextlib.contextmanager
def counting(stack: LocalStack) -> Iterator[Counted]:
    """Count what is asked of Salesforce, by its own journal, and of AWS, by the clients' own events."""
    from switchboard.runtime import aws

    counted = Counted()
    control = f"{stack.salesforce_url}/_control/requests"
    verify = str(stack.ca_file)
    connections = _Connections()
    pools = [logging.getLogger(name) for name in ("urllib3.connectionpool", "botocore.httpsession")]

    def count(**_: object) -> None:
        counted.aws += 1

    clients = [aws.dynamodb(), aws.sqs(), aws.secrets_manager()]
    requests.delete(control, verify=verify, timeout=10).raise_for_status()
    for client in clients:
        client.meta.events.register("before-send.*.*", count)
    for pool in pools:
        pool.setLevel(logging.DEBUG)
        pool.addHandler(connections)
        pool.propagate = False
    try:
        yield counted
    finally:
        for pool in pools:
            pool.removeHandler(connections)
            pool.setLevel(logging.WARNING)
        for client in clients:
            client.meta.events.unregister("before-send.*.*", count)
    counted.new_connections = connections.count
    counted.salesforce = requests.get(control, verify=verify, timeout=10).json()["totals"]["requests"]
