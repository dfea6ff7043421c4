"""Phone numbers as people and networks write them: where in a text the digits of a number are.

Only text is looked at here; which number the digits mean is decided in ``switchboard.phone``. Every function takes
any text, does work bounded by its length and never raises.
"""

import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import unquote

MOST_CHARS = 256
"""Longer texts are no number. Salesforce stores at most 40 characters in a phone field; SIP URIs are longer."""

FEWEST_DIGITS = 7
"""Fewer digits beside a number are its extension or part of a remark ("after 5pm")."""

KEYPAD = dict(zip("abcdefghijklmnopqrstuvwxyz", "22233344455566677778889999", strict=True))

_KEYPAD_DIGITS = {
    code: digit if (digit := KEYPAD.get(chr(code).lower(), chr(code))).isdigit() else None for code in range(128)
}
_PUNCTUATION = {ord(dash): "-" for dash in "−∼〜~ー⁃"} | {ord(space): " " for space in "\t\u2800\u3164"}

_RUN = re.compile(
    r"(?:(?<![\d+])\+|(?<![\w+\-])[(]?(?=\+?\d))"  # a plus starts a number anywhere, a digit not inside a word
    r"[+( ]{0,3}\d(?:[ ().\-/]*+\d)*+"
    r"(?!-?[a-z]{3})"  # three letters glued on are digits of a vanity number
)
_VANITY = re.compile(r"\+?[\d ().\-]*\d[ ().\-]*[a-z][a-z\d ().\-]*")
_EXTENSION = re.compile(
    r"(?:(?<![^\W\d_])(?:x|extn?|extension|int|interno|anexo|ramal|poste|dw|доб|вн)[.:= ]*|(?<=[\d ])# *)\d+"
)
_TRUNK_ZERO = re.compile(r"(\+ ?\d{1,3}|00 ?\d{1,3})[ .\-]*\(0\)")
_DIALLED = re.compile(r"\+?[\d ().\-]*\d")
_WORD = re.compile(r"[^\W\d_]+")

_SIP_SCHEMES = {"sip", "sips"}
_SCHEMES = _SIP_SCHEMES | {"tel", "callto", "sms", "whatsapp"}

_ABSENT = {"null", "none", "nil", "nan", "undefined", "n/a"}
_HIDDEN = {
    *("anonymous", "blocked", "hidden", "private", "restricted", "suppressed", "unavailable", "undisclosed"),
    *("unknown", "unlisted", "withheld", "anonym", "unbekannt", "unterdrückt", "anonyme", "inconnu", "masqué"),
    *("anónimo", "desconocido", "privado", "anonimo", "privato", "sconosciuto", "anoniem", "onbekend"),
}
_HIDDEN_PHRASES = {"nocallerid", "noclid", "noid", "notavailable", "outofarea", "notprovided"}


def keypad(word: str) -> str:
    """The digits that spell ``word``."""
    return "".join(KEYPAD[letter] for letter in word)


HIDDEN_DIGITS = {keypad(word) for word in ("anonymous", "blocked", "restricted", "unavailable", "unknown")}
"""What some networks send in place of a hidden number, usually after a plus."""

_SURELY_HIDDEN = {keypad("anonymous"), keypad("unavailable")}


def plain(text: str) -> str:
    """``text`` in lower case with ASCII digits, spaces and dashes, and without invisible characters."""
    if text.isascii():
        return text.lower().translate(_PUNCTUATION)
    return "".join(map(_plain_char, unicodedata.normalize("NFKC", text))).lower()


def _plain_char(char: str) -> str:
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    match unicodedata.category(char):
        case "Pd":
            return "-"
        case "Zs":
            return " "
        case "Cf":  # direction marks and zero-width spaces, which come along when numbers are copied
            return ""
    return _PUNCTUATION.get(ord(char), char)


def keypad_digits(text: str) -> str:
    """Every digit of ``text``, letters as the digits that dial them."""
    if not text.isascii():
        text = plain(text).encode("ascii", "ignore").decode()
    return text.translate(_KEYPAD_DIGITS)


def addressed(text: str) -> tuple[str, bool]:
    """The caller in a URI or e-mail address, and whether it may be a user's name instead of a number.

    Knows ``sip:`` and ``sips:`` (RFC 3261, telephone-subscriber), ``tel:`` with ``phone-context`` (RFC 3966),
    and a display name before ``<…>``. Any other text is its own caller.
    """
    inner = text.rpartition("<")[2].partition(">")[0] if "<" in text else text
    scheme, _, rest = inner.partition(":")
    scheme = scheme.strip().lower()
    if scheme not in _SCHEMES:
        scheme, rest = "", inner
    if not scheme and "@" not in rest:
        return plain(text), False
    user, at, _ = unquote(rest).partition("@")
    user, *parameters = plain(user).split(";")
    if scheme != "tel":
        user = user.partition(":")[0]  # a password may follow
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "phone-context" and value.startswith("+") and not user.startswith("+"):
            user = value + user
    return user, bool(at) or scheme in _SIP_SCHEMES


def is_absent(text: str) -> bool:
    """Whether plain ``text`` is nothing, or what a script writes for nothing."""
    return not any(char.isalnum() for char in text) or text.strip() in _ABSENT


def is_hidden(text: str) -> bool:
    """Whether plain ``text`` stands for a number that the caller or a network hides."""
    digits = re.sub(r"[^\d]", "", text)
    words = _WORD.findall(text)
    if words:
        return len(digits) < FEWEST_DIGITS and (not _HIDDEN.isdisjoint(words) or "".join(words) in _HIDDEN_PHRASES)
    return digits in _SURELY_HIDDEN or not digits.strip("0")


def is_dialled(text: str) -> bool:
    """Whether plain ``text`` is made of digits and the punctuation between them only."""
    return _DIALLED.fullmatch(text.strip()) is not None


def without_extension(text: str) -> str:
    """Plain ``text`` with labelled extensions cut out."""
    return _EXTENSION.sub(";", text)


def numbers_in(text: str) -> list[str]:
    """The numbers written with digits in plain ``text``, extensions cut out before."""
    return _RUN.findall(text)


def parts(run: str) -> list[str]:
    """Two numbers that stand in one run, as in ``415-555-0134 / 415-555-0135``; else nothing.

    A slash also parts area code and number (``030/1234567``), so the first part has to be long.
    """
    found = run.split("/")
    if len(found) == 1 or digit_count(found[0]) < FEWEST_DIGITS:
        return []
    return [part for part in found if digit_count(part) >= FEWEST_DIGITS]


def digit_count(run: str) -> int:
    """How many digits are in a run."""
    return sum(map(str.isdigit, run))


def spelled(run: str) -> Iterator[str]:
    """The digits of a run, after ``+`` where it is written internationally; likeliest reading first.

    The second reading is for ``+45 (0)…``, written with a trunk zero that the country does not have.
    """
    yield _dialled_digits(run)
    bare, found = _TRUNK_ZERO.subn(r"\1", run, count=1)
    if found:
        yield _dialled_digits(bare)


def _dialled_digits(run: str) -> str:
    digits = re.sub(r"[^\d]", "", run)
    # No country code starts with 0: such a plus was put before a national number or an international prefix.
    return f"+{digits}" if "+" in run and not digits.startswith("0") else digits


def vanity(text: str) -> str | None:
    """The digits of plain ``text`` that is a number written with letters, as ``1-800-FLOWERS``; else None."""
    text = text.strip()
    if sum("a" <= char <= "z" for char in text) < 3 or not _VANITY.fullmatch(text):
        return None
    return ("+" if text.startswith("+") else "") + text.translate(_KEYPAD_DIGITS)
