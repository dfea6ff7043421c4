"""The control endpoints that every simulator has, under ``/_control/``.

POST   reset      everything as it was at the start: data, settings, faults, journal, clock
GET    requests   the journal with totals; filters ?path=GLOB &method= &status=
DELETE requests   clears the journal
POST   faults     switches on one fault or a list of them
GET    faults     what is switched on, and how often it hit
DELETE faults     switches all off
GET    clock      the simulated time
POST   clock      {"advance_s": 60}
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict

from local.simulator.clock import Clock
from local.simulator.faults import Fault, FaultBook
from local.simulator.journal import Journal, totals
from local.simulator.message import Request, Response, json_response
from local.simulator.routing import Router

PREFIX = "/_control/"

ControlHandler = Callable[[Request, Mapping[str, str]], object]


class ControlError(ValueError):
    """A control request that makes no sense; its text is the answer."""


class ControlPanel:
    """Routes control requests. A handler returns the JSON to answer, or None for an empty 204."""

    def __init__(
        self,
        *,
        clock: Clock,
        faults: FaultBook,
        journal: Journal,
        reset: Callable[[], None],
        fault_names: Mapping[str, str],
    ) -> None:
        self._clock = clock
        self._faults = faults
        self._journal = journal
        self._reset = reset
        self._fault_names = fault_names
        self._routes: Router[ControlHandler] = Router()
        self.add("POST", "reset", self._post_reset)
        self.add("GET", "requests", self._get_requests)
        self.add("DELETE", "requests", self._delete_requests)
        self.add("GET", "faults", self._get_faults)
        self.add("POST", "faults", self._post_faults)
        self.add("DELETE", "faults", self._delete_faults)
        self.add("GET", "clock", self._get_clock)
        self.add("POST", "clock", self._post_clock)

    def add(self, method: str, name: str, handler: ControlHandler) -> None:
        """Add an endpoint of one's own; ``name`` is the path below ``/_control/``."""
        self._routes.add(method, PREFIX + name, handler)

    def answer(self, request: Request) -> Response:
        """Do what a control request asks: 200 with JSON, 204, 400, 404 or 405."""
        match = self._routes.find(request.method, request.path)
        if match is None:
            return json_response(404, {"error": "no such control"})
        if match.handler is None:
            return json_response(405, {"error": f"use {' or '.join(match.methods)}"})
        try:
            value = match.handler(request, match.arguments)
        except ValueError as error:
            return json_response(400, {"error": str(error)})
        return Response(204) if value is None else json_response(200, value)

    def _post_reset(self, _request: Request, _arguments: Mapping[str, str]) -> None:
        self._reset()

    def _get_requests(self, request: Request, _arguments: Mapping[str, str]) -> object:
        status = request.parameter("status")
        chosen = self._journal.exchanges(
            path=request.parameter("path") or "*",
            method=request.parameter("method") or "*",
            status=int(status) if status else None,
        )
        return {
            "totals": totals(chosen),
            "forgotten": self._journal.forgotten,
            "requests": [each.view() for each in chosen],
        }

    def _delete_requests(self, _request: Request, _arguments: Mapping[str, str]) -> None:
        self._journal.clear()

    def _get_faults(self, _request: Request, _arguments: Mapping[str, str]) -> object:
        defaults = asdict(Fault())
        listed = []
        for fault, hits in self._faults.listing():
            given = {key: value for key, value in asdict(fault).items() if value != defaults[key]}
            listed.append({**given, "hits": hits})
        return {"faults": listed, "names": dict(self._fault_names)}

    def _post_faults(self, request: Request, _arguments: Mapping[str, str]) -> None:
        value = json_body(request)
        items = value if isinstance(value, list) else [value]
        faults = []
        for item in items:
            if not isinstance(item, dict):
                raise ControlError("a fault is an object")
            fault = Fault.from_mapping(item)
            if fault.name and fault.name not in self._fault_names:
                raise ControlError(f"no fault is called {fault.name}; there are {sorted(self._fault_names)}")
            faults.append(fault)
        self._faults.add(faults)

    def _delete_faults(self, _request: Request, _arguments: Mapping[str, str]) -> None:
        self._faults.clear()

    def _get_clock(self, _request: Request, _arguments: Mapping[str, str]) -> object:
        return {"now": self._clock.now().isoformat()}

    def _post_clock(self, request: Request, arguments: Mapping[str, str]) -> object:
        advance_s = json_object(request).get("advance_s")
        if isinstance(advance_s, bool) or not isinstance(advance_s, int | float):
            raise ControlError("advance_s is a number of seconds")
        self._clock.advance(advance_s)
        return self._get_clock(request, arguments)


def json_body(request: Request) -> object:
    """The body's JSON; ValueError when it is none."""
    value: object = json.loads(request.body)
    return value


def json_object(request: Request) -> dict[str, object]:
    """The body's JSON object; ValueError when it is none."""
    value = json_body(request)
    if not isinstance(value, dict):
        raise ControlError("the body is a JSON object")
    return value
