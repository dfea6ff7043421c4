"""The search text of ``FIND {...}``: from text to an expression over terms."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from lark import Lark, Token, Transformer, v_args
from lark.exceptions import UnexpectedInput

from local.salesforce_org.errors import ApiError
from local.salesforce_org.sosl.words import pattern_words

OPERATORS_UP_TO = 4_000
ROWS_UP_TO = 10_000
_PIECE = re.compile(r'"(?:\\.|[^"\\])*"|(?:\\.|[^\s()"\\])+', re.DOTALL)
_OPERATORS = frozenset({"and", "or", "not"})


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase.

    Args:
        words: its words in lower case, punctuation taken out, wildcards ``*`` and ``?`` left in; a record
            matches when one field has them side by side.
        digits: all of it without gaps, when it consists of digits and wildcards; else empty.
    """

    words: tuple[str, ...]
    digits: str


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Terms joined by OR."""

    parts: "tuple[Expression, ...]"


@dataclass(frozen=True, slots=True)
class AllOf:
    """Left AND right."""

    left: "Expression"
    right: "Expression"


@dataclass(frozen=True, slots=True)
class ButNot:
    """Left AND NOT right."""

    left: "Expression"
    right: "Expression"


Expression = Term | AnyOf | AllOf | ButNot

NOTHING = AnyOf(())
"""Matches no record."""


@lru_cache(4096)
def parse_find(text: str, *, refuse_one_character: bool = True) -> Expression:
    """The expression that a search text stands for.

    Over 4,000 characters its operators are dropped and any term will do; over 10,000 nothing is found.

    Raises:
        ApiError: ``MALFORMED_SEARCH`` for an unescaped reserved character or a broken expression,
            ``INVALID_SEARCH`` for an empty text, and for one of a single character if that is refused.
    """
    if len(text) > ROWS_UP_TO:
        return NOTHING
    if len(text.strip()) < (2 if refuse_one_character else 1):
        raise ApiError("INVALID_SEARCH", "search term must be longer than one character")
    if len(text) > OPERATORS_UP_TO:
        pieces = (piece for piece in _PIECE.findall(text) if piece.lower() not in _OPERATORS)
        return AnyOf(tuple(term(piece) for piece in pieces))
    try:
        return _parser().parse(text)  # type: ignore[return-value]  # lark types a transformed tree as a tree
    except UnexpectedInput as error:
        at = error.pos_in_stream
        near = "" if at is None else text[at : at + 1]
        raise ApiError("MALFORMED_SEARCH", f"unexpected character '{near}' in the search term") from None


def term(text: str) -> Term:
    """The term behind a word, or behind a phrase with its quotes, as written."""
    words = pattern_words(text)
    joined = "".join(words)
    digits = joined if re.fullmatch(r"[0-9][0-9*?]*", joined) else ""
    return Term(words, digits)


@cache
def _parser() -> Lark:
    grammar = Path(__file__).with_name("find.lark").read_text()
    return Lark(grammar, parser="lalr", transformer=_Builder())


@v_args(inline=True)
class _Builder(Transformer[Token, Expression]):
    def start(self, expression: Expression) -> Expression:
        return expression

    def any_of(self, *parts: Expression) -> Expression:
        return parts[0] if len(parts) == 1 else AnyOf(parts)

    def all_of(self, left: Expression, right: Expression) -> Expression:
        return AllOf(left, right)

    def but_not(self, left: Expression, right: Expression) -> Expression:
        return ButNot(left, right)

    def word(self, token: Token) -> Expression:
        return term(token)

    def phrase(self, token: Token) -> Expression:
        return term(token)
