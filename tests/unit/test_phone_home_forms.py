"""Forms that are taken without parsing mean what parsing says they mean."""

import random

import phonenumbers
import pytest
from phonenumbers import PhoneNumber, PhoneNumberFormat

from switchboard import phone_reading
from switchboard.phone import Ani, Certainty, classify, same_number

REGIONS = sorted(phonenumbers.SUPPORTED_REGIONS)


def valid_numbers(region: str, count: int) -> list[PhoneNumber]:
    dice, found = random.Random(region), []
    examples = [
        example
        for kind in phonenumbers.PhoneNumberType.values()
        if (example := phonenumbers.example_number_for_type(region, kind)) is not None
    ]
    for _ in range(count * 20):
        number = PhoneNumber()
        number.merge_from(dice.choice(examples))
        digits = str(number.national_number)
        keep = max(1, len(digits) - 5)
        number.national_number = int(digits[:keep] + "".join(dice.choices("0123456789", k=len(digits) - keep)))
        if phonenumbers.is_valid_number(number):
            found.append(number)
    return found[:count]


@pytest.mark.parametrize("region", REGIONS)
def test_a_plain_home_form_is_what_parsing_reads_at_home(region: str) -> None:
    for number in valid_numbers(region, 40):
        nsn = phone_reading.nsn_of(number)
        e164 = phonenumbers.format_number(number, PhoneNumberFormat.E164)
        for form in phone_reading.plain_home_forms(str(number.country_code), nsn, region):
            first = next(phone_reading.readings(form, region))
            assert phonenumbers.format_number(first, PhoneNumberFormat.E164) == e164, form


def test_a_number_is_proved_without_its_country_at_home() -> None:
    ani = classify("+14155550134", "US")
    assert isinstance(ani, Ani)
    assert same_number("(415) 555-0134", ani, "US") is Certainty.NATIONAL
    assert same_number("1-415-555-0134", ani, "US") is not None


def test_nothing_is_plain_for_a_number_of_another_country() -> None:
    assert phone_reading.plain_home_forms("44", "2079460018", "US") == frozenset()
