"""The time that a report is about. Pure.

CXone counts in full quarters of an hour and over thirty days at most: a time is widened to the quarters around it,
which the answer says, and a longer one is asked for in parts.
"""

from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from switchboard.desk.reports.refusals import RangeEmpty, RangeInTheFuture, RangeTooLong

QUARTER = timedelta(minutes=15)
LONGEST = timedelta(days=62)
LONGEST_PART = timedelta(days=30)

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


class Period(StrEnum):
    """A time by its name, by the clocks of where the agent is."""

    TODAY = "today"
    YESTERDAY = "yesterday"
    WEEK = "week"
    """Since Monday."""
    MONTH = "month"
    """Since the first."""


def of_period(period: Period, zone: ZoneInfo, now: datetime) -> tuple[datetime, datetime]:
    """Beginning and end of a named time, in UTC; what is not over ends now."""
    today = now.astimezone(zone).date()

    def midnight(days_back: int) -> datetime:
        return datetime.combine(today - timedelta(days=days_back), time.min, zone).astimezone(UTC)

    match period:
        case Period.TODAY:
            return midnight(0), now
        case Period.YESTERDAY:
            return midnight(1), midnight(0)
        case Period.WEEK:
            return midnight(today.weekday()), now
        case Period.MONTH:
            return midnight(today.day - 1), now


def checked(start: datetime, end: datetime, now: datetime) -> tuple[datetime, datetime]:
    """A time that a report can be about, in UTC; its end is not after now.

    Raises:
        RangeEmpty, RangeTooLong, RangeInTheFuture: it is none.
    """
    if end <= start:
        raise RangeEmpty
    if end - start > LONGEST:
        raise RangeTooLong
    if start >= now:
        raise RangeInTheFuture
    return start.astimezone(UTC), min(end, now).astimezone(UTC)


def outward(start: datetime, end: datetime) -> tuple[datetime, datetime]:
    """The full quarters of an hour around a time, in UTC: at least one."""
    first = _floor(start)
    last = -(-(end.astimezone(UTC) - _EPOCH) // QUARTER) * QUARTER + _EPOCH
    return first, max(last, first + QUARTER)


def parts(start: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
    """The same time in parts of thirty days at most."""
    found = []
    while start < end:
        until = min(start + LONGEST_PART, end)
        found.append((start, until))
        start = until
    return found


def _floor(at: datetime) -> datetime:
    # Zones with offsets of 45 minutes do not matter: quarters of UTC are theirs as well.
    return (at.astimezone(UTC) - _EPOCH) // QUARTER * QUARTER + _EPOCH
