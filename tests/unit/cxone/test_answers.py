"""Reading what CXone answers, whatever version gave it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from switchboard.cxone.answers import Answer, read_answer, read_json
from switchboard.errors import CcUnavailable


@pytest.mark.parametrize(
    "content",
    [
        b'{"contactId": 9007199254740993}',
        b'{"resultSet": {"contactId": 9007199254740993}}',
        b'{"ResultSet": {"ContactID": "9007199254740993"}}',
        b'[{"CONTACTID": 9007199254740993}]',
    ],
    ids=["bare", "wrapped", "other case and text", "in an array of one"],
)
def test_an_object_is_found_in_whatever_wrapper(content: bytes) -> None:
    assert read_answer(content).text("contactId") == "9007199254740993"


@pytest.mark.parametrize(
    "content", [b"", b"<html>", b"[]", b"[1]", b"null", b'"x"', b"[{},{}]", b"[" * 100_000, b"\xff"]
)
def test_what_is_no_object_is_no_answer(content: bytes) -> None:
    with pytest.raises(CcUnavailable, match="UNREADABLE_ANSWER"):
        read_answer(content)


def test_a_list_in_result_set_is_left_where_it_is() -> None:
    assert len(read_answer(b'{"resultSet": [{"a": 1}]}').rows("resultSet")) == 1


@given(st.integers(min_value=0))
def test_no_number_loses_a_digit(number: int) -> None:
    answer = read_answer(json.dumps({"id": number}).encode())
    assert answer.text("id") == str(number)
    assert answer.whole("id") == number


def test_of_the_names_of_different_versions_the_first_with_a_value_counts() -> None:
    answer = Answer({"fromAddress": "", "fromAddr": None, "FROMADD": " 4155550134 "})
    assert answer.text("fromAddress", "fromAddr", "fromAdd") == "4155550134"
    assert answer.text("toAddress") == ""


@pytest.mark.parametrize(
    ("value", "whole"),
    [("3600", 3600), ("0", 0), ("", None), ("-1", None), ("3.5", None), (None, None), ({}, None)],
)
def test_whole_numbers(value: object, whole: int | None) -> None:
    assert Answer({"n": value}).whole("N") == whole


def test_a_list_that_is_null_is_empty_and_one_that_is_missing_is_not() -> None:
    assert Answer({"rows": None}).rows("rows") == ()
    assert Answer({"rows": None}).is_null("Rows")
    for given_ in ({}, {"rows": "x"}, {"rows": [1]}):
        with pytest.raises(CcUnavailable):
            Answer(given_).rows("rows")


def test_a_part_that_is_missing_is_empty() -> None:
    assert Answer({"_links": None}).part("_links").text("next") == ""
    assert Answer({"_Links": {"Next": "https://x"}}).part("_links").text("next") == "https://x"


def test_json_that_is_none_is_none() -> None:
    assert read_json(b"<h1>Bad gateway</h1>") is None
