"""When a number may be called, by the clocks of every place where it may ring. Public holidays are not known."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

import phonenumbers

from switchboard.dialing.numbers import Number
from switchboard.dialing.refusals import OutsideHours
from switchboard.dialing.rules import Days, HourRules

_LOOKED_AHEAD = timedelta(days=8)
_DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def check_hours(number: Number, rules: HourRules, now: datetime) -> None:
    """Refuse a call at a time that the rules do not allow where the number may ring.

    Raises:
        OutsideHours: it is not allowed at one of these places, or nobody knows where they are.
    """
    if not rules.checked or number.type in rules.exempt:
        return
    country = rules.country(number.region)
    zones = [ZoneInfo(name) for name in (country.time_zones or zones_of(number))]
    if not zones:
        if rules.unknown_zone == "refuse":
            raise OutsideHours(None)
        return
    if not _is_allowed(now, zones, country.days):
        raise OutsideHours(_next(now, zones, country.days))


def zones_of(number: Number) -> tuple[str, ...]:
    """The time zones in which a number may ring; none where that is not known.

    A number that belongs to a place has that place's. For others, such as most mobile ones, every zone of their
    country is possible.
    """
    from phonenumbers import timezone  # noqa: PLC0415 - its data take 20 ms to load, and hours may be off

    parsed = phonenumbers.parse(number.e164)
    if phonenumbers.is_number_geographical(parsed):
        zones = timezone.time_zones_for_number(parsed)
        if zones and timezone.UNKNOWN_TIMEZONE not in zones:
            return tuple(zones)
    return _zones_by_country().get(number.region or "", ())


@cache
def _zones_by_country() -> dict[str, tuple[str, ...]]:
    """Zones by ISO country, from the time zone database's own table (``zone.tab``)."""
    zones: dict[str, tuple[str, ...]] = {}
    for line in files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            country, _, name = line.split("\t")[:3]
            zones[country] = (*zones.get(country, ()), name)
    return zones


def _is_allowed(at: datetime, zones: Sequence[ZoneInfo], days: Days) -> bool:
    return all(_is_within(at.astimezone(zone), days) for zone in zones)


def _is_within(local: datetime, days: Days) -> bool:
    minute = local.hour * 60 + local.minute
    return any(window.from_minute <= minute < window.to_minute for window in days.of(_DAY_NAMES[local.weekday()]))


def _next(now: datetime, zones: Sequence[ZoneInfo], days: Days) -> datetime | None:
    """The next moment at which calls are allowed everywhere: the beginning of a window in one of the zones."""
    begins = {
        begin
        for zone in zones
        for ahead in range(_LOOKED_AHEAD.days + 1)
        for begin in _begins((now.astimezone(zone) + timedelta(days=ahead)), zone, days)
    }
    return next((at for at in sorted(begins) if at > now and _is_allowed(at, zones, days)), None)


def _begins(day: datetime, zone: ZoneInfo, days: Days) -> list[datetime]:
    return [
        datetime.combine(
            day.date(), time(window.from_minute // 60, window.from_minute % 60), tzinfo=zone
        ).astimezone(UTC)
        for window in days.of(_DAY_NAMES[day.weekday()])
        if window.from_minute < 24 * 60
    ]
