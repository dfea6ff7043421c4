"""When a request came in."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

_MOST_SECONDS = 100_000_000_000


def arrived_at(event: Mapping[str, Any]) -> datetime:
    """When the gateway took the request, from an event of payload format 2.0.

    The gateway counts milliseconds; SAM CLI's own server writes seconds (seen with 1.170).
    """
    told = int(event["requestContext"]["timeEpoch"])
    return datetime.fromtimestamp(told if told < _MOST_SECONDS else told / 1000, UTC)
