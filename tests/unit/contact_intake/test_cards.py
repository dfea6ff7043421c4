"""No card number is left in free text, however it is written; other numbers stay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from switchboard.contact_intake.cards import without_cards

CARD = "4111111111111111"

CASES = [
    pytest.param(CARD, "", id="nothing but the card"),
    pytest.param(f"card {CARD}, thanks", "card , thanks", id="within a sentence"),
    pytest.param("4111 1111 1111 1111", "", id="in groups"),
    pytest.param("4111-1111-1111-1111", "", id="with dashes"),
    pytest.param("4111 – 1111 – 1111 – 1111", "", id="with dashes that editors make"),
    pytest.param("4111\u00a01111\u20111111\u00ad1111", "", id="with spaces and dashes that do not break"),
    pytest.param(" ".join(CARD), "", id="digit by digit"),
    pytest.param("378282246310005", "", id="15 digits"),
    pytest.param("3782 822463 10005", "", id="15 digits in groups"),
    pytest.param("4222222222222", "", id="13 digits"),
    pytest.param("6304000000000000000", "", id="19 digits"),
    pytest.param(f"{CARD} 12/27 123", " 12/27 123", id="expiry and check digits stay"),
    pytest.param("4111 1111 1111 1111 123", " 123", id="check digits right behind"),
    pytest.param("ref 99 4111 1111 1111 1111", "ref 99 ", id="another number right before"),
    pytest.param(f"{CARD} and 5555 5555 5555 4444", " and ", id="two of them"),
    pytest.param(f"4111 1111 {CARD} 1111 1111", "", id="one within another"),
    pytest.param("٤١١١١١١١١١١١١١١١", "", id="digits of another script"),
    pytest.param("4111111111111112", "4111111111111112", id="fails the check"),
    pytest.param("411111111111", "411111111111", id="12 digits"),
    pytest.param(f"{CARD}0000", f"{CARD}0000", id="20 digits in one run"),
    pytest.param("4111 1111 / 1111 1111", "4111 1111 / 1111 1111", id="something else between"),
    pytest.param("case 00012345, +14155550134", "case 00012345, +14155550134", id="no card at all"),
]


@pytest.mark.parametrize(("text", "left"), CASES)
def test_card_numbers_go_and_everything_else_stays(text: str, left: str) -> None:
    assert without_cards(text) == left


def luhn_complete(digits: str) -> str:
    """The digits with the check digit that makes them pass."""
    for check in "0123456789":
        number = digits + check
        doubled = (int(one) * (2 if place % 2 else 1) for place, one in enumerate(reversed(number)))
        if sum(sum(map(int, str(one))) for one in doubled) % 10 == 0:
            return number
    raise AssertionError("one of ten digits always passes")


@given(
    digits=st.text("0123456789", min_size=12, max_size=18).map(luhn_complete),
    gaps=st.lists(st.sampled_from(["", " ", "-", " - ", "\u00a0"]), min_size=19, max_size=19),
    before=st.text(alphabet="abc .,:", max_size=5),
    after=st.text(alphabet="abc .,:", max_size=5),
)
def test_every_number_that_passes_goes(digits: str, gaps: list[str], before: str, after: str) -> None:
    written = "".join(digit + gap for digit, gap in zip(digits, gaps, strict=False)).strip(" -\u00a0")

    left = without_cards(f"{before}x{written}x{after}")

    # A shorter number within it may pass as well; then the rest of the digits is none any more.
    assert sum(one.isdigit() for one in left) < 13


TEXTS = st.text(alphabet="0123456789 -x", max_size=80) | st.lists(
    st.sampled_from([CARD, "4111 1111", "1111-1111", "378282246310005", "12", " ", "-", "x"]), max_size=12
).map("".join)


@given(text=TEXTS)
def test_what_is_left_holds_no_card(text: str) -> None:
    left = without_cards(text)

    assert without_cards(left) == left


@given(text=st.text())
def test_only_digits_and_what_joins_them_ever_go(text: str) -> None:
    left = without_cards(text)

    assert [one for one in left if one.isalpha()] == [one for one in text if one.isalpha()]
    assert len(left) == len(text) or len(text) - len(left) >= 13
