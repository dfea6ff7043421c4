"""Logging in: client credentials, JWT bearer, the life of a session, introspection and revocation."""

import base64
import time
from dataclasses import replace
from typing import Any

import jwt
import pytest
import requests

from local.salesforce_org.auth.apps import INTEGRATION_USERNAME, KeyPair, make_key_pair
from local.salesforce_org.auth.oauth import JWT_BEARER
from local.salesforce_org.users import INTEGRATION_USER_ID
from tests.local.salesforce_org.support import Api, refusal

ANYTHING = "SELECT COUNT() FROM User"


def oauth_refusal(reply: requests.Response) -> tuple[int, str, str]:
    body = reply.json()
    return reply.status_code, body["error"], body["error_description"]


def assertion(api: Api, key_pem: str, **changed: object) -> str:
    claims: dict[str, Any] = {
        "iss": api.org.app.client_id,
        "sub": INTEGRATION_USERNAME,
        "aud": "https://login.salesforce.com",
        "exp": int(time.time()) + 180,
    }
    kept = {name: value for name, value in {**claims, **changed}.items() if value is not None}
    return jwt.encode(kept, key_pem, algorithm="RS256")


def jwt_login(api: Api, token: str) -> requests.Response:
    return api.token_reply(grant_type=JWT_BEARER, assertion=token)


def test_client_credentials_answer_a_token_for_the_run_as_user(api: Api) -> None:
    reply = api.token_reply()
    body = reply.json()
    assert reply.status_code == 200
    assert set(body) == {"access_token", "instance_url", "id", "token_type", "issued_at", "signature", "scope"}
    assert body["instance_url"] == api.url
    assert body["id"].endswith(f"/{INTEGRATION_USER_ID}")
    assert body["issued_at"].isdecimal()
    assert "expires_in" not in body


def test_client_credentials_may_stand_in_the_form(api: Api) -> None:
    app = api.org.app
    reply = api.token_reply(
        grant_type="client_credentials", client_id=app.client_id, client_secret=app.client_secret
    )
    assert reply.status_code == 200


@pytest.mark.parametrize(
    ("form", "error"),
    [
        pytest.param({"client_id": "nobody", "client_secret": "x"}, "invalid_client_id", id="unknown client"),
        pytest.param({"client_secret": "wrong"}, "invalid_client", id="wrong secret"),
        pytest.param({"grant_type": "password"}, "unsupported_grant_type", id="password grant"),
    ],
)
def test_wrong_credentials_are_refused_with_400(api: Api, form: dict[str, str], error: str) -> None:
    app = api.org.app
    right = {"grant_type": "client_credentials", "client_id": app.client_id, "client_secret": app.client_secret}
    assert oauth_refusal(api.token_reply(**{**right, **form}))[:2] == (400, error)


def test_the_status_for_a_wrong_secret_is_a_switch(api: Api) -> None:
    api.set(invalid_client_status=401)
    form = {"grant_type": "client_credentials", "client_id": api.org.app.client_id, "client_secret": "wrong"}
    assert oauth_refusal(api.token_reply(**form))[:2] == (401, "invalid_client")


def test_broken_basic_credentials_are_refused(api: Api) -> None:
    reply = api.call(
        "POST",
        "/services/oauth2/token",
        data={"grant_type": "client_credentials"},
        headers={"Authorization": "Basic !!!"},
    )
    assert oauth_refusal(reply)[:2] == (400, "invalid_client")


def test_credentials_with_reserved_characters_come_percent_encoded_in_basic(api: Api) -> None:
    raw = f"{api.org.app.client_id}:{api.org.app.client_secret}".replace("3", "%33")
    header = "Basic " + base64.b64encode(raw.encode()).decode()
    reply = api.call(
        "POST",
        "/services/oauth2/token",
        data={"grant_type": "client_credentials"},
        headers={"Authorization": header},
    )
    assert reply.status_code == 200


def test_client_credentials_are_refused_on_a_login_host(api: Api) -> None:
    # Given that this address plays the login host
    api.set(login_hosts=["127.0.0.1"])
    # Then client credentials are refused there and work on the other name, the My Domain
    assert oauth_refusal(api.token_reply())[1:] == ("invalid_grant", "request not supported on this domain")
    api.url = api.url.replace("127.0.0.1", "localhost")
    assert api.token_reply().status_code == 200


def test_a_jwt_may_be_sent_to_a_login_host(api: Api, keys: KeyPair) -> None:
    api.set(login_hosts=["127.0.0.1"])
    assert jwt_login(api, assertion(api, keys.private_key_pem)).status_code == 200


def test_the_jwt_answer_has_neither_signature_nor_issue_time(api: Api, keys: KeyPair) -> None:
    body = jwt_login(api, assertion(api, keys.private_key_pem)).json()
    assert set(body) == {"access_token", "instance_url", "id", "token_type", "scope"}
    api.session.headers["Authorization"] = f"Bearer {body['access_token']}"
    assert api.query(ANYTHING)["done"]


@pytest.mark.parametrize("audience", ["https://test.salesforce.com", None], ids=["sandbox", "my domain"])
def test_other_audiences_of_the_org_are_good(api: Api, keys: KeyPair, audience: str | None) -> None:
    token = assertion(api, keys.private_key_pem, aud=audience or api.url)
    assert jwt_login(api, token).status_code == 200


@pytest.mark.parametrize(
    ("changed", "error", "description"),
    [
        pytest.param({"iss": "nobody"}, "invalid_client_id", "client identifier invalid", id="unknown client"),
        pytest.param(
            {"aud": "https://elsewhere.example"}, "invalid_grant", "Audience validation failed", id="audience"
        ),
        pytest.param({"exp": 1}, "invalid_grant", "expired authorization code", id="expired"),
        pytest.param({"exp": None}, "invalid_grant", "invalid assertion", id="no expiry"),
        pytest.param(
            {"sub": "admin@acme.example"}, "invalid_grant", "user hasn't approved this consumer", id="user"
        ),
    ],
)
def test_a_wrong_assertion_is_refused(
    api: Api, keys: KeyPair, changed: dict[str, object], error: str, description: str
) -> None:
    reply = jwt_login(api, assertion(api, keys.private_key_pem, **changed))
    assert oauth_refusal(reply) == (400, error, description)


def test_an_assertion_signed_by_another_key_is_refused(api: Api) -> None:
    reply = jwt_login(api, assertion(api, make_key_pair().private_key_pem))
    assert oauth_refusal(reply)[1:] == ("invalid_grant", "invalid assertion")


@pytest.mark.parametrize("token", ["", "a.b.c", "text"])
def test_what_is_no_jwt_is_refused(api: Api, token: str) -> None:
    assert oauth_refusal(jwt_login(api, token))[:2] == (400, "invalid_grant")


def test_an_unsigned_assertion_is_refused(api: Api) -> None:
    claims = {"iss": api.org.app.client_id, "sub": INTEGRATION_USERNAME, "aud": api.url, "exp": time.time() + 60}
    reply = jwt_login(api, jwt.encode(claims, "", algorithm="none"))
    assert oauth_refusal(reply)[1:] == ("invalid_grant", "invalid assertion")


def test_without_a_run_as_user_client_credentials_are_off(api: Api) -> None:
    app = replace(api.org.app, run_as_username=None)
    api.org.state.apps = {app.client_id: app}
    assert oauth_refusal(api.token_reply())[1:] == ("invalid_grant", "no client credentials user enabled")


def test_without_a_certificate_jwt_bearer_is_off(api: Api, keys: KeyPair) -> None:
    app = replace(api.org.app, certificate_pem=None)
    api.org.state.apps = {app.client_id: app}
    reply = jwt_login(api, assertion(api, keys.private_key_pem))
    assert oauth_refusal(reply)[1:] == ("invalid_grant", "invalid assertion")


def test_a_deleted_user_cannot_log_in(api: Api) -> None:
    api.control("DELETE", f"records/{INTEGRATION_USER_ID}")
    assert oauth_refusal(api.token_reply())[1:] == ("invalid_grant", "authentication failure")


@pytest.mark.parametrize(("method", "path"), [("GET", "token"), ("POST", "authorize")])
def test_other_oauth_endpoints_are_not_offered(api: Api, method: str, path: str) -> None:
    assert oauth_refusal(api.call(method, f"/services/oauth2/{path}"))[:2] == (400, "invalid_request")


def test_a_frozen_user_cannot_log_in(api: Api) -> None:
    api.control("PATCH", f"records/{INTEGRATION_USER_ID}", {"fields": {"IsActive": False}})
    assert oauth_refusal(api.token_reply())[1] == "inactive_user"


def test_a_session_expires_when_it_is_not_used_and_lives_on_when_it_is(api: Api) -> None:
    api.set(session_idle_seconds=600)
    for _ in range(3):
        api.control("POST", "clock", {"advance_s": 500})
        assert api.query(ANYTHING)["done"]
    api.control("POST", "clock", {"advance_s": 601})
    assert refusal(api.call("GET", "limits")) == (401, "INVALID_SESSION_ID")
    api.log_in()
    assert api.call("GET", "limits").status_code == 200


@pytest.mark.parametrize("calls", [0, 1, 3])
def test_sessions_can_be_made_to_expire_after_some_calls(api: Api, calls: int) -> None:
    api.control("POST", "sessions", {"expire_after_calls": calls})
    statuses = [api.call("GET", "limits").status_code for _ in range(calls + 2)]
    assert statuses == [200] * calls + [401, 401]


def test_logging_in_twice_can_answer_the_same_session(api: Api) -> None:
    def tokens() -> int:
        return len({api.token_reply().json()["access_token"] for _ in range(2)})

    assert tokens() == 2
    api.set(reuse_sessions=True)
    assert tokens() == 1


@pytest.mark.parametrize("header", [None, "Bearer nonsense", "Basic abc"])
def test_without_a_valid_token_nothing_is_answered(api: Api, header: str | None) -> None:
    reply = api.call("GET", "limits", headers={"Authorization": header})
    assert refusal(reply) == (401, "INVALID_SESSION_ID")
    assert "Sforce-Limit-Info" not in reply.headers


def test_introspection_tells_whether_a_token_lives(api: Api) -> None:
    token = str(api.session.headers["Authorization"]).removeprefix("Bearer ")
    app = api.org.app

    def introspect(**form: str) -> requests.Response:
        auth = (app.client_id, app.client_secret)
        return api.call("POST", "/services/oauth2/introspect", data={"token": token, **form}, auth=auth)

    alive = introspect().json()
    assert (alive["active"], alive["username"]) == (True, INTEGRATION_USERNAME)
    assert alive["exp"] - alive["iat"] == pytest.approx(7200, abs=60)
    api.control("POST", "sessions", {"expire_after_calls": 0})
    assert introspect().json() == {"active": False}


def test_introspection_needs_the_client(api: Api) -> None:
    reply = api.call("POST", "/services/oauth2/introspect", data={"token": "x"}, headers={"Authorization": None})
    assert reply.status_code == 401


def test_a_revoked_token_is_dead_and_cannot_be_revoked_again(api: Api) -> None:
    token = str(api.session.headers["Authorization"]).removeprefix("Bearer ")
    statuses = [api.call("POST", "/services/oauth2/revoke", data={"token": token}).status_code for _ in range(2)]
    assert statuses == [200, 400]
    assert refusal(api.call("GET", "limits"))[0] == 401
