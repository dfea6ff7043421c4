"""The toy functions, started once for all tests of this folder."""

from collections.abc import Iterator

import pytest

from tests.local.gateway.toy_stack import Toys, running_toys


@pytest.fixture(scope="session")
def toys() -> Iterator[Toys]:
    with running_toys() as toys:
        yield toys
