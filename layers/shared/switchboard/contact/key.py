"""What a contact is called.

An ACD contact id and the id of a digital case live in different number spaces: the same digits may name two
contacts, so a key says which space it means.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

_BUSINESS_UNIT = re.compile(r"[A-Za-z0-9]{1,20}", re.ASCII)
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}", re.ASCII)
PATTERN = rf"^{_BUSINESS_UNIT.pattern}:(acd|dfo):{_ID.pattern}$"
"""Contact keys as JSON Schema has it, for descriptions; ``ContactKey.parse`` decides."""

_NO_ID = "0"
"""What CXone writes where there is no contact, beside ``-1``."""


class NumberSpace(StrEnum):
    """Where an id counts: contacts of the ACD, or cases of digital channels (DFO)."""

    ACD = "acd"
    DFO = "dfo"


class AliasKind(StrEnum):
    """A further id under which an interaction may be spoken of."""

    INTERACTION = "interaction"
    DFO_CONTACT = "dfoContact"


_SPACES = frozenset(one.value for one in NumberSpace)
_KINDS = frozenset(one.value for one in AliasKind)


def is_id(text: str) -> bool:
    """Whether ``text`` is an id: text end to end, since CXone's contact ids may exceed 2^53."""
    return text != _NO_ID and _ID.fullmatch(text) is not None


def is_business_unit(text: str) -> bool:
    """Whether ``text`` is a business unit's number."""
    return _BUSINESS_UNIT.fullmatch(text) is not None


@dataclass(frozen=True, slots=True, order=True)
class ContactKey:
    """The key of one contact, written ``{business_unit}:{acd|dfo}:{contact_id}``.

    Raises:
        ValueError: a part is malformed. The message names the part, never its value.
    """

    business_unit: str
    space: NumberSpace
    contact_id: str

    def __post_init__(self) -> None:
        _check(self.business_unit, self.contact_id, "contact key")

    def __str__(self) -> str:
        return f"{self.business_unit}:{self.space}:{self.contact_id}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """The key that ``text`` writes.

        Raises:
            ValueError: it is no contact key.
        """
        business_unit, space, contact_id = _three(text, "contact key")
        if space not in _SPACES:
            raise ValueError("contact key: the second part is neither acd nor dfo")
        return cls(business_unit, NumberSpace(space), contact_id)


@dataclass(frozen=True, slots=True, order=True)
class ContactAlias:
    """Another name of a contact, written ``{business_unit}:{interaction|dfoContact}:{value}``.

    One interaction may go on under a second ACD contact id after a transfer: an alias leads to the contact that
    claimed it first, and ``masterContactId`` ties the others to it.

    Raises:
        ValueError: a part is malformed.
    """

    business_unit: str
    kind: AliasKind
    value: str

    def __post_init__(self) -> None:
        _check(self.business_unit, self.value, "contact alias")

    def __str__(self) -> str:
        return f"{self.business_unit}:{self.kind}:{self.value}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """The alias that ``text`` writes.

        Raises:
            ValueError: it is no alias.
        """
        business_unit, kind, value = _three(text, "contact alias")
        if kind not in _KINDS:
            raise ValueError("contact alias: the second part is neither interaction nor dfoContact")
        return cls(business_unit, AliasKind(kind), value)


def _three(text: str, what: str) -> list[str]:
    parts = text.split(":")
    if len(parts) != 3:
        raise ValueError(f"{what}: three parts with colons between them are needed")
    return parts


def _check(business_unit: str, value: str, what: str) -> None:
    if not is_business_unit(business_unit):
        raise ValueError(f"{what}: the business unit is not 1 to 20 letters and digits")
    if not is_id(value):
        raise ValueError(f"{what}: the id is not 1 to 40 letters, digits, dashes and underscores, or is 0")
