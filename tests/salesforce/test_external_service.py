"""What flows may call without Apex is described as External Services reads it."""

import json
import re
from typing import Any

import pytest

from switchboard.runtime.callers import USER_HEADER
from tests.salesforce.project import PROJECT, read, texts

REGISTRATION = read(
    PROJECT / "external-services/externalServiceRegistrations/Switchboard.externalServiceRegistration-meta.xml"
)
ROUTES = {
    "findScreenPop": ("post", "/v1/screen-pops"),
    "readActivity": ("get", "/v1/activities/{contactKey}"),
    "readHealth": ("get", "/v1/health"),
}
"""A lookup, the state of an activity, and health: what makes sense without an acting user."""


DESCRIPTION = PROJECT / "openapi.json"
described = pytest.mark.skipif(not DESCRIPTION.exists(), reason="the API is not described yet")


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


@described
def test_the_description_is_a_version_that_external_services_takes() -> None:
    assert re.fullmatch(r"3\.0\.\d", description()["openapi"])
    assert texts(REGISTRATION, "schemaType") == ["OpenApi3"]


def test_the_active_operations_are_those_that_make_sense_in_a_flow() -> None:
    assert texts(REGISTRATION, "operations/name") == sorted(ROUTES)


@described
@pytest.mark.parametrize("name", sorted(ROUTES))
def test_an_active_operation_is_described(name: str) -> None:
    method, path, _ = operations()[name]
    wanted_method, wanted_path = ROUTES[name]
    assert (method, re.sub(r"\{\w+\}", "{}", path)) == (wanted_method, re.sub(r"\{\w+\}", "{}", wanted_path))


@described
@pytest.mark.parametrize("name", sorted(ROUTES))
def test_no_active_operation_takes_an_acting_user(name: str) -> None:
    parameters = operations()[name][2].get("parameters", [])
    assert USER_HEADER not in {one.get("name", "").lower() for one in parameters}


@described
def test_the_description_survives_being_put_into_the_registration() -> None:
    text = DESCRIPTION.read_text()
    assert "]]>" not in text
    # The Salesforce CLI replaces with JavaScript's String.replace, which reads these in the replacement.
    assert not re.search(r"\$[$&`'<0-9]", text)
