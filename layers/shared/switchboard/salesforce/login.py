"""Logging in to Salesforce: OAuth 2.0 client credentials or JWT bearer.

Both flows post a form to ``/services/oauth2/token`` and answer ``access_token`` and ``instance_url``
(Salesforce help, OAuth authorization flows). The password grant and SOAP login are being retired and are not
offered.
"""

import re
import time
from typing import Annotated, Literal

import requests
from pydantic import BaseModel, ConfigDict, Field, SecretStr, StringConstraints, TypeAdapter

from switchboard.errors import CRM_ERRORS, ConfigurationError, CrmLoginRefused, CrmUnavailable
from switchboard.secret_document import read_secret
from switchboard.time_left import time_left_s
from switchboard.tokens import AccessToken
from switchboard.web.once import ask_once

_HttpsUrl = Annotated[str, StringConstraints(pattern=r"^https://[A-Za-z0-9.-]+(:\d+)?/?$")]
_ERROR_WORD = re.compile(r"[a-z_]{3,60}")
_ASSERTION_LIFE_S = 180


class ClientCredentials(BaseModel):
    """Secret for the client-credentials flow; Salesforce acts as the app's run-as user.

    ``login_url`` is the org's My Domain: ``login.salesforce.com`` refuses this flow.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    flow: Literal["client_credentials"]
    login_url: _HttpsUrl
    client_id: str = Field(min_length=1)
    client_secret: SecretStr = Field(min_length=1)


class JwtBearer(BaseModel):
    """Secret for the JWT-bearer flow; Salesforce acts as ``username``.

    ``audience`` is ``https://login.salesforce.com``, ``https://test.salesforce.com`` for sandboxes, or the My
    Domain. ``private_key`` is PEM.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    flow: Literal["jwt_bearer"]
    login_url: _HttpsUrl
    client_id: str = Field(min_length=1)
    username: str = Field(min_length=3)
    private_key: SecretStr = Field(min_length=1)
    audience: _HttpsUrl = "https://login.salesforce.com"


SalesforceSecret = ClientCredentials | JwtBearer
_SECRET: TypeAdapter[SalesforceSecret] = TypeAdapter(Annotated[SalesforceSecret, Field(discriminator="flow")])


def parse_secret(text: str) -> SalesforceSecret:
    """The secret as kept in Secrets Manager.

    Raises:
        ConfigurationError: naming the fields that are wrong, without their values.
    """
    return read_secret(_SECRET, text, "Salesforce")


def log_in(secret: SalesforceSecret, *, ca_file: str | None = None) -> AccessToken:
    """One login.

    Raises:
        CrmLoginRefused: with Salesforce's error word, such as ``invalid_client`` or ``invalid_grant``.
        CrmTimeout: no answer within the time left.
        CrmUnavailable: no connection, an answer 5xx or 429, or one that cannot be read.
        ConfigurationError: the private key cannot be used.
    """
    answer = ask_once(
        "POST",
        f"{secret.login_url.rstrip('/')}/services/oauth2/token",
        CRM_ERRORS,
        within_s=time_left_s(),
        ca_file=ca_file,
        data=_form(secret),
        auth=_basic(secret),
        headers={"Accept": "application/json"},
    )
    return _token(answer)


def _basic(secret: SalesforceSecret) -> tuple[str, str] | None:
    if isinstance(secret, ClientCredentials):
        return secret.client_id, secret.client_secret.get_secret_value()
    return None


def _form(secret: SalesforceSecret) -> dict[str, str]:
    if isinstance(secret, ClientCredentials):
        return {"grant_type": "client_credentials"}
    return {
        "grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer",
        "assertion": _assertion(secret),
    }


def _assertion(secret: JwtBearer) -> str:
    """A signed assertion (RFC 7523). simple-salesforce's own sends ``exp`` as text, which is no NumericDate."""
    import jwt  # noqa: PLC0415 - brings cryptography, which client credentials never need

    now = int(time.time())
    claims = {
        "iss": secret.client_id,
        "sub": secret.username,
        "aud": secret.audience,
        "iat": now,
        "exp": now + _ASSERTION_LIFE_S,
    }
    try:
        return jwt.encode(claims, secret.private_key.get_secret_value(), algorithm="RS256")
    except (ValueError, TypeError, jwt.PyJWTError):
        # The original error may quote the key.
        raise ConfigurationError("The private_key of the Salesforce secret is not a PEM key") from None


def _token(answer: requests.Response) -> AccessToken:
    try:
        body = answer.json()
    except ValueError:
        body = None
    if not isinstance(body, dict):
        body = {}
    if answer.status_code == 200:
        value, instance_url = body.get("access_token"), body.get("instance_url")
        if isinstance(value, str) and isinstance(instance_url, str) and value and instance_url:
            return AccessToken(value, instance_url.rstrip("/"))
        raise CrmUnavailable("UNREADABLE_LOGIN_ANSWER", status=200)
    if answer.status_code == 429 or answer.status_code >= 500:
        raise CrmUnavailable(f"LOGIN_HTTP_{answer.status_code}", status=answer.status_code)
    word = body.get("error")
    code = word if isinstance(word, str) and _ERROR_WORD.fullmatch(word) else "login_refused"
    raise CrmLoginRefused(code, status=answer.status_code)
