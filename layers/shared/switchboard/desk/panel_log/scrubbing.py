"""Log lines without what is private: numbers, addresses, tokens. Pure.

Lines are free text, so this errs on the side of masking. What stays is what faults are found by: times, contact
keys, Salesforce record ids, words.
"""

import re

MOST_CHARS = 500
"""Of a line; the rest is cut off."""

SECRET, ADDRESS, NUMBER = "[secret]", "[address]", "[number]"

_KEPT = r"""
    (?P<kept>
        \b\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?(?![\w-])
      | \b\d{1,10}:(?:acd|dfo):\d{1,20}\b
      | \b00[1-9A-Za-z][A-Za-z0-9]{15}\b
    )
"""
_MARKED = r"""
    (?P<secret>
        \beyJ[\w-]+(?:\.[\w-]*)*
      | (?i:\b(?:bearer|basic))[ ]+[^\s"',;]+
      | (?i:(?:token|secret|passw(?:or)?d|passphrase|api[_-]?key|access[_-]?key|session[_-]?id
          |authorization|cookie))["']?\s*[:=]\s*["']?(?:(?i:bearer|basic)[ ]+)?[^\s"',;&]+
      | \b00D[A-Za-z0-9]{12,15}![\w.]+
      | (?<![\w+/=-])(?=[\w+/=-]*\d)(?=[\w+/=-]*[A-Za-z])[\w+/=-]{24,}
    )
"""
_ADDRESS = r"(?P<address>[^\s<>()\[\]\"',;:=&?/@%]{1,64}(?:@|%40)[^\s<>()\[\]\"',;:=&?/@%]+)"
_NUMBER = r"(?P<number>(?:\+|%2[Bb]|00)?\(?\d(?:[\s().\-/\u00a0\u2010-\u2015]{0,3}\d){5,})"
_PRIVATE = re.compile(f"{_KEPT}|{_MARKED}|{_ADDRESS}|{_NUMBER}", re.VERBOSE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


def scrubbed(text: str) -> str:
    """The text with what is private masked, cut to a line's length."""
    line = _CONTROL.sub(" ", text)
    # Cut after masking: what is cut in two would no longer be recognised.
    return _PRIVATE.sub(_masked, line[: MOST_CHARS * 4])[:MOST_CHARS]


def _masked(found: re.Match[str]) -> str:
    match found.lastgroup:
        case "kept":
            return found[0]
        case "secret":
            return SECRET
        case "address":
            return ADDRESS
        case _:
            return NUMBER
