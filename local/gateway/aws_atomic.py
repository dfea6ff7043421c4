"""moto's DynamoDB, one request at a time.

moto checks a condition and writes in two steps, and a transaction that fails puts whole tables back as they were.
DynamoDB does either at once. Without this two threads may both take one lease, and what was written may be undone.
"""

import threading
from functools import cache, wraps
from typing import Any

from moto.dynamodb.responses import DynamoHandler


@cache
def make_atomic() -> None:
    """Have every request to the DynamoDB in this process wait for the one before."""
    plain, turn = DynamoHandler.call_action, threading.Lock()

    @wraps(plain)
    def in_turn(handler: DynamoHandler) -> Any:
        with turn:
            return plain(handler)

    DynamoHandler.call_action = in_turn  # type: ignore[method-assign]  # moto offers no other place for it
