"""Health says what works, what does not and what to do, and never a secret."""

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
