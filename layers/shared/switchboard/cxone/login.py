"""Logging in to CXone with an access key, and getting the next token with the refresh token of the last.

A login is up to three requests: where the tokens are, the token, where the tenant is.
"""

import base64
import binascii
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import requests

from switchboard.cxone.answers import Answer, read_answer, read_json
from switchboard.cxone.discovery import Discovery, TenantHosts
from switchboard.cxone.meaning import error_word, translated
from switchboard.cxone.secret import AccessKey, CxoneSecret, OAuthAccessKey
from switchboard.errors import CC_ERRORS, CcError, CcLoginRefused, CcUnavailable
from switchboard.time_left import time_left_s
from switchboard.tokens import AccessToken
from switchboard.web.once import ask_once

LOGIN_S = 8.0
"""For the whole login; others wait for it on a lease that is a little longer."""

RENEWED_BEFORE_S = 300.0
"""How long before its end a token is renewed, unless it lives for less than twice that."""

_REFUSED = {400, 401, 403}


class CxoneLogin:
    """Gets tokens.

    Args:
        discovery: where things are.
        ca_file: PEM file to trust instead of the public authorities, or None.
        clock: epoch seconds.

    Raises:
        CcLoginRefused: with CXone's error word, such as ``invalid_grant``.
        CcError: CXone cannot be reached in time, or gave an answer that cannot be read.
    """

    def __init__(
        self, discovery: Discovery, *, ca_file: str | None, clock: Callable[[], float] = time.time
    ) -> None:
        self._discovery = discovery
        self._ca_file = ca_file
        self._clock = clock

    def log_in(self, secret: CxoneSecret) -> AccessToken:
        """One login."""
        left_s = _countdown()
        if isinstance(secret, AccessKey):
            key = {
                "accessKeyId": secret.access_key_id,
                "accessKeySecret": secret.access_key_secret.get_secret_value(),
            }
            told = self._granted(secret.endpoint, left_s(), json=key)
        else:
            form = {
                "grant_type": "password",
                "username": secret.access_key_id,
                "password": secret.access_key_secret.get_secret_value(),
            }
            told = self._at_issuer(secret, form, left_s)
        hosts = self._discovery.hosts(secret.issuer, _tenant_id(told), left_s())
        return self._token(secret, told, hosts, "")

    def refresh(self, secret: CxoneSecret, old: AccessToken) -> AccessToken:
        """The next token, by the refresh token of the last."""
        if isinstance(secret, AccessKey):
            raise CcLoginRefused("no_refresh")
        form = {
            "grant_type": "refresh_token",
            "refresh_token": old.refresh_token,
            "client_id": secret.client_id,
            "scope": "openid",
        }
        left_s = _countdown()
        told = self._at_issuer(secret, form, left_s)
        hosts = TenantHosts(old.instance_url, old.area, old.domain, old.user_hub_domain)
        if not old.area:
            # It is older than the code that keeps them.
            hosts = self._discovery.hosts(secret.issuer, _tenant_id(told), left_s())
        return self._token(secret, told, hosts, old.refresh_token)

    def _at_issuer(self, secret: OAuthAccessKey, form: dict[str, str], left_s: Callable[[], float]) -> Answer:
        endpoint = self._discovery.token_endpoint(secret.issuer, left_s())
        client_secret = secret.client_secret.get_secret_value()
        if secret.client_in == "form":
            client = {"client_id": secret.client_id, "client_secret": client_secret}
            return self._granted(endpoint, left_s(), data={**form, **client})
        # Either part is percent-encoded before it becomes Basic (RFC 6749, section 2.3.1).
        basic = quote(secret.client_id, safe=""), quote(client_secret, safe="")
        return self._granted(endpoint, left_s(), data=form, auth=basic)

    def _granted(self, url: str, within_s: float, **options: Any) -> Answer:
        answer = ask_once(
            "POST",
            url,
            CC_ERRORS,
            within_s=within_s,
            ca_file=self._ca_file,
            headers={"Accept": "application/json"},
            **options,
        )
        if answer.status_code == 200:
            return read_answer(answer.content)
        raise _refusal(answer)

    def _token(self, secret: CxoneSecret, told: Answer, hosts: TenantHosts, refresh_token: str) -> AccessToken:
        value, lifetime_s = told.text("access_token"), told.whole("expires_in")
        if not value:
            raise CcUnavailable("UNREADABLE_LOGIN_ANSWER", status=200)
        renew_at = None
        if lifetime_s:
            renew_at = self._clock() + lifetime_s - min(RENEWED_BEFORE_S, lifetime_s / 2)
        if isinstance(secret, OAuthAccessKey):
            refresh_token = told.text("refresh_token") or refresh_token
        return AccessToken(
            value,
            hosts.api_url,
            renew_at,
            refresh_token,
            area=hosts.area,
            domain=hosts.domain,
            user_hub_domain=hosts.user_hub_domain,
        )


def _countdown() -> Callable[[], float]:
    ends_at = time.monotonic() + min(LOGIN_S, time_left_s())
    return lambda: ends_at - time.monotonic()


def _refusal(answer: requests.Response) -> CcError:
    if answer.status_code in _REFUSED:
        return CcLoginRefused(error_word(answer) or "login_refused", status=answer.status_code)
    error = translated(answer)
    return CcUnavailable(
        f"LOGIN_{error.code}", status=error.status, text=error.text, retry_after_s=error.retry_after_s
    )


def _tenant_id(told: Answer) -> str:
    """The tenant, from the id token or else the access token.

    Their signatures are not checked: they come from the issuer itself over TLS (OpenID Connect Core 1.0, section
    3.1.3.7, step 6).
    """
    tenant_id = ""
    for token in (told.text("id_token"), told.text("access_token")):
        tenant_id = tenant_id or Answer(_claims(token)).text("tenantId")
    if not tenant_id:
        raise CcUnavailable("UNREADABLE_LOGIN_ANSWER", status=200)
    return tenant_id


def _claims(token: str) -> dict[str, Any]:
    parts = token.split(".")
    if len(parts) != 3:
        return {}
    try:
        claims = read_json(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except (binascii.Error, ValueError):
        return {}
    return claims if isinstance(claims, dict) else {}
