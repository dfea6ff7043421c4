"""The smaller document that External Services in Salesforce read, with the calls that make sense in a flow.

External Services (Salesforce Help, "OpenAPI 3.0 support") pass over security and response headers, know no
application/problem+json, and a flow cannot use objects without named members: so these are left out. The acting
user is no parameter here: the named credential sets the header, and a flow could write anybody's id.
"""

from typing import Any

from local.openapi.components import used_schemas
from local.openapi.document import Document
from local.openapi.schemas import Schema

OPERATIONS = ("findScreenPop", "readActivity", "readHealth")

_DESCRIPTION = "What flows ask of Switchboard; the whole contract is openapi.json."


def flow_document(whole: Document) -> Document:
    """The calls for flows out of the whole document."""
    paths: dict[str, Any] = {}
    for path, methods in whole["paths"].items():
        for method, operation in methods.items():
            if operation["operationId"] in OPERATIONS:
                paths.setdefault(path, {})[method] = _operation(operation)
    schemas = {name: _named(schema) for name, schema in whole["components"]["schemas"].items()}
    return {
        "openapi": whole["openapi"],
        "info": {**whole["info"], "title": "Switchboard for flows", "description": _DESCRIPTION},
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {"schemas": used_schemas(paths, schemas)},
    }


def _operation(operation: Schema) -> Schema:
    answers = {
        status: response
        for status, response in operation["responses"].items()
        if status in {"200", "202", "503"} and "application/json" in response.get("content", {})
    }
    kept = {
        status: {**one, "content": {"application/json": one["content"]["application/json"]}}
        for status, one in answers.items()
    }
    parameters = [one for one in operation.get("parameters", ()) if "$ref" not in one]
    return {
        "operationId": operation["operationId"],
        "summary": operation["summary"],
        **({"parameters": parameters} if parameters else {}),
        **({"requestBody": operation["requestBody"]} if "requestBody" in operation else {}),
        "responses": kept,
    }


def _named(schema: Schema) -> Schema:
    """An object without those members that are objects of any kind; none of them has to be sent."""
    members = schema.get("properties")
    if members is None:
        return schema
    kept = {name: one for name, one in members.items() if one.get("additionalProperties") is not True}
    required = [name for name in schema.get("required", ()) if name in kept]
    rest = {name: one for name, one in schema.items() if name != "required"}
    return {**rest, "properties": kept, **({"required": required} if required else {})}
