"""Logs and metrics: one structured line per request, and counts of outcomes.

Nothing personal goes in: no number, name, address, token or body. Callers note outcomes, durations and counts.
"""

import traceback
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from aws_lambda_powertools import Logger, Metrics

_request_id: ContextVar[str] = ContextVar("_request_id", default="")
_facts: ContextVar[dict[str, object] | None] = ContextVar("_facts", default=None)


@cache
def logger() -> Logger:
    """The logger of this process; service and level come from the environment."""
    return Logger(use_rfc3339=True, utc=True)


@cache
def metrics() -> Metrics:
    """The metrics of this process; namespace and service come from the environment."""
    return Metrics()


def count(name: str, value: float = 1) -> None:
    """Count an outcome. Numbers, names and contact ids are never part of a metric."""
    metrics().add_metric(name=name, unit="Count", value=value)


def measure_s(name: str, seconds: float) -> None:
    """Put down a duration or an age."""
    metrics().add_metric(name=name, unit="Seconds", value=seconds)


def mistake(error: BaseException) -> None:
    """Log an error that nobody foresaw: its type and where it came from.

    Not its text, nor those of its causes: a KeyError says the key, which may be somebody's number.
    """
    frames = traceback.extract_tb(error.__traceback__)
    where = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames[-12:]]
    logger().error("unexpected_error", extra={"error": type(error).__name__, "where": where})


def flush() -> None:
    """Write out what was counted, if anything was."""
    if metrics().metric_set:
        metrics().flush_metrics()


def begin(request_id: str) -> None:
    """Start a request: nothing is noted yet."""
    _request_id.set(request_id)
    _facts.set({})


def request_id() -> str:
    """Id of the current request, for its answer and its log line."""
    return _request_id.get()


def note(**facts: object) -> None:
    """Add facts to the line that the current request will log."""
    noted = _facts.get()
    if noted is not None:
        noted.update(facts)


def facts() -> dict[str, object]:
    """What was noted so far."""
    return dict(_facts.get() or {})
