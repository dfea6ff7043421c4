"""``/sobjects/Object``: single records, by id or by an external id."""

from collections.abc import Mapping

from local.salesforce_org.errors import ApiError, entity_is_deleted, not_found
from local.salesforce_org.ids import to_18
from local.salesforce_org.rest.call import Answer, Call
from local.salesforce_org.rest.edits import Edits, SeveralMatchesError
from local.salesforce_org.schema.model import Field, SObject
from local.salesforce_org.soql.columns import Columns
from local.salesforce_org.soql.shapes import Shaper
from local.salesforce_org.store import Row

UPSERT_TELLS_SINCE = 46.0


def create(call: Call) -> Answer:
    """``POST /sobjects/Object``."""
    sobject = call.sobject()
    body = call.json_object()
    return _made(call, sobject, _edits(call, sobject, body).create(sobject, body))


def read(call: Call) -> Answer:
    """``GET /sobjects/Object/Id?fields=…``."""
    sobject = call.sobject()
    row = call.state.store.get(sobject.name, _path_id(call, sobject))
    if row is None:
        raise not_found()
    if row["IsDeleted"]:
        raise entity_is_deleted()
    return Answer(200, show(call, sobject, row, call.request.parameter("fields")))


def update(call: Call) -> Answer:
    """``PATCH /sobjects/Object/Id``."""
    sobject = call.sobject()
    body = _body_without(call, "Id")
    record_id = _path_id(call, sobject)
    _edits(call, sobject, body).update(sobject, record_id, body)
    return Answer(204)


def delete(call: Call) -> Answer:
    """``DELETE /sobjects/Object/Id``."""
    sobject = call.sobject()
    Edits(call).delete(sobject, _path_id(call, sobject))
    return Answer(204)


def read_by_key(call: Call) -> Answer:
    """``GET /sobjects/Object/Field/value``."""
    sobject, key = call.sobject(), _key(call)
    row = call.state.store.live(sobject.name, _only_one(call, sobject, key)) or {}
    return Answer(200, show(call, sobject, row, call.request.parameter("fields")))


def delete_by_key(call: Call) -> Answer:
    """``DELETE /sobjects/Object/Field/value``."""
    sobject, key = call.sobject(), _key(call)
    Edits(call).delete(sobject, _only_one(call, sobject, key))
    return Answer(204)


def upsert(call: Call) -> Answer:
    """``PATCH /sobjects/Object/Field/value``, with ``?updateOnly=true`` never creating."""
    sobject, key = call.sobject(), _key(call)
    body = _body_without(call, "Id", key.name)
    update_only = (call.request.parameter("updateOnly") or "").lower() == "true"
    edits, value = _edits(call, sobject, body), call.arguments["value"]
    record_id, created = edits.upsert(sobject, key, value, body, update_only=update_only)
    if created:
        answer = _made(call, sobject, record_id)
        if call.version < UPSERT_TELLS_SINCE or not isinstance(answer.value, dict):
            return answer
        return Answer(201, {**answer.value, "created": True}, answer.headers)
    if call.version < UPSERT_TELLS_SINCE:
        return Answer(204)
    return Answer(200, {"id": record_id, "success": True, "errors": [], "created": False})


def several(call: Call, error: SeveralMatchesError) -> Answer:
    """The answer to a key that several records have: where they are, status 300."""
    name = call.sobject().name
    return Answer(300, [f"{call.base}/sobjects/{name}/{record_id}" for record_id in error.ids])


def show(call: Call, sobject: SObject, row: Row, fields: str | None) -> dict[str, object]:
    """A row with all fields, or with those named."""
    names = [each.name for each in sobject.listed] if fields is None else fields.split(",")
    paths = [tuple(name.strip().split(".")) for name in names]
    shaper = Shaper(call.state.visible, Columns(call.state.visible, call.state.store), call.base)
    return shaper.shape(sobject, paths)(row)


def key_field(sobject: SObject, name: str) -> Field:
    """The field a record is addressed by.

    Raises:
        ApiError: 404 when it is no external id, or not visible.
    """
    field = sobject.field(name)
    if field is None or not field.may_address:
        raise not_found(f"Provided external ID field does not exist or is not accessible: {name}")
    return field


def _edits(call: Call, sobject: SObject, body: Mapping[str, object]) -> Edits:
    """The edits of a single record, unless a trigger fails it."""
    edits = Edits(call)
    failed = edits.meet_trigger(sobject, [body])
    if failed is not None:
        raise failed
    return edits


def _key(call: Call) -> Field:
    return key_field(call.sobject(), call.arguments["id"])


def _path_id(call: Call, sobject: SObject) -> str:
    given = call.arguments["id"]
    record_id = to_18(given)
    if record_id is None:
        raise ApiError("MALFORMED_ID", f"malformed id {given}")
    if not record_id.startswith(sobject.prefix):
        raise not_found()
    return record_id


def _only_one(call: Call, sobject: SObject, key: Field) -> str:
    ids = Edits(call).ids_of(sobject, key, call.arguments["value"])
    if not ids:
        raise not_found()
    if len(ids) > 1:
        raise SeveralMatchesError(ids)
    return ids[0]


def _body_without(call: Call, *names: str) -> Mapping[str, object]:
    """The body; what stands in the path may not stand in it once more."""
    body = call.json_object()
    for name in names:
        if any(given.lower() == name.lower() for given in body):
            raise ApiError("INVALID_FIELD", f"The {name} field should not be specified in the sobject data.")
    return body


def _made(call: Call, sobject: SObject, record_id: str) -> Answer:
    location = f"{call.base}/sobjects/{sobject.name}/{record_id}"
    return Answer(201, {"id": record_id, "success": True, "errors": []}, {"Location": location})
