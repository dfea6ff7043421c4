"""The sample org's phone numbers are real to the metadata, and typed as people type them."""

import phonenumbers
import pytest

from local.sample_data import RECORDS
from local.sample_data.countries import COUNTRIES, Country
from local.sample_data.dice import Dice
from local.sample_data.numbers import SPELLINGS, Number, NumberPlan, typed, with_extension
from switchboard.phone import Ani, classify, same_number

OWN_STYLES = {style for country in COUNTRIES for style in country.styles}


def ani_of(number: Number) -> Ani:
    ani = classify(number.e164, number.country.code)
    assert isinstance(ani, Ani)
    assert ani.e164 == number.e164
    return ani


@pytest.mark.parametrize("country", COUNTRIES, ids=lambda country: country.name)
def test_a_countrys_numbers_are_valid_there_and_every_spelling_is_read_back(country: Country) -> None:
    plan, dice = NumberPlan(), Dice("test")
    numbers = [plan.fixed(country) for _ in range(40)] + [plan.mobile(country) for _ in range(40)]

    for number in numbers:
        ani = ani_of(number)
        assert (ani.valid, ani.region) == (True, country.code)
        for style in set(country.styles):
            written = SPELLINGS[style](number)
            assert len(written) <= 40
            assert same_number(written, ani, country.code) is not None
            assert same_number(with_extension(written, dice), ani, country.code) is not None
        assert same_number(typed(number, dice), ani, country.code) is not None
    assert len({number.e164 for number in numbers}) == len(numbers)


def test_a_toll_free_number_can_be_typed_in_letters() -> None:
    number = NumberPlan().toll_free()

    assert SPELLINGS["letters"](number) == "1-888-JKL-0100"
    assert same_number("1-888-JKL-0100", ani_of(number), "US") is not None


def test_every_spelling_is_used() -> None:
    assert OWN_STYLES | {"letters"} == set(SPELLINGS)


def test_a_plan_says_when_a_block_is_empty() -> None:
    plan = NumberPlan()
    numbers = [plan.toll_free() for _ in range(100)]

    assert len({number.e164 for number in numbers}) == 100
    with pytest.raises(ValueError, match="no numbers left"):
        plan.toll_free()


def test_every_normalised_number_is_valid_and_stands_in_a_field_of_its_record() -> None:
    for object_name in ("Account", "Contact", "Lead"):
        for row in RECORDS[object_name]:
            e164 = str(row["Switchboard_E164__c"])
            ani = classify(e164, "US")
            assert isinstance(ani, Ani)
            assert ani.valid
            assert ani.e164 == e164
            home = phonenumbers.region_code_for_number(phonenumbers.parse(e164)) or ""
            phones = [
                str(value) for name, value in row.items() if name.endswith("Phone") and name != "AssistantPhone"
            ]
            assert any(same_number(phone, ani, home) for phone in phones), row["Id"]
