"""Text with expressions in braces, such as ``{labels.callType} call from {ani}``.

``{{`` and ``}}`` stand for braces. An expression may hold braces and quoted texts of its own.
"""

from collections.abc import Mapping
from datetime import tzinfo
from functools import lru_cache
from typing import Any

from switchboard.activity.expressions import Shape, check_expression, evaluate

_QUOTES = "'\"`"


def check_template(template: str, shape: Shape) -> None:
    """Refuse a template that cannot work.

    Raises:
        ValueError: a brace is not closed, or an expression in it is refused.
    """
    for text, is_expression in _parts(template):
        if is_expression:
            check_expression(text, shape)


def render(template: str, view: Mapping[str, Any], zone: tzinfo) -> str | None:
    """The text for this view; None where the template has expressions and none of them finds anything.

    What an expression does not find becomes empty, and so does ``false``: that is how ``a && b`` says no.

    Raises:
        ValueError: an expression met a value that it cannot take.
    """
    pieces: list[str] = []
    found = asked = False
    for text, is_expression in _parts(template):
        value = as_text(evaluate(text, view, zone)) if is_expression else text
        asked = asked or is_expression
        found = found or (is_expression and value != "")
        pieces.append(value)
    return None if asked and not found else "".join(pieces).strip()


def as_text(value: Any) -> str:
    """A value as it reads within text.

    Raises:
        ValueError: it is an object, which has no text.
    """
    if value is None or value is False:
        return ""
    if value is True:
        return "true"
    if isinstance(value, dict):
        raise ValueError("an object has no text")
    if isinstance(value, list):
        return ", ".join(text for text in map(as_text, value) if text)
    return str(value)


@lru_cache(maxsize=1024)
def _parts(template: str) -> tuple[tuple[str, bool], ...]:
    """The template's texts and expressions in their order."""
    parts: list[tuple[str, bool]] = []
    plain, place = "", 0
    while place < len(template):
        character = template[place]
        if template[place : place + 2] in ("{{", "}}"):
            plain, place = plain + character, place + 2
        elif character == "{":
            end = _end_of_expression(template, place)
            parts += [(plain, False), (template[place + 1 : end].strip(), True)]
            plain, place = "", end + 1
        elif character == "}":
            raise ValueError(f"a brace is closed at position {place} that was not opened")
        else:
            plain, place = plain + character, place + 1
    return (*parts, (plain, False))


def _end_of_expression(template: str, start: int) -> int:
    depth, quote, place = 0, "", start
    while place < len(template):
        character = template[place]
        if quote:
            if character == "\\":
                place += 1
            elif character == quote:
                quote = ""
        elif character in _QUOTES:
            quote = character
        elif character == "{":
            depth += 1
        elif character == "}":
            depth -= 1
            if depth == 0:
                return place
        place += 1
    raise ValueError(f"the brace at position {start} is not closed")
