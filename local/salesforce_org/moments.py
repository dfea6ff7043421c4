"""Dates and datetimes in the text forms of the REST API, and SOQL's named periods."""

import re
from datetime import UTC, date, datetime, time, timedelta


def datetime_text(moment: datetime) -> str:
    """As answers show it: ``2026-11-22T07:30:00.000+0000``."""
    moment = moment.astimezone(UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}+0000"


def parse_datetime(text: str) -> datetime | None:
    """An ISO datetime with a zone, in UTC; None when it is none."""
    if "T" not in text.upper():
        return None
    try:
        moment = datetime.fromisoformat(text.upper())
    except ValueError:
        return None
    return None if moment.tzinfo is None else moment.astimezone(UTC)


def parse_date(text: str) -> date | None:
    """``2026-11-22``; None for anything else."""
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def period(text: str, today: date) -> tuple[date, date]:
    """First day and the day after the last of a named period such as ``LAST_N_DAYS:7`` (SOQL, date literals).

    Weeks begin on Sunday, as in the en_US locale. ``LAST_N_DAYS`` runs up to and including today,
    ``LAST_90_DAYS`` likewise; the other ``LAST_N_`` units end with the last full one before now.
    """
    name, _, n_text = text.upper().partition(":")
    if name in ("LAST_90_DAYS", "NEXT_90_DAYS"):
        name, n_text = name.replace("90", "N"), "90"
    n = int(n_text or 0)
    match name.split("_"):
        case ["TODAY"]:
            unit, start, end = "DAY", 0, 1
        case ["YESTERDAY"]:
            unit, start, end = "DAY", -1, 0
        case ["TOMORROW"]:
            unit, start, end = "DAY", 1, 2
        case ["LAST", "N", "DAYS"]:
            unit, start, end = "DAY", -n, 1
        case ["LAST", "N", units]:
            unit, start, end = units.removesuffix("S"), -n, 0
        case ["NEXT", "N", units]:
            unit, start, end = units.removesuffix("S"), 1, n + 1
        case ["N", units, "AGO"]:
            unit, start, end = units.removesuffix("S"), -n, 1 - n
        case ["LAST" | "THIS" | "NEXT" as which, unit]:
            start = {"LAST": -1, "THIS": 0, "NEXT": 1}[which]
            end = start + 1
        case _:
            raise ValueError(f"no period is called {name}")
    return _unit_start(unit, today, start), _unit_start(unit, today, end)


def day_start(day: date) -> datetime:
    """Midnight, UTC: the simulated org's users live in that zone."""
    return datetime.combine(day, time(), UTC)


def _unit_start(unit: str, today: date, offset: int) -> date:
    """The first day of the unit ``offset`` units away from the one that holds ``today``."""
    if unit == "DAY":
        return today + timedelta(days=offset)
    if unit == "WEEK":
        return today - timedelta(days=today.isoweekday() % 7) + timedelta(weeks=offset)
    months = {"MONTH": 1, "QUARTER": 3, "YEAR": 12}[unit]
    index = (today.year * 12 + today.month - 1) // months * months + offset * months
    return date(index // 12, index % 12 + 1, 1)
