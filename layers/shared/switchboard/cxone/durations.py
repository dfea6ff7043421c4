"""Durations as CXone's reports write them: ISO 8601, or a number of seconds."""

import re

_PART = r"(?:(?P<{}>\d{{1,9}}(?:\.\d{{1,9}})?){})?"
_DURATION = re.compile(
    "P" + _PART.format("days", "D") + "(?:T" + _PART.format("hours", "H") + _PART.format("minutes", "M")
    + _PART.format("seconds", "S") + ")?",
    re.ASCII,
)  # fmt: skip
_NUMBER = re.compile(r"\d{1,12}(\.\d{1,9})?", re.ASCII)
_UNIT_S = {"days": 86_400, "hours": 3_600, "minutes": 60, "seconds": 1}


def seconds_of(text: str) -> int:
    """Whole seconds of a duration such as ``PT1H2M3S``; 0 for what is none."""
    if _NUMBER.fullmatch(text):
        return int(float(text))
    found = _DURATION.fullmatch(text.upper())
    if found is None:
        return 0
    return int(sum(float(amount) * _UNIT_S[unit] for unit, amount in found.groupdict().items() if amount))
