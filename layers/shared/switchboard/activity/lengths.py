"""How long a text Salesforce takes, so that a long note is cut and not refused (``STRING_TOO_LONG``).

The lengths are those of the standard fields (Salesforce object reference). Characters are counted as UTF-16 units
and a line break as two, which is the strictest way in which Salesforce may count (unconfirmed).
"""

OTHER_TEXT = 255
"""A text field of the org, unless its rule names a length."""

GREATEST_DURATION = 99_999_999
"""Task.CallDurationInSeconds has 8 digits."""

_LENGTHS = {
    ("Task", "Description"): 32_000,
    ("Event", "Description"): 32_000,
    ("Event", "Location"): 255,
    ("Case", "Description"): 32_000,
    ("Case", "SuppliedName"): 80,
    ("Case", "SuppliedEmail"): 80,
    ("Case", "SuppliedPhone"): 40,
    ("Case", "SuppliedCompany"): 80,
    ("Case", "Comments"): 4_000,
    ("ContactRequest", "RequestDescription"): 32_000,
    ("ContactRequest", "PreferredPhone"): 40,
}
_ELLIPSIS = "…"


def longest(object_type: str, field: str) -> int:
    """Characters that the field takes, as far as is known."""
    return _LENGTHS.get((object_type, field), OTHER_TEXT)


def length_of(text: str) -> int:
    """Characters as Salesforce may count them at most."""
    return len(text.encode("utf-16-le")) // 2 + text.count("\n")


def cut(text: str, most: int) -> str:
    """The text, or as much of it as fits with an ellipsis behind it; ``most`` is at least 1."""
    if length_of(text) <= most:
        return text
    room = most - len(_ELLIPSIS)
    kept = 0
    for character in text:
        room -= length_of(character)
        if room < 0:
            break
        kept += 1
    return text[:kept].rstrip() + _ELLIPSIS
