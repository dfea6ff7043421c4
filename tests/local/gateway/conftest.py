"""The toy functions, and AWS for those that need it, started once for all tests of this folder."""

from collections.abc import Iterator

import pytest

from local.aws import Aws
from local.gateway.children import ServerProcess
from tests.local.gateway.machine import free_port
from tests.local.gateway.toy_stack import Toys, running_toys


@pytest.fixture(scope="session")
def toys() -> Iterator[Toys]:
    with running_toys() as toys:
        yield toys


@pytest.fixture(scope="session")
def aws() -> Iterator[Aws]:
    port = free_port()
    arguments = ["127.0.0.1", str(port)]
    server = ServerProcess(
        "AWS", "local.gateway.aws_server", arguments, host="127.0.0.1", port=port, log=_complain
    )
    server.wait()
    yield Aws(f"http://127.0.0.1:{port}")
    server.close()


def _complain(line: str) -> None:
    raise AssertionError(f"AWS printed {line}")
