"""How CXone writes instants, durations and truth (conventions of its REST API)."""

from datetime import UTC, datetime, timedelta


def iso(at: datetime | None) -> str | None:
    """An instant in UTC with milliseconds and Z, cut off rather than rounded."""
    if at is None:
        return None
    at = at.astimezone(UTC)
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03d}Z"


def instant(text: str) -> datetime:
    """An ISO 8601 text as an aware instant; without an offset it is UTC.

    Raises:
        ValueError: it is none.
    """
    at = datetime.fromisoformat(text.strip())
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


def seconds(span: timedelta) -> int:
    """Whole seconds, never negative."""
    return max(0, int(span.total_seconds()))


def duration(total_s: float) -> str:
    """ISO 8601 duration as performance reports write it: ``PT1H2M3S``, ``PT0S`` for nothing."""
    minutes, second = divmod(int(total_s), 60)
    hour, minute = divmod(minutes, 60)
    parts = [f"{amount}{unit}" for amount, unit in ((hour, "H"), (minute, "M"), (second, "S")) if amount]
    return "PT" + ("".join(parts) or "0S")


def truth(value: bool) -> str:
    """A boolean as agent events write it."""
    return "True" if value else "False"
