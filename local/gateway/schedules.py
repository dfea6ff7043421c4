"""Functions that run by the clock.

``rate(…)`` runs for real, the first time after one interval. ``cron(…)`` and ``at(…)`` do not run here; the
stack says so when it starts, and such a function can be invoked by hand.
"""

import json
import re
import threading
import time
import uuid
from datetime import UTC, datetime
from typing import Any

from local.gateway.pool import InvocationError, Log, Pool
from local.gateway.template import ACCOUNT_ID, REGION, STACK_NAME, Schedule

_RATE = re.compile(r"rate\(\s*([1-9][0-9]*)\s+(minute|hour|day)s?\s*\)")
_UNIT_S = {"minute": 60, "hour": 3600, "day": 86400}


class NotPlayed(Exception):
    """The expression is none that runs here."""


def interval_s(expression: str) -> float:
    """Seconds between two runs of a ``rate`` expression.

    Raises:
        NotPlayed: it is another kind of expression, or none.
    """
    match = _RATE.fullmatch(expression.strip())
    if match is None:
        raise NotPlayed(f"{expression} does not run here, only rate(number unit)")
    return float(int(match[1]) * _UNIT_S[match[2]])


def scheduled_event(schedule: Schedule, at: datetime) -> Any:
    """What the function gets: the template's input, or the event of EventBridge for a rule."""
    if schedule.payload is not None:
        return json.loads(schedule.payload)
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": ACCOUNT_ID,
        "time": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "region": REGION,
        "resources": [
            f"arn:aws:events:{REGION}:{ACCOUNT_ID}:rule/{STACK_NAME}-{schedule.function}{schedule.name}"
        ],
        "detail": {},
    }


class Clock:
    """Invokes one function every ``every_s`` seconds, in a thread of its own, until ``closed`` is set.

    A run that takes longer delays the next.
    """

    def __init__(self, schedule: Schedule, every_s: float, pool: Pool, log: Log, closed: threading.Event) -> None:
        self._schedule = schedule
        self._every_s = every_s
        self._pool = pool
        self._log = log
        self._closed = closed
        self._thread = threading.Thread(target=self._run, name=f"clock:{schedule.function}", daemon=True)
        self._thread.start()

    def join(self) -> None:
        """Once closed: wait for a run under way."""
        self._thread.join()

    def _run(self) -> None:
        due = time.monotonic() + self._every_s
        while not self._closed.wait(max(0.0, due - time.monotonic())):
            due += self._every_s
            try:
                self._pool.invoke(scheduled_event(self._schedule, datetime.now(UTC)))
            except InvocationError as problem:
                self._log("schedule", f"{self._schedule.name}: {problem}")
