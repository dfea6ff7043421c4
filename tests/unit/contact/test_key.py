"""A key names one contact and its number space."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from switchboard.contact.key import AliasKind, ContactAlias, ContactKey, NumberSpace

IDS = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}", fullmatch=True).filter(lambda text: text != "0")
UNITS = st.from_regex(r"[A-Za-z0-9]{1,20}", fullmatch=True)


def test_a_key_is_written_with_business_unit_space_and_id() -> None:
    key = ContactKey("4599001", NumberSpace.ACD, "9007199254740993")

    assert str(key) == "4599001:acd:9007199254740993"


@given(unit=UNITS, space=st.sampled_from(NumberSpace), contact_id=IDS)
def test_a_key_reads_back_as_itself(unit: str, space: NumberSpace, contact_id: str) -> None:
    key = ContactKey(unit, space, contact_id)

    assert ContactKey.parse(str(key)) == key


@given(unit=UNITS, kind=st.sampled_from(AliasKind), value=IDS)
def test_an_alias_reads_back_as_itself(unit: str, kind: AliasKind, value: str) -> None:
    alias = ContactAlias(unit, kind, value)

    assert ContactAlias.parse(str(alias)) == alias


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        pytest.param("", "three parts", id="nothing"),
        pytest.param("4599001:acd", "three parts", id="no id"),
        pytest.param("4599001:acd:1:2", "three parts", id="too many parts"),
        pytest.param("4599001:voice:1", "neither acd nor dfo", id="unknown space"),
        pytest.param("4599001:ACD:1", "neither acd nor dfo", id="space in capitals"),
        pytest.param(":acd:1", "business unit", id="no business unit"),
        pytest.param("45 99:acd:1", "business unit", id="space within"),
        pytest.param("4599001:acd:", "the id", id="empty id"),
        pytest.param("4599001:acd:0", "the id", id="what stands for no contact"),
        pytest.param("4599001:acd:-1", "the id", id="the other sign for no contact"),
        pytest.param("4599001:acd:" + "1" * 41, "the id", id="too long"),
        pytest.param("4599001:acd:٣", "the id", id="digits of another script"),
        pytest.param("4599001:acd:1\n", "the id", id="line break"),
    ],
)
def test_what_is_no_key_is_refused_by_the_part_that_is_wrong(text: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        ContactKey.parse(text)


@pytest.mark.parametrize("text", ["4599001:acd:1", "4599001:interaction:", "4599001:interaction"])
def test_what_is_no_alias_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="contact alias"):
        ContactAlias.parse(text)


def test_the_same_digits_in_two_spaces_are_two_contacts() -> None:
    assert ContactKey.parse("1:acd:884213") != ContactKey.parse("1:dfo:884213")
