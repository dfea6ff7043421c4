"""What Salesforce's refusals mean."""

import json

import pytest

from switchboard.errors import (
    CrmError,
    CrmLimitReached,
    CrmLoginRefused,
    CrmNotVisible,
    CrmRefused,
    CrmTimeout,
    CrmUnavailable,
)
from switchboard.salesforce.meaning import translated
from switchboard.web.answers import retry_after_s


@pytest.mark.parametrize(
    ("status", "body", "meaning"),
    [
        (400, [{"message": "…", "errorCode": "INVALID_FIELD"}], CrmNotVisible),
        (400, [{"message": "…", "errorCode": "INVALID_TYPE"}], CrmNotVisible),
        (400, [{"message": "…", "errorCode": "MALFORMED_SEARCH"}], CrmRefused),
        (400, [{"message": "…", "errorCode": "UNABLE_TO_LOCK_ROW"}], CrmUnavailable),
        (401, [{"message": "…", "errorCode": "INVALID_SESSION_ID"}], CrmLoginRefused),
        (403, [{"message": "…", "errorCode": "REQUEST_LIMIT_EXCEEDED"}], CrmLimitReached),
        (403, [{"message": "…", "errorCode": "API_DISABLED_FOR_ORG"}], CrmLoginRefused),
        (404, [{"message": "…", "errorCode": "NOT_FOUND"}], CrmRefused),
        (429, b"<html>", CrmLimitReached),
        (500, [{"message": "…", "errorCode": "UNKNOWN_EXCEPTION"}], CrmUnavailable),
        (502, "<html>Bad gateway</html>", CrmUnavailable),
        (503, "", CrmUnavailable),
        (504, None, CrmTimeout),
        (401, {"message": "an object, not a list"}, CrmLoginRefused),
        (400, [], CrmRefused),
        (400, [["odd"]], CrmRefused),
        (400, [{"errorCode": 17}], CrmRefused),
    ],
    ids=lambda value: json.dumps(value)[:60] if isinstance(value, list | dict) else str(value)[:40],
)
def test_a_refusal_has_a_meaning(status: int, body: object, meaning: type[CrmError]) -> None:
    error = translated(status, body)

    assert type(error) is meaning
    assert error.status == status


def test_an_error_names_fields_and_never_repeats_the_message() -> None:
    message = (
        "\nContact(Id, Switchboard_X__c)\nERROR at Row:1\nNo such column 'Switchboard_X__c' on entity 'Contact'."
    )
    error = translated(400, [{"message": f"{message} FIND {{4155550134}}", "errorCode": "INVALID_FIELD"}])

    assert error.names == ("Switchboard_X__c", "Contact")
    assert "4155550134" not in f"{error!r} {error} {error.names}"


def test_quoted_values_of_other_refusals_are_not_taken_for_names() -> None:
    error = translated(400, [{"message": "bad value 'Okafor'", "errorCode": "MALFORMED_SEARCH"}])

    assert error.names == ()


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Retry-After": "7"}, 7.0),
        ({"Retry-After": "soon"}, None),
        (
            {"Retry-After": "Sun, 22 Nov 2026 16:00:30 GMT", "Date": "Sun, 22 Nov 2026 16:00:00 GMT"},
            30.0,
        ),
        (
            {"Retry-After": "Sun, 22 Nov 2026 15:00:00 GMT", "Date": "Sun, 22 Nov 2026 16:00:00 GMT"},
            0.0,
        ),
        ({"Retry-After": "Sun, 22 Nov 2026 16:00:30 GMT"}, None),
    ],
)
def test_retry_after_is_seconds_or_a_date(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after_s(headers) == seconds
