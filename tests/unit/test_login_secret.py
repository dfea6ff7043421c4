"""The Salesforce secret: its shapes, and what happens when it was replaced."""

import json
from collections.abc import Callable

import pytest

from switchboard.errors import ConfigurationError, CrmLoginRefused
from switchboard.runtime.login import login_with_secret
from switchboard.salesforce.login import ClientCredentials, JwtBearer, SalesforceSecret, parse_secret
from switchboard.tokens import AccessToken

CREDENTIALS = {
    "flow": "client_credentials",
    "login_url": "https://acme.my.salesforce.com",
    "client_id": "3MVG9",
    "client_secret": "hush-hush",
}
JWT = {
    "flow": "jwt_bearer",
    "login_url": "https://acme.my.salesforce.com",
    "client_id": "3MVG9",
    "username": "bot@example.com",
    "private_key": "-----BEGIN",
}


def test_both_flows_are_read() -> None:
    assert isinstance(parse_secret(json.dumps(CREDENTIALS)), ClientCredentials)
    jwt = parse_secret(json.dumps(JWT))
    assert isinstance(jwt, JwtBearer)
    assert jwt.audience == "https://login.salesforce.com"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("{}", "flow"),
        ("not json", "document"),
        (json.dumps({**CREDENTIALS, "flow": "password"}), "flow"),
        (json.dumps({**CREDENTIALS, "client_secret": ""}), "client_credentials.client_secret"),
        (json.dumps({**CREDENTIALS, "login_url": "http://acme.example"}), "client_credentials.login_url"),
        (json.dumps({**CREDENTIALS, "login_url": "https://a.example/x?y"}), "client_credentials.login_url"),
        (json.dumps({**JWT, "user": "x"}), "jwt_bearer.user"),
    ],
)
def test_a_wrong_secret_is_named_by_field_and_never_shown(text: str, named: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        parse_secret(text)

    assert named in str(refused.value)
    assert "hush-hush" not in str(refused.value)
    assert refused.value.__suppress_context__


def test_secrets_do_not_show_in_their_text() -> None:
    assert "hush-hush" not in repr(parse_secret(json.dumps(CREDENTIALS)))


class SecretsManager:
    """Gives an old secret from its cache and the new one when asked anew."""

    def __init__(self, cached: dict[str, str], stored: dict[str, str]) -> None:
        self.cached, self.stored = cached, stored
        self.asked: list[bool] = []

    def read(self, anew: bool) -> SalesforceSecret:
        self.asked.append(anew)
        return parse_secret(json.dumps(self.stored if anew else self.cached))


def _only_takes(right: str) -> tuple[list[str], Callable[[SalesforceSecret], AccessToken]]:
    tried: list[str] = []

    def log_in(secret: SalesforceSecret) -> AccessToken:
        assert isinstance(secret, ClientCredentials)
        tried.append(secret.client_secret.get_secret_value())
        if tried[-1] != right:
            raise CrmLoginRefused("invalid_client")
        return AccessToken("token", "https://org.example")

    return tried, log_in


def test_a_replaced_secret_is_read_anew_after_a_refusal() -> None:
    secrets = SecretsManager(CREDENTIALS, {**CREDENTIALS, "client_secret": "new"})
    tried, log_in = _only_takes("new")

    assert login_with_secret(secrets.read, log_in).value == "token"
    assert tried == ["hush-hush", "new"]
    assert secrets.asked == [False, True]


def test_an_unchanged_secret_is_not_tried_twice() -> None:
    secrets = SecretsManager(CREDENTIALS, CREDENTIALS)
    tried, log_in = _only_takes("new")

    with pytest.raises(CrmLoginRefused):
        login_with_secret(secrets.read, log_in)
    assert tried == ["hush-hush"]
