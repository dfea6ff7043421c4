"""Reads JSON in which every value may be text, numbers may be ids, and names come in any case."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, NoReturn, TypeVar

from switchboard.contact.fields import GREATEST_NUMBER
from switchboard.contact.instant import is_instant
from switchboard.contact.key import is_id
from switchboard.contact.text import clean
from switchboard.contact_intake.cards import without_cards
from switchboard.contact_intake.models import Reason, Trouble

MOST_AHEAD = timedelta(minutes=10)
"""How far a sender's clock may be ahead of ours."""

MOST_BEHIND = timedelta(days=30)
"""How late an event may come: what was written of its contact may be forgotten after that."""

_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d([.,]\d{1,9})?)?([Zz]|[+-]\d\d:?\d\d)", re.ASCII)
_NUMBER = re.compile(r"(\d{1,12})(\.\d{1,6})?", re.ASCII)
_NO_ID = frozenset({"", "0", "-1"})
_TRUTHS = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}

_Word = TypeVar("_Word", bound=StrEnum)


class NotReadable(Exception):
    """A body, or an event in it, that cannot be taken."""

    def __init__(self, field: str, reason: Reason) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


def read_json(body: bytes) -> Any:
    """The JSON value of a body, numbers as the text they were written in, so that no id loses digits.

    Raises:
        NotReadable: it is not JSON in UTF-8, or nested beyond reason.
    """
    try:
        return json.loads(
            body.decode("utf-8-sig"), parse_int=str, parse_float=str, parse_constant=_refuse_constant
        )
    except RecursionError as error:
        raise NotReadable("", Reason.TOO_DEEP) from error
    except ValueError as error:
        raise NotReadable("", Reason.NOT_JSON) from error


def _refuse_constant(_: str) -> NoReturn:
    raise ValueError("NaN and Infinity are not JSON")


def read_moment(text: str) -> datetime | None:
    """An ISO 8601 time that names its offset, as UTC; None for anything else."""
    if not _MOMENT.fullmatch(text):
        return None
    try:
        moment = datetime.fromisoformat(text.upper().replace(",", "."))
        return moment.astimezone(UTC) if is_instant(moment) else None
    except ValueError:
        return None


class Members:
    """The members of a JSON object, read one by one.

    Names are matched in any case. A member that cannot be read counts as absent and is put into ``dropped``: it
    costs itself, not its event.

    Args:
        index: place of the event in its batch.
        path: where the object stands within its event.
    """

    def __init__(self, given: Mapping[str, Any], index: int, dropped: list[Trouble], path: str = "") -> None:
        self._given = {str(name).lower(): value for name, value in given.items()}
        self._index = index
        self._path = path
        self._dropped = dropped

    def path(self, name: str) -> str:
        """Where the member stands within its event."""
        return f"{self._path}{name}"

    def has(self, name: str) -> bool:
        """Whether the member is there, be it null."""
        return name.lower() in self._given

    def drop(self, name: str, reason: Reason = Reason.MALFORMED) -> None:
        """Note that a member could not be read."""
        trouble = Trouble(self._index, self.path(name), reason)
        if trouble not in self._dropped:
            self._dropped.append(trouble)

    def text(self, *names: str) -> str:
        """The first of the members that is not empty, as text; objects and lists are no text."""
        for name in names:
            value = self._given.get(name.lower())
            if isinstance(value, dict | list):
                self.drop(name)
            elif value is not None and (text := str(value).strip()):
                return text
        return ""

    def free_text(self, *names: str) -> str:
        """Text that a person or a script wrote, without card numbers."""
        return without_cards(clean(self.text(*names)))

    def id(self, name: str) -> str:
        """An id; what stands for none (0, -1) is none."""
        text = self.text(name)
        if text in _NO_ID:
            return ""
        if not is_id(text):
            self.drop(name)
            return ""
        return text

    def number(self, name: str) -> int | None:
        """A whole number from 0 up; a fraction is left out."""
        text = self.text(name)
        found = _NUMBER.fullmatch(text)
        if found and int(found[1]) <= GREATEST_NUMBER:
            return int(found[1])
        if text:
            self.drop(name)
        return None

    def truth(self, name: str) -> bool | None:
        """A yes or no, however it is written."""
        text = self.text(name).lower()
        if text and text not in _TRUTHS:
            self.drop(name)
        return _TRUTHS.get(text)

    def word(self, name: str, words: type[_Word]) -> _Word | None:
        """One of the words, in any case."""
        text = self.text(name).lower()
        known = {one.value.lower(): one for one in words}
        if text and text not in known:
            self.drop(name, Reason.UNKNOWN)
        return known.get(text)

    def moment(self, *names: str) -> datetime | None:
        """A time, UTC."""
        for name in names:
            if text := self.text(name):
                if moment := read_moment(text):
                    return moment
                self.drop(name)
        return None

    def part(self, name: str) -> "Members":
        """The members of a nested object; none where it is absent."""
        value = self._given.get(name.lower())
        if value is not None and not isinstance(value, dict):
            self.drop(name)
        return Members(value if isinstance(value, dict) else {}, self._index, self._dropped, f"{self.path(name)}.")

    def parts(self, name: str) -> "list[Members]":
        """The objects of a list; what else stands in it is dropped."""
        value = self._given.get(name.lower())
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            self.drop(name)
        listed = value if isinstance(value, list) else []
        return [
            Members(one, self._index, self._dropped, f"{self.path(name)}[{place}].")
            for place, one in enumerate(listed)
            if isinstance(one, dict)
        ]

    def scalars(self, name: str) -> dict[str, str]:
        """A nested object's members as text, with their names as written; nested ones are dropped."""
        value = self._given.get(name.lower())
        if value in (None, ""):
            return {}
        if not isinstance(value, dict):
            self.drop(name)
            return {}
        if any(isinstance(one, dict | list) for one in value.values()):
            self.drop(name)
        return {
            str(key): "" if one is None else str(one)
            for key, one in value.items()
            if not isinstance(one, dict | list)
        }


def happened_at(members: Members, now: datetime, *names: str) -> datetime:
    """When an event happened, by the first of the members that tells.

    Raises:
        NotReadable: no member tells, or the time is too far from ``now`` to be true or of use.
    """
    for name in names:
        text = members.text(name)
        if not text:
            continue
        moment = read_moment(text)
        if moment is None:
            raise NotReadable(members.path(name), Reason.MALFORMED)
        if moment > now + MOST_AHEAD:
            raise NotReadable(members.path(name), Reason.IN_THE_FUTURE)
        if moment < now - MOST_BEHIND:
            raise NotReadable(members.path(name), Reason.TOO_OLD)
        return moment
    raise NotReadable(members.path(names[0]), Reason.MISSING)
