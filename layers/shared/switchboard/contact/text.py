"""Text that is fit to be kept: clean, and no longer than its room.

Room is counted in bytes of JSON (UTF-8, where a quote, a backslash and a line break take two), because that is
what a store and a message have to hold.
"""

import json
import re
from bisect import bisect_right

_UNWANTED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")

_MOST_BYTES_OF_A_CHARACTER = 4


def clean(text: str) -> str:
    """The text without control characters and lone surrogates, line breaks as ``\\n``, no space around it."""
    return _UNWANTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def json_bytes(text: str) -> int:
    """Bytes that clean ``text`` takes within JSON, without its quotes."""
    return len(json.dumps(text, ensure_ascii=False).encode()) - 2


def fit(text: str, room_bytes: int) -> str:
    """The longest beginning of clean ``text`` that takes at most ``room_bytes``."""
    if len(text) * _MOST_BYTES_OF_A_CHARACTER <= room_bytes or json_bytes(text) <= room_bytes:
        return text
    lengths = range(min(len(text), room_bytes) + 1)
    return text[: bisect_right(lengths, room_bytes, key=lambda length: json_bytes(text[:length])) - 1].rstrip()
