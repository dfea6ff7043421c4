"""``/composite`` and ``/composite/batch``: several calls in one request."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from local.salesforce_org.errors import ApiError
from local.salesforce_org.rest.call import Answer, Call, refused
from local.simulator.message import Request

MAX_SUBREQUESTS = 25
MAX_COLLECTIONS_AND_QUERIES = 5
_REFERENCE = re.compile(r"@\{([^}]*)\}")
_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")
_REFERENCE_ID = re.compile(r"[A-Za-z0-9_]+")
# Below /services/data/vX/, what a composite request may ask for (REST API guide, composite resource).
_COLLECTION_OR_QUERY = re.compile(r"(query(All)?|composite/sobjects)\b")
_ALLOWED = re.compile(r"(query(All)?|composite/sobjects|sobjects)\b")

Dispatch = Callable[[Call], Answer]
"""Answers a call whose ``request`` says which resource it is; refusals are answers too."""


class _RolledBackError(Exception):
    """A subrequest failed where all or none were asked for."""


@dataclass(frozen=True, slots=True)
class _Part:
    method: str
    url: str
    reference: str
    body: object
    headers: Mapping[str, str]

    @property
    def resource(self) -> str:
        """The path below the version."""
        return re.sub(r"^/services/data/v\d+\.0/", "", self.url.partition("?")[0])


def composite(call: Call, dispatch: Dispatch) -> Answer:
    """``POST /composite``: one after another, later ones may refer to the answers of earlier ones."""
    body = call.json_object()
    parts = [_part(each) for each in _list_of(body, "compositeRequest")]
    _check_parts(parts)
    all_or_none = body.get("allOrNone") is True
    outer = replace(call, all_or_none=all_or_none)
    answers: list[Answer] = []
    try:
        with call.state.store.transaction():
            _run_parts(outer, parts, dispatch, answers)
            if all_or_none and any(map(_failed, answers)):
                raise _RolledBackError
    except _RolledBackError:
        answers = [each if _failed(each) else _halted(_ROLLED_BACK) for each in answers]
    shown = [
        {
            "body": answer.value,
            "httpHeaders": dict(answer.headers),
            "httpStatusCode": answer.status,
            "referenceId": part.reference,
        }
        for part, answer in zip(parts, answers, strict=True)
    ]
    return Answer(200, {"compositeResponse": shown})


def batch(call: Call, dispatch: Dispatch) -> Answer:
    """``POST /composite/batch``: independent calls; with ``haltOnError`` none after one that failed."""
    body = call.json_object()
    requests = _list_of(body, "batchRequests")
    halts = body.get("haltOnError") is True
    results: list[dict[str, object]] = []
    has_errors = False
    call.state.usage.count(call.state.clock.now(), max(0, len(requests) - 1))
    for given in requests:
        method, url = given.get("method"), given.get("url")
        if not isinstance(method, str) or not isinstance(url, str):
            raise ApiError("JSON_PARSER_ERROR", "a batch request has a method and a url")
        if has_errors and halts:
            message = "Batch processing halted because of a previous error"
            error = ApiError("BATCH_PROCESSING_HALTED", message, status=412)
            results.append({"statusCode": 412, "result": error.as_request_error()})
            continue
        path, _, query = url.removeprefix("/services/data").lstrip("/").partition("?")
        sub = _subrequest(call, method, f"/services/data/{path}", query, given.get("richInput"), {})
        answer = dispatch(sub)
        has_errors = has_errors or answer.status >= 400
        results.append({"statusCode": answer.status, "result": answer.value})
    return Answer(200, {"hasErrors": has_errors, "results": results})


_ROLLED_BACK = "The transaction was rolled back since another operation in the same transaction failed."


def _run_parts(call: Call, parts: Sequence[_Part], dispatch: Dispatch, answers: list[Answer]) -> None:
    known: dict[str, Answer] = {}
    for part in parts:
        if call.all_or_none and any(map(_failed, answers)):
            answers.append(_halted(_ROLLED_BACK))
            continue
        try:
            url = _filled_text(part.url, known)
            body = _filled(part.body, known)
        except ApiError as error:
            answer = refused(error)
        else:
            path, _, query = url.partition("?")
            if _ALLOWED.match(part.resource):
                answer = dispatch(_subrequest(call, part.method, path, query, body, part.headers))
            else:
                # Search and the rest are not offered here; code and wording are unconfirmed.
                answer = refused(ApiError("INVALID_SUBREQUEST", "the resource is not allowed in composite"))
        known[part.reference] = answer
        answers.append(answer)


def _failed(answer: Answer) -> bool:
    if answer.status >= 400:
        return True
    # Under all or none a collection answers 200 with failed rows, and fails the whole all the same.
    rows = answer.value
    return isinstance(rows, list) and any(isinstance(row, dict) and row.get("success") is False for row in rows)


def _halted(message: str) -> Answer:
    return refused(ApiError("PROCESSING_HALTED", message))


def _subrequest(call: Call, method: str, path: str, query: str, body: object, headers: Mapping[str, str]) -> Call:
    sent = {**call.request.headers, **{name.lower(): value for name, value in headers.items()}}
    raw = b"" if body is None else json.dumps(body).encode()
    request = Request(method.upper(), path, query, sent, raw, call.request.connection)
    return replace(call, request=request, arguments={}, body=body)


def _list_of(body: Mapping[str, object], name: str) -> list[Mapping[str, object]]:
    given = body.get(name)
    if not isinstance(given, list) or not all(isinstance(each, dict) for each in given):
        raise ApiError("JSON_PARSER_ERROR", f"{name} is a list of objects")
    if len(given) > MAX_SUBREQUESTS:
        raise ApiError("LIMIT_EXCEEDED", f"the limit of {MAX_SUBREQUESTS} subrequests was exceeded")
    return given


def _part(given: Mapping[str, object]) -> _Part:
    method, url, reference = given.get("method"), given.get("url"), given.get("referenceId")
    headers = given.get("httpHeaders") or {}
    if not isinstance(method, str) or not isinstance(url, str) or not isinstance(headers, dict):
        raise ApiError("JSON_PARSER_ERROR", "a subrequest has a method and a url")
    if not isinstance(reference, str) or not _REFERENCE_ID.fullmatch(reference):
        raise ApiError("JSON_PARSER_ERROR", "a subrequest has a referenceId of letters, digits and underscores")
    return _Part(method, url, reference, given.get("body"), {str(k): str(v) for k, v in headers.items()})


def _check_parts(parts: Sequence[_Part]) -> None:
    if len({part.reference for part in parts}) < len(parts):
        raise ApiError("INVALID_FIELD", "Duplicate referenceId in the composite request")
    heavy = sum(1 for part in parts if _COLLECTION_OR_QUERY.match(part.resource))
    if heavy > MAX_COLLECTIONS_AND_QUERIES:
        message = f"at most {MAX_COLLECTIONS_AND_QUERIES} subrequests may be collections or queries"
        raise ApiError("LIMIT_EXCEEDED", message)


def _filled(value: object, known: Mapping[str, Answer]) -> object:
    """The value with ``@{reference.path}`` replaced in all its texts."""
    if isinstance(value, str):
        return _filled_text(value, known)
    if isinstance(value, list):
        return [_filled(each, known) for each in value]
    if isinstance(value, dict):
        return {name: _filled(each, known) for name, each in value.items()}
    return value


def _filled_text(text: str, known: Mapping[str, Answer]) -> str:
    return _REFERENCE.sub(lambda found: _looked_up(found[1], known), text)


def _looked_up(expression: str, known: Mapping[str, Answer]) -> str:
    """What a reference such as ``log.id`` or ``found.records[0].Id`` stands for. Case matters."""
    reference, _, path = expression.partition(".")
    base = reference.partition("[")[0]
    answer = known.get(base)
    value: object = None if answer is None or answer.status >= 400 else answer.value
    for name, place in _STEP.findall(expression[len(base) :]):
        if place:
            value = value[int(place)] if isinstance(value, list) and int(place) < len(value) else None
        else:
            value = value.get(name) if isinstance(value, dict) else None
    if value is None or isinstance(value, dict | list):
        message = f"Invalid reference specified. No value for {path or base} found in {base}."
        raise ApiError("PROCESSING_HALTED", message)
    return json.dumps(value) if isinstance(value, bool) else str(value)
