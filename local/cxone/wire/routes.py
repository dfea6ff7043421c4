"""From a request to the resource that answers it: version prefix, token, path without case."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from local.cxone.wire.errors import ApiError
from local.cxone.wire.parameters import Parameters
from local.simulator.message import Request, Response, json_response
from local.simulator.routing import Router

# Clients are seen to double the slash between base and path.
_ACD = re.compile(r"/incontactapi/+services/v(\d+)(?:\.\d+)?(/.+)", re.IGNORECASE)
NO_VERSION = 0


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a resource.

    Args:
        given: parameters from query, form or JSON.
        place: variables of the path.
        version: the ACD API's version; 0 outside of it.
        newer: whether the answer has the newer shape.
        agent_id: the agent whose token it is; 0 without a token.
    """

    request: Request
    given: Parameters
    place: Mapping[str, str]
    version: int = NO_VERSION
    newer: bool = False
    agent_id: int = 0

    def number(self, name: str, refusal: str, status: int = 404) -> int:
        """A variable of the path as a number.

        Raises:
            ApiError: it is none.
        """
        text = self.place[name]
        if not text.lstrip("-").isdecimal():
            raise ApiError(status, refusal)
        return int(text)


Handler = Callable[[Call], Response]


@dataclass(frozen=True, slots=True)
class Route:
    """A resource's handler and whether it wants a bearer token."""

    handler: Handler
    needs_token: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A request's route, its variables and API version."""

    route: Route
    place: Mapping[str, str]
    version: int


class Routes:
    """All resources: those of the ACD below their versioned prefix, and the rest by their whole path."""

    def __init__(self) -> None:
        self._acd: Router[Route] = Router(ignore_case=True)
        self._rest: Router[Route] = Router()

    def acd(self, methods: str, template: str, handler: Handler) -> None:
        """A resource of the ACD; the template hangs under ``/incontactapi/services/v{NN}.0``."""
        self._acd.add(methods, template, Route(handler, needs_token=True))

    def open(self, methods: str, template: str, handler: Handler) -> None:
        """A resource outside the ACD that needs no token."""
        self._rest.add(methods, template, Route(handler, needs_token=False))

    def guarded(self, methods: str, template: str, handler: Handler) -> None:
        """A resource outside the ACD that needs a token."""
        self._rest.add(methods, template, Route(handler, needs_token=True))

    def find(self, request: Request) -> Found:
        """The route of a request.

        Raises:
            ApiError: 404 nothing has this path, 405 not with this method.
        """
        versioned = _ACD.fullmatch(request.path)
        if versioned:
            match = self._acd.find(request.method, versioned[2])
        else:
            match = self._rest.find(request.method, request.path)
        if match is None:
            raise ApiError(404, "No such resource")
        if match.handler is None:
            raise ApiError(405, f"Use {' or '.join(match.methods)}")
        return Found(match.handler, match.arguments, int(versioned[1]) if versioned else NO_VERSION)


class Resource(Protocol):
    """Something that answers calls."""

    def register(self, routes: Routes) -> None:
        """Add what it answers to the routes."""


def ok(value: object) -> Response:
    """200 with JSON."""
    return json_response(200, value)


def done() -> Response:
    """200 without a body."""
    return Response(200)


def accepted(value: object = None) -> Response:
    """202: it will be done; most commands answer nothing else."""
    return Response(202) if value is None else json_response(202, value)


def no_content() -> Response:
    """204."""
    return Response(204)
