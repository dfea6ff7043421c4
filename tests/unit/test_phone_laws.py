"""Laws of phone numbers, for numbers of every country and for any text."""

from unittest.mock import patch

import phonenumbers
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from phonenumbers import PhoneNumber, PhoneNumberFormat

from switchboard import phone, phone_text
from switchboard.phone import Ani, Certainty, ForeignNational, NoNumber, classify, same_number

REGIONS = sorted(phonenumbers.SUPPORTED_REGIONS)
KINDS = phonenumbers.PhoneNumberType.values()
EXAMPLES = {
    region: [
        number
        for kind in KINDS
        if (number := phonenumbers.example_number_for_type(region, kind)) is not None
        and phonenumbers.is_valid_number(number)
    ]
    for region in REGIONS
}
DIGITS = "0123456789"

law = settings(deadline=None, max_examples=150)  # the first number of a country loads its metadata


def e164(number: PhoneNumber) -> str:
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def nsn(number: PhoneNumber) -> str:
    return phonenumbers.national_significant_number(number)


@st.composite
def numbers(draw: st.DrawFn, region: str | None = None) -> PhoneNumber:
    """A valid number: an example of any country and kind, its last digits drawn at random."""
    known = draw(st.sampled_from(EXAMPLES[region or draw(st.sampled_from(REGIONS))]))
    kept = draw(st.integers(max(2, len(nsn(known)) - 6), len(nsn(known))))
    tail = draw(st.text(DIGITS, min_size=len(nsn(known)) - kept, max_size=len(nsn(known)) - kept))
    drawn = f"+{known.country_code}{nsn(known)[:kept]}{tail}"
    number = phonenumbers.parse(drawn)
    # Where a country's own prefix looks like the start of a number, E.164 text may not read back as itself.
    assume(phonenumbers.is_valid_number(number) and e164(number) == drawn)
    return number


ORGS = st.sampled_from(["US", "GB", "DE", "IT", "BR", "AU", "IN", *REGIONS])
BETWEEN = st.sampled_from([" ", "-", ".", "\u00a0", "\u2011", "–", " - ", ""])
AFTER = st.sampled_from(
    [
        "",
        " ",
        " x12",
        "x123",
        " ext. 4",
        " #12",
        ",,12#",
        ";ext=7",
        " (mobile)",
        " work",
        " after 5pm",
        "\u200e",
        "m",
    ]
)
BEFORE = st.sampled_from(["", " ", "Tel. ", "m: ", "home ", "\u202a", "(cell) "])


@st.composite
def spelled(draw: st.DrawFn, written: str) -> str:
    """``written`` with other punctuation between its groups, and with what people put around it."""
    between = draw(BETWEEN)
    if between:
        written = written.replace("-", between).replace(" ", between)
    return draw(BEFORE) + written + draw(AFTER)


def international(number: PhoneNumber) -> st.SearchStrategy[str]:
    code = number.country_code
    has_trunk_zero = (
        phonenumbers.ndd_prefix_for_region(phonenumbers.region_code_for_country_code(code or 0), True) == "0"
    )
    forms = [
        e164(number),
        phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL),
        f"(+{code}) {nsn(number)}",
    ]
    if has_trunk_zero and nsn(number)[0] != "0":
        forms.append(f"+{code} (0){nsn(number)}")
    return st.sampled_from(forms).flatmap(spelled)


def ani_of(number: PhoneNumber, org: str) -> Ani:
    ani = classify(e164(number), org)
    assert isinstance(ani, Ani)
    return ani


@law
@given(number=numbers(), org=ORGS)
def test_a_caller_in_e164_is_read_as_it_is(number: PhoneNumber, org: str) -> None:
    ani = ani_of(number, org)

    assert ani.e164 == e164(number)
    assert ani.valid
    assert (ani.country_code, ani.nsn) == (str(number.country_code), nsn(number))


@law
@given(data=st.data(), number=numbers(), org=ORGS)
def test_every_international_spelling_proves_the_number_in_every_org(
    data: st.DataObject, number: PhoneNumber, org: str
) -> None:
    stored = data.draw(international(number))

    assert same_number(stored, ani_of(number, org), org) is Certainty.INTERNATIONAL


@law
@given(data=st.data(), number=numbers(), org=ORGS)
def test_a_spelling_with_the_orgs_international_prefix_proves_the_number(
    data: st.DataObject, number: PhoneNumber, org: str
) -> None:
    dialled = phonenumbers.format_out_of_country_calling_number(number, org)
    assume(phonenumbers.country_code_for_region(org) != number.country_code)
    stored = data.draw(spelled(dialled))

    assert same_number(stored, ani_of(number, org), org) is Certainty.INTERNATIONAL


@law
@given(data=st.data(), region=st.sampled_from(REGIONS))
def test_every_national_spelling_proves_the_number_at_home(data: st.DataObject, region: str) -> None:
    number = data.draw(numbers(region))
    national = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
    stored = data.draw(st.sampled_from([national, nsn(number)]).flatmap(spelled))

    assert same_number(stored, ani_of(number, region), region) is Certainty.NATIONAL


@law
@given(data=st.data(), number=numbers(), org=ORGS)
def test_a_national_spelling_proves_a_foreign_number_where_it_is_none_at_home(
    data: st.DataObject, number: PhoneNumber, org: str
) -> None:
    # Given a spelling that means nobody else in the org's country, with or without country code
    national = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
    at_home = classify(national, org)
    assume(
        at_home is NoNumber.MALFORMED
        or (isinstance(at_home, Ani) and (not at_home.valid or at_home.e164 == e164(number)))
    )
    # Then it is read in the caller's
    stored = data.draw(spelled(national))
    assert same_number(stored, ani_of(number, org), org) is not None
    assert same_number(stored, ani_of(number, org), org, foreign_national="always") is not None


@st.composite
def neighbours(draw: st.DrawFn, number: PhoneNumber) -> PhoneNumber:
    """Another valid number that looks like ``number``."""
    digits = nsn(number)
    at = draw(st.integers(0, len(digits) - 1))
    code = str(number.country_code)
    near = draw(
        st.sampled_from(
            [
                f"+{code}{digits[:at]}{draw(st.sampled_from(DIGITS))}{digits[at + 1 :]}",  # one digit changed
                f"+{code}{digits[:at]}{digits[at + 1 :]}",  # one digit lost
                f"+{code}{digits}{draw(st.sampled_from(DIGITS))}",  # one digit more
                f"+{draw(st.sampled_from(sorted(phonenumbers.COUNTRY_CODE_TO_REGION_CODE)))}{digits}",
            ]
        )
    )
    try:
        other = phonenumbers.parse(near)
    except phonenumbers.NumberParseException:
        assume(False)
    assume(phonenumbers.is_valid_number(other) and e164(other) != e164(number))
    return other


@law
@given(
    data=st.data(), number=numbers(), org=ORGS, policy=st.sampled_from(["never", "when_invalid_at_home", "always"])
)
def test_another_number_written_internationally_is_never_accepted(
    data: st.DataObject, number: PhoneNumber, org: str, policy: ForeignNational
) -> None:
    other = data.draw(st.one_of(neighbours(number), numbers()))
    assume(e164(other) != e164(number))
    stored = data.draw(international(other))

    assert same_number(stored, ani_of(number, org), org, foreign_national=policy) is None


@law
@given(data=st.data(), org=st.sampled_from(REGIONS), caller=numbers())
def test_another_number_of_the_orgs_country_is_never_accepted(
    data: st.DataObject, org: str, caller: PhoneNumber
) -> None:
    # Given a number at home, written nationally
    mine = data.draw(numbers(org))
    national = phonenumbers.format_number(mine, PhoneNumberFormat.NATIONAL)
    assume(e164(phonenumbers.parse(national, org)) == e164(mine))
    # When somebody else calls, from near or far, perhaps with the same national number
    other = data.draw(st.one_of(neighbours(mine), st.just(caller)))
    assume(e164(other) != e164(mine))
    # Then it is not theirs
    stored = data.draw(st.sampled_from([national, national + " x12", national + " (home)"]))
    assert same_number(stored, ani_of(other, org), org) is None


FRAGMENTS = st.sampled_from(
    [
        *(
            "+",
            "00",
            "011",
            "0",
            "1",
            "44",
            "49",
            "(0)",
            "(",
            ")",
            "/",
            "-",
            " ",
            ".",
            ",",
            ";",
            "#",
            "x12",
            "ext. 3",
        ),
        *("sip:", "tel:", "@", "<", ">", ";phone-context=+44", "abc", "HELP", "٣", "７", "\u202a", "²", "é", "ﷺ"),
        *("4155550134", "2079460018", "20794", "60018", "30123456", "15-2345-6789", "11", "anonymous", "%2B"),
    ]
)
TEXTS = st.one_of(st.text(max_size=60), st.lists(FRAGMENTS, max_size=12).map("".join))
CALLERS = [
    "+14155550134",
    "+442079460018",
    "+4930123456",
    "+5491123456789",
    "+525512345678",
    "+298201234",
    "+6834002",
]


@law
@given(text=TEXTS, region=st.sampled_from(["US", "GB", "DE", "AR", "FO", "XX", ""]))
def test_any_text_is_a_number_or_a_reason(text: str, region: str) -> None:
    found = classify(text, region)

    if isinstance(found, NoNumber):
        return
    assert found.e164 == f"+{found.country_code}{found.nsn}"
    assert found.nsn.isascii()
    assert found.nsn.isdigit()
    assert found.search_terms
    assert len(set(found.search_terms)) == len(found.search_terms)
    assert all(term.isascii() and term.isdigit() and 5 <= len(term) <= 17 for term in found.search_terms)


@law
@given(
    text=TEXTS, caller=st.sampled_from(CALLERS), org=st.sampled_from(["US", "GB", "DE", "AR", "MX", "FO", "XX"])
)
@example(text="0111523456789", caller="+5491123456789", org="AR")
def test_the_cheap_check_refuses_only_what_the_proof_refuses(text: str, caller: str, org: str) -> None:
    ani = classify(caller, org)
    assert isinstance(ani, Ani)

    with patch.object(phone, "could_be", return_value=True):
        proof = same_number(text, ani, org)

    assert same_number(text, ani, org) is proof


@law
@given(number=numbers(), org=ORGS)
def test_every_usual_spelling_is_searched_for(number: PhoneNumber, org: str) -> None:
    terms = ani_of(number, org).search_terms
    national = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
    spellings = [e164(number), national, nsn(number), f"00{number.country_code}{nsn(number)}"]

    for spelling in map(phone_text.keypad_digits, spellings):
        assert spelling in terms or not 5 <= len(spelling) <= 17


@pytest.mark.parametrize("region", REGIONS)
def test_a_callers_terms_leave_room_for_twenty_callers_in_one_search(region: str) -> None:
    for number in EXAMPLES[region]:
        assert len(ani_of(number, "US").search_terms) <= 8
