"""How a search term meets a phone field.

How Salesforce cuts phone values into tokens is not documented. So there are profiles, from the strictest
reading to one that also returns wrong numbers; a client must work under each of them.

    strict   the term's digits are all the digits of the field
    tokens   as strict, or the term is one token of the field, cut at spaces and punctuation
    suffix   as tokens, or the term (7 digits or more) ends the field's digits
    noisy    as suffix, and fields that merely end in the same few digits are hit too
"""

from typing import Literal, get_args

from local.salesforce_org.sosl.find import Term
from local.salesforce_org.sosl.words import Postings, digits_of, is_pattern, side_by_side, words_of

PhoneProfile = Literal["strict", "tokens", "suffix", "noisy"]
PHONE_PROFILES: tuple[PhoneProfile, ...] = get_args(PhoneProfile)
MIN_SUFFIX_DIGITS = 7


class PhoneIndex:
    """The phone values of one object."""

    def __init__(self) -> None:
        self._whole = Postings()
        self._backwards = Postings()
        self._tokens = Postings()
        self._values: dict[str, tuple[str, ...]] = {}

    def add(self, record_id: str, values: tuple[str, ...]) -> None:
        """Note a record's phone values."""
        if not values:
            return
        self._values[record_id] = values
        for value in values:
            digits = digits_of(value)
            if digits:
                self._whole.add(digits, record_id)
                self._backwards.add(digits[::-1], record_id)
            for token in words_of(value):
                self._tokens.add(token, record_id)

    def remove(self, record_id: str) -> None:
        """Forget a record."""
        values = self._values.pop(record_id, ())
        wholes = {digits_of(value) for value in values} - {""}
        for digits in wholes:
            self._whole.remove(digits, record_id)
            self._backwards.remove(digits[::-1], record_id)
        for token in {token for value in values for token in words_of(value)}:
            self._tokens.remove(token, record_id)

    def matching(self, term: Term, profile: PhoneProfile, noise_digits: int) -> set[str]:
        """Ids of the records with a phone field that the term hits."""
        found = set(self._whole.matching(term.digits)) if term.digits else set()
        if profile == "strict":
            return found
        found |= self._by_tokens(term.words)
        if profile == "tokens" or is_pattern(term.digits):
            return found
        if len(term.digits) >= MIN_SUFFIX_DIGITS:
            found |= self._ending_in(term.digits)
        if profile == "noisy" and len(term.digits) >= noise_digits > 0:
            found |= self._ending_in(term.digits[-noise_digits:])
        return found

    def _by_tokens(self, words: tuple[str, ...]) -> set[str]:
        if not words:
            return set()
        found = set(self._tokens.matching(words[0]))
        for word in words[1:]:
            found &= self._tokens.matching(word)
        if len(words) == 1:
            return found
        return {one for one in found if any(side_by_side(words, words_of(v)) for v in self._values[one])}

    def _ending_in(self, digits: str) -> set[str]:
        keys = self._backwards.starting_with(digits[::-1])
        return {record_id for key in keys for record_id in self._backwards.equal(key)}
