"""How long something has lasted, by the contact centre's own clock. Pure."""

from datetime import UTC, datetime

_FIRST_REAL = datetime(2000, 1, 1, tzinfo=UTC)
"""What is earlier stands for no time at all: vendors write 0001-01-01 or 1970-01-01 there."""


def real_moment(text: str) -> datetime | None:
    """A moment that was told, without an offset in UTC; None where there is none or it stands for none."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    at = at.replace(tzinfo=UTC) if at.tzinfo is None else at
    return at.astimezone(UTC) if at > _FIRST_REAL else None


def lasted_s(since: str, vendor_now: float) -> int | None:
    """Whole seconds since a moment; None where it was not told, never negative."""
    at = real_moment(since)
    return max(0, int(vendor_now - at.timestamp())) if at else None


def longest_wait_s(waiting: int, earliest: str, vendor_now: float) -> int | None:
    """Seconds that the contact waits which waits longest: 0 where none waits; None where it was not told."""
    return lasted_s(earliest, vendor_now) if waiting > 0 else 0
