"""The times that reports accept, and how their numbers are written."""

from datetime import datetime, timedelta

from local.cxone.settings import Settings
from local.cxone.wire.errors import ApiError
from local.cxone.wire.listing import Row
from local.cxone.wire.parameters import Parameters

LONGEST_SUMMARY = timedelta(days=30)
QUARTER_MINUTES = 15


def time_range(
    given: Parameters, *, longest: timedelta | None = None, on_quarters: bool = False
) -> tuple[datetime, datetime]:
    """``startDate`` and ``endDate``.

    Args:
        longest: how far apart they may lie.
        on_quarters: whether both have to be full quarter hours.

    Raises:
        ApiError: 400.
    """
    start, end = given.instant("startDate"), given.instant("endDate")
    if start is None or end is None or end <= start:
        raise ApiError(400, "startDate and endDate are required")
    if longest is not None and end - start > longest:
        raise ApiError(400, f"The range must not exceed {longest.days} days")
    if on_quarters and not (is_quarter(start) and is_quarter(end)):
        raise ApiError(400, "startDate and endDate must be on a quarter hour")
    return start, end


def report(rows: list[Row], settings: Settings) -> list[Row]:
    """The rows as the tenant's reports have them: with numbers, or with text in all their members."""
    if not settings.reports_as_text:
        return rows
    return [{name: "" if value is None else str(value) for name, value in row.items()} for row in rows]


def is_quarter(at: datetime) -> bool:
    """Whether an instant is a full quarter of an hour."""
    return at.minute % QUARTER_MINUTES == 0 and at.second == 0 and at.microsecond == 0
