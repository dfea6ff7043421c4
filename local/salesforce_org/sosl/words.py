"""How text is cut into words, on both sides of a search: at spaces and punctuation."""

import re
from bisect import bisect_left, insort
from collections.abc import Iterator
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")
_PATTERN_WORD = re.compile(r"[^\W_][^\W_*?]*(?:[*?]+[^\W_]*)*")
_ESCAPED = re.compile(r"\\.", re.DOTALL)
_DIGITS = re.compile(r"\D+", re.ASCII)


def words_of(text: str) -> tuple[str, ...]:
    """The words of a stored value, in lower case."""
    return tuple(_WORD.findall(text.casefold()))


def digits_of(text: str) -> str:
    """All ASCII digits of a stored value."""
    return _DIGITS.sub("", text)


def pattern_words(text: str) -> tuple[str, ...]:
    """The words of a search term; an escaped character is punctuation, ``*`` and ``?`` stay."""
    return tuple(_PATTERN_WORD.findall(_ESCAPED.sub(" ", text).casefold()))


@lru_cache(1024)
def wildcard(pattern: str) -> re.Pattern[str]:
    """``*`` for any number of characters, ``?`` for exactly one."""
    parts = [{"*": ".*", "?": "."}.get(char) or re.escape(char) for char in pattern]
    return re.compile("".join(parts), re.DOTALL)


def is_pattern(word: str) -> bool:
    """Whether a word holds a wildcard."""
    return "*" in word or "?" in word


def side_by_side(wanted: tuple[str, ...], words: tuple[str, ...]) -> bool:
    """Whether the wanted words, wildcards included, stand next to each other in this order."""
    fits = [wildcard(word).fullmatch for word in wanted]
    return any(
        all(fit(word) for fit, word in zip(fits, words[start:], strict=False))
        for start in range(len(words) - len(wanted) + 1)
    )


class Postings:
    """Which records hold a key: by key, and by pattern through the sorted keys."""

    def __init__(self) -> None:
        self._records: dict[str, set[str]] = {}
        self._sorted: list[str] = []

    def add(self, key: str, record_id: str) -> None:
        """Note that the record holds the key."""
        records = self._records.get(key)
        if records is None:
            self._records[key] = {record_id}
            insort(self._sorted, key)
        else:
            records.add(record_id)

    def remove(self, key: str, record_id: str) -> None:
        """Forget that the record holds the key."""
        records = self._records[key]
        records.discard(record_id)
        if not records:
            del self._records[key]
            del self._sorted[bisect_left(self._sorted, key)]

    def equal(self, key: str) -> set[str] | frozenset[str]:
        """Records that hold exactly this key."""
        return self._records.get(key, _NONE)

    def matching(self, word: str) -> set[str] | frozenset[str]:
        """Records that hold a key which fits the word and its wildcards."""
        if not is_pattern(word):
            return self.equal(word)
        start = re.split(r"[*?]", word, maxsplit=1)[0]
        keys = self.starting_with(start)
        # The common case needs no pattern: compiling one takes longer than the search.
        if word != f"{start}*":
            keys = filter(wildcard(word).fullmatch, keys)
        return {record_id for key in keys for record_id in self._records[key]}

    def starting_with(self, start: str) -> Iterator[str]:
        """All keys that begin so."""
        keys = self._sorted
        at = bisect_left(keys, start)
        while at < len(keys) and keys[at].startswith(start):
            yield keys[at]
            at += 1


_NONE: frozenset[str] = frozenset()
