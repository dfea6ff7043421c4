"""Unit tests open no socket."""

import math
from collections.abc import Iterator

import pytest
from pytest_socket import disable_socket, enable_socket

from switchboard.time_left import set_time_left


@pytest.fixture(autouse=True)
def _no_sockets() -> Iterator[None]:
    disable_socket(allow_unix_socket=True)
    yield
    enable_socket()


@pytest.fixture(autouse=True)
def _unlimited_time() -> None:
    set_time_left(math.inf)
