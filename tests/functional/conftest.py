"""One AWS and one org for the session; every test finds them as new."""

from collections.abc import Iterator

import pytest

from tests.support.people import PEOPLE
from tests.support.world import World, fresh, own_environment, servers


@pytest.fixture(scope="session")
def _servers() -> Iterator[World]:
    with servers(PEOPLE) as world:
        yield world


@pytest.fixture
def world(_servers: World) -> Iterator[World]:
    """AWS, org and handlers."""
    with own_environment():
        fresh(_servers)
        yield _servers
