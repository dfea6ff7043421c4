"""Any number in any of its usual spellings is found by one search, and a different number never is."""

import random
from collections.abc import Iterator

import phonenumbers
import pytest
from phonenumbers import PhoneMetadata, PhoneNumber, PhoneNumberFormat, PhoneNumberType

from switchboard.contact import CallType
from switchboard.runtime.services import directory
from switchboard.screen_pop.model import RingingContact
from switchboard.screen_pop.rules import DEFAULT_RULES
from switchboard.screen_pop.service import ScreenPops
from tests.support.people import record_id
from tests.support.world import World

REGIONS = sorted(phonenumbers.SUPPORTED_REGIONS)
KINDS = (PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE)


def numbers() -> Iterator[tuple[str, PhoneNumber]]:
    """A valid fixed and a valid mobile number of every country, no two alike in their digits."""
    dice = random.Random(11)
    for region in REGIONS:
        for kind in KINDS:
            example = phonenumbers.example_number_for_type(region, kind)
            if example is None or len(phonenumbers.national_significant_number(example)) < 6:
                continue
            number = example
            for _ in range(50):
                digits = f"{example.national_number}"
                last = "".join(str(dice.randrange(10)) for _ in range(5))
                drawn = PhoneNumber(country_code=example.country_code)
                drawn.merge_from(example)
                drawn.national_number = int(digits[:-5] + last)
                if phonenumbers.is_valid_number_for_region(drawn, region):
                    number = drawn
                    break
            yield region, number


def spellings(number: PhoneNumber, region: str) -> Iterator[str]:
    """The ways in which people of its country, and systems, write it."""
    e164 = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    national = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
    international = phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
    nsn = phonenumbers.national_significant_number(number)
    yield e164
    yield e164.removeprefix("+")
    yield national
    yield national.replace(" ", ".").replace("-", ".")
    yield international
    yield international.replace(" ", "-")
    yield f"00{e164.removeprefix('+')}"
    yield f"{national} x123"
    yield f"{international} ext. 9"
    metadata = PhoneMetadata.metadata_for_region(region)
    argentine_mobile = number.country_code == 54 and nsn.startswith("9")
    if metadata and metadata.national_prefix == "0" and not nsn.startswith("0") and not argentine_mobile:
        yield f"+{number.country_code} (0){nsn}"


@pytest.mark.parametrize("profile", ["strict", "tokens", "suffix", "noisy"])
def test_every_country_in_every_spelling(world: World, profile: str) -> None:
    stored: dict[str, list[str]] = {}
    homes: dict[str, str] = {}
    contacts: list[dict[str, object]] = []
    for region, number in numbers():
        e164 = phonenumbers.format_number(number, PhoneNumberFormat.E164)
        if e164 in stored:
            continue
        stored[e164], homes[e164] = [], region
        for text in dict.fromkeys(spellings(number, region)):
            if reads_as_another(text, region, e164):
                continue
            made = record_id("003", 10_000 + len(contacts))
            contacts.append({"Id": made, "LastName": text, "Phone": text[:40]})
            stored[e164].append(made)
    world.add({"Contact": contacts})
    world.org.state.change_settings(world.org.state.settings.changed({"phone_profile": profile}))
    by_id = {str(one["Id"]): str(one["Phone"]) for one in contacts}

    lost = []
    for e164, wanted in stored.items():
        region = homes[e164]
        pops = ScreenPops(lambda: DEFAULT_RULES, directory(), region)
        found = pops.find(RingingContact(CallType.INBOUND, ani=e164)).match
        got = {one.record_id for one in found.candidates}
        lost += [f"{region} {e164}: {by_id[one]}" for one in wanted if one not in got]
        # Whatever else is found has to mean the same number to somebody of this country.
        strangers = [by_id[one] for one in got - set(wanted) if means(by_id[one], region) != e164]
        assert not strangers, f"{region} {e164} found {strangers}"
    assert not lost, lost[:20]


def means(text: str, region: str) -> str:
    """The number that the library reads in a text, typed in a country."""
    return phonenumbers.format_number(phonenumbers.parse(text, region), PhoneNumberFormat.E164).split(";")[0]


def reads_as_another(text: str, region: str, e164: str) -> bool:
    """Whether the spelling is, at home, that of another valid number, so that nobody could tell them apart."""
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_valid_number(number) and means(text, region) != e164


def test_a_number_one_digit_off_is_never_found(world: World) -> None:
    dice = random.Random(7)
    contacts: list[dict[str, object]] = []
    near: list[tuple[str, str]] = []
    for region, number in list(numbers())[::3]:
        e164 = phonenumbers.format_number(number, PhoneNumberFormat.E164)
        place = dice.randrange(len(e164) - 4, len(e164))
        digit = str((int(e164[place]) + dice.randrange(1, 10)) % 10)
        contacts.append({"Id": record_id("003", 20_000 + len(contacts)), "LastName": region, "Phone": e164})
        near.append((region, e164[:place] + digit + e164[place + 1 :]))
    world.add({"Contact": contacts})
    exact = {str(one["Phone"]) for one in contacts}

    for region, caller in near:
        if caller in exact:
            continue
        pops = ScreenPops(lambda: DEFAULT_RULES, directory(), region)
        assert pops.find(RingingContact(CallType.INBOUND, ani=caller)).match.candidates == (), caller
