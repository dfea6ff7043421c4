"""Health says what works, what does not and what to do, and never a secret."""

import json

import pytest

from local.simulator.faults import Fault
from tests.support.world import World


def health(world: World) -> tuple[int, dict[str, object], str]:
    answer = world.call("GET", "/v1/health", caller="operator")
    return answer.status, answer.json["salesforce"], answer.body


def test_all_is_well(world: World) -> None:
    status, salesforce, body = health(world)

    assert status == 200
    usage = salesforce["apiUsage"]
    assert isinstance(usage, dict)
    assert 0 < usage["remaining"] <= usage["limit"]
    assert (salesforce["secret"], salesforce["login"]) == ("ok", "ok")
    assert world.org.app.client_secret not in body
    assert world.org.app.client_id not in body


def test_a_secret_that_was_not_filled_in(world: World) -> None:
    world.put_secret("SalesforceSecret", {})
    status, salesforce, _ = health(world)

    assert status == 503
    assert (salesforce["secret"], salesforce["login"]) == ("failed", "unknown")
    assert salesforce["problem"] == "not-configured"


def test_a_login_that_is_refused(world: World) -> None:
    world.put_secret("SalesforceSecret", world.login_secret(client_secret="hush-hush"))
    status, salesforce, body = health(world)

    assert status == 503
    assert (salesforce["secret"], salesforce["login"]) == ("ok", "failed")
    assert salesforce["problem"] == "salesforce-login-refused"
    assert salesforce["code"]
    assert "hush-hush" not in body


def test_an_org_that_is_down(world: World) -> None:
    world.fault(path="*/limits*", status=503)
    status, salesforce, _ = health(world)

    assert status == 503
    assert salesforce["problem"] == "salesforce-unavailable"
    assert salesforce["detail"]


def cxone_health(world: World) -> tuple[int, dict[str, object], str]:
    answer = world.call("GET", "/v1/health", caller="operator")
    return answer.status, answer.json["cxone"], answer.body


def test_cxone_is_well_too(world: World) -> None:
    status, cxone, body = cxone_health(world)

    assert (status, cxone["status"], cxone["secret"], cxone["login"]) == (200, "ok", "ok", "ok")
    assert world.cxone_secret()["access_key_secret"] not in body


def test_a_cxone_secret_that_was_not_filled_in(world: World) -> None:
    world.put_secret("CxoneSecret", {})
    status, cxone, body = cxone_health(world)

    assert status == 503
    assert (cxone["secret"], cxone["login"], cxone["problem"]) == ("failed", "unknown", "not-configured")
    assert json.loads(body)["salesforce"]["status"] == "ok"


def test_a_cxone_login_that_is_refused(world: World) -> None:
    world.put_secret("CxoneSecret", world.cxone_secret(access_key_secret="hush-hush"))
    status, cxone, body = cxone_health(world)

    assert status == 503
    assert (cxone["secret"], cxone["login"]) == ("ok", "failed")
    assert (cxone["problem"], cxone["code"]) == ("cxone-login-refused", "invalid_grant")
    assert "hush-hush" not in body


def test_a_tenant_that_is_down(world: World) -> None:
    world.cxone.faults.add([Fault(path="*/server-time", status=502, html="<h1>Bad gateway</h1>")])
    status, cxone, _ = cxone_health(world)

    assert status == 503
    assert cxone["problem"] == "cxone-unavailable"
    assert cxone["detail"]


def test_an_api_version_that_is_none(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CXONE_API_VERSIONS", "agents")
    status, cxone, _ = cxone_health(world)

    assert status == 503
    assert (cxone["secret"], cxone["login"], cxone["problem"]) == ("ok", "unknown", "not-configured")
