"""Phone numbers: which number a caller has, how to search for it, and which stored values are that number.

A search only proposes records; ``same_number`` decides, by comparing E.164. What people typed into a field is read
as they meant it, and another number is never taken for the caller's. Nothing here raises, whatever the text.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Literal

import phonenumbers
from phonenumbers import (
    CountryCodeSource,
    NumberParseException,
    PhoneMetadata,
    PhoneNumber,
    PhoneNumberFormat,
    ValidationResult,
)

from switchboard import phone_text

ForeignNational = Literal["never", "when_invalid_at_home", "always"]
"""Whether a stored value without country may be read in the caller's country, too."""

_COMPARED_DIGITS = 6
"""Last digits that every spelling of a number shares: prefixes and Argentina's 15 stand before them."""

_RETIRED_PREFIXES = {"52": ("1", "01", "044", "045")}
"""Prefixes that a country gave up and that still stand in address books: Mexico's of before 2019."""


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


@lru_cache(maxsize=2048)  # one call asks several times
def classify(ani: str, region: str) -> Ani | NoNumber:
    """The number that ``ani`` means, or why it means none.

    Args:
        ani: as the contact centre passes it: any spelling of a number, a URI, words.
        region: ISO country in which a number without country is read first. With an unknown one only numbers
            that carry their country are read.
    """
    if len(ani) > phone_text.MOST_CHARS:
        return NoNumber.MALFORMED
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
    """Whether ``stored`` is worth parsing: False only where ``same_number`` is None. Costs a tenth of a parse."""
    return ani.nsn[-_COMPARED_DIGITS:] in phone_text.keypad_digits(stored)


def _proof(run: str, ani: Ani, region: str, foreign_national: ForeignNational) -> tuple[Certainty | None, bool]:
    """How a run proves to be ``ani``, and whether it is settled what number it is, be it another."""
    for digits in phone_text.spelled(run):
        if digits == ani.e164:
            return Certainty.INTERNATIONAL, True
        valid = local = False
        for number in _readings(digits, region):
            if _is(number, ani):
                return _certainty(number), True
            valid, local = phonenumbers.is_valid_number(number), _is_local(number)
            if valid or local:
                break
        home_is_unclear = foreign_national == "when_invalid_at_home" and not valid and not local
        if (foreign_national == "always" or home_is_unclear) and ani.valid and not digits.startswith("+"):
            abroad = _read(digits, phonenumbers.region_code_for_country_code(int(ani.country_code)))
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
        if len(digits) < phone_text.FEWEST_DIGITS and not digits.startswith("+") and not _has_short(region):
            return NoNumber.SHORT
        for number in _readings(digits, region):
            if phonenumbers.is_valid_number(number):
                return _ani(number, region, valid=True)
            if _is_local(number):
                return NoNumber.SHORT
            if possible is None and _length(number) == ValidationResult.IS_POSSIBLE:
                possible = number
    return _merely_possible(phone_text.keypad_digits(run), possible, region)


def _merely_possible(digits: str, possible: PhoneNumber | None, region: str) -> Ani | NoNumber:
    """What is to be made of digits that are no valid number. A network may use one before the metadata know it."""
    if possible is None:
        return NoNumber.SHORT if len(digits) < phone_text.FEWEST_DIGITS else NoNumber.MALFORMED
    if len(set(phonenumbers.national_significant_number(possible))) == 1:
        return NoNumber.WITHHELD  # 000 000 0000 and the like fill a field that may not be empty
    return _ani(possible, region, valid=False)


def _vanity_meant(text: str, region: str) -> PhoneNumber | None:
    """The number that text with letters dials, only where it is a valid one at home."""
    digits = phone_text.vanity(text)
    number = _read(digits, region) if digits is not None else None
    return number if number is not None and phonenumbers.is_valid_number(number) else None


def _readings(digits: str, region: str) -> Iterator[PhoneNumber]:
    """What digits can mean, likeliest first: a number at home, then one with its country code."""
    spellings = [digits]
    if not digits.startswith("+"):
        prefix = _international_prefix(region)
        if prefix is not None and digits.startswith(prefix):
            # Before the library's reading, which takes Hong Kong's 002 for a prefix even in 00 212 (Morocco).
            spellings.insert(0, f"+{digits.removeprefix(prefix)}")
        spellings += [f"+{digits.removeprefix(other)}" for other in ("00", "011") if digits.startswith(other)]
        spellings += [] if digits.startswith("0") else [f"+{digits}"]
    for spelling in dict.fromkeys(spellings):
        number = _read(spelling, region)
        if number is not None:
            yield number


def _read(digits: str, region: str) -> PhoneNumber | None:
    try:
        number = phonenumbers.parse(digits, region, keep_raw_input=True)  # raw input tells the country's source
    except NumberParseException:
        return None
    retired = _RETIRED_PREFIXES.get(str(number.country_code), ())
    nsn = phonenumbers.national_significant_number(number) if retired else ""
    for prefix in retired:
        if nsn.startswith(prefix) and len(nsn) == len(prefix) + 10:
            return PhoneNumber(
                country_code=number.country_code,
                national_number=int(nsn[len(prefix) :]),
                country_code_source=number.country_code_source,
            )
    return number


def _is(number: PhoneNumber, ani: Ani) -> bool:
    return (
        str(number.country_code) == ani.country_code
        and phonenumbers.national_significant_number(number) == ani.nsn
    )


def _certainty(number: PhoneNumber) -> Certainty:
    national = number.country_code_source == CountryCodeSource.FROM_DEFAULT_COUNTRY
    return Certainty.NATIONAL if national else Certainty.INTERNATIONAL


def _length(number: PhoneNumber) -> int:
    return phonenumbers.is_possible_number_with_reason(number)


def _is_local(number: PhoneNumber) -> bool:
    """Whether it is as long as a number at home without area code: somebody's there, but nobody knows whose."""
    return _certainty(number) is Certainty.NATIONAL and _length(number) == ValidationResult.IS_POSSIBLE_LOCAL_ONLY


def _has_short(region: str) -> bool:
    """Whether ordinary numbers of a country are as short as extensions are elsewhere (Faroe Islands: 6 digits)."""
    example = phonenumbers.example_number(region)
    return (
        example is not None and len(phonenumbers.national_significant_number(example)) < phone_text.FEWEST_DIGITS
    )


def _ani(number: PhoneNumber, region: str, *, valid: bool) -> Ani:
    country_code, nsn = str(number.country_code), phonenumbers.national_significant_number(number)
    number_region = phonenumbers.region_code_for_number(number)
    return Ani(
        e164=f"+{country_code}{nsn}",
        country_code=country_code,
        nsn=nsn,
        region=number_region if number_region in phonenumbers.SUPPORTED_REGIONS else None,
        valid=valid,
        search_terms=_search_terms(number, country_code, nsn, region),
    )


def _search_terms(number: PhoneNumber, country_code: str, nsn: str, region: str) -> tuple[str, ...]:
    """The digits of every usual spelling, for an index that compares all digits of a field.

    Beside the forms with and without country code: the national one with its trunk prefix, which in Argentina
    puts 15 into mobile numbers; ``+44 (0)20``; ``0044``; what the org's country dials before foreign numbers.
    """
    country = phonenumbers.region_code_for_country_code(int(country_code))
    trunk = phonenumbers.ndd_prefix_for_region(country, True) or ""
    national = phone_text.keypad_digits(phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL))
    terms = [nsn, country_code + nsn, national, national.removeprefix(trunk), f"00{country_code}{nsn}"]
    if national.endswith(nsn):
        terms.append(trunk + nsn)
        terms += [f"{country_code}0{nsn}", f"00{country_code}0{nsn}"] if trunk == "0" else []
    if str(phonenumbers.country_code_for_region(region)) != country_code:
        terms.append((_international_prefix(region) or "00") + country_code + nsn)
    for prefix in _RETIRED_PREFIXES.get(country_code, ()):
        terms.append(prefix + nsn if prefix.startswith("0") else country_code + prefix + nsn)
    return tuple(dict.fromkeys(term for term in terms if 5 <= len(term) <= 17))


def _international_prefix(region: str) -> str | None:
    """What a country dials before a country code, such as 011; None where it has several and prefers none."""
    metadata = PhoneMetadata.metadata_for_region(region)
    if metadata is None or metadata.international_prefix is None:
        return None
    prefix = metadata.preferred_international_prefix or metadata.international_prefix
    return digits if (digits := prefix.replace("~", "")).isdigit() else None
