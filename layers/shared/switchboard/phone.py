"""Phone numbers: which number a caller has, how to search for it, and which stored values are that number.

A search only proposes records; ``same_number`` decides, by comparing E.164. What people typed into a field is read
as they meant it, and another number is never taken for the caller's. Nothing here raises, whatever the text.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Literal

import phonenumbers
from phonenumbers import PhoneNumber

from switchboard import phone_reading, phone_text

ForeignNational = Literal["never", "when_invalid_at_home", "always"]
"""Whether a stored value without country may be read in the caller's country, too."""

_COMPARED_DIGITS = 6
"""Last digits that every spelling of a number shares: prefixes and Argentina's 15 stand before them."""


class NoNumber(StrEnum):
    """Why a caller cannot be looked up by number. The values are part of the public answer."""

    EMPTY = "empty"
    """Nothing was sent: the contact has no number, or a script does not pass it on."""
    WITHHELD = "withheld"
    """The caller or a network hides the number."""
    SHORT = "short"
    """An extension, a short code, or a local number without area code."""
    SIP = "sip"
    """A SIP or e-mail address whose user is no number."""
    MALFORMED = "malformed"


class Certainty(StrEnum):
    """How a stored value names the caller's number."""

    INTERNATIONAL = "international"
    """With its country code."""
    NATIONAL = "national"
    """Without one: it is the caller's number when read nationally."""


@dataclass(frozen=True, slots=True)
class Ani:
    """A number that can be looked up.

    Args:
        e164: such as ``+14155550134``.
        country_code: such as ``1``.
        nsn: national significant number; a text, because Italian ones start with 0.
        region: ISO country; None where the number has none or is in no known range.
        valid: whether it is in a known range; otherwise only its length fits.
        search_terms: digits of its usual spellings, likeliest first; each 5 to 17 digits.
    """

    e164: str
    country_code: str
    nsn: str
    region: str | None
    valid: bool
    search_terms: tuple[str, ...]


def classify(ani: str, region: str) -> Ani | NoNumber:
    """The number that ``ani`` means, or why it means none.

    Args:
        ani: as the contact centre passes it: any spelling of a number, a URI, words.
        region: ISO country in which a number without country is read first. With an unknown one only numbers
            that carry their country are read.
    """
    if len(ani) > phone_text.MOST_CHARS:
        return NoNumber.MALFORMED
    return _classified(ani, region)


@lru_cache(maxsize=2048)  # the same caller is asked about several times while a call rings
def _classified(ani: str, region: str) -> Ani | NoNumber:
    text, may_be_name = phone_text.addressed(ani)
    return _no_number(text, may_be_name) or _number_in(phone_text.without_extension(text), region)


def same_number(
    stored: str, ani: Ani, region: str, foreign_national: ForeignNational = "when_invalid_at_home"
) -> Certainty | None:
    """How ``stored`` proves to be ``ani``, or None if it does not.

    A value without country is read in the org's country, and where that gives no valid number in the caller's.
    One of several numbers in a field is enough.

    Args:
        stored: a phone field as people or integrations filled it.
        region: ISO country of the org.
        foreign_national: ``never`` reads values without country at home only; ``always`` also where they are
            valid numbers at home, so that two people's numbers may look alike.
    """
    if len(stored) > phone_text.MOST_CHARS or not could_be(stored, ani):
        return None
    text = phone_text.without_extension(phone_text.plain(stored))
    fewest_digits = min(phone_text.FEWEST_DIGITS, len(ani.nsn))
    any_settled = False
    for run in phone_text.numbers_in(text):
        if phone_text.digit_count(run) < fewest_digits:
            continue
        certainty, settled = _proof(run, ani, region, foreign_national)
        for part in () if settled else phone_text.parts(run):
            part_certainty, part_settled = _proof(part, ani, region, foreign_national)
            certainty, settled = certainty or part_certainty, settled or part_settled
        if certainty is not None:
            return certainty
        any_settled = any_settled or settled
    vanity = None if any_settled else _vanity_meant(text, region)
    return _certainty(vanity) if vanity is not None and _is(vanity, ani) else None


def could_be(stored: str, ani: Ani) -> bool:
    """Whether ``stored`` is worth parsing: False only where ``same_number`` is None."""
    return ani.nsn[-_COMPARED_DIGITS:] in phone_text.keypad_digits(stored)


def _proof(run: str, ani: Ani, region: str, foreign_national: ForeignNational) -> tuple[Certainty | None, bool]:
    """How a run proves to be ``ani``, and whether it is settled what number it is, be it another."""
    for digits in phone_text.spelled(run):
        if digits == ani.e164:
            return Certainty.INTERNATIONAL, True
        if ani.valid and digits in phone_reading.plain_home_forms(ani.country_code, ani.nsn, region):
            return Certainty.NATIONAL, True
        valid = local = False
        for number in phone_reading.readings(digits, region):
            if _is(number, ani):
                return _certainty(number), True
            valid, local = phonenumbers.is_valid_number(number), phone_reading.is_local(number)
            if valid or local:
                break
        home_is_unclear = foreign_national == "when_invalid_at_home" and not valid and not local
        if (foreign_national == "always" or home_is_unclear) and ani.valid and not digits.startswith("+"):
            abroad = phone_reading.read(digits, phonenumbers.region_code_for_country_code(int(ani.country_code)))
            if abroad is not None and _is(abroad, ani):
                return _certainty(abroad), True
        if valid:
            return None, True
    return None, False


def _no_number(text: str, may_be_name: bool) -> NoNumber | None:
    """Why a text stands for no number at all, or None where one may be in it."""
    if phone_text.is_absent(text):
        return NoNumber.SIP if may_be_name else NoNumber.EMPTY
    if phone_text.is_hidden(text):
        return NoNumber.WITHHELD
    return NoNumber.SIP if may_be_name and not phone_text.is_dialled(text) else None


def _number_in(text: str, region: str) -> Ani | NoNumber:
    """The one number in a text. Two are malformed: nobody calls from two."""
    runs = phone_text.numbers_in(text)
    runs = [run for run in runs if phone_text.digit_count(run) >= phone_text.FEWEST_DIGITS] or runs
    found = _number_meant(runs[0], region) if len(runs) == 1 else NoNumber.MALFORMED
    if isinstance(found, Ani) and found.valid:
        return found
    if phone_text.keypad_digits(text) in phone_text.HIDDEN_DIGITS:
        return NoNumber.WITHHELD
    vanity = _vanity_meant(text, region)
    return _ani(vanity, region, valid=True) if vanity is not None else found


def _number_meant(run: str, region: str) -> Ani | NoNumber:
    """The first valid number that a run can mean, else the first of a fitting length."""
    possible = None
    for digits in phone_text.spelled(run):
        if (
            len(digits) < phone_text.FEWEST_DIGITS
            and not digits.startswith("+")
            and not phone_reading.has_short_numbers(region)
        ):
            return NoNumber.SHORT
        for number in phone_reading.readings(digits, region):
            if phonenumbers.is_valid_number(number):
                return _ani(number, region, valid=True)
            if phone_reading.is_local(number):
                return NoNumber.SHORT
            if possible is None and phone_reading.is_possible(number):
                possible = number
    return _merely_possible(phone_text.keypad_digits(run), possible, region)


def _merely_possible(digits: str, possible: PhoneNumber | None, region: str) -> Ani | NoNumber:
    """What is to be made of digits that are no valid number. A network may use one before the metadata know it."""
    if possible is None:
        return NoNumber.SHORT if len(digits) < phone_text.FEWEST_DIGITS else NoNumber.MALFORMED
    if len(set(phone_reading.nsn_of(possible))) == 1:
        return NoNumber.WITHHELD  # 000 000 0000 and the like fill a field that may not be empty
    return _ani(possible, region, valid=False)


def _vanity_meant(text: str, region: str) -> PhoneNumber | None:
    """The number that text with letters dials, only where it is a valid one at home."""
    digits = phone_text.vanity(text)
    number = phone_reading.read(digits, region) if digits is not None else None
    return number if number is not None and phonenumbers.is_valid_number(number) else None


def _is(number: PhoneNumber, ani: Ani) -> bool:
    return str(number.country_code) == ani.country_code and phone_reading.nsn_of(number) == ani.nsn


def _certainty(number: PhoneNumber) -> Certainty:
    return Certainty.INTERNATIONAL if phone_reading.names_country(number) else Certainty.NATIONAL


def _ani(number: PhoneNumber, region: str, *, valid: bool) -> Ani:
    country_code, nsn = str(number.country_code), phone_reading.nsn_of(number)
    number_region = phonenumbers.region_code_for_number(number)
    return Ani(
        e164=f"+{country_code}{nsn}",
        country_code=country_code,
        nsn=nsn,
        region=number_region if number_region in phonenumbers.SUPPORTED_REGIONS else None,
        valid=valid,
        search_terms=phone_reading.search_terms(number, region),
    )
