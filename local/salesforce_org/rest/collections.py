"""``/composite/sobjects``: up to 200 records in one request, each row with its own result."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from local.salesforce_org.errors import ApiError
from local.salesforce_org.ids import to_18
from local.salesforce_org.rest.call import Answer, Call
from local.salesforce_org.rest.edits import Body, Edits, SeveralMatchesError
from local.salesforce_org.rest.records import key_field, show
from local.salesforce_org.schema.model import SObject

MAX_ROWS = 200
MAX_CHUNKS = 10
WHOLE_REQUEST_CODES = frozenset({"JSON_PARSER_ERROR"})
"""Errors that are found before any row is looked at, so they refuse the request."""

Result = dict[str, object]
Work = Callable[[SObject, Body, int], Result]


class _RolledBackError(Exception):
    """A row failed where all or none were asked for."""


@dataclass(frozen=True, slots=True)
class _Row:
    place: int
    sobject: SObject | None
    body: Body


def create(call: Call) -> Answer:
    """``POST /composite/sobjects``."""
    edits = Edits(call)

    def work(sobject: SObject, body: Body, place: int) -> Result:
        return {"id": edits.create(sobject, body, place), "success": True, "errors": []}

    return _each_record(call, work)


def update(call: Call) -> Answer:
    """``PATCH /composite/sobjects``: each record names its id."""
    edits = Edits(call)

    def work(sobject: SObject, body: Body, place: int) -> Result:
        record_id = _row_id(body)
        rest = {name: value for name, value in body.items() if name.lower() != "id"}
        edits.update(sobject, record_id, rest, place)
        return {"id": record_id, "success": True, "errors": []}

    return _each_record(call, work)


def upsert(call: Call) -> Answer:
    """``PATCH /composite/sobjects/Object/Field``: each record holds its key, and no id."""
    sobject = call.sobject()
    key = key_field(sobject, call.arguments["field"])
    edits = Edits(call)
    rows = _records(call)
    values = [_value_of(row.body, key.name) for row in rows]
    twice = {value for value in values if value is not None and values.count(value) > 1}

    def work(sobject: SObject, body: Body, place: int) -> Result:
        value = _value_of(body, key.name)
        if value is None:
            message = f"{key.name} not specified"
            raise ApiError("MISSING_ARGUMENT", message, fields=[key.name])
        if value in twice:
            raise ApiError("DUPLICATE_VALUE", f"Duplicate external id specified: {value}", fields=[key.name])
        if key.type != "id" and any(name.lower() == "id" for name in body):
            message = "Id and external id cannot both be specified in an upsert call"
            raise ApiError("INVALID_FIELD_FOR_INSERT_UPDATE", message, fields=["Id"])
        rest = {name: each for name, each in body.items() if name.lower() != key.name.lower()}
        try:
            record_id, created = edits.upsert(sobject, key, value, rest, place)
        except SeveralMatchesError:
            message = f"{key.name}: more than one record found for external id field"
            raise ApiError("DUPLICATE_EXTERNAL_ID", message, fields=[key.name]) from None
        return {"id": record_id, "success": True, "errors": [], "created": created}

    return _run(call, rows, work, all_or_none=_all_or_none(call))


def delete(call: Call) -> Answer:
    """``DELETE /composite/sobjects?ids=…&allOrNone=…``."""
    edits = Edits(call)
    ids = [each for each in call.required("ids").split(",") if each]
    _check_size(len(ids))
    rows = [_Row(place, call.state.visible.of_id(each), {"Id": each}) for place, each in enumerate(ids)]

    def work(sobject: SObject, body: Body, place: int) -> Result:
        record_id = _row_id(body)
        edits.delete(sobject, record_id, place)
        return {"id": record_id, "success": True, "errors": []}

    asked = (call.request.parameter("allOrNone") or "").lower() == "true"
    return _run(call, rows, work, all_or_none=asked or call.all_or_none)


def read(call: Call) -> Answer:
    """``/composite/sobjects/Object``: several records by id, null for each that is not there.

    GET with parameters ``ids`` and ``fields``, or POST with a body of the same names.
    """
    sobject = call.sobject()
    if call.request.method == "POST":
        body = call.json_object()
        ids, fields = body.get("ids"), body.get("fields")
    else:
        ids, fields = call.required("ids").split(","), call.required("fields").split(",")
    if not isinstance(ids, list) or not isinstance(fields, list):
        raise ApiError("JSON_PARSER_ERROR", "ids and fields are lists")
    rows = (call.state.store.live(sobject.name, to_18(str(each)) or "") for each in ids)
    names = ",".join(str(each) for each in fields)
    return Answer(200, [None if row is None else show(call, sobject, row, names) for row in rows])


def _each_record(call: Call, work: Work) -> Answer:
    return _run(call, _records(call), work, all_or_none=_all_or_none(call))


def _all_or_none(call: Call) -> bool:
    return call.all_or_none or call.json_object().get("allOrNone") is True


def _records(call: Call) -> list[_Row]:
    records = call.json_object().get("records")
    if not isinstance(records, list) or not all(isinstance(each, dict) for each in records):
        raise ApiError("JSON_PARSER_ERROR", "records is a list of objects")
    _check_size(len(records))
    rows = [_Row(place, _sobject_of(call, body), body) for place, body in enumerate(records)]
    chunks = sum(1 for _ in groupby(row.sobject.name if row.sobject else "" for row in rows))
    if chunks > MAX_CHUNKS:
        raise ApiError(
            "LIMIT_EXCEEDED",
            f"Cannot have more than {MAX_CHUNKS} chunks in a single operation. Please rearrange the data to "
            "reduce chunking.",
        )
    if call.state.settings.unknown_field_fails == "request":
        writer = call.state.writer(call.user_id)
        for row in rows:
            if row.sobject is not None:
                writer.read(row.sobject, row.body)
    return rows


def _check_size(count: int) -> None:
    """Code and wording are unconfirmed."""
    if count > MAX_ROWS:
        message = f"record limit reached. cannot submit more than {MAX_ROWS} records into this call"
        raise ApiError("EXCEEDED_ID_LIMIT", message)


def _sobject_of(call: Call, body: Mapping[str, object]) -> SObject | None:
    attributes = body.get("attributes")
    name = attributes.get("type") if isinstance(attributes, dict) else None
    if name is None and "object" in call.arguments:
        name = call.arguments["object"]
    return call.state.visible.object(name) if isinstance(name, str) else None


def _run(call: Call, rows: Sequence[_Row], work: Work, *, all_or_none: bool) -> Answer:
    """Do the rows one by one; with ``all_or_none`` a failing one undoes the others."""
    results: list[Result] = []
    try:
        with call.state.store.transaction():
            results = list(_results(call, rows, work))
            if all_or_none and not all(result["success"] for result in results):
                raise _RolledBackError
    except _RolledBackError:
        results = [_rolled_back() if result["success"] else result for result in results]
    return Answer(200, results)


def _results(call: Call, rows: Sequence[_Row], work: Work) -> Iterator[Result]:
    edits = Edits(call)
    failed: dict[str, ApiError] = {}
    for sobject in {row.sobject.name: row.sobject for row in rows if row.sobject is not None}.values():
        error = edits.meet_trigger(sobject, [row.body for row in rows if row.sobject is sobject])
        if error is not None:
            failed[sobject.name] = error
    for row in rows:
        try:
            if row.sobject is None:
                raise ApiError("INVALID_TYPE", "The requested resource does not exist", fields=[])
            if row.sobject.name in failed:
                raise failed[row.sobject.name]
            yield work(row.sobject, row.body, row.place)
        except ApiError as error:
            if error.code in WHOLE_REQUEST_CODES:
                raise
            yield {"success": False, "errors": [_of_a_row(error).as_row_error()]}


def _of_a_row(error: ApiError) -> ApiError:
    """A row that is not there is a wrong reference in a collection, not a missing resource."""
    if error.code != "NOT_FOUND":
        return error
    return ApiError("INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id", fields=[])


def _rolled_back() -> Result:
    error = ApiError(
        "ALL_OR_NONE_OPERATION_ROLLED_BACK",
        "Record rolled back because not all records were valid and the request was using AllOrNone header",
        fields=[],
    )
    return {"success": False, "errors": [error.as_row_error()]}


def _value_of(body: Body, name: str) -> str | None:
    value = next((each for given, each in body.items() if given.lower() == name.lower()), None)
    return value if isinstance(value, str) and value else None


def _row_id(body: Body) -> str:
    given = _value_of(body, "Id")
    if given is None:
        raise ApiError("MISSING_ARGUMENT", "Id not specified in an update call", fields=[])
    record_id = to_18(given)
    if record_id is None:
        raise ApiError("MALFORMED_ID", f"malformed id {given}", fields=["Id"])
    return record_id
