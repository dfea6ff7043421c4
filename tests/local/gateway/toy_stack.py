"""The toy template, served for real: what the tests of this folder talk to."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests

from local.gateway import callers, template
from local.gateway.cloudformation import Physical, Template
from local.gateway.pool import Pool
from local.gateway.routes import Router
from local.gateway.runtime import variables
from local.gateway.server import Api, Server
from local.gateway.template import Application
from tests.local.gateway.machine import GENEROUS_S

TOYS = Path(__file__).parent / "toys"
GATEWAY_WAITS_S = 3.0


class Printed:
    """What functions and gateway logged."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._more = threading.Condition()

    def __call__(self, name: str, line: str) -> None:
        with self._more:
            self.lines.append(f"{name}: {line}")
            self._more.notify_all()

    def wait_for(self, part: str) -> None:
        """Wait until a line has this in it."""
        with self._more:
            came = self._more.wait_for(lambda: any(part in line for line in self.lines), GENEROUS_S)
        assert came, f"{part!r} is not in {self.lines}"


def toy_template() -> Template:
    """The toy template before any resource is made."""
    return template.load(TOYS / "template.yaml", callers.PARAMETERS)


def toy_application(made: Template) -> Application:
    """The toy application; resources that nobody made get stand-ins."""
    for name in ("Jobs", "DeadJobs", "WholeJobs", "GatheredJobs", "Done"):
        made.names.setdefault(name, Physical(name, {"Arn": f"arn:of:{name}"}))
    return template.application(made, TOYS)


class Toys:
    """The toy functions behind HTTP."""

    def __init__(self) -> None:
        self.printed = Printed()
        application = toy_application(toy_template())
        self.pools = {
            logical_id: Pool(
                function, variables(function, aws_url=None, additions={"LOCAL_ONLY": "yes"}), self.printed
            )
            for logical_id, function in application.functions.items()
        }
        api = Api(Router(application.routes), self.pools, self.printed, integration_timeout_s=GATEWAY_WAITS_S)
        self.server = Server(api, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self.server.port}"
        self.http = requests.Session()

    def ask(self, **order: Any) -> requests.Response:
        """Have the moody function do something."""
        return self.http.post(f"{self.url}/moody", json=order)

    def echoed(self, method: str, path: str, **arguments: Any) -> Any:
        """What the echo function saw of a request."""
        answer = self.http.request(method, f"{self.url}{path}", **arguments)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def close(self) -> None:
        self.http.close()
        for pool in self.pools.values():
            pool.close()
        self.server.close()


@contextmanager
def running_toys() -> Iterator[Toys]:
    """The toy functions for the length of a block."""
    toys = Toys()
    try:
        yield toys
    finally:
        toys.close()
