"""``/composite`` and ``/composite/batch`` over HTTP: several calls in one request."""

from typing import Any

import pytest

from tests.local.salesforce_org.support import ACME, DATA, JANE, Api, refusal, row_codes

LONG = "x" * 300


def part(reference: str, method: str, path: str, body: object = None, **more: object) -> dict[str, object]:
    given = {"method": method, "url": f"{DATA}/{path}", "referenceId": reference, **more}
    return given if body is None else {**given, "body": body}


def send(api: Api, *parts: dict[str, object], all_or_none: bool = False) -> list[dict[str, Any]]:
    reply = api.call("POST", "composite", json={"allOrNone": all_or_none, "compositeRequest": list(parts)})
    assert reply.status_code == 200, reply.text
    answers: list[dict[str, Any]] = reply.json()["compositeResponse"]
    return answers


def statuses(answers: list[dict[str, Any]]) -> list[int]:
    return [each["httpStatusCode"] for each in answers]


def test_calls_are_answered_in_order_under_their_names(api: Api) -> None:
    answers = send(
        api,
        part("log", "POST", "sobjects/Task/", {"Subject": "Call"}),
        part("who", "GET", f"sobjects/Contact/{JANE}?fields=Name"),
        part("gone", "GET", "sobjects/Contact/003000000000000AAA"),
        part("done", "PATCH", f"sobjects/Contact/{JANE}", {"Title": "x"}),
    )
    assert [each["referenceId"] for each in answers] == ["log", "who", "gone", "done"]
    assert statuses(answers) == [201, 200, 404, 204]
    assert answers[0]["httpHeaders"]["Location"] == f"{DATA}/sobjects/Task/{answers[0]['body']['id']}"
    assert answers[1]["body"]["Name"] == "Jane Roe"
    assert answers[2]["body"][0]["errorCode"] == "NOT_FOUND"
    assert answers[3]["body"] is None


def test_later_calls_refer_to_the_answers_of_earlier_ones(api: Api) -> None:
    answers = send(
        api,
        part("made", "POST", "sobjects/Contact", {"LastName": "New"}),
        part("found", "GET", "query/?q=SELECT Id, Name FROM Account WHERE Name = 'Acme'"),
        part(
            "log",
            "POST",
            "sobjects/Task",
            {"WhoId": "@{made.id}", "WhatId": "@{found.records[0].Id}", "Subject": "To @{found.records[0].Name}"},
        ),
        part("read", "GET", "sobjects/Task/@{log.id}?fields=Subject,AccountId"),
        part("rows", "POST", "composite/sobjects", {"records": [{"attributes": {"type": "Task"}}]}),
        part("row", "GET", "sobjects/Task/@{rows[0].id}"),
    )
    assert statuses(answers) == [201, 200, 201, 200, 200, 200]
    read = answers[3]["body"]
    assert (read["Subject"], read["AccountId"]) == ("To Acme", ACME)


@pytest.mark.parametrize("reference", ["@{made.Id}", "@{Made.id}", "@{later.id}", "@{made.errors[0]}", "@{made}"])
def test_a_reference_without_a_value_halts_its_call(api: Api, reference: str) -> None:
    answers = send(
        api,
        part("made", "POST", "sobjects/Contact", {"LastName": "New"}),
        part("log", "POST", "sobjects/Task", {"WhoId": reference}),
    )
    assert statuses(answers) == [201, 400]
    assert answers[1]["body"][0]["errorCode"] == "PROCESSING_HALTED"


def test_what_refers_to_a_failed_call_is_halted_and_the_rest_goes_on(api: Api) -> None:
    answers = send(
        api,
        part("bad", "POST", "sobjects/Contact", {}),
        part("log", "POST", "sobjects/Task", {"WhoId": "@{bad.id}"}),
        part("fine", "POST", "sobjects/Task", {}),
    )
    assert statuses(answers) == [400, 400, 201]


def test_all_or_none_rolls_everything_back(api: Api) -> None:
    answers = send(
        api,
        part("a", "POST", "sobjects/Task", {"Subject": "a"}),
        part("b", "POST", "sobjects/Task", {"Subject": LONG}),
        part("c", "POST", "sobjects/Task", {"Subject": "c"}),
        all_or_none=True,
    )
    assert statuses(answers) == [400, 400, 400]
    assert [each["body"][0]["errorCode"] for each in answers] == [
        "PROCESSING_HALTED",
        "STRING_TOO_LONG",
        "PROCESSING_HALTED",
    ]
    assert answers[0]["body"][0]["message"] == (
        "The transaction was rolled back since another operation in the same transaction failed."
    )
    assert api.query("SELECT COUNT() FROM Task")["totalSize"] == 0


# REST API guide, allOrNone parameters in composite and collections requests: which Tasks are left.
@pytest.mark.parametrize(
    ("outer", "inner", "left"),
    [
        pytest.param(False, False, {"good", "beside"}, id="neither"),
        pytest.param(False, True, {"beside"}, id="inner only"),
        pytest.param(True, False, set(), id="outer overrides"),
        pytest.param(True, True, set(), id="both"),
    ],
)
def test_all_or_none_of_a_collection_inside_a_composite(
    api: Api, outer: bool, inner: bool, left: set[str]
) -> None:
    rows = [{"attributes": {"type": "Task"}, "Subject": subject} for subject in ("good", LONG)]
    send(
        api,
        part("rows", "POST", "composite/sobjects", {"allOrNone": inner, "records": rows}),
        part("one", "POST", "sobjects/Task", {"Subject": "beside"}),
        all_or_none=outer,
    )
    assert {row["Subject"] for row in api.rows("SELECT Subject FROM Task")} == left


def test_a_collection_of_upserts_works_inside(api: Api) -> None:
    rows = [{"attributes": {"type": "Task"}, "Switchboard_Key__c": key} for key in ("a", "b")]
    body = {"records": rows}
    path = "composite/sobjects/Task/Switchboard_Key__c"
    first, second = (send(api, part("rows", "PATCH", path, body))[0] for _ in range(2))
    assert [row["created"] for row in first["body"]] == [True, True]
    assert [row["created"] for row in second["body"]] == [False, False]
    assert row_codes(second["body"]) == ["ok", "ok"]


@pytest.mark.parametrize("path", ["search?q=FIND {Jane} RETURNING Contact", "limits", "parameterizedSearch?q=x"])
def test_search_and_others_are_not_offered_inside(api: Api, path: str) -> None:
    assert statuses(send(api, part("a", "GET", path))) == [400]


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        pytest.param([part(f"a{n}", "GET", "sobjects") for n in range(26)], "LIMIT_EXCEEDED", id="26 calls"),
        pytest.param([part(f"a{n}", "GET", "query?q=x") for n in range(6)], "LIMIT_EXCEEDED", id="six queries"),
        pytest.param(
            [part(f"a{n}", "POST", "composite/sobjects") for n in range(6)], "LIMIT_EXCEEDED", id="six collections"
        ),
        pytest.param([part("a", "GET", "sobjects")] * 2, "INVALID_FIELD", id="name twice"),
        pytest.param([part("a b", "GET", "sobjects")], "JSON_PARSER_ERROR", id="odd name"),
        pytest.param([{"method": "GET", "referenceId": "a"}], "JSON_PARSER_ERROR", id="no url"),
        pytest.param("x", "JSON_PARSER_ERROR", id="no list"),
    ],
)
def test_a_composite_request_that_is_not_allowed_is_refused(api: Api, parts: object, code: str) -> None:
    assert refusal(api.call("POST", "composite", json={"compositeRequest": parts})) == (400, code)


def test_headers_may_come_with_a_call(api: Api) -> None:
    api.arm({"name": "duplicates_detected", "options": {"object": "Contact"}})
    saves = {"Sforce-Duplicate-Rule-Header": "allowSave=true"}
    answers = send(
        api,
        part("a", "POST", "sobjects/Contact", {"LastName": "x"}),
        part("b", "POST", "sobjects/Contact", {"LastName": "x"}, httpHeaders=saves),
    )
    assert statuses(answers) == [400, 201]


def test_a_composite_request_counts_once_and_a_batch_counts_each_call(api: Api) -> None:
    parts = [part(f"a{n}", "GET", "sobjects") for n in range(5)]
    before = api.control("GET", "usage")["used"]
    send(api, *parts)
    assert api.control("GET", "usage")["used"] == before + 1
    requests = [{"method": "GET", "url": "v66.0/limits"}] * 5
    api.call("POST", "composite/batch", json={"batchRequests": requests})
    assert api.control("GET", "usage")["used"] == before + 6


class TestBatch:
    REQUESTS = (
        {"method": "GET", "url": "v66.0/search?q=FIND {Jane} RETURNING Contact(Name)"},
        {"method": "POST", "url": "v66.0/sobjects/Task", "richInput": {"Subject": LONG}},
        {"method": "POST", "url": f"{DATA}/sobjects/Task", "richInput": {"Subject": "x"}},
        {"method": "PATCH", "url": f"v66.0/sobjects/Contact/{JANE}", "richInput": {"Title": "x"}},
    )

    def test_calls_are_independent(self, api: Api) -> None:
        answer = api.call("POST", "composite/batch", json={"batchRequests": self.REQUESTS}).json()
        assert answer["hasErrors"]
        assert [each["statusCode"] for each in answer["results"]] == [200, 400, 201, 204]
        assert answer["results"][0]["result"]["searchRecords"][0]["Name"] == "Jane Roe"
        assert answer["results"][3]["result"] is None

    def test_they_can_be_made_to_halt_on_an_error(self, api: Api) -> None:
        body = {"haltOnError": True, "batchRequests": self.REQUESTS}
        results = api.call("POST", "composite/batch", json=body).json()["results"]
        assert [each["statusCode"] for each in results] == [200, 400, 412, 412]
        assert results[3]["result"][0]["errorCode"] == "BATCH_PROCESSING_HALTED"
        assert api.query("SELECT COUNT() FROM Task")["totalSize"] == 0

    def test_a_call_without_method_is_refused(self, api: Api) -> None:
        body = {"batchRequests": [{"url": "v66.0/limits"}]}
        assert refusal(api.call("POST", "composite/batch", json=body)) == (400, "JSON_PARSER_ERROR")

    def test_nothing_wrong_has_no_errors(self, api: Api) -> None:
        answer = api.call("POST", "composite/batch", json={"batchRequests": [self.REQUESTS[0]]}).json()
        assert answer["hasErrors"] is False
