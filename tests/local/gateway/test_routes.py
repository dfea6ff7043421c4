"""The most specific route takes a request."""

from itertools import permutations
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.gateway.routes import Router
from local.gateway.template import Route


def route(key: str) -> Route:
    method, _, path = key.rpartition(" ")
    return Route(method or "ANY", path, function=key, iam=True)


ROUTES = [
    route("GET /pets"),
    route("ANY /pets"),
    route("GET /pets/dog"),
    route("GET /pets/{id}"),
    route("GET /pets/{id}/toys"),
    route("GET /pets/dog/{what}"),
    route("GET /pets/{proxy+}"),
    route("POST /pets/{id}"),
    route("ANY /{proxy+}"),
]


class Case(NamedTuple):
    request: str
    key: str
    parameters: dict[str, str]


CASES = [
    Case("GET /pets", "GET /pets", {}),
    Case("PUT /pets", "ANY /pets", {}),
    Case("GET /pets/dog", "GET /pets/dog", {}),
    Case("GET /pets/cat", "GET /pets/{id}", {"id": "cat"}),
    Case("POST /pets/dog", "POST /pets/{id}", {"id": "dog"}),
    Case("GET /pets/bu:acd:1 2", "GET /pets/{id}", {"id": "bu:acd:1 2"}),
    Case("GET /pets/cat/toys", "GET /pets/{id}/toys", {"id": "cat"}),
    Case("GET /pets/dog/toys", "GET /pets/dog/{what}", {"what": "toys"}),
    Case("GET /pets/cat/toys/ball", "GET /pets/{proxy+}", {"proxy": "cat/toys/ball"}),
    Case("DELETE /pets/cat", "ANY /{proxy+}", {"proxy": "pets/cat"}),
    Case("GET /elsewhere", "ANY /{proxy+}", {"proxy": "elsewhere"}),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.request)
def test_the_most_specific_route_takes_a_request_in_whatever_order_they_stand(case: Case) -> None:
    method, _, path = case.request.partition(" ")
    for order in (ROUTES, ROUTES[::-1], ROUTES[4:] + ROUTES[:4]):
        match = Router(order).match(method, path)
        assert match is not None
        assert (match.route.key, match.path_parameters) == (case.key, case.parameters)


NOWHERE = [
    "GET /",
    "GET /v1",
    "POST /v1/calls/7",
    "GET /v1/calls/",
    "GET /v1/calls/7/",
    "GET /v1/calls/7/8",
    "HEAD /v1/calls/7",
]


@pytest.mark.parametrize("request_line", NOWHERE)
def test_what_no_route_fits_is_nowhere(request_line: str) -> None:
    method, _, path = request_line.partition(" ")
    assert Router([route("GET /v1/calls/{id}"), route("POST /v1/calls")]).match(method, path) is None


def test_a_greedy_parameter_takes_at_least_one_character() -> None:
    router = Router([route("GET /files/{path+}")])
    assert router.match("GET", "/files/") is None
    assert router.match("GET", "/files") is None


def test_the_default_route_takes_what_is_left() -> None:
    router = Router([route("$default"), route("GET /pets")])
    default, pets = router.match("PUT", "/pets"), router.match("GET", "/pets")
    assert default is not None
    assert pets is not None
    assert (default.route.key, pets.route.key) == ("$default", "GET /pets")


@given(
    literal=st.lists(st.sampled_from(["v1", "calls", "7"]), min_size=1, max_size=3),
    keys=st.lists(
        st.sampled_from(["/v1/{a}", "/{a}/calls", "/v1/calls", "/v1/{b+}", "/{a}", "/{c+}"]), unique=True
    ),
)
def test_the_order_of_routes_never_matters(literal: list[str], keys: list[str]) -> None:
    path = "/" + "/".join(literal)
    found = {
        match.route.key if (match := Router(route(f"GET {key}") for key in order).match("GET", path)) else None
        for order in permutations(keys[:4])
    }
    assert len(found) == 1
