"""The whole contract as one OpenAPI 3.0.3 document."""

from typing import Any

from local.openapi import hooks, problems
from local.openapi.components import open_to_more, used_schemas, with_shared_responses
from local.openapi.functions import Functions, Route
from local.openapi.hooks import HOOKS, Hook
from local.openapi.schemas import Schema
from switchboard.runtime.problems import TYPE_PREFIX, Kind

Document = dict[str, Any]

VERSION = "1.0.0"
"""Of the contract. A change that breaks callers raises the first number, and the /v1 of the paths with it."""

_DESCRIPTION = """\
Connects a NICE CXone contact centre to Salesforce.

Salesforce and operators sign their requests (AWS Signature Version 4, service execute-api); hooks prove themselves
with a signature or token of their own. Errors are application/problem+json (RFC 9457) with a stable type for
programs and a detail for people; API Gateway's own are application/json with a message. Answers may get further
members and lists of words further words: pass over what you do not know."""

_PROBLEM = {
    "type": "object",
    "description": "An error (RFC 9457). Further members are named in its detail.",
    "properties": {
        "type": {"type": "string", "description": "Stable; for programs."},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What to do; for people."},
        "requestId": {"type": "string", "description": "Names the request in the log."},
    },
    "required": ["type", "title", "status", "detail", "requestId"],
}
_GATEWAY_MESSAGE = {
    "type": "object",
    "description": "An error of API Gateway's own.",
    "properties": {"message": {"type": "string"}},
}
_GATEWAY = {
    "403": "The request is not signed, or its principal may not call the route.",
    "413": "The body is larger than API Gateway takes.",
    "429": "Too many requests.",
    "500": "The function failed.",
    "503": "The function is not available.",
}
_SECURITY_SCHEMES = {
    "sigv4": {
        "type": "apiKey",
        "name": "Authorization",
        "in": "header",
        "description": "AWS Signature Version 4, service execute-api.",
        "x-amazon-apigateway-authtype": "awsSigv4",
    },
    "hookSignature": {
        "type": "apiKey",
        "name": "webhook-signature",
        "in": "header",
        "description": "Standard Webhooks: HMAC-SHA256 over webhook-id, webhook-timestamp and the raw body.",
    },
    "hookToken": {"type": "http", "scheme": "bearer", "description": "The hook's secret itself."},
}
_PARAMETERS = {
    "ActingUser": {
        "name": "X-Salesforce-User-Id",
        "in": "header",
        "required": True,
        "description": "The acting Salesforce user. Counts only from the stack's Salesforce callers.",
        "schema": {"type": "string", "pattern": "^[A-Za-z0-9]{15}([A-Za-z0-9]{3})?$"},
    },
    "IfNoneMatch": {
        "name": "If-None-Match",
        "in": "header",
        "required": False,
        "description": "Tags of answers that the caller has.",
        "schema": {"type": "string"},
    },
}
_PARAMETERS["ActingUserIfAny"] = {
    **_PARAMETERS["ActingUser"],
    "required": False,
    "description": "The acting Salesforce user, whom what is asked for may belong to; operators need none.",
}
_PARAMETERS["IfMatch"] = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "description": "The tag of what was seen, so that no other change is lost.",
    "schema": {"type": "string"},
}
_EXAMPLES = {
    "contact_key": {"example": "4599001:acd:9007199254740993"},
    "session_id": {"example": "current"},
}
_ETAG = {"ETag": {"schema": {"type": "string"}}}
_EMPTY = {"keepSoftphoneLayout": "Kept.", "deleteCommitment": "Called off."}
"""Operations whose answer has no body."""

_CONDITIONS = {"readSettings": ["IfNoneMatch"], "replaceSettings": ["IfMatch"]}
"""Of operations whose functions write the tags themselves."""

_TWICE = {
    "dial": {"200": "An earlier click has made this call.", "202": "CXone is asked to dial."},
    "readHealth": {"200": "Everything works.", "503": "One side would not work; the answer says which."},
}
"""Operations that answer with the same in more than one way."""


def document(functions: Functions) -> Document:
    """The document of these functions; paths, members and schemas in a fixed order."""
    paths: dict[str, dict[str, Any]] = {}
    for route in functions.routes:
        paths.setdefault(route.path, {})[route.method] = _operation(route, HOOKS.get(route.operation_id))
    paths, responses = with_shared_responses(paths)
    known = {
        **functions.schemas,
        **hooks.SCHEMAS,
        "Problem": _PROBLEM,
        "GatewayMessage": _GATEWAY_MESSAGE,
    }
    whole: Document = {
        "openapi": "3.0.3",
        "info": {"title": "Switchboard", "version": VERSION, "description": _DESCRIPTION},
        "servers": [
            {
                "url": "https://{api}.execute-api.{region}.amazonaws.com",
                "variables": {"api": {"default": "api"}, "region": {"default": "eu-west-1"}},
            }
        ],
        "tags": [{"name": name} for name in sorted({route.function for route in functions.routes})],
        "paths": paths,
        "components": {
            "parameters": _PARAMETERS,
            "responses": responses,
            "schemas": dict(sorted(used_schemas({**paths, "": responses}, known).items())),
            "securitySchemes": _SECURITY_SCHEMES,
        },
    }
    return open_to_more(whole)


def _operation(route: Route, hook: Hook | None) -> Schema:
    found = problems.of(route, hook=hook is not None)
    responses = {str(status): _problem_response(kinds) for status, kinds in found.items()}
    for code, words in _GATEWAY.items():
        if hook is None or code != "403":
            said = responses.setdefault(code, {"description": words, "content": {}})
            said["content"]["application/json"] = {"schema": _ref("GatewayMessage")}
    for code, answer in _answers(route, hook).items():
        content = {**responses.get(code, {}).get("content", {}), **answer.get("content", {})}
        responses[code] = {**answer, **({"content": content} if content else {})}
    body = route.body if hook is None else hook.body
    needed = hook is not None or route.body_needed
    return {
        "operationId": route.operation_id,
        "tags": [route.function],
        "summary": route.summary,
        "security": [{"sigv4": []}] if hook is None else [{"hookToken": []}, {"hookSignature": []}],
        **({"parameters": parameters} if (parameters := _parameters(route, hook)) else {}),
        **({"requestBody": {"required": needed, "content": _json(body)}} if body else {}),
        "responses": dict(sorted(responses.items())),
    }


def _answers(route: Route, hook: Hook | None) -> dict[str, Schema]:
    if hook is not None:
        return {hook.status: {"description": "Taken.", "content": _json(hook.answer)}}
    if route.operation_id in _EMPTY:
        return {"204": {"description": _EMPTY[route.operation_id]}}
    if route.answer in (None, {"type": "string"}):
        raise ValueError(f"{route.operation_id} does not say what it answers")
    statuses = _TWICE.get(route.operation_id, {route.status: "As asked for."})
    answers: dict[str, Schema] = {
        status: {"description": words, "content": _json(route.answer)} for status, words in statuses.items()
    }
    conditions = _conditions(route)
    if conditions:
        answers["200"]["headers"] = _ETAG
    if "IfNoneMatch" in conditions:
        answers["304"] = {"description": "The caller has this answer already."}
    return answers


def _parameters(route: Route, hook: Hook | None) -> list[Schema]:
    if hook is not None:
        return []
    user = "ActingUser" if problems.acts_for_a_user(route) else "ActingUserIfAny"
    known = [user, *_conditions(route)]
    own = [{**one, **_EXAMPLES.get(one["name"], {})} for one in route.parameters]
    return [*own, *({"$ref": f"#/components/parameters/{name}"} for name in known)]


def _conditions(route: Route) -> list[str]:
    return _CONDITIONS.get(route.operation_id, ["IfNoneMatch"] if route.tagged else [])


def _problem_response(kinds: list[Kind]) -> Schema:
    types = {"type": "string", "enum": [TYPE_PREFIX + kind.slug for kind in kinds]}
    schema = {"allOf": [_ref("Problem"), {"type": "object", "properties": {"type": types}}]}
    return {
        "description": "; ".join(kind.title for kind in kinds),
        "content": {"application/problem+json": {"schema": schema}},
    }


def _json(schema: Schema) -> Schema:
    return {"application/json": {"schema": schema}}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}
