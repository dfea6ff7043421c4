"""What a caller's number is, by example."""

import pytest

from switchboard.phone import Ani, NoNumber, classify

NUMBERS = [
    # label, org's region, ANI, E.164
    ("E.164", "US", "+14155550134", "+14155550134"),
    ("without plus", "US", "14155550134", "+14155550134"),
    ("national", "US", "4155550134", "+14155550134"),
    ("punctuation", "US", " (415) 555-0134 ", "+14155550134"),
    ("foreign without plus", "US", "442079460018", "+442079460018"),
    ("foreign without plus, German", "US", "4915112345678", "+4915112345678"),
    ("valid at home before valid elsewhere", "US", "2079460018", "+12079460018"),
    ("valid at home before valid elsewhere, in London", "GB", "2079460018", "+442079460018"),
    ("00", "US", "0044 20 7946 0018", "+442079460018"),
    ("00 at home", "GB", "00442079460018", "+442079460018"),
    ("011", "US", "011442079460018", "+442079460018"),
    ("011 in a country that dials 00", "DE", "011442079460018", "+442079460018"),
    ("plus before 00", "US", "+00442079460018", "+442079460018"),
    ("plus before 011", "US", "+011442079460018", "+442079460018"),
    ("plus before a national number", "GB", "+02079460018", "+442079460018"),
    ("trunk zero in brackets", "US", "+44 (0)20 7946 0018", "+442079460018"),
    ("Italian zero", "US", "+390612345678", "+390612345678"),
    ("Mexican 1 of before 2019, as messengers send it", "US", "whatsapp:+5215512345678", "+525512345678"),
    ("extension", "US", "+14155550134x123", "+14155550134"),
    ("extension, RFC 3966", "US", "+14155550134;ext=123", "+14155550134"),
    ("extension after a pause", "US", "4155550134,,123#", "+14155550134"),
    ("full-width digits", "US", "＋１４１５５５５０１３４", "+14155550134"),
    ("Arabic digits", "US", "٤١٥٥٥٥٠١٣٤", "+14155550134"),
    ("invisible marks", "US", "\u202a+14155550134\u202c", "+14155550134"),
    ("letters", "US", "1-800-FLOWERS", "+18003569377"),
    ("remark", "US", "(415) 555-0134 (mobile)", "+14155550134"),
    ("tel", "US", "tel:+1-415-555-0134", "+14155550134"),
    ("tel with parameters", "US", "tel:+1-415-555-0134;ext=12;isub=3", "+14155550134"),
    ("tel with a number as context", "US", "tel:555-0134;phone-context=+1415", "+14155550134"),
    ("tel with a country as context", "US", "tel:20-7946-0018;phone-context=+44", "+442079460018"),
    ("tel with a domain as context", "US", "tel:4155550134;phone-context=example.com", "+14155550134"),
    ("tel in capitals", "US", "TEL:+14155550134", "+14155550134"),
    ("sip", "US", "sip:+4930123456@sbc.example.com;user=phone", "+4930123456"),
    ("sip with parameters of the user", "US", "sip:+4930123456;ext=1@sbc.example.com", "+4930123456"),
    ("sip without host", "US", "sip:+4930123456", "+4930123456"),
    ("sip with a password", "US", "sip:+4930123456:secret@sbc.example.com", "+4930123456"),
    ("sips with a national number", "US", "sips:4155550134@sbc.example.com", "+14155550134"),
    ("sip, escaped plus", "US", "sip:%2B4930123456@sbc.example.com", "+4930123456"),
    ("display name", "US", '"Ada" <sip:+4930123456@sbc.example.com>;tag=1', "+4930123456"),
    ("number at a host", "US", "+4930123456@sbc.example.com", "+4930123456"),
    ("six digits where numbers are that short", "FO", "201234", "+298201234"),
    ("four digits with a country code", "US", "+6834002", "+6834002"),
    ("RESTRICTED on a keypad is also a number in Austin", "US", "7378742833", "+17378742833"),
]


@pytest.mark.parametrize(("region", "ani", "e164"), [row[1:] for row in NUMBERS], ids=[row[0] for row in NUMBERS])
def test_a_caller_has_this_number(region: str, ani: str, e164: str) -> None:
    found = classify(ani, region)

    assert isinstance(found, Ani)
    assert (found.e164, found.valid) == (e164, True)


NO_NUMBERS = [
    # label, org's region, ANI, reason
    ("empty", "US", "", NoNumber.EMPTY),
    ("spaces", "US", " \u00a0\u200b", NoNumber.EMPTY),
    ("punctuation only", "US", "+", NoNumber.EMPTY),
    ("nothing, as a script writes it", "US", "null", NoNumber.EMPTY),
    ("nothing, as a script writes it", "US", "Undefined", NoNumber.EMPTY),
    ("nothing, as people write it", "US", "N/A", NoNumber.EMPTY),
    ("tel without number", "US", "tel:", NoNumber.EMPTY),
    ("anonymous", "US", "Anonymous", NoNumber.WITHHELD),
    ("restricted", "US", "RESTRICTED", NoNumber.WITHHELD),
    ("private number", "US", "Private Number", NoNumber.WITHHELD),
    ("unknown caller", "US", "unknown caller", NoNumber.WITHHELD),
    ("unavailable", "US", "Unavailable", NoNumber.WITHHELD),
    ("blocked", "US", "blocked", NoNumber.WITHHELD),
    ("no caller id", "US", "No Caller ID", NoNumber.WITHHELD),
    ("out of area", "US", "OUT-OF-AREA", NoNumber.WITHHELD),
    ("in German", "DE", "Unbekannt", NoNumber.WITHHELD),
    ("in French", "FR", "Numéro masqué", NoNumber.WITHHELD),
    ("sip, RFC 3323", "US", "sip:anonymous@anonymous.invalid", NoNumber.WITHHELD),
    ("sip with display name", "US", '"Anonymous" <sip:anonymous@anonymous.invalid>', NoNumber.WITHHELD),
    ("ANONYMOUS on a keypad", "US", "+266696687", NoNumber.WITHHELD),
    ("ANONYMOUS on a keypad, without plus", "US", "266696687", NoNumber.WITHHELD),
    ("ANONYMOUS on a keypad, where it could be valid", "DE", "266696687", NoNumber.WITHHELD),
    ("RESTRICTED on a keypad", "US", "+7378742833", NoNumber.WITHHELD),
    ("UNAVAILABLE on a keypad", "US", "+86282452253", NoNumber.WITHHELD),
    ("UNKNOWN on a keypad", "US", "+8656696", NoNumber.WITHHELD),
    ("BLOCKED on a keypad", "US", "+2562533", NoNumber.WITHHELD),
    ("zeros", "US", "0000000000", NoNumber.WITHHELD),
    ("one zero", "US", "0", NoNumber.WITHHELD),
    ("zeros with country code", "US", "+10000000000", NoNumber.WITHHELD),
    ("nines", "US", "9999999999", NoNumber.WITHHELD),
    ("extension", "US", "1234", NoNumber.SHORT),
    ("extension, where numbers may be short", "AT", "12345", NoNumber.SHORT),
    ("short code", "US", "741741", NoNumber.SHORT),
    ("emergency", "US", "911", NoNumber.SHORT),
    ("emergency with plus", "US", "+911", NoNumber.SHORT),
    ("service code", "US", "*98", NoNumber.SHORT),
    ("local number without area code", "US", "555-0134", NoNumber.SHORT),
    ("local number that could be German", "US", "4930123", NoNumber.SHORT),
    ("extension at a host", "US", "sip:1234@pbx.example.com", NoNumber.SHORT),
    ("tel of a local extension", "US", "tel:7042;phone-context=example.com", NoNumber.SHORT),
    ("sip user", "US", "sip:alice@example.com", NoNumber.SIP),
    ("sip user with digits", "US", "sip:agent4155550134@example.com", NoNumber.SIP),
    ("sip user that would dial", "US", "sip:1-800-FLOWERS@example.com", NoNumber.SIP),
    ("sip host alone", "US", "sip:pbx.example.com", NoNumber.SIP),
    ("sip without user", "US", "sip:@pbx.example.com", NoNumber.SIP),
    ("e-mail address", "US", "alice@example.com", NoNumber.SIP),
    ("words", "US", "reception", NoNumber.MALFORMED),
    ("placeholder that nobody filled", "US", "{ANI}", NoNumber.MALFORMED),
    ("too many digits", "US", "+141555501341234567", NoNumber.MALFORMED),
    ("no country has this code", "US", "+9991234567", NoNumber.MALFORMED),
    ("two numbers", "US", "415-555-0134 / 415-555-0135", NoNumber.MALFORMED),
    ("two numbers, comma", "US", "415-555-0134, 415-555-0135", NoNumber.MALFORMED),
    ("longer than any URI", "US", "+1415555013" + "4" * 300, NoNumber.MALFORMED),
    ("a megabyte", "US", "+" + "1" * 1_000_000, NoNumber.MALFORMED),
    ("national number and unknown region", "XX", "4155550134", NoNumber.MALFORMED),
]


@pytest.mark.parametrize(
    ("region", "ani", "reason"), [row[1:] for row in NO_NUMBERS], ids=[row[0] for row in NO_NUMBERS]
)
def test_a_caller_has_no_number_for_this_reason(region: str, ani: str, reason: NoNumber) -> None:
    assert classify(ani, region) is reason


@pytest.mark.parametrize("ani", ["+11005550134", "1005550134"])
def test_a_number_of_fitting_length_in_no_known_range_is_looked_up(ani: str) -> None:
    found = classify(ani, "US")

    assert isinstance(found, Ani)
    assert (found.e164, found.valid, found.region) == ("+11005550134", False, None)


def test_an_unknown_region_leaves_numbers_with_country_code() -> None:
    found = classify("+14155550134", "XX")

    assert isinstance(found, Ani)
    assert found.e164 == "+14155550134"


@pytest.mark.parametrize(
    ("e164", "country_code", "nsn", "region"),
    [
        ("+14155550134", "1", "4155550134", "US"),
        ("+16135550134", "1", "6135550134", "CA"),
        ("+390612345678", "39", "0612345678", "IT"),
        ("+441534234567", "44", "1534234567", "JE"),
        ("+80012345678", "800", "12345678", None),
    ],
)
def test_a_number_has_these_parts(e164: str, country_code: str, nsn: str, region: str | None) -> None:
    found = classify(e164, "US")

    assert isinstance(found, Ani)
    assert (found.country_code, found.nsn, found.region) == (country_code, nsn, region)


@pytest.mark.parametrize(
    ("org", "e164", "terms"),
    [
        ("US", "+14155550134", ("4155550134", "14155550134", "0014155550134")),
        (
            "US",
            "+442079460018",
            (
                *("2079460018", "442079460018", "02079460018", "00442079460018"),
                *("4402079460018", "004402079460018", "011442079460018"),
            ),
        ),
        (
            "GB",
            "+442079460018",
            (
                *("2079460018", "442079460018", "02079460018", "00442079460018"),
                *("4402079460018", "004402079460018"),
            ),
        ),
        ("IT", "+390612345678", ("0612345678", "390612345678", "00390612345678")),
        (
            "AR",
            "+5491123456789",
            ("91123456789", "5491123456789", "0111523456789", "111523456789", "005491123456789"),
        ),
        ("RU", "+74951234567", ("4951234567", "74951234567", "84951234567", "0074951234567")),
        ("HU", "+3612345678", ("12345678", "3612345678", "0612345678", "003612345678")),
        ("AU", "+14155550134", ("4155550134", "14155550134", "0014155550134", "001114155550134")),
        ("XX", "+14155550134", ("4155550134", "14155550134", "0014155550134")),
        ("US", "+6834002", ("6834002", "006834002", "0116834002")),  # 4002 alone would find everything
        (
            "MX",
            "+525512345678",
            (
                *("5512345678", "525512345678", "00525512345678"),
                *("5215512345678", "015512345678", "0445512345678", "0455512345678"),
            ),
        ),
    ],
)
def test_a_number_is_searched_by_the_digits_of_its_usual_spellings(
    org: str, e164: str, terms: tuple[str, ...]
) -> None:
    found = classify(e164, org)

    assert isinstance(found, Ani)
    assert found.search_terms == terms
