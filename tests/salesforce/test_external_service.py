"""What flows may call without Apex is described as External Services reads it."""

import json
import re
from typing import Any

import pytest

from switchboard.runtime.callers import USER_HEADER
from tests.salesforce.project import PROJECT, read, routes, texts

REGISTRATION = read(
    PROJECT / "external-services/externalServiceRegistrations/Switchboard.externalServiceRegistration-meta.xml"
)
ROUTES = {
    "findScreenPop": ("POST", "/v1/screen-pops"),
    "readActivity": ("GET", "/v1/activities/*"),
    "readHealth": ("GET", "/v1/health"),
}
"""A lookup, the state of an activity, and health: what makes sense without an acting user."""


DESCRIPTION = PROJECT / "openapi-flow.json"


def description() -> dict[str, Any]:
    return json.loads(DESCRIPTION.read_text())  # type: ignore[no-any-return]


def operations() -> dict[str, tuple[str, str, dict[str, Any]]]:
    return {
        operation["operationId"]: (method, path, operation)
        for path, methods in description()["paths"].items()
        for method, operation in methods.items()
        if isinstance(operation, dict) and "operationId" in operation
    }


def test_the_registration_signs_as_an_operator() -> None:
    assert texts(REGISTRATION, "namedCredentialReference") == ["Switchboard_Operations"]


def test_the_description_is_a_version_that_external_services_takes() -> None:
    assert re.fullmatch(r"3\.0\.\d", description()["openapi"])
    assert texts(REGISTRATION, "schemaType") == ["OpenApi3"]


def test_the_active_operations_are_those_that_make_sense_in_a_flow() -> None:
    assert texts(REGISTRATION, "operations/name") == sorted(ROUTES)


@pytest.mark.parametrize("name", sorted(ROUTES))
def test_an_active_operation_is_described_as_a_route_of_the_api(name: str) -> None:
    method, path, _ = operations()[name]
    assert (method.upper(), re.sub(r"\{\w+\}", "*", path)) == ROUTES[name]
    assert ROUTES[name] in routes()


@pytest.mark.parametrize("name", sorted(ROUTES))
def test_no_active_operation_takes_an_acting_user(name: str) -> None:
    parameters = operations()[name][2].get("parameters", [])
    assert USER_HEADER not in {one.get("name", "").lower() for one in parameters}


def test_the_description_survives_being_put_into_the_registration() -> None:
    text = DESCRIPTION.read_text()
    assert "]]>" not in text
    # The Salesforce CLI replaces with JavaScript's String.replace, which reads these in the replacement.
    assert not re.search(r"\$[$&`'<0-9]", text)
