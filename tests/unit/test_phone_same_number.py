"""Which stored values are the caller's number, by example."""

import pytest

from switchboard.phone import Ani, Certainty, ForeignNational, classify, same_number

INTERNATIONAL, NATIONAL, OTHER = Certainty.INTERNATIONAL, Certainty.NATIONAL, None

US, LONDON, BERLIN, ROME = "+14155550134", "+442079460018", "+4930123456", "+390612345678"


def ani_of(number: str, org: str) -> Ani:
    ani = classify(number, org)
    assert isinstance(ani, Ani)
    return ani


SPELLINGS = [
    # label, org's region, caller, stored, expected
    ("US, as Salesforce formats it", "US", US, "(415) 555-0134", NATIONAL),
    ("US, dots", "US", US, "415.555.0134", NATIONAL),
    ("US, dashes", "US", US, "415-555-0134", NATIONAL),
    ("US, spaces", "US", US, "  415 555 0134 ", NATIONAL),
    ("US, bare digits", "US", US, "4155550134", NATIONAL),
    ("US, slash", "US", US, "415/555-0134", NATIONAL),
    ("US, no space after the bracket", "US", US, "(415)555-0134", NATIONAL),
    ("US, trunk 1, which is the country code", "US", US, "1-415-555-0134", INTERNATIONAL),
    ("US, bare digits with 1", "US", US, "14155550134", INTERNATIONAL),
    ("US, E.164", "US", US, "+14155550134", INTERNATIONAL),
    ("US, international", "US", US, "+1 (415) 555-0134", INTERNATIONAL),
    ("US, country code in brackets", "US", US, "(+1) 415 555 0134", INTERNATIONAL),
    ("US, plus apart", "US", US, "+ 1 415 555 0134", INTERNATIONAL),
    ("US, 001", "US", US, "001 415 555 0134", INTERNATIONAL),
    ("US in a German org, 001", "DE", US, "001 415 555 0134", INTERNATIONAL),
    ("US in a British org, 011 1", "GB", US, "011 1 415 555 0134", INTERNATIONAL),
    ("US in a British org, nationally", "GB", US, "(415) 555-0134", NATIONAL),
    ("Canada in a US org", "US", "+16135550134", "613-555-0134", NATIONAL),
    ("US in a Canadian org", "CA", US, "415-555-0134", NATIONAL),
    ("Jamaica in a US org", "US", "+18765550134", "1 (876) 555-0134", INTERNATIONAL),
    ("Antigua at home, without area code", "AG", "+12684601234", "460-1234", NATIONAL),
    ("UK, trunk zero in brackets", "US", LONDON, "+44 (0)20 7946 0018", INTERNATIONAL),
    ("UK, trunk zero after the country code", "US", LONDON, "+44 020 7946 0018", INTERNATIONAL),
    ("UK, 00", "US", LONDON, "0044 20 7946 0018", INTERNATIONAL),
    ("UK, 00 and (0)", "US", LONDON, "0044 (0)20 7946 0018", INTERNATIONAL),
    ("UK, plus and 00", "US", LONDON, "+0044 20 7946 0018", INTERNATIONAL),
    ("UK, 011", "US", LONDON, "011 44 20 7946 0018", INTERNATIONAL),
    ("UK, 011 and (0)", "US", LONDON, "011 44 (0)20 7946 0018", INTERNATIONAL),
    ("UK, bare digits with country code", "US", LONDON, "442079460018", INTERNATIONAL),
    ("UK in a US org, nationally", "US", LONDON, "020 7946 0018", NATIONAL),
    ("UK in a US org, area code in brackets", "US", LONDON, "(020) 7946 0018", NATIONAL),
    ("UK in a US org, whose 011 is no prefix here", "US", "+441174960037", "0117 496 0037", NATIONAL),
    ("UK at home", "GB", LONDON, "020 7946 0018", NATIONAL),
    ("UK at home, wrong grouping", "GB", LONDON, "0207 946 0018", NATIONAL),
    ("UK at home, no trunk zero", "GB", LONDON, "20 7946 0018", NATIONAL),
    ("UK mobile", "GB", "+447400123456", "07400 123456", NATIONAL),
    ("Jersey in a British org", "GB", "+441534234567", "01534 234567", NATIONAL),
    ("Germany, slash after the area code", "DE", BERLIN, "030/123456", NATIONAL),
    ("Germany, DIN 5008", "DE", BERLIN, "030 123456", NATIONAL),
    ("Germany, brackets", "DE", BERLIN, "(0 30) 12 34 56", NATIONAL),
    ("Germany, direct dialling", "DE", "+493012345678", "030 123456-78", NATIONAL),
    ("Germany, (0)", "DE", BERLIN, "+49 (0) 30 / 12 34 56", INTERNATIONAL),
    ("Germany in a US org, nationally", "US", BERLIN, "030/123456", NATIONAL),
    ("Germany in a US org, bare digits with country code", "US", "+4915112345678", "4915112345678", INTERNATIONAL),
    ("Germany, mobile", "DE", "+4915112345678", "0151 12345678", NATIONAL),
    ("Italy keeps its zero", "IT", ROME, "06 1234 5678", NATIONAL),
    ("Italy keeps its zero abroad", "US", ROME, "+39 06 1234 5678", INTERNATIONAL),
    ("Italy, zero in brackets", "US", ROME, "+39 (0)6 12345678", INTERNATIONAL),
    ("Italy in a US org, nationally", "US", ROME, "06 12345678", NATIONAL),
    ("Italy, mobile", "IT", "+393123456789", "312 345 6789", NATIONAL),
    ("France, pairs", "FR", "+33123456789", "01 23 45 67 89", NATIONAL),
    ("France, dots", "FR", "+33123456789", "01.23.45.67.89", NATIONAL),
    ("France, (0)", "FR", "+33123456789", "+33 (0)1 23 45 67 89", INTERNATIONAL),
    ("Argentina, mobile with 0 and 15", "AR", "+5491123456789", "011 15-2345-6789", NATIONAL),
    ("Argentina, mobile with 15", "AR", "+5491123456789", "11 15-2345-6789", NATIONAL),
    ("Argentina, mobile of a small town", "AR", "+5492966412345", "02966 15-412345", NATIONAL),
    ("Argentina in a US org, nationally", "US", "+5491123456789", "011 15-2345-6789", NATIONAL),
    ("Argentina, 9 written out", "AR", "+5491123456789", "+54 9 11 2345-6789", INTERNATIONAL),
    ("Brazil, area code in brackets", "BR", "+5511961234567", "(11) 96123-4567", NATIONAL),
    ("Brazil, trunk zero", "BR", "+5511961234567", "(011) 96123-4567", NATIONAL),
    ("Brazil, carrier", "BR", "+5511961234567", "0 15 11 96123-4567", NATIONAL),
    ("Hungary, 06", "HU", "+3612345678", "06 1 234 5678", NATIONAL),
    ("Hungary, (06 1)", "HU", "+3612345678", "(06 1) 234-5678", NATIONAL),
    ("Hungary in a US org, nationally", "US", "+36201234567", "06 20 123 4567", NATIONAL),
    ("Russia, 8", "RU", "+74951234567", "8 (495) 123-45-67", NATIONAL),
    ("Russia, international", "US", "+74951234567", "+7 (495) 123-45-67", INTERNATIONAL),
    ("Russia, 810 before another country", "RU", BERLIN, "8~10 49 30 123456", INTERNATIONAL),
    ("Kazakhstan in a Russian org", "RU", "+77123456789", "8 (712) 345-67-89", NATIONAL),
    ("Belarus, 8 0", "BY", "+375294911911", "8 029 491-19-11", NATIONAL),
    ("Mexico", "MX", "+525512345678", "55 1234 5678", NATIONAL),
    ("Mexico, the 1 of before 2019", "MX", "+525512345678", "+52 1 55 1234 5678", INTERNATIONAL),
    ("Mexico, 044", "MX", "+525512345678", "044 55 1234 5678", NATIONAL),
    ("Mexico, 01", "MX", "+525512345678", "01 (55) 1234-5678", NATIONAL),
    ("Mexico in a US org, the 1 of before 2019", "US", "+525512345678", "011 52 1 55 1234 5678", INTERNATIONAL),
    ("Australia", "AU", "+61261234567", "(02) 6123 4567", NATIONAL),
    ("Australia, mobile", "AU", "+61491570156", "0491 570 156", NATIONAL),
    ("Australia, 0011 before another country", "AU", LONDON, "0011 44 20 7946 0018", INTERNATIONAL),
    ("New Zealand", "NZ", "+6432345678", "03-234 5678", NATIONAL),
    ("Japan", "JP", "+81312345678", "03-1234-5678", NATIONAL),
    ("Japan, 010 before another country", "JP", US, "010-1-415-555-0134", INTERNATIONAL),
    ("Japan, full-width digits", "JP", "+81312345678", "０３−１２３４−５６７８", NATIONAL),
    ("Japan, katakana dash", "JP", "+81312345678", "03ー1234ー5678", NATIONAL),
    ("China, mobile", "CN", "+8613123456789", "131 2345 6789", NATIONAL),
    ("India, trunk zero", "IN", "+918123456789", "081234 56789", NATIONAL),
    ("India, Devanagari digits", "IN", "+918123456789", "८१२३४ ५६७८९", NATIONAL),
    ("Egypt, Arabic digits", "EG", "+201001234567", "٠١٠٠١٢٣٤٥٦٧", NATIONAL),
    ("Korea", "KR", "+82221234567", "02-2123-4567", NATIONAL),
    ("Singapore", "SG", "+6561234567", "6123 4567", NATIONAL),
    ("Hong Kong", "HK", "+85221234567", "2123-4567", NATIONAL),
    ("Spain", "ES", "+34810123456", "810 12 34 56", NATIONAL),
    ("Spain, (0) that it never had", "ES", "+34810123456", "+34 (0)810 12 34 56", INTERNATIONAL),
    ("Denmark, (0) that it never had", "US", "+4532123456", "+45 (0)32 12 34 56", INTERNATIONAL),
    ("Denmark in a US org, nationally", "US", "+4532123456", "32 12 34 56", NATIONAL),
    ("Norway", "NO", "+4721234567", "21 23 45 67", NATIONAL),
    ("Sweden", "SE", "+4687654321", "08-765 43 21", NATIONAL),
    ("Finland", "FI", "+358401234567", "040 1234567", NATIONAL),
    ("Netherlands", "NL", "+31101234567", "010-1234567", NATIONAL),
    ("Belgium", "BE", "+32470123456", "0470/12.34.56", NATIONAL),
    ("Switzerland, apostrophe style of bare groups", "CH", "+41446681800", "044 668 18 00", NATIONAL),
    ("Austria", "AT", "+431234567890", "01 / 234 567 890", NATIONAL),
    ("Poland", "PL", "+48221234567", "22 123-45-67", NATIONAL),
    ("Portugal", "PT", "+351212345678", "21 234 56 78", NATIONAL),
    ("Ireland", "IE", "+353212345678", "(021) 234 5678", NATIONAL),
    ("Israel", "IL", "+972502345678", "050-234-5678", NATIONAL),
    ("South Africa", "ZA", "+27101234567", "010 123 4567", NATIONAL),
    ("Emirates", "AE", "+971501234567", "050 123 4567", NATIONAL),
    ("Faroe Islands, six digits", "FO", "+298201234", "20 12 34", NATIONAL),
    ("San Marino", "SM", "+3780549886377", "0549 886377", NATIONAL),
    ("international freephone", "US", "+80012345678", "+800 1234 5678", INTERNATIONAL),
]

BESIDE_THE_NUMBER = [
    ("extension, x", "US", US, "(415) 555-0134 x123", NATIONAL),
    ("extension, glued x", "US", US, "4155550134x123", NATIONAL),
    ("extension, ext.", "US", US, "415-555-0134 ext. 123", NATIONAL),
    ("extension, glued ext", "US", US, "415-555-0134ext123", NATIONAL),
    ("extension, Extension", "US", US, "415-555-0134, Extension 123", NATIONAL),
    ("extension, RFC 3966", "US", US, "tel:+1-415-555-0134;ext=123", INTERNATIONAL),
    ("extension, dialled after a pause", "US", US, "415-555-0134,,123#", NATIONAL),
    ("extension, number sign", "US", US, "(415) 555-0134 #123", NATIONAL),
    ("extension as long as a number", "US", US, "(415) 555-0199 x4155550134", OTHER),
    ("extension, Spanish", "ES", "+34810123456", "810 12 34 56 int. 12", NATIONAL),
    ("extension, Portuguese", "BR", "+551123456789", "(11) 2345-6789 ramal 12", NATIONAL),
    ("extension, French", "FR", "+33123456789", "01 23 45 67 89 poste 12", NATIONAL),
    ("extension, Russian", "RU", "+74951234567", "8 (495) 123-45-67 доб. 12", NATIONAL),
    ("two numbers, the first", "US", US, "415-555-0134 / 415-555-0135", NATIONAL),
    ("two numbers, the second", "US", "+14155550135", "415-555-0134 / 415-555-0135", NATIONAL),
    ("two numbers, slash without spaces", "US", "+14155550135", "4155550134/4155550135", NATIONAL),
    ("two numbers, or", "US", "+14155550135", "415-555-0134 or 415-555-0135", NATIONAL),
    ("two numbers, semicolon", "US", "+14155550135", "415-555-0134; 415-555-0135", NATIONAL),
    ("two numbers, comma", "US", "+14155550135", "415-555-0134, 415-555-0135", NATIONAL),
    ("two numbers, one foreign", "US", LONDON, "415-555-0134 / +44 20 7946 0018", INTERNATIONAL),
    ("two numbers, the last digits of the second", "US", US, "415-555-0134/35", NATIONAL),
    ("two numbers, neither", "US", "+14155550136", "415-555-0134 / 415-555-0135", OTHER),
    ("remark in brackets", "US", US, "(415) 555-0134 (mobile)", NATIONAL),
    ("remark with a digit", "US", US, "415-555-0134 after 5pm", NATIONAL),
    ("remark of one letter", "US", US, "415-555-0134m", NATIONAL),
    ("remark before", "US", US, "Tel.: 415-555-0134", NATIONAL),
    ("remark glued to the plus", "US", US, "mobile+1 415 555 0134", INTERNATIONAL),
    ("remark in German after a number that may grow", "DE", BERLIN, "030 123456 mobil", NATIONAL),
    ("no-break spaces", "US", US, "415\u00a0555\u202f0134", NATIONAL),
    ("no-break hyphens", "US", US, "415\u2011555\u20110134", NATIONAL),
    ("en dashes", "US", US, "415–555–0134", NATIONAL),
    ("direction marks from a copied number", "US", US, "\u202a+1 415-555-0134\u202c", INTERNATIONAL),
    ("soft hyphen", "US", US, "415\u00ad555\u00ad0134", NATIONAL),
    ("letters", "US", "+18005550142", "1-800-JKL-0142", INTERNATIONAL),
    ("letters, no trunk prefix", "US", "+18003569377", "800-FLOWERS", NATIONAL),
    ("letters, words", "US", "+18004633339", "1 800 GO FEDEX", INTERNATIONAL),
    ("letters at the end", "US", "+18005554357", "1-800-555-HELP", INTERNATIONAL),
    ("letters after spaces", "US", "+18005554357", "1 800 555 HELP", INTERNATIONAL),
    ("letters with a plus", "DE", "+18005554357", "+1 800 555 HELP", INTERNATIONAL),
]

NEAR_MISSES = [
    ("last digit off", "US", US, "(415) 555-0135", OTHER),
    ("first digit off", "US", US, "(515) 555-0134", OTHER),
    ("digits swapped", "US", US, "(415) 555-0143", OTHER),
    ("one digit more at the end", "US", US, "(415) 555-01345", OTHER),
    ("one digit more in front", "US", US, "2 415 555 0134", OTHER),
    ("one digit less in front", "US", US, "15 555 0134", OTHER),
    ("local number without area code", "US", US, "555-0134", OTHER),
    ("same national number in another country", "US", US, "+44 4155550134", OTHER),
    ("UK caller, same digits in the US", "US", "+442079460018", "(207) 946-0018", OTHER),
    ("US caller, same digits in the UK", "US", "+12079460018", "+44 20 7946 0018", OTHER),
    ("two countries share the national number", "US", "+4532123456", "+47 32 12 34 56", OTHER),
    ("prefix of the caller's", "DE", BERLIN, "030 12345", OTHER),
    ("the caller's is a prefix", "DE", BERLIN, "030 1234567", OTHER),
    ("direct dialling of the same company", "DE", BERLIN, "030 123456-0", OTHER),
    ("suffix of the caller's", "DE", BERLIN, "123456", OTHER),
    ("Italy without its zero", "US", ROME, "+39 6 12345678", OTHER),
    ("Argentina, landline with the mobile's digits", "AR", "+5491123456789", "011 2345-6789", OTHER),
    ("Brazil, mobile before the ninth digit", "BR", "+5511961234567", "(11) 6123-4567", OTHER),
    ("valid at home, though it is the caller's nationally", "US", "+442079460018", "2079460018", OTHER),
    ("valid in Germany, where it may have lost its zero", "DE", US, "(415) 555-0134", OTHER),
    ("as short as a local number at home", "US", "+3545550134", "555 0134", OTHER),
    ("as short as a local number at home, in London", "GB", "+4579460018", "7946 0018", OTHER),
    ("area code and number of another country", "US", "+4512345678", "030/12345678", OTHER),
    ("area code and number, international", "US", "+4512345678", "0049 2204/12345678", OTHER),
    ("bare digits that are another country's number", "US", "+74951234567", "84951234567", OTHER),
    ("letters that dial another number", "US", "+18003569377", "1-800-FLOWERT", OTHER),
    ("part of a number with letters", "US", "+4512345678", "0800-CALL-12345678", OTHER),
    ("digits apart", "US", US, "41555 and 50134", OTHER),
    ("digits of a remark", "US", US, "contract no. X-14155550134", OTHER),
    ("empty", "US", US, "", OTHER),
    ("words", "US", US, "call reception", OTHER),
    ("longer than any phone field", "US", US, "415-555-0134" + " " * 300, OTHER),
]


@pytest.mark.parametrize(
    ("org", "caller", "stored", "expected"),
    [row[1:] for row in (*SPELLINGS, *BESIDE_THE_NUMBER, *NEAR_MISSES)],
    ids=[row[0] for row in (*SPELLINGS, *BESIDE_THE_NUMBER, *NEAR_MISSES)],
)
def test_a_stored_value_is_the_callers_number(
    org: str, caller: str, stored: str, expected: Certainty | None
) -> None:
    assert same_number(stored, ani_of(caller, org), org) is expected


@pytest.mark.parametrize(
    ("org", "caller", "stored", "policy", "expected"),
    [
        ("US", BERLIN, "030 123456", "never", OTHER),
        ("US", BERLIN, "030 123456", "when_invalid_at_home", NATIONAL),
        ("US", BERLIN, "030 123456", "always", NATIONAL),
        ("US", LONDON, "2079460018", "never", OTHER),
        ("US", LONDON, "2079460018", "when_invalid_at_home", OTHER),
        ("US", LONDON, "2079460018", "always", NATIONAL),
        ("US", "+12079460018", "2079460018", "never", NATIONAL),
        ("US", "+3545550134", "555 0134", "always", NATIONAL),
        ("US", LONDON, "0044 20 7946 0018", "never", INTERNATIONAL),
        ("US", LONDON, "442079460018", "never", INTERNATIONAL),
        ("US", LONDON, "+1 207 946 0018", "always", OTHER),
    ],
)
def test_the_policy_decides_whether_a_value_is_read_in_the_callers_country(
    org: str, caller: str, stored: str, policy: ForeignNational, expected: Certainty | None
) -> None:
    assert same_number(stored, ani_of(caller, org), org, foreign_national=policy) is expected


def test_a_number_in_no_known_range_is_found_at_home() -> None:
    # Given a caller from a range that the metadata do not know yet
    caller = ani_of("+11005550134", "US")
    assert not caller.valid
    # Then its usual spellings at home prove it
    assert same_number("(100) 555-0134", caller, "US") is NATIONAL
    # But a foreign org's national value is too weak a proof for it
    assert same_number("(100) 555-0134", caller, "DE") is OTHER
