"""Takes card numbers out of free text, so that none is ever stored.

A card number is 13 to 19 digits that pass the Luhn check (ISO/IEC 7812-1), written in one run or in groups with
spaces and dashes between them. A run of digits that is longer than a card number is none.
"""

import re

_DIGITS = re.compile(r"\d+")
_GAP = re.compile(r"[\s\u00ad\u200b\u2010-\u2015\u2212\ufe58\ufe63\uff0d-]{0,3}")
_FEWEST, _MOST = 13, 19


def without_cards(text: str) -> str:
    """The text without card numbers. What then stands together is no card number either."""
    groups: list[tuple[int, int]] = []
    cuts: list[tuple[int, int]] = []
    end_of_last = 0
    for found in _DIGITS.finditer(text):
        if not _GAP.fullmatch(text, end_of_last, found.start()):
            groups.clear()
        groups.append(found.span())
        end_of_last = found.end()
        first = _first_group_of_card(text, groups)
        if first is not None:
            cuts.append((groups[first][0], found.end()))
            del groups[first:]
    return _without(text, cuts)


def _first_group_of_card(text: str, groups: list[tuple[int, int]]) -> int | None:
    """Where the longest card number begins that ends with the last group."""
    digits, begins = "", None
    for place in range(len(groups) - 1, -1, -1):
        start, end = groups[place]
        if end - start + len(digits) > _MOST:
            break
        digits = text[start:end] + digits
        if len(digits) >= _FEWEST and _passes_luhn(digits):
            begins = place
    return begins


def _passes_luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(map(int, reversed(digits))):
        doubled = digit * 2 if place % 2 else digit
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0


def _without(text: str, cuts: list[tuple[int, int]]) -> str:
    """The text without the cuts; a later cut may hold earlier ones."""
    kept, until = [], len(text)
    for start, end in reversed(cuts):
        if end <= until:
            kept.append(text[end:until])
            until = start
    return "".join([text[:until], *reversed(kept)])
