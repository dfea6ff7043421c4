"""Secrets of logins are replaced while functions run: nothing is deployed anew, and nothing is refused."""

from switchboard.runtime import services
from switchboard.runtime.settings import settings
from tests.support.people import GRACE
from tests.support.world import World


def remember(secret: str) -> None:
    """Have the process keep a secret as it is now, as any login does."""
    services.secrets().text(getattr(settings(), secret))


def test_a_replaced_salesforce_secret_logs_in_at_once(world: World) -> None:
    world.put_secret("SalesforceSecret", world.login_secret(client_secret="retired"))
    remember("salesforce_secret")
    world.put_secret("SalesforceSecret", world.login_secret())

    answer = world.pop("4155550134")

    assert (answer.status, answer.json["match"]) == (200, "one")
    refused, taken = (one.status for one in world.asked("*/oauth2/token"))
    assert refused in (400, 401)
    assert taken == 200


def test_a_token_that_ended_with_the_old_secret_is_replaced_with_the_new(world: World) -> None:
    assert world.pop("4155550134").json["candidates"][0]["recordId"] == GRACE
    world.org.state.sessions.expire()
    world.put_secret("SalesforceSecret", world.login_secret())

    assert world.pop("4155550134").status == 200


def test_a_replaced_cxone_secret_logs_in_at_once(world: World) -> None:
    world.put_secret("CxoneSecret", world.cxone_secret(access_key_secret="retired"))
    remember("cxone_secret")
    world.put_secret("CxoneSecret", world.cxone_secret())

    assert world.call("GET", "/v1/health", caller="operator").json["cxone"]["status"] == "ok"
