"""What a clicked text means: a number, help, money, or nothing."""

import pytest

from switchboard.dialing.cost import check_cost
from switchboard.dialing.numbers import NumberType, check_emergency, number_in
from switchboard.dialing.refusals import CostlyNumber, EmergencyNumber, NotDialable
from switchboard.dialing.rules import CostRules


@pytest.mark.parametrize(
    ("text", "region", "e164", "country", "type_", "extension"),
    [
        ("(415) 555-0134", "US", "+14155550134", "US", NumberType.FIXED_LINE_OR_MOBILE, ""),
        ("(415) 555-0134 x12", "US", "+14155550134", "US", NumberType.FIXED_LINE_OR_MOBILE, "12"),
        ("tel:+14155550134;ext=7", "US", "+14155550134", "US", NumberType.FIXED_LINE_OR_MOBILE, "7"),
        ("1-800-FLOWERS", "US", "+18003569377", "US", NumberType.TOLL_FREE, ""),
        ("030 901820", "DE", "+4930901820", "DE", NumberType.FIXED_LINE, ""),
        ("0049 151 12345678", "US", "+4915112345678", "DE", NumberType.MOBILE, ""),
        ("06 1234567", "IT", "+39061234567", "IT", NumberType.FIXED_LINE, ""),
        ("1123456789", "IN", "+911123456789", "IN", NumberType.FIXED_LINE, ""),
        ("+800 1234 5678", "US", "+80012345678", None, NumberType.TOLL_FREE, ""),
    ],
)
def test_a_number_is_read_with_its_kind(
    text: str, region: str, e164: str, country: str | None, type_: NumberType, extension: str
) -> None:
    number = number_in(text, region)
    assert (number.e164, number.region, number.type, number.extension) == (e164, country, type_, extension)


EMERGENCIES = [
    ("US", ["911", "9 1 1", "112", "+1911", "+44 999", "+44999", "+49112", "+61 000", "9111"]),
    ("GB", ["999", "112", "+1 911"]),
    ("DE", ["110", "112", "112 ", "+49 110"]),
    ("AU", ["000", "112"]),
    ("BR", ["190", "192", "193"]),
    ("IN", ["100", "112"]),
    ("JP", ["110", "119"]),
]


@pytest.mark.parametrize(("region", "text"), [(region, text) for region, texts in EMERGENCIES for text in texts])
def test_help_is_never_dialled_from_here(region: str, text: str) -> None:
    with pytest.raises(EmergencyNumber):
        number_in(text, region)


@pytest.mark.parametrize(("text", "region"), [("999", "US"), ("110", "US"), ("911", "DE"), ("118118", "US")])
def test_what_is_no_help_here_is_no_number_either(text: str, region: str) -> None:
    with pytest.raises(NotDialable):
        number_in(text, region)


@pytest.mark.parametrize(("text", "country"), [("999", "GB"), ("000", "AU"), ("110", "DE")])
def test_help_where_the_agent_sits_counts_as_well(text: str, country: str) -> None:
    with pytest.raises(EmergencyNumber):
        number_in(text, "US", [country])
    check_emergency(text, ["US"])


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("   ", "empty"),
        ("anonymous", "withheld"),
        ("555-0134", "short"),
        ("ada@example.com", "sip"),
        ("+1 200 555 0134", "unknown"),
        ("415 555 0134 or 415 555 0135", "malformed"),
        ("*67 415 555 0134", "malformed"),
    ],
)
def test_a_text_without_a_number_says_why(text: str, reason: str) -> None:
    with pytest.raises(NotDialable) as refused:
        number_in(text, "US")
    assert refused.value.reason == reason


def test_numbers_in_no_known_range_are_dialled_by_rule() -> None:
    assert number_in("+1 200 555 0134", "US", unknown_too=True).e164 == "+12005550134"


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("+1 900 555 0100", "US"),
        ("0900 1234567", "DE"),
        ("0909 879 0000", "GB"),
        ("+33 899 123456", "FR"),
        ("+979 123456789", "US"),
        ("+870 773 123456", "US"),
        ("+881 612345678", "US"),
    ],
)
def test_numbers_that_cost_extra_are_not_dialled_unless_the_rules_allow_them(text: str, region: str) -> None:
    number = number_in(text, region, unknown_too=True)
    with pytest.raises(CostlyNumber):
        check_cost(number, CostRules())
    check_cost(number, CostRules(allowed=(number.e164[:5],)))


@pytest.mark.parametrize(("text", "region"), [("24280", "US"), ("1000", "FR")])
def test_short_codes_that_cost_extra_say_so(text: str, region: str) -> None:
    with pytest.raises(CostlyNumber):
        number_in(text, region)


@pytest.mark.parametrize("text", ["+14155550134", "+18005550100", "+442079460018", "+4915112345678"])
def test_ordinary_numbers_cost_nothing_extra(text: str) -> None:
    check_cost(number_in(text, "US"), CostRules())


def test_an_admin_bars_other_kinds_and_beginnings() -> None:
    with pytest.raises(CostlyNumber):
        check_cost(number_in("+4915112345678", "US"), CostRules(types=(NumberType.MOBILE,)))
    with pytest.raises(CostlyNumber):
        check_cost(number_in("+53 7 8661234", "US"), CostRules(prefixes=("+53",)))


def test_a_number_is_asked_for_in_its_usual_spellings() -> None:
    spellings = number_in("4155550134", "US").spellings
    assert spellings == ("+14155550134", "14155550134", "4155550134", "(415) 555-0134", "+1 415-555-0134")
