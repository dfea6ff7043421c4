"""Logging in: discovery, tokens, what is refused."""

import jwt
import pytest

from local.cxone import sample
from tests.local.cxone.tenant import Tenant


def test_a_client_finds_its_way_from_the_issuer_to_the_tenants_hosts(stranger: Tenant) -> None:
    # Given nothing but the issuer
    found = stranger.http.get(f"{stranger.url}/.well-known/openid-configuration").json()
    # When it logs in and reads the id token with the issuer's key
    form = {"grant_type": "password", "username": sample.KEY_ID, "password": sample.KEY_SECRET}
    client = (sample.CLIENT_ID, sample.CLIENT_SECRET)
    tokens = stranger.http.post(found["token_endpoint"], data=form, auth=client).json()
    keys = jwt.PyJWKSet.from_dict(stranger.http.get(found["jwks_uri"]).json())
    for token in (tokens["id_token"], tokens["access_token"]):
        kid = jwt.get_unverified_header(token)["kid"]
        claims = jwt.decode(
            token, keys[kid], algorithms=["RS256"], audience=sample.CLIENT_ID, issuer=found["issuer"]
        )
    # Then the tenant's hosts are known without a token, and the API answers there
    hosts = stranger.http.get(
        f"{found['issuer']}/.well-known/cxone-configuration", params={"tenantId": claims["tenantId"]}
    ).json()
    assert (hosts["area"], hosts["tenantId"]) == ("na1", claims["tenantId"])
    assert claims["icAgentId"] == str(sample.ROOT)
    assert claims["exp"] - claims["iat"] == tokens["expires_in"] == 3600
    stranger.http.headers["Authorization"] = f"Bearer {tokens['access_token']}"
    assert stranger.http.get(f"{hosts['api_endpoint']}/inContactAPI/services/v30.0/agents").status_code == 200


def test_the_client_may_stand_in_the_body(stranger: Tenant) -> None:
    form = {
        "grant_type": "password",
        "username": sample.KEY_ID,
        "password": sample.KEY_SECRET,
        "client_id": sample.CLIENT_ID,
        "client_secret": sample.CLIENT_SECRET,
    }
    endpoint = f"{stranger.url}/auth/token"
    assert stranger.http.post(endpoint, data=form).status_code == 200
    # Unless the tenant wants it as HTTP Basic
    stranger.control("PATCH", "settings", {"client_authentication": "basic"})
    assert stranger.http.post(endpoint, data=form).json()["error"] == "invalid_client"


@pytest.mark.parametrize(
    ("form", "client", "status", "error"),
    [
        pytest.param({"password": "wrong"}, None, 400, "invalid_grant", id="wrong secret"),
        pytest.param({"username": "nobody"}, None, 400, "invalid_grant", id="unknown key"),
        pytest.param({}, ("switchboard", "wrong"), 401, "invalid_client", id="wrong client secret"),
        pytest.param({}, ("nobody", "x"), 401, "invalid_client", id="unknown client"),
        pytest.param({"grant_type": "client_credentials"}, None, 400, "unsupported_grant_type", id="grant"),
        pytest.param({"grant_type": "refresh_token"}, None, 400, "invalid_grant", id="no refresh token"),
    ],
)
def test_a_login_that_is_wrong_is_refused(
    stranger: Tenant, form: dict[str, str], client: tuple[str, str] | None, status: int, error: str
) -> None:
    right = {"grant_type": "password", "username": sample.KEY_ID, "password": sample.KEY_SECRET}
    reply = stranger.http.post(
        f"{stranger.url}/auth/token",
        data=right | form,
        auth=client or (sample.CLIENT_ID, sample.CLIENT_SECRET),
    )
    assert (reply.status_code, reply.json()["error"]) == (status, error)
    assert reply.json()["error_description"]


def test_a_refresh_token_gives_a_new_token_to_its_own_client_only(stranger: Tenant) -> None:
    stranger.control("POST", "data", {"oauth_clients": [{"clientId": "other", "clientSecret": "other"}]})
    refresh = stranger.password_grant().json()["refresh_token"]
    form = {"grant_type": "refresh_token", "refresh_token": refresh, "scope": "openid"}
    endpoint = f"{stranger.url}/auth/token"
    ours = stranger.http.post(endpoint, data=form, auth=(sample.CLIENT_ID, sample.CLIENT_SECRET))
    assert ours.json()["access_token"]
    assert stranger.http.post(endpoint, data=form, auth=("other", "other")).status_code == 400
    # And not for ever
    stranger.wait(86_401)
    late = stranger.http.post(endpoint, data=form, auth=(sample.CLIENT_ID, sample.CLIENT_SECRET))
    assert late.json()["error"] == "invalid_grant"


def test_an_access_key_alone_gets_a_token_whose_numbers_are_text(stranger: Tenant) -> None:
    endpoint = f"{stranger.url}/authentication/v1/token/access-key"
    key = {"accessKeyId": sample.KEY_ID, "accessKeySecret": sample.KEY_SECRET}
    reply = stranger.http.post(endpoint, json=key)
    assert reply.json()["expires_in"] == "3600"
    stranger.http.headers["Authorization"] = f"Bearer {reply.json()['access_token']}"
    assert stranger.get("/server-time").status_code == 200
    assert stranger.http.post(endpoint, json=key | {"accessKeySecret": "wrong"}).status_code == 401
    assert stranger.http.post(endpoint, json={"accessKeyId": sample.KEY_ID}).status_code == 400


@pytest.mark.parametrize("authorization", [None, "", "Bearer", "Bearer nonsense", "Basic YTpi"])
def test_without_a_good_token_nothing_is_answered(stranger: Tenant, authorization: str | None) -> None:
    headers = {} if authorization is None else {"Authorization": authorization}
    assert stranger.call("GET", "/agents", headers=headers).status_code == 401


def test_a_token_ends_with_its_lifetime(tenant: Tenant) -> None:
    tenant.wait(3590)
    assert tenant.get("/agents").status_code == 200
    tenant.wait(11)
    assert tenant.get("/agents").status_code == 401
    tenant.log_in()
    assert tenant.get("/agents").status_code == 200


def test_an_expired_token_fault_lasts_until_a_new_token_is_fetched(tenant: Tenant) -> None:
    tenant.control("POST", "faults", {"name": "expired-token", "count": 1, "path": "*/agents"})
    assert tenant.get("/teams").status_code == 200
    assert [tenant.get("/agents").status_code for _ in range(2)] == [401, 401]
    tenant.log_in()
    assert tenant.get("/agents").status_code == 200


def test_refresh_tokens_can_be_refused_so_that_a_password_grant_is_needed(stranger: Tenant) -> None:
    tokens = stranger.password_grant().json()
    stranger.control("POST", "tokens/expire", {"refresh": True})
    form = {"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"]}
    client = (sample.CLIENT_ID, sample.CLIENT_SECRET)
    assert stranger.http.post(f"{stranger.url}/auth/token", data=form, auth=client).status_code == 400
    assert stranger.password_grant().status_code == 200


def test_the_token_reply_may_come_in_an_array(stranger: Tenant) -> None:
    stranger.control("POST", "faults", {"name": "token-in-array", "count": 1})
    wrapped = stranger.password_grant().json()
    assert [each["token_type"] for each in wrapped] == ["Bearer"]
    assert stranger.password_grant().json()["token_type"] == "Bearer"


def test_a_user_who_is_not_active_gets_no_token(stranger: Tenant) -> None:
    stranger.control(
        "POST",
        "data",
        {
            "agents": [
                {
                    "agentId": sample.ROOT,
                    "firstName": "Rosa",
                    "lastName": "Admin",
                    "userName": "rosa",
                    "emailAddress": "rosa@example.com",
                    "teamId": 3301,
                    "isActive": False,
                }
            ]
        },
    )
    assert stranger.password_grant().json()["error"] == "invalid_grant"
