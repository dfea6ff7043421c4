"""The local stack, and beside it the same functions in containers behind SAM's own servers."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from local.sam.engine import NoEngine, host_address
from local.sam.prepare import prepared
from local.sam.serving import BUILT, Command, sam_local
from local.stack.local_stack import LocalStack
from local.stack.ports import Ports


@dataclass(frozen=True, slots=True)
class Sam:
    """SAM's two servers beside the local stack."""

    stack: LocalStack
    template: Path
    api_url: str
    lambda_url: str


@pytest.fixture(scope="session")
def sam(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sam]:
    if os.environ.get("SAM_LOCAL") != "1":
        pytest.skip("runs with `make test-sam-local`, which builds first")
    try:
        host = host_address()
    except NoEngine as missing:
        pytest.skip(str(missing))
    printed = tmp_path_factory.mktemp("sam")
    with ExitStack() as opened:
        stack = opened.enter_context(LocalStack(host=host, schedules=False))
        template = prepared(stack, BUILT)
        urls = []
        commands: tuple[Command, ...] = ("start-api", "start-lambda")
        for command in commands:
            port = Ports.free("127.0.0.1").gateway
            output = printed / f"{command}.log"
            urls.append(opened.enter_context(sam_local(command, template, port=port, output=output)))
        yield Sam(stack, template, *urls)
