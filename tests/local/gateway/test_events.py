"""A request becomes the event that API Gateway's guide shows for payload format 2.0."""

import base64
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.gateway import callers, events
from local.gateway.events import Request
from local.gateway.routes import Match
from local.gateway.template import Route

AT = datetime(2020, 3, 12, 19, 3, 58, tzinfo=UTC)
MATCH = Match(Route("POST", "/my/{parameter1}", "F", iam=True), {"parameter1": "path"})
REQUEST = Request(
    method="POST",
    target="/my/path?parameter1=value1&parameter1=value2&parameter2=value",
    protocol="HTTP/1.1",
    headers=[
        ("Host", "id.execute-api.us-east-1.amazonaws.com:443"),
        ("Header1", "value1"),
        ("Header2", "value1"),
        ("HEADER2", "value2"),
        ("Cookie", "cookie1=a; cookie2=b"),
        ("User-Agent", "agent"),
        ("Connection", "keep-alive"),
        ("X-Local-Caller", "operator"),
    ],
    body=b"Hello from Lambda",
    source_ip="192.0.2.1",
    port=443,
)


def event(request: Request, match: Match = MATCH, caller: str | None = "operator") -> dict[str, Any]:
    return events.event(request, match, caller=caller, request_id="id", at=AT)


def test_an_event_looks_as_the_guide_shows_it() -> None:
    made = event(REQUEST)
    trace = made["headers"].pop("x-amzn-trace-id")
    assert trace.startswith("Root=1-5e6a879e-")
    assert made == {
        "version": "2.0",
        "routeKey": "POST /my/{parameter1}",
        "rawPath": "/my/path",
        "rawQueryString": "parameter1=value1&parameter1=value2&parameter2=value",
        "cookies": ["cookie1=a", "cookie2=b"],
        "headers": {
            "host": "id.execute-api.us-east-1.amazonaws.com:443",
            "header1": "value1",
            "header2": "value1,value2",
            "user-agent": "agent",
            "content-length": "17",
            "x-forwarded-for": "192.0.2.1",
            "x-forwarded-port": "443",
            "x-forwarded-proto": "http",
        },
        "queryStringParameters": {"parameter1": "value1,value2", "parameter2": "value"},
        "requestContext": {
            "accountId": "123456789012",
            "apiId": "local",
            "authorizer": {
                "iam": {
                    "accessKey": "LOCAL-KEY-OF-OPERATOR",
                    "accountId": "123456789012",
                    "callerId": "LOCAL-ID-OF-OPERATOR",
                    "cognitoIdentity": None,
                    "principalOrgId": None,
                    "userArn": callers.OPERATOR_ARN,
                    "userId": "LOCAL-ID-OF-OPERATOR",
                }
            },
            "domainName": "id.execute-api.us-east-1.amazonaws.com",
            "domainPrefix": "id",
            "http": {
                "method": "POST",
                "path": "/my/path",
                "protocol": "HTTP/1.1",
                "sourceIp": "192.0.2.1",
                "userAgent": "agent",
            },
            "requestId": "id",
            "routeKey": "POST /my/{parameter1}",
            "stage": "$default",
            "time": "12/Mar/2020:19:03:58 +0000",
            "timeEpoch": 1584039838000,
        },
        "body": "Hello from Lambda",
        "pathParameters": {"parameter1": "path"},
        "isBase64Encoded": False,
    }


def test_what_a_request_does_not_have_is_absent() -> None:
    bare = replace(REQUEST, target="/my/path", headers=[("Host", "localhost")], body=b"")
    made = event(bare, Match(MATCH.route, {}), caller=None)
    optional = {"body", "cookies", "queryStringParameters", "pathParameters"}
    assert not optional & made.keys()
    assert "authorizer" not in made["requestContext"]
    assert (made["rawQueryString"], made["isBase64Encoded"]) == ("", False)


def test_the_path_arrives_decoded_and_the_query_as_sent() -> None:
    made = event(replace(REQUEST, target="/my/bu%3Aacd%3A7?q=a%20b%26c&empty="))
    assert made["rawPath"] == made["requestContext"]["http"]["path"] == "/my/bu:acd:7"
    assert made["rawQueryString"] == "q=a%20b%26c&empty="
    assert made["queryStringParameters"] == {"q": "a b&c", "empty": ""}


def test_a_proxy_in_front_stays_visible() -> None:
    made = event(replace(REQUEST, headers=[("X-Forwarded-For", "198.51.100.7")]))
    assert made["headers"]["x-forwarded-for"] == "198.51.100.7, 192.0.2.1"


TYPES = [
    (None, True),
    ("text/plain", True),
    ("text/x-anything; charset=utf-8", True),
    ("application/json", True),
    ("Application/JSON; charset=utf-8", True),
    ("application/xml", True),
    ("application/javascript", True),
    ("application/x-www-form-urlencoded", False),
    ("application/problem+json", False),
    ("application/octet-stream", False),
    ("image/png", False),
    ("multipart/form-data; boundary=x", False),
    ("", False),
]


@pytest.mark.parametrize(("content_type", "text"), TYPES)
def test_only_some_content_types_count_as_text(content_type: str | None, text: bool) -> None:
    headers = [] if content_type is None else [("Content-Type", content_type)]
    made = event(replace(REQUEST, headers=headers, body=b"a=1"))
    assert (made["body"], made["isBase64Encoded"]) == (("a=1", False) if text else ("YT0x", True))


@given(body=st.binary(min_size=1))
def test_any_bytes_survive_as_base64(body: bytes) -> None:
    made = event(replace(REQUEST, headers=[("Content-Type", "application/octet-stream")], body=body))
    assert base64.b64decode(made["body"], validate=True) == body


@given(text=st.text("a{é€😀\n\0", min_size=1))
def test_any_text_survives_as_text(text: str) -> None:
    made = event(replace(REQUEST, headers=[("Content-Type", "application/json")], body=text.encode()))
    assert made["body"] == text


def test_request_ids_have_the_form_of_http_apis_and_differ() -> None:
    ids = {events.new_request_id() for _ in range(100)}
    assert len(ids) == 100
    assert all(len(each) == 16 and each.endswith("=") for each in ids)
