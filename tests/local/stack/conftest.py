"""The local stack, started once for the tests of this folder that can share it."""

from collections.abc import Iterator

import pytest

from local.stack.local_stack import LocalStack


@pytest.fixture(scope="session")
def stack() -> Iterator[LocalStack]:
    with LocalStack(schedules=False) as stack:
        yield stack
