"""Logs and metrics: one structured line per request, and counts of outcomes.

Nothing personal goes in: no number, name, address, token or body. Callers note outcomes, durations and counts.
"""

import logging
import traceback
from contextvars import ContextVar
from functools import cache
from pathlib import Path

from aws_lambda_powertools import Logger, Metrics

from switchboard import effort
from switchboard.contact.key import ContactKey

MOST_KEYS = 100
"""As many events as one request may hold. More keys than these, of a batch of the writer, are left out."""

_request_id: ContextVar[str] = ContextVar("_request_id", default="")
_facts: ContextVar[dict[str, object] | None] = ContextVar("_facts", default=None)


@cache
def logger() -> Logger:
    """The logger of this process; service and level come from the environment."""
    made = Logger(use_rfc3339=True, utc=True)
    made.addFilter(_correlate)
    return made


def _correlate(record: logging.LogRecord) -> bool:
    """Give a line what ties it to the others of its request, and of its contact."""
    for name, value in {
        "request_id": _request_id.get(),
        "contact_key": (_facts.get() or {}).get("contact_key"),
    }.items():
        if value and not hasattr(record, name):
            setattr(record, name, value)
    return True


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


def is_contact_key(value: object) -> bool:
    """Whether this is a contact's key, as text or not."""
    if isinstance(value, ContactKey):
        return True
    try:
        return bool(ContactKey.parse(str(value)))
    except ValueError:
        return False


def about(*contact_keys: object) -> None:
    """Say which contacts the current request is about, as far as they are known: its lines then have their keys.

    A key holds ids of the contact centre and nothing about a person; what is none may hold anything, and is left
    out.
    """
    keys = sorted({str(key) for key in contact_keys if key and is_contact_key(key)})[:MOST_KEYS]
    if keys:
        note(contact_key=keys[0] if len(keys) == 1 else keys)


def mistake(error: BaseException) -> None:
    """Log an error that nobody foresaw: its type and where it came from.

    Not its text, nor those of its causes: a KeyError says the key, which may be somebody's number.
    """
    frames = traceback.extract_tb(error.__traceback__)
    where = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames[-12:]]
    logger().error("unexpected_error", extra={"error": type(error).__name__, "where": where})


def flush() -> None:
    """Write out what was counted, if anything was, and what others' answers told besides."""
    for figure, value in effort.current().learned.items():
        count(figure, value)
    if metrics().metric_set:
        metrics().flush_metrics()


def begin(request_id: str) -> None:
    """Start a request: nothing is noted yet."""
    _request_id.set(request_id)
    _facts.set({})
    effort.begin()


def request_id() -> str:
    """Id of the current request, for its answer and its log line."""
    return _request_id.get()


def note(**facts: object) -> None:
    """Add facts to the line that the current request will log."""
    noted = _facts.get()
    if noted is not None:
        noted.update(facts)


def facts() -> dict[str, object]:
    """What was noted so far, and what others were asked."""
    return {**(_facts.get() or {}), **effort.current().told()}
