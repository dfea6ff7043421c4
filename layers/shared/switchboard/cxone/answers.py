"""CXone's answers, whatever version gave them.

Versions and resources differ in the case of names, wrap answers in ``resultSet`` or not, and may write numbers as
text. Contact ids exceed 2^53: numbers are kept as the text that they were written in, so that none loses a digit.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from switchboard.errors import CcUnavailable

Row = Mapping[str, Any]
"""An object as CXone wrote it, numbers as text."""


class Answer:
    """The members of a JSON object, by name and without regard to case.

    Of several names, which are those of different versions, the first with a value counts.

    Attributes:
        given: the object as it came.
    """

    def __init__(self, given: Row) -> None:
        self.given = given
        self._values = {str(name).lower(): value for name, value in given.items()}

    def text(self, *names: str) -> str:
        """A value as text, empty where there is none."""
        for name in names:
            value = self._values.get(name.lower())
            if isinstance(value, str) and value.strip():
                return value.strip()
        return ""

    def whole(self, *names: str) -> int | None:
        """A whole number, written as a number or as text; None where there is none."""
        text = self.text(*names)
        return int(text) if text.isascii() and text.isdecimal() else None

    def truth(self, *names: str) -> bool:
        """Whether a member is true, written as a boolean or as text."""
        for name in names:
            value = self._values.get(name.lower())
            if isinstance(value, bool):
                return value
            if isinstance(value, str) and value.strip():
                return value.strip().lower() == "true"
        return False

    def moment(self, *names: str) -> datetime | None:
        """A moment in UTC; without an offset it is UTC. None where there is none that can be read."""
        try:
            at = datetime.fromisoformat(self.text(*names))
        except ValueError:
            return None
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)

    def has(self, name: str) -> bool:
        """Whether the member is there with a value."""
        return self._values.get(name.lower()) is not None

    def is_null(self, name: str) -> bool:
        """Whether the member is there and null."""
        return self._values.get(name.lower(), "") is None

    def part(self, name: str) -> "Answer":
        """A nested object, empty where there is none."""
        value = self._values.get(name.lower())
        return Answer(value if isinstance(value, dict) else {})

    def rows(self, *names: str) -> Sequence[Row]:
        """The objects of a list; null is an empty one.

        Raises:
            CcUnavailable: there is no such list. To take that for an empty one would lose what is in it.
        """
        for name in names:
            if self.is_null(name):
                return ()
            value = self._values.get(name.lower())
            if isinstance(value, list) and all(isinstance(one, dict) for one in value):
                return value
        raise CcUnavailable("UNREADABLE_ANSWER", status=200)


def read_json(content: bytes) -> Any:
    """The JSON value of a body, numbers as the text that they were written in; None where it is not JSON."""
    try:
        return json.loads(content, parse_int=str, parse_float=str)
    except (ValueError, RecursionError):
        # Gateways in between answer HTML.
        return None


def read_answer(content: bytes) -> Answer:
    """The object that a body holds, out of its ``resultSet`` or its array of one.

    Raises:
        CcUnavailable: it holds none.
    """
    value = read_json(content)
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if not isinstance(value, dict):
        raise CcUnavailable("UNREADABLE_ANSWER", status=200)
    wrapped = {name.lower(): inner for name, inner in value.items()}.get("resultset")
    return Answer(wrapped if isinstance(wrapped, dict) else value)


def read_listed(content: bytes) -> Answer:
    """The object that a body of the other APIs holds; a bare list becomes its member ``data``.

    Raises:
        CcUnavailable: it holds neither.
    """
    value = read_json(content)
    if isinstance(value, list):
        value = {"data": value}
    if not isinstance(value, dict):
        raise CcUnavailable("UNREADABLE_ANSWER", status=200)
    return Answer(value)
