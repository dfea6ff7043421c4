"""Salesforce record ids: 15 case-sensitive characters, or 18 with a suffix that tells their case."""

import re

_ID = re.compile(r"[A-Za-z0-9]{15}([A-Za-z0-9]{3})?")
PATTERN = rf"^{_ID.pattern}$"
"""The same for JSON Schema."""

_SUFFIX = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"


def id18(record_id: str) -> str | None:
    """The 18-character form of an id, or None where the text is none.

    Each character of the suffix stands for five of the id: bit k is set where character k is upper case
    (Salesforce help, 15 and 18 character ids).
    """
    if not _ID.fullmatch(record_id):
        return None
    base = record_id[:15]
    blocks = (base[start : start + 5] for start in (0, 5, 10))
    suffix = "".join(
        _SUFFIX[sum(1 << bit for bit, letter in enumerate(block) if letter.isupper())] for block in blocks
    )
    return base + suffix
