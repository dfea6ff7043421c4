"""Which route takes a request, by the rules of HTTP APIs.

A full match wins over a greedy ``{proxy+}``, and that over ``$default`` (API Gateway developer guide, routes
for HTTP APIs). Between two full matches the one that spells out an earlier segment wins, then the one that
names the method.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from local.gateway.template import Route


@dataclass(frozen=True, slots=True)
class Match:
    """A route and what its ``{names}`` stand for."""

    route: Route
    path_parameters: dict[str, str]


class Router:
    """The routes of one API, most specific first."""

    def __init__(self, routes: Iterable[Route]) -> None:
        ordered = sorted(routes, key=_generality)
        self._literal = {(r.method, r.path): Match(r, {}) for r in ordered if "{" not in r.path}
        self._patterns = [(r, _segments(r.path)) for r in ordered if "{" in r.path]
        self._default = self._literal.get(("ANY", "$default"))

    def match(self, method: str, path: str) -> Match | None:
        """The route for a decoded path, None if there is none for it or for the method."""
        literal = self._literal.get((method, path)) or self._literal.get(("ANY", path))
        if literal:
            return literal
        segments = _segments(path)
        for route, pattern in self._patterns:
            if route.method in {method, "ANY"}:
                parameters = _parameters(pattern, segments)
                if parameters is not None:
                    return Match(route, parameters)
        return self._default


def _segments(path: str) -> list[str]:
    return path.split("/")[1:]


def _generality(route: Route) -> tuple[bool, bool, list[int], bool]:
    segments = _segments(route.path)
    return (
        route.path == "$default",
        any(segment.endswith("+}") for segment in segments),
        [0 if not segment.startswith("{") else 2 if segment.endswith("+}") else 1 for segment in segments],
        route.method == "ANY",
    )


def _parameters(pattern: list[str], segments: list[str]) -> dict[str, str] | None:
    greedy = pattern[-1].endswith("+}")
    if len(segments) < len(pattern) or (len(segments) > len(pattern) and not greedy):
        return None
    parameters: dict[str, str] = {}
    for index, segment in enumerate(pattern):
        if segment.endswith("+}"):
            parameters[segment[1:-2]] = "/".join(segments[index:])
        elif segment.startswith("{"):
            parameters[segment[1:-1]] = segments[index]
        elif segment != segments[index]:
            return None
    # A parameter takes at least one character, so /things/ is not a match for /things/{id}.
    return parameters if all(parameters.values()) else None
