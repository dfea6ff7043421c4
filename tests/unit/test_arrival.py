"""The time of a request, as the gateway and as SAM CLI write it."""

from datetime import UTC, datetime

import pytest

from switchboard.runtime.arrival import arrived_at


@pytest.mark.parametrize("told", [1_795_378_827_000, 1_795_378_827])
def test_a_request_came_when_it_came(told: int) -> None:
    assert arrived_at({"requestContext": {"timeEpoch": told}}) == datetime(2026, 11, 22, 20, 20, 27, tzinfo=UTC)
