"""The members of an agent event, as what they mean: all scalars come as text, booleans as ``"True"``.

How numbers and times are written is unconfirmed, so they are read and never compared as text; what cannot be read
counts as not told.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from switchboard.contact.instant import is_instant
from switchboard.contact.key import ContactKey, NumberSpace, is_id
from switchboard.contact.text import clean
from switchboard.cxone.answers import Answer, Row

HOSTS = frozenset({"iishost", "vchost"})
"""Members that say which server told the event; the same event may come from another one."""

MOST_VARIABLES = 100
DEEPEST = 20
MOST_VALUE = 2000
LONGEST_URL = 2048
_NONE = frozenset({"", "0", "-1"})
_TRUTHS = {"true": True, "1": True, "yes": True, "on": True, "false": False, "0": False, "no": False, "off": False}
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,59}", re.ASCII)
_URL = re.compile(r"https?://[^\s<>\"]+", re.ASCII | re.IGNORECASE)
_EPOCH_S = re.compile(r"\d{10}", re.ASCII)
_EPOCH_MS = re.compile(r"\d{13}", re.ASCII)


class EventMembers:
    """One event as CXone wrote it.

    Args:
        business_unit: the tenant's number, for contact keys; without it there are none.
    """

    def __init__(self, given: Row, business_unit: str) -> None:
        self._answer = Answer({name: _plain(value) for name, value in given.items()})
        self._business_unit = business_unit

    def text(self, *names: str) -> str | None:
        """Text, None where it is empty."""
        return clean(self._answer.text(*names)) or None

    def free_text(self, name: str) -> str:
        """Text with its line breaks, as a person wrote it."""
        return clean(self._answer.text(name))

    def id(self, *names: str) -> str | None:
        """An id; what stands for none (0, -1) is none."""
        written = self._answer.text(*names)
        return written if written not in _NONE and is_id(written) else None

    def name(self, member: str) -> str:
        """A name that is safe to log and to count by; empty where it is not one."""
        written = self._answer.text(member)
        return written if _NAME.fullmatch(written) else ""

    def word(self, member: str) -> str | None:
        """One of the vendor's words, its first letter small: ``InboundContact`` is ``inboundContact``."""
        written = self.name(member)
        return written[0].lower() + written[1:] if written else None

    def truth(self, *names: str) -> bool | None:
        """A yes or no."""
        return _TRUTHS.get(self._answer.text(*names).lower())

    def whole(self, *names: str) -> int | None:
        """A whole number from 0; a fraction is left out."""
        written = self._answer.text(*names).partition(".")[0]
        return int(written) if written.isascii() and written.isdecimal() and len(written) < 10 else None

    def moment(self, *names: str) -> datetime | None:
        """A time in UTC; one without an offset is UTC."""
        return read_moment(self._answer.text(*names))

    def url(self, *names: str) -> str | None:
        """A web address; anything else, such as a script, is none."""
        written = self._answer.text(*names)
        return written if len(written) <= LONGEST_URL and _URL.fullmatch(written) else None

    def key(self, *names: str) -> str | None:
        """The key of the ACD contact with that id."""
        contact_id = self.id(*names)
        if not contact_id or not self._business_unit:
            return None
        return str(ContactKey(self._business_unit, NumberSpace.ACD, contact_id))

    def rows(self, name: str) -> list[Row]:
        """The objects of a list; anything else in its place is passed over."""
        value = next((value for key, value in self._answer.given.items() if key.lower() == name.lower()), None)
        return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []

    def variables(self, name: str) -> dict[str, str]:
        """A list of objects, or one object, as one mapping of texts."""
        value = next((value for key, value in self._answer.given.items() if key.lower() == name.lower()), None)
        parts = [value] if isinstance(value, Mapping) else self.rows(name)
        pairs = [(str(key), one) for part in parts for key, one in part.items() if isinstance(one, str)]
        return {clean(key)[:80]: clean(one)[:MOST_VALUE] for key, one in pairs[:MOST_VARIABLES] if clean(key)}

    def json(self, name: str) -> Any:
        """JSON that comes as text, or the text where it is none; None where it is empty."""
        written = self.free_text(name)
        try:
            return (
                _tidy(json.loads(written, parse_int=str, parse_float=str, parse_constant=str)) if written else None
            )
        except (ValueError, RecursionError):
            return written


def read_moment(text: str) -> datetime | None:
    """A time as ISO 8601, or in seconds or milliseconds since 1970."""
    try:
        if _EPOCH_S.fullmatch(text) or _EPOCH_MS.fullmatch(text):
            at = datetime.fromtimestamp(int(text) / (1000 if len(text) == 13 else 1), UTC)
        else:
            at = datetime.fromisoformat(text)
            at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return at if is_instant(at) else None


def digest(given: Row) -> str:
    """What tells an event from every other one, whichever server tells it: 16 characters."""
    told = {name: value for name, value in given.items() if name.lower() not in HOSTS}
    written = json.dumps(told, sort_keys=True, ensure_ascii=True, default=str)
    return hashlib.sha256(written.encode()).hexdigest()[:16]


def _plain(value: Any) -> Any:
    """Booleans as the text that events else have."""
    return str(value) if isinstance(value, bool) else value


def _tidy(value: Any, depth: int = 0) -> Any:
    """The value with clean texts, so that it can be written as JSON in UTF-8 again.

    Raises:
        ValueError: it is nested beyond reason.
    """
    if depth > DEEPEST:
        raise ValueError("nested too deeply")
    match value:
        case dict():
            return {clean(name): _tidy(one, depth + 1) for name, one in value.items()}
        case list():
            return [_tidy(one, depth + 1) for one in value]
        case str():
            return clean(value)
        case _:
            return value
