"""Salesforce ids: 15 case-sensitive characters, or 18 with a suffix that makes them safe without case."""

import string

_ALPHABET = string.ascii_uppercase + "012345"
_DIGITS = string.digits + string.ascii_uppercase + string.ascii_lowercase
_POD = "gL"
_ALLOWED = frozenset(_DIGITS)


def suffix(id15: str) -> str:
    """The three characters that encode which of the 15 are upper case: bit k of each block of five."""
    blocks = (id15[start : start + 5] for start in (0, 5, 10))
    return "".join(
        _ALPHABET[sum(1 << place for place, letter in enumerate(block) if letter.isascii() and letter.isupper())]
        for block in blocks
    )


def to_18(text: str) -> str | None:
    """The 18-character form of an id given in either form, or None when it is no id.

    An 18-character id with a wrong suffix is none either.
    """
    if len(text) not in (15, 18) or not _ALLOWED.issuperset(text):
        return None
    id15 = text[:15]
    whole = id15 + suffix(id15)
    return whole if len(text) == 15 or text == whole else None


def make_id(prefix: str, number: int) -> str:
    """The ``number``-th id with this key prefix, in its 18-character form."""
    digits = ""
    while number:
        number, place = divmod(number, len(_DIGITS))
        digits = _DIGITS[place] + digits
    id15 = prefix + _POD + digits.rjust(10, "0")
    return id15 + suffix(id15)
