"""One call of a REST resource, on its own or inside a composite request."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from local.salesforce_org.errors import ApiError, not_found
from local.salesforce_org.schema.model import SObject
from local.salesforce_org.state import OrgState
from local.simulator.control import json_body
from local.simulator.message import Request, Response, json_response

_NO_BODY = object()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a resource answers; ``value`` is None for an empty body."""

    status: int
    value: object = None
    headers: Mapping[str, str] = field(default_factory=dict)

    def as_response(self) -> Response:
        """As HTTP."""
        if self.value is None:
            return Response(self.status, headers=self.headers)
        return json_response(self.status, self.value, self.headers)


def refused(error: ApiError) -> Answer:
    """The answer that stands for a refusal."""
    return Answer(error.status, error.as_request_error())


@dataclass(frozen=True, slots=True)
class Call:
    """A call by a logged-in user.

    Args:
        request: as sent, or as a composite request describes it; faults are chosen by it.
        version: such as 66.0.
        base: such as ``/services/data/v66.0``.
        arguments: the variables of the path.
        body: the parsed body of a subrequest; a request's own is parsed on demand.
        all_or_none: an enclosing composite request asks for it, which overrides what a collection asks for
            (REST API guide, allOrNone parameters in composite and collections requests).
    """

    state: OrgState
    request: Request
    version: float
    base: str
    user_id: str
    arguments: Mapping[str, str]
    body: object = _NO_BODY
    all_or_none: bool = False

    def json(self) -> object:
        """The body.

        Raises:
            ApiError: ``JSON_PARSER_ERROR``.
        """
        if self.body is not _NO_BODY:
            return self.body
        try:
            return json_body(self.request)
        except (ValueError, RecursionError):
            raise ApiError("JSON_PARSER_ERROR", "Unexpected character or end of input in the body") from None

    def json_object(self) -> Mapping[str, object]:
        """The body, which has to be an object."""
        value = self.json()
        if not isinstance(value, dict):
            raise ApiError("JSON_PARSER_ERROR", "Can not deserialize: the body is no object")
        return value

    def sobject(self, name: str | None = None) -> SObject:
        """The object named in the path, or by ``name``, if the user may see it."""
        sobject = self.state.visible.object(name or self.arguments["object"])
        if sobject is None:
            raise not_found()
        return sobject

    def required(self, name: str) -> str:
        """A query parameter that has to be there."""
        value = self.request.parameter(name)
        if value is None:
            raise ApiError("MISSING_ARGUMENT", f"The required parameter '{name}' is missing")
        return value
