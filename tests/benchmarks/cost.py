"""What a month costs, by volume: ``python -m tests.benchmarks.cost`` prints the README's table.

Counts come from the benchmarks and from the template; durations in the cloud are assumed, and named as such.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from tests.benchmarks.measure import table

PRICES_OF = "US East (N. Virginia), arm64, on demand, as published in July 2025, without free tiers"
GB_SECOND, INVOCATION = 0.0000133334, 0.20e-6
API_REQUEST = 1.00e-6
READ_UNIT, WRITE_UNIT = 0.125e-6, 0.625e-6
QUEUE_REQUEST = 0.40e-6
LOG_GB, CUSTOM_METRIC, ALARM, DASHBOARD, TRACE = 0.50, 0.30, 0.10, 3.00, 5.00e-6
SECRET = 0.40

DAYS = 30
MINUTES = DAYS * 24 * 60
VOLUMES = (1_000, 20_000, 1_000_000)
"""Contacts a day."""

EVENTS = 4
"""Of each contact: queued, answered, ended, wrapped up."""

KEPT_DAYS = 30
CONTACT_GB = 4e-6
"""Of each contact that is kept, and of its index entries."""

STORED_GB = 0.25 + 0.20
"""A month, with backups of every moment."""

CUSTOM_METRICS = 45
ALARMS = 10
LINE_GB = 2.0e-6
"""Of each invocation: our line, its metrics, and Lambda's own two lines."""


@dataclass(frozen=True)
class Work:
    """One kind of invocation.

    Args:
        gb: memory.
        seconds: how long it takes in the cloud; an assumption, most of it waiting for a vendor.
        reads, writes: DynamoDB units.
        messages: requests to SQS.
    """

    gb: float
    seconds: float
    reads: float = 0.0
    writes: float = 0.0
    messages: float = 0.0
    is_request: bool = False


POP = Work(1.77, 0.25, reads=2, writes=2, is_request=True)
EVENT = Work(1.77, 0.06, reads=1.5, writes=6, messages=1, is_request=True)
LOOK_UP = Work(1.77, 0.6, reads=7, writes=15, messages=3)
"""Of a batch of 15 callers, and of one caller alone at low volumes."""

WRITING = Work(1.77, 3.0, reads=100, writes=600, messages=20)
"""Of a full batch: a hundred contacts, six units for each, twice."""

RECONCILING = Work(1.0, 2.0, reads=10, writes=2, messages=1)
DIRECTORY = Work(1.0, 1.5, reads=5, writes=2)
IDLE_POLLS = 2 * 5 * 3
"""Requests a minute of five pollers at each of two queues, of 20 s each."""


def invocations(contacts: int) -> dict[str, tuple[Work, float]]:
    """How often each work is done in a month of so many contacts."""
    a_minute = contacts * DAYS / MINUTES
    return {
        "pops": (POP, contacts * DAYS),
        "events": (EVENT, EVENTS * contacts * DAYS),
        # Five pollers gather for 4 s and for 60 s.
        "look-ups": (LOOK_UP, min(a_minute, max(75.0, a_minute / 15)) * MINUTES),
        "writing": (WRITING, min(a_minute, max(5.0, a_minute / 100)) * MINUTES),
        "reports": (RECONCILING, float(MINUTES)),
        "agents": (DIRECTORY, MINUTES / 5),
    }


def month(contacts: int) -> dict[str, float]:
    """US$ by what it is paid for."""
    done = invocations(contacts)
    runs = sum(times for _, times in done.values())
    requests = sum(times for work, times in done.values() if work.is_request)
    traced = 0.05 * runs + min(runs, MINUTES * 60.0) * 0.95
    cost = {
        "Lambda": sum(times * (work.gb * work.seconds * GB_SECOND + INVOCATION) for work, times in done.values()),
        "DynamoDB": sum(times * _units(work, contacts) for work, times in done.values()),
        "kept contacts": contacts * KEPT_DAYS * CONTACT_GB * STORED_GB,
        "API": requests * API_REQUEST,
        "SQS": (sum(work.messages * times for work, times in done.values()) + IDLE_POLLS * MINUTES)
        * QUEUE_REQUEST,
        "logs": runs * LINE_GB * LOG_GB,
        "metrics, alarms, dashboard": CUSTOM_METRICS * CUSTOM_METRIC + ALARMS * ALARM + DASHBOARD,
        "traces": traced * TRACE,
        "secrets": 4 * SECRET,
    }
    return cost | {"in all": sum(cost.values())}


def _units(work: Work, contacts: int) -> float:
    """US$ for DynamoDB of one invocation; a writer's batch that is not full costs as much less."""
    full = min(1.0, contacts * DAYS / MINUTES / 5 / 100) if work is WRITING else 1.0
    return full * (work.reads * READ_UNIT + work.writes * WRITE_UNIT)


def rows(months: Mapping[int, Mapping[str, float]]) -> list[tuple[str, ...]]:
    """The README's table."""
    names = next(iter(months.values()))
    return [(name, *(f"{cost[name]:,.2f}" for cost in months.values())) for name in names]


def main() -> None:
    """Print it."""
    months = {contacts: month(contacts) for contacts in VOLUMES}
    head = ("US$ a month", *(f"{contacts:,} contacts a day" for contacts in VOLUMES))
    table(f"Prices of {PRICES_OF}:", head, rows(months))


if __name__ == "__main__":
    main()
