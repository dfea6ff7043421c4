"""Texts are cut where Salesforce would refuse them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from switchboard.activity.lengths import cut, length_of, longest


@pytest.mark.parametrize(
    ("object_type", "field", "length"),
    [
        ("Task", "Subject", 255),
        ("Task", "CallObject", 255),
        ("Task", "Description", 32_000),
        ("Case", "SuppliedPhone", 40),
        ("Policy__c", "Reason__c", 255),
        ("Policy__c", "Description", 255),
    ],
)
def test_fields_take_what_salesforce_says(object_type: str, field: str, length: int) -> None:
    assert longest(object_type, field) == length


@pytest.mark.parametrize(
    ("text", "most", "expected"),
    [
        ("abcdef", 6, "abcdef"),
        ("abcdefg", 6, "abcde…"),
        ("abcd efg", 6, "abcd…"),
        ("ab\ncd", 6, "ab\ncd"),
        ("ab\ncde", 6, "ab\nc…"),
        ("😀😀😀", 6, "😀😀😀"),
        ("😀😀😀x", 6, "😀😀…"),
        ("ab", 1, "…"),
    ],
)
def test_what_is_too_long_ends_with_an_ellipsis(text: str, most: int, expected: str) -> None:
    assert cut(text, most) == expected


@given(text=st.text(), most=st.integers(1, 50))
def test_what_was_cut_fits(text: str, most: int) -> None:
    fitting = cut(text, most)

    assert length_of(fitting) <= most
    assert length_of(text) > most or fitting == text
