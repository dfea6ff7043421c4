"""From an HTTP API event to a route and back: one way for every function behind the API."""

import base64
import binascii
import json
import math
import time
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.exceptions import ServiceError
from aws_lambda_powertools.event_handler.openapi.exceptions import (
    RequestUnsupportedContentType,
    RequestValidationError,
)
from aws_lambda_powertools.event_handler.openapi.types import OpenAPIResponse
from aws_lambda_powertools.utilities.typing import LambdaContext
from pydantic import BaseModel

from switchboard.errors import SwitchboardError, VendorError
from switchboard.runtime import observe, problems
from switchboard.runtime.problems import BodyNotJson, BodyNotUtf8, BodyTooLarge, Kind
from switchboard.time_left import set_time_left

REPLY_S = 0.5
"""Kept back of an invocation's time for the answer itself."""

MOST_BODY_BYTES = 65_536

Model = TypeVar("Model", bound=BaseModel)
Event = dict[str, Any]
Handler = Callable[[Event, LambdaContext], dict[str, Any]]


def new_app() -> APIGatewayHttpResolver:
    """A resolver that validates requests and answers, and turns every error into a problem."""
    app = APIGatewayHttpResolver(enable_validation=True, response_validation_error_http_code=500)

    app.exception_handler(ServiceError)(_on_service_error)
    app.exception_handler(RequestUnsupportedContentType)(_on_media_type)
    app.exception_handler(RequestValidationError)(_on_invalid_request)
    app.exception_handler(RecursionError)(_on_deep_body)
    app.exception_handler(SwitchboardError)(_on_failure)
    app.exception_handler(Exception)(_on_mistake)
    return app


def json_answer(text: str) -> Response[str]:
    """JSON text as an answer. Our own models wrote it: to read it back and check it would take longer."""
    return Response(status_code=200, content_type="application/json", body=text)


def accepted(answer: Model) -> Response[Model]:
    """An answer that says that the work is yet to come of it."""
    return Response(status_code=202, content_type="application/json", body=answer)


def made(answer: Model) -> Response[Model]:
    """An answer that says what was made."""
    return Response(status_code=201, content_type="application/json", body=answer)


def answers_with(model: type[BaseModel]) -> dict[int, OpenAPIResponse]:
    """What ``json_answer`` holds, for the API's description."""
    return {200: {"description": "OK", "content": {"application/json": {"model": model}}}}


def http_function(app: APIGatewayHttpResolver, *, most_body_bytes: int = MOST_BODY_BYTES) -> Handler:
    """The Lambda handler of a function behind the API: checks the body, routes, logs one line."""

    def lambda_handler(event: Event, context: LambdaContext) -> dict[str, Any]:
        began = time.perf_counter()
        set_time_left(context.get_remaining_time_in_millis() / 1000 - REPLY_S)
        observe.begin(event["requestContext"]["requestId"])
        observe.about((event.get("pathParameters") or {}).get("contact_key"))
        try:
            # The gateway writes header names in lower case; SAM CLI leaves them as they were sent.
            headers = {name.lower(): value for name, value in event["headers"].items()}
            event = {**event, "headers": _without_form(headers), **_readable(event, most_body_bytes)}
        except SwitchboardError as error:
            result = _bare(problems.kind_of(error))
        else:
            result = app.resolve(event, context)
        observe.logger().info(
            "answered",
            extra={
                "route": event["routeKey"],
                "status": result["statusCode"],
                "ms": round((time.perf_counter() - began) * 1000, 2),
                **observe.facts(),
            },
        )
        observe.flush()
        return result

    return lambda_handler


def _readable(event: Event, most_body_bytes: int) -> Event:
    """The body as text, whatever way the gateway passed it on."""
    body = event.get("body")
    if not body:
        return {}
    encoded = bool(event.get("isBase64Encoded"))
    # Base64 has four characters for three bytes; a character of text has at least one byte.
    if len(body) > most_body_bytes * (4 / 3 if encoded else 1) + 4:
        raise BodyTooLarge
    if not encoded:
        if len(body.encode("utf-8", "surrogatepass")) > most_body_bytes:
            raise BodyTooLarge
        return {}
    try:
        return {"body": base64.b64decode(body, validate=True).decode(), "isBase64Encoded": False}
    except (UnicodeDecodeError, binascii.Error):
        raise BodyNotUtf8 from None


def _without_form(headers: Mapping[str, str]) -> Mapping[str, str]:
    """The same, with a form named as plain text, which is refused with 415 where a route reads its body.

    No route takes forms, and Powertools fails on those of several parts that name no boundary (seen on 3.37).
    """
    if not headers.get("content-type", "").lower().startswith("multipart/"):
        return headers
    return {**headers, "content-type": "text/plain"}


def _on_service_error(error: ServiceError) -> Response[str]:
    return _answer(problems.NOT_FOUND if error.status_code == 404 else problems.INTERNAL)


def _on_media_type(_: RequestUnsupportedContentType) -> Response[str]:
    return _answer(problems.UNSUPPORTED_MEDIA_TYPE)


def _on_invalid_request(error: RequestValidationError) -> Response[str]:
    errors = error.errors()
    if any(one["type"] == "json_invalid" for one in errors):
        return _answer(problems.kind_of(BodyNotJson()))
    wrong = [{"field": ".".join(map(str, one["loc"])), "problem": one["type"]} for one in errors]
    only_channel = [one["field"] for one in wrong] == ["body.channel"]
    return _answer(problems.UNKNOWN_CHANNEL if only_channel else problems.INVALID_REQUEST, errors=wrong)


def _on_deep_body(_: RecursionError) -> Response[str]:
    """JSON of very deep brackets, which Python's reader gives up on."""
    return _answer(problems.kind_of(BodyNotJson()))


def _on_failure(error: SwitchboardError) -> Response[str]:
    kind = problems.kind_of(error)
    # Our own errors carry no personal data: their text may be logged, though it is not sent.
    observe.logger().warning("refused", extra={"problem": kind.slug, "reason": str(error)})
    headers = {}
    if isinstance(error, VendorError) and error.retry_after_s is not None:
        headers["Retry-After"] = str(math.ceil(error.retry_after_s))
    return _answer(kind, headers, **problems.members(error))


def _on_mistake(error: Exception) -> Response[str]:
    # Without this the caller gets a bare 500 of the gateway's, with nothing to quote to an operator.
    observe.mistake(error)
    return _answer(problems.INTERNAL)


def _answer(kind: Kind, headers: dict[str, str] | None = None, **members: object) -> Response[str]:
    observe.note(problem=kind.slug)
    body = problems.problem(kind, observe.request_id(), **members)
    return Response(
        status_code=kind.status,
        content_type="application/problem+json",
        headers=headers or {},
        body=json.dumps(body),
    )


def _bare(kind: Kind) -> dict[str, Any]:
    """A problem in payload format 2.0, for what is refused before any route is looked for."""
    observe.note(problem=kind.slug)
    return {
        "statusCode": kind.status,
        "headers": {"Content-Type": "application/problem+json"},
        "cookies": [],
        "isBase64Encoded": False,
        "body": json.dumps(problems.problem(kind, observe.request_id())),
    }
