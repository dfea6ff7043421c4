"""Odd payloads: what some gateways and versions are seen to answer in place of the usual."""

import json
from collections.abc import Mapping
from dataclasses import replace

from local.simulator.faults import FaultBook
from local.simulator.message import Request, Response, json_response

TOKEN_IN_ARRAY = "token-in-array"
FLIPPED_WRAPPER = "flipped-wrapper"
NULL_LISTS = "null-lists"
ERROR_IN_REASON = "error-in-reason"
ERROR_IN_HEADER = "error-in-header"
PARTIAL_RESULTS = "partial-results"
ODDITIES: Mapping[str, str] = {
    TOKEN_IN_ARRAY: "the token reply comes inside an array of one element",
    FLIPPED_WRAPPER: "resultSet is there where it should not be, and missing where it should",
    NULL_LISTS: "lists in the answer are null",
    PARTIAL_RESULTS: "the first item of a bulk request fails, although it was good",
    ERROR_IN_REASON: "a refusal has its text in the reason phrase only",
    ERROR_IN_HEADER: "a refusal has its text in icStatusDescription only",
}


def odd(response: Response, request: Request, faults: FaultBook) -> Response:
    """The answer as the oddities that are switched on for its path let it out."""
    if response.status >= 400:
        return _odd_refusal(response, request, faults)
    if not response.body:
        return response
    if request.path.lower().rstrip("/").endswith(("/token", "/access-key")):
        return _changed(response, list) if faults.draw(request, TOKEN_IN_ARRAY) else response
    if faults.draw(request, FLIPPED_WRAPPER):
        response = _changed(response, dict)
    if faults.draw(request, NULL_LISTS):
        body = _without_lists(json.loads(response.body))
        response = json_response(response.status, body, response.headers)
    return response


def partial(request: Request, faults: FaultBook, results: list[dict[str, object]]) -> list[dict[str, object]]:
    """The results of a bulk request; the fault reports a failure for work that was done."""
    if not results or not faults.draw(request, PARTIAL_RESULTS):
        return results
    return [{**results[0], "success": False, "error": "Internal error"}, *results[1:]]


def _odd_refusal(response: Response, request: Request, faults: FaultBook) -> Response:
    text = response.headers.get("icStatusDescription", "")
    if faults.draw(request, ERROR_IN_REASON):
        return Response(response.status, reason=text)
    if faults.draw(request, ERROR_IN_HEADER):
        return Response(response.status, headers={"icStatusDescription": text})
    return response


def _changed(response: Response, wrapper: type) -> Response:
    value = json.loads(response.body)
    if wrapper is list:
        value = [value]
    elif isinstance(value, dict) and set(value) == {"resultSet"}:
        value = value["resultSet"]
    else:
        value = {"resultSet": value}
    return replace(response, body=json_response(200, value).body)


def _without_lists(value: object) -> object:
    if isinstance(value, list):
        return None
    if isinstance(value, dict):
        return {key: _without_lists(each) for key, each in value.items()}
    return value
