"""Applies to every test: no cloud credentials of the developer, and none needed; nobody else's time runs out."""

import math
import os
from collections.abc import Iterator

import pytest

from switchboard.time_left import set_time_left

# Set before anything imports boto3, so that a forgotten stub can never reach an account.
for name in [name for name in os.environ if name.startswith("AWS_")]:
    del os.environ[name]
os.environ.update(
    AWS_ACCESS_KEY_ID="local",
    AWS_SECRET_ACCESS_KEY="local",
    AWS_DEFAULT_REGION="eu-west-1",
    AWS_REGION="eu-west-1",
    AWS_EC2_METADATA_DISABLED="true",
)


@pytest.fixture(autouse=True)
def _no_time_runs_out() -> Iterator[None]:
    """A handler that ran in this process has said when its invocation ends; the next test is another one."""
    yield
    set_time_left(math.inf)
