"""Salesforce ids: a key prefix, a number, and a suffix that makes them safe where case is lost."""

import string

PREFIXES = {
    "Account": "001",
    "Contact": "003",
    "User": "005",
    "Lead": "00Q",
    "Case": "500",
    "Opportunity": "006",
    "Campaign": "701",
    "Group": "00G",
    "Policy__c": "a01",
}

_DIGITS = string.digits + string.ascii_uppercase + string.ascii_lowercase
_SUFFIX_ALPHABET = string.ascii_uppercase + "012345"
_ORIGIN = "Sb"
"""Keeps these ids apart from those that an org makes for new records."""


def id18(id15: str) -> str:
    """The 18-character form of a 15-character id.

    Bit k of a block of five says that its character k is upper case (Salesforce, record ids).
    """
    blocks = (id15[start : start + 5] for start in (0, 5, 10))
    return id15 + "".join(
        _SUFFIX_ALPHABET[sum(1 << place for place, char in enumerate(block) if char in string.ascii_uppercase)]
        for block in blocks
    )


def record_id(object_name: str, number: int) -> str:
    """The id of the ``number``-th record of an object."""
    digits = ""
    while number:
        number, place = divmod(number, len(_DIGITS))
        digits = _DIGITS[place] + digits
    return id18(PREFIXES[object_name] + _ORIGIN + digits.rjust(10, "0"))
