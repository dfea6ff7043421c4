"""Moments as text: UTC, always of the same length, so that their order as text is their order in time.

Only moments of this millennium are taken: no contact has another, and sums with durations stay within range.
"""

import re
from datetime import UTC, datetime

_WRITTEN = re.compile(r"2\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)
_FIRST = datetime(2000, 1, 1, tzinfo=UTC)
_AFTER = datetime(3000, 1, 1, tzinfo=UTC)


def write_instant(at: datetime) -> str:
    """An aware time as ``2026-03-02T14:05:11.000000Z``.

    Raises:
        ValueError: the time is naive or not of this millennium.
    """
    if not is_instant(at):
        raise ValueError("an aware time of this millennium is needed")
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def is_instant(at: datetime) -> bool:
    """Whether a time is aware and of this millennium."""
    return at.utcoffset() is not None and _FIRST <= at < _AFTER


def parse_instant(text: str) -> datetime:
    """The time that ``write_instant`` wrote.

    Raises:
        ValueError: the text is no such time.
    """
    if not _WRITTEN.fullmatch(text):
        raise ValueError("a time as 2026-03-02T14:05:11.000000Z is needed")
    return datetime.fromisoformat(text)


def write_moment(at: datetime | None) -> str | None:
    """As ``write_instant``, of a time that may be missing."""
    return write_instant(at) if at else None


def read_moment(text: str | None) -> datetime | None:
    """What ``write_moment`` wrote; nothing for empty text."""
    return parse_instant(text) if text else None
