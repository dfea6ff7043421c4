"""What digits mean by the numbering plans of the world's countries."""

import re
from collections.abc import Iterator
from functools import lru_cache

import phonenumbers
from phonenumbers import (
    CountryCodeSource,
    NumberParseException,
    PhoneMetadata,
    PhoneNumber,
    PhoneNumberFormat,
    ValidationResult,
)

_FEWEST_ORDINARY_DIGITS = 7
_RETIRED_PREFIXES = {"52": ("1", "01", "044", "045")}
"""Prefixes that a country gave up and that still stand in address books: Mexico's of before 2019."""


def readings(digits: str, region: str) -> Iterator[PhoneNumber]:
    """What digits can mean, likeliest first: a number at home, then one with its country code."""
    spellings = [digits]
    if not digits.startswith("+"):
        prefix = international_prefix(region)
        if prefix is not None and digits.startswith(prefix):
            # Before the library's reading, which takes Hong Kong's 002 for a prefix even in 00 212 (Morocco).
            spellings.insert(0, f"+{digits.removeprefix(prefix)}")
        spellings += [f"+{digits.removeprefix(other)}" for other in ("00", "011") if digits.startswith(other)]
        spellings += [] if digits.startswith("0") else [f"+{digits}"]
    for spelling in dict.fromkeys(spellings):
        number = read(spelling, region)
        if number is not None:
            yield number


def read(digits: str, region: str) -> PhoneNumber | None:
    """The number that digits mean in a country, valid or not; None where they cannot be one."""
    try:
        number = phonenumbers.parse(digits, region, keep_raw_input=True)  # raw input tells the country's source
    except NumberParseException:
        return None
    retired = _RETIRED_PREFIXES.get(str(number.country_code), ())
    nsn = nsn_of(number) if retired else ""
    for prefix in retired:
        if nsn.startswith(prefix) and len(nsn) == len(prefix) + 10:
            return PhoneNumber(
                country_code=number.country_code,
                national_number=int(nsn[len(prefix) :]),
                country_code_source=number.country_code_source,
            )
    return number


@lru_cache(maxsize=2048)
def plain_home_forms(country_code: str, nsn: str, region: str) -> frozenset[str]:
    """Digits that in ``region`` can only mean this valid number of its own: bare, and after the trunk prefix.

    They need no parsing, which costs ten times as much. Forms that could be read another way are left out: a
    bare number that begins like the trunk prefix, and whatever begins like a call abroad.
    """
    metadata = PhoneMetadata.metadata_for_region(region)
    if metadata is None or str(metadata.country_code) != country_code:
        return frozenset()
    trunk = metadata.national_prefix or ""
    forms = {nsn} if not trunk or not nsn.startswith(trunk) else set()
    if trunk not in ("", country_code) and metadata.national_prefix_for_parsing == trunk:
        forms.add(trunk + nsn)
    abroad = re.compile(rf"00|011|{metadata.international_prefix or '00'}")
    return frozenset(form for form in forms if not abroad.match(form))


def nsn_of(number: PhoneNumber) -> str:
    """The national significant number with its leading zeros."""
    return phonenumbers.national_significant_number(number)


def names_country(number: PhoneNumber) -> bool:
    """Whether the country code stood in what was read, and was not just assumed."""
    return number.country_code_source != CountryCodeSource.FROM_DEFAULT_COUNTRY


def is_possible(number: PhoneNumber) -> bool:
    """Whether it has as many digits as numbers of its country may have."""
    return phonenumbers.is_possible_number_with_reason(number) == ValidationResult.IS_POSSIBLE


def is_local(number: PhoneNumber) -> bool:
    """Whether it is as long as a number at home without area code: somebody's there, but nobody knows whose."""
    reason = phonenumbers.is_possible_number_with_reason(number)
    return reason == ValidationResult.IS_POSSIBLE_LOCAL_ONLY and not names_country(number)


def has_short_numbers(region: str) -> bool:
    """Whether ordinary numbers of a country are as short as extensions are elsewhere (Faroe Islands: 6 digits)."""
    example = phonenumbers.example_number(region)
    return example is not None and len(nsn_of(example)) < _FEWEST_ORDINARY_DIGITS


def search_terms(number: PhoneNumber, region: str) -> tuple[str, ...]:
    """The digits of every usual spelling, for an index that compares all digits of a field.

    Beside the forms with and without country code: the national one with its trunk prefix, which in Argentina
    puts 15 into mobile numbers; ``+44 (0)20``; ``0044``; what the org's country dials before foreign numbers.
    """
    country_code, nsn = str(number.country_code), nsn_of(number)
    country = phonenumbers.region_code_for_country_code(int(country_code))
    trunk = phonenumbers.ndd_prefix_for_region(country, True) or ""
    national = phonenumbers.normalize_digits_only(phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL))
    terms = [nsn, country_code + nsn, national, national.removeprefix(trunk), f"00{country_code}{nsn}"]
    if national.endswith(nsn):
        terms.append(trunk + nsn)
        terms += [f"{country_code}0{nsn}", f"00{country_code}0{nsn}"] if trunk == "0" else []
    if str(phonenumbers.country_code_for_region(region)) != country_code:
        terms.append((international_prefix(region) or "00") + country_code + nsn)
    for prefix in _RETIRED_PREFIXES.get(country_code, ()):
        terms.append(prefix + nsn if prefix.startswith("0") else country_code + prefix + nsn)
    return tuple(dict.fromkeys(term for term in terms if 5 <= len(term) <= 17))


def international_prefix(region: str) -> str | None:
    """What a country dials before a country code, such as 011; None where it has several and prefers none."""
    metadata = PhoneMetadata.metadata_for_region(region)
    if metadata is None or metadata.international_prefix is None:
        return None
    prefix = metadata.preferred_international_prefix or metadata.international_prefix
    return digits if (digits := prefix.replace("~", "")).isdigit() else None
