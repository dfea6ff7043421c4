"""What a clicked text means to whoever would dial it: a number with its kind, or a reason not to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberType, ShortNumberCost

from switchboard.dialing.refusals import CostlyNumber, EmergencyNumber, NotDialable
from switchboard.phone import NoNumber, classify


class NumberType(StrEnum):
    """What a number is for, as the countries' numbering plans say."""

    FIXED_LINE = "fixedLine"
    MOBILE = "mobile"
    FIXED_LINE_OR_MOBILE = "fixedLineOrMobile"
    TOLL_FREE = "tollFree"
    PREMIUM_RATE = "premiumRate"
    SHARED_COST = "sharedCost"
    VOIP = "voip"
    PERSONAL_NUMBER = "personalNumber"
    PAGER = "pager"
    UAN = "uan"
    VOICEMAIL = "voicemail"
    UNKNOWN = "unknown"


_TYPES = {
    PhoneNumberType.FIXED_LINE: NumberType.FIXED_LINE,
    PhoneNumberType.MOBILE: NumberType.MOBILE,
    PhoneNumberType.FIXED_LINE_OR_MOBILE: NumberType.FIXED_LINE_OR_MOBILE,
    PhoneNumberType.TOLL_FREE: NumberType.TOLL_FREE,
    PhoneNumberType.PREMIUM_RATE: NumberType.PREMIUM_RATE,
    PhoneNumberType.SHARED_COST: NumberType.SHARED_COST,
    PhoneNumberType.VOIP: NumberType.VOIP,
    PhoneNumberType.PERSONAL_NUMBER: NumberType.PERSONAL_NUMBER,
    PhoneNumberType.PAGER: NumberType.PAGER,
    PhoneNumberType.UAN: NumberType.UAN,
    PhoneNumberType.VOICEMAIL: NumberType.VOICEMAIL,
}


@dataclass(frozen=True, slots=True)
class Number:
    """A number that can be dialled.

    Args:
        e164: such as ``+14155550134``.
        region: ISO country; None where the number belongs to none.
        extension: what has to be keyed in once somebody answers; empty for nothing.
        spellings: how records may hold it, where they are asked for it.
    """

    e164: str = field(repr=False)
    region: str | None
    type: NumberType
    extension: str = field(default="", repr=False)
    spellings: tuple[str, ...] = field(default=(), repr=False)


def number_in(text: str, region: str, agent_countries: Sequence[str] = (), *, unknown_too: bool = False) -> Number:
    """The number that was clicked.

    Args:
        text: as a record holds it.
        region: ISO country in which a number without country is read.
        agent_countries: where agents sit besides.
        unknown_too: whether one counts that has the length of a number but is in no known range.

    Raises:
        EmergencyNumber: before anything else, however it is spelt.
        CostlyNumber: a short code that costs extra.
        NotDialable: there is none.
    """
    check_emergency(text, [region, *agent_countries])
    ani = classify(text, region)
    if isinstance(ani, NoNumber):
        if any(_calls_for_help(text, one) for one in (region, *agent_countries)):
            raise EmergencyNumber
        if _is_costly_short_code(text, region):
            raise CostlyNumber
        raise NotDialable(ani.value)
    if not ani.valid and not unknown_too:
        raise NotDialable("unknown")
    number = phonenumbers.parse(ani.e164)
    return Number(
        ani.e164,
        ani.region,
        _TYPES.get(phonenumbers.number_type(number), NumberType.UNKNOWN),
        _extension(text, region),
        _spellings(number, ani.country_code, ani.nsn),
    )


def check_emergency(text: str, regions: Iterable[str]) -> None:
    """Refuse what reaches an emergency service in one of the countries, with or without a country's code.

    Raises:
        EmergencyNumber: it does.
    """
    digits = phonenumbers.normalize_diallable_chars_only(text)
    for region in regions:
        if phonenumbers.is_emergency_number(digits, region):
            raise EmergencyNumber
    for code_digits in (1, 2, 3) if digits.startswith("+") else ():
        code, rest = digits[1 : 1 + code_digits], digits[1 + code_digits :]
        home = phonenumbers.region_code_for_country_code(int(code)) if code.isdecimal() else "ZZ"
        if phonenumbers.is_emergency_number(rest, home):
            raise EmergencyNumber


def _calls_for_help(text: str, region: str) -> bool:
    """Whether networks may connect it to an emergency service for its beginning; no ordinary number is asked."""
    digits = phonenumbers.normalize_diallable_chars_only(text)
    return phonenumbers.connects_to_emergency_number(digits, region)


def _is_costly_short_code(text: str, region: str) -> bool:
    number = _parsed(text, region)
    return number is not None and (
        phonenumbers.expected_cost_for_region(number, region) == ShortNumberCost.PREMIUM_RATE
    )


def _extension(text: str, region: str) -> str:
    number = _parsed(text, region)
    return (number.extension or "") if number is not None else ""


def _parsed(text: str, region: str) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(text, region)
    except NumberParseException:
        return None


def _spellings(number: PhoneNumber, country_code: str, nsn: str) -> tuple[str, ...]:
    formats = (phonenumbers.PhoneNumberFormat.NATIONAL, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    written = [phonenumbers.format_number(number, one) for one in formats]
    return tuple(dict.fromkeys([f"+{country_code}{nsn}", f"{country_code}{nsn}", nsn, *written]))
