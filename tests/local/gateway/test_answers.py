"""A function's result becomes the answer that API Gateway makes of it."""

import json
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.gateway.answers import Answer, MalformedResult, answer

JSON = ("content-type", "application/json")
TEXT = ("content-type", "text/plain;charset=UTF-8")


class Case(NamedTuple):
    label: str
    result: Any
    answer: Answer


CASES = [
    Case("status alone", {"statusCode": 204}, Answer(204, [TEXT], b"")),
    Case("status and body", {"statusCode": 200, "body": "hé"}, Answer(200, [TEXT], "hé".encode())),
    Case("no body", {"statusCode": 404, "body": None, "headers": None, "cookies": None}, Answer(404, [TEXT], b"")),
    Case(
        "headers",
        {"statusCode": 201, "headers": {"Content-Type": "a/b", "X": "1"}},
        Answer(201, [("Content-Type", "a/b"), ("X", "1")]),
    ),
    Case(
        "numbers and booleans",
        {"statusCode": 200, "headers": {"a": 1, "b": True}},
        Answer(200, [("a", "1"), ("b", "true"), TEXT]),
    ),
    Case(
        "cookies",
        {"statusCode": 200, "cookies": ["a=1", "b=2"]},
        Answer(200, [TEXT, ("set-cookie", "a=1"), ("set-cookie", "b=2")]),
    ),
    Case("base64", {"statusCode": 200, "body": "AP8=", "isBase64Encoded": True}, Answer(200, [TEXT], b"\0\xff")),
    Case(
        "headers that are the gateway's",
        {"statusCode": 200, "headers": {"Content-Length": "9"}},
        Answer(200, [TEXT]),
    ),
    Case("a bare text", "Hello from Lambda!", Answer(200, [JSON], b"Hello from Lambda!")),
    Case("a bare object", {"message": "hi"}, Answer(200, [JSON], b'{"message": "hi"}')),
    Case("a bare list", [1, 2], Answer(200, [JSON], b"[1, 2]")),
    Case("nothing", None, Answer(200, [JSON], b"null")),
]

MALFORMED: list[tuple[str, dict[str, Any]]] = [
    ("a status in words", {"statusCode": "200"}),
    ("a status that is a boolean", {"statusCode": True}),
    ("a fraction of a status", {"statusCode": 200.5}),
    ("no status of HTTP", {"statusCode": 1000}),
    ("no status at all", {"statusCode": None}),
    ("a body that is an object", {"statusCode": 200, "body": {"a": 1}}),
    ("a body that is no base64", {"statusCode": 200, "body": "?", "isBase64Encoded": True}),
    ("headers that are a list", {"statusCode": 200, "headers": ["a"]}),
    ("a header with several values", {"statusCode": 200, "headers": {"a": ["1", "2"]}}),
    ("a header without a value", {"statusCode": 200, "headers": {"a": None}}),
    ("a header that smuggles another", {"statusCode": 200, "headers": {"a": "1\r\nb: 2"}}),
    ("a header name that is none", {"statusCode": 200, "headers": {"a b": "1"}}),
    ("cookies that are a text", {"statusCode": 200, "cookies": "a=1"}),
    ("a cookie that smuggles a header", {"statusCode": 200, "cookies": ["a=1\nb: 2"]}),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.label)
def test_a_result_becomes_this_answer(case: Case) -> None:
    assert answer(json.dumps(case.result).encode()) == case.answer


@pytest.mark.parametrize(("label", "result"), MALFORMED, ids=[row[0] for row in MALFORMED])
def test_a_malformed_result_is_no_answer(label: str, result: dict[str, Any]) -> None:
    with pytest.raises(MalformedResult):
        answer(json.dumps(result).encode())


texts = st.text("aé=:; \r\n", max_size=6)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)


@given(
    result=st.dictionaries(
        st.sampled_from(["statusCode", "headers", "cookies", "body", "isBase64Encoded"]), json_values
    )
)
def test_whatever_a_function_returns_is_an_answer_or_malformed(result: dict[str, Any]) -> None:
    try:
        made = answer(json.dumps(result).encode())
    except MalformedResult:
        return
    assert 100 <= made.status <= 599
    assert all("\n" not in value and "\r" not in value for _, value in made.headers)
