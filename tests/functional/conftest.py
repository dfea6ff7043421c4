"""One AWS and one org for the session; every test finds them as new."""

import os
from collections.abc import Iterator

import pytest

from tests.support.people import PEOPLE
from tests.support.world import World, fresh, servers


@pytest.fixture(scope="session")
def _servers() -> Iterator[World]:
    with servers(PEOPLE) as world:
        yield world


@pytest.fixture
def world(_servers: World) -> Iterator[World]:
    """AWS, org and handlers."""
    before = dict(os.environ)
    fresh(_servers)
    yield _servers
    for name in set(os.environ) - set(before):
        del os.environ[name]
    os.environ.update(before)
