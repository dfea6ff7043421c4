"""The OAuth endpoints: token (client credentials, JWT bearer), introspect, revoke.

Salesforce help, OAuth authorization flows; RFC 6749, 7523, 7662 and 7009.
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote_plus

import jwt
from cryptography.x509 import load_pem_x509_certificate

from local.salesforce_org.auth.apps import ExternalClientApp
from local.salesforce_org.auth.sessions import Session
from local.salesforce_org.state import OrgState
from local.salesforce_org.store import Row
from local.simulator.message import Request, Response, json_response

JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"
AUDIENCES = ("https://login.salesforce.com", "https://test.salesforce.com")


class OAuthError(Exception):
    """A refusal in OAuth's shape."""

    def __init__(self, error: str, description: str) -> None:
        super().__init__(error)
        self.error = error
        self.description = description


def oauth_refusal(error: str, description: str, status: int = 400) -> Response:
    """A refusal as the OAuth endpoints shape it."""
    return json_response(status, {"error": error, "error_description": description})


@dataclass(frozen=True, slots=True)
class OAuth:
    """The endpoints of one org. The caller holds the org's lock."""

    state: OrgState

    def token(self, request: Request) -> Response:
        """``POST /services/oauth2/token``."""
        try:
            if (fault := self.state.faults.draw(request, "login_refused")) is not None:
                raise OAuthError(
                    str(fault.options.get("error", "invalid_grant")),
                    str(fault.options.get("description", "authentication failure")),
                )
            form = request.form()
            match form.get("grant_type"):
                case "client_credentials":
                    return self._client_credentials(request, form)
                case grant if grant == JWT_BEARER:
                    return self._jwt_bearer(form.get("assertion", ""))
                case _:
                    raise OAuthError("unsupported_grant_type", "grant type not supported")
        except OAuthError as refused:
            wrong_secret = refused.error == "invalid_client"
            status = self.state.settings.invalid_client_status if wrong_secret else 400
            return oauth_refusal(refused.error, refused.description, status)

    def introspect(self, request: Request) -> Response:
        """``POST /services/oauth2/introspect``: whether a token is alive, and until when."""
        form = request.form()
        try:
            self._authenticated(request, form)
        except OAuthError as refused:
            return oauth_refusal(refused.error, refused.description, 401)
        settings = self.state.settings
        session = self.state.sessions.look_at(
            form.get("token", ""), self.state.clock.now(), settings.session_idle_seconds
        )
        if session is None:
            return json_response(200, {"active": False})
        user = self.state.store.find(session.user_id)
        return json_response(
            200,
            {
                "active": True,
                "scope": "api",
                "client_id": session.client_id,
                "username": None if user is None else user["Username"],
                "sub": self._identity(session.user_id),
                "token_type": "access_token",
                "iat": int(session.opened.timestamp()),
                "nbf": int(session.opened.timestamp()),
                "exp": int(session.last_used.timestamp() + settings.session_idle_seconds),
            },
        )

    def revoke(self, request: Request) -> Response:
        """``POST /services/oauth2/revoke``. A token that is unknown is refused (unconfirmed)."""
        if self.state.sessions.end(request.form().get("token", "")):
            return Response(200)
        return oauth_refusal("invalid_token", "invalid token")

    def _client_credentials(self, request: Request, form: Mapping[str, str]) -> Response:
        host = request.headers.get("host", "").rpartition(":")[0] or request.headers.get("host", "")
        if host in self.state.settings.login_hosts:
            raise OAuthError("invalid_grant", "request not supported on this domain")
        app = self._authenticated(request, form)
        if app.run_as_username is None:
            raise OAuthError("invalid_grant", "no client credentials user enabled")
        session = self._open(app, app.run_as_username)
        issued_at = str(int(session.last_used.timestamp() * 1000))
        identity = self._identity(session.user_id)
        signed = hmac.new(app.client_secret.encode(), f"{identity}{issued_at}".encode(), hashlib.sha256)
        signature = base64.b64encode(signed.digest()).decode()
        return json_response(200, {**self._token_body(session), "issued_at": issued_at, "signature": signature})

    def _jwt_bearer(self, assertion: str) -> Response:
        try:
            issuer = jwt.decode(assertion, options={"verify_signature": False}).get("iss")
        except jwt.PyJWTError:
            raise OAuthError("invalid_grant", "invalid assertion") from None
        app = self.state.apps.get(str(issuer))
        if app is None:
            raise OAuthError("invalid_client_id", "client identifier invalid")
        if app.certificate_pem is None:
            raise OAuthError("invalid_grant", "invalid assertion")
        try:
            claims = jwt.decode(
                assertion,
                load_pem_x509_certificate(app.certificate_pem.encode()).public_key(),  # type: ignore[arg-type]  # RSA, as RS256 needs
                algorithms=["RS256"],
                audience=[*AUDIENCES, self.state.instance_url],
                options={"require": ["exp", "aud", "sub"]},
            )
        except jwt.InvalidAudienceError:
            raise OAuthError("invalid_grant", "Audience validation failed") from None
        except jwt.ExpiredSignatureError:
            raise OAuthError("invalid_grant", "expired authorization code") from None
        except jwt.PyJWTError:
            raise OAuthError("invalid_grant", "invalid assertion") from None
        if claims["sub"] not in app.preauthorized:
            raise OAuthError("invalid_grant", "user hasn't approved this consumer")
        return json_response(200, self._token_body(self._open(app, claims["sub"])))

    def _authenticated(self, request: Request, form: Mapping[str, str]) -> ExternalClientApp:
        client_id, client_secret = _client_of(request, form)
        app = self.state.apps.get(client_id)
        if app is None:
            raise OAuthError("invalid_client_id", "client identifier invalid")
        if not hmac.compare_digest(app.client_secret.encode(), client_secret.encode()):
            raise OAuthError("invalid_client", "invalid client credentials")
        return app

    def _open(self, app: ExternalClientApp, username: str) -> Session:
        user = self._user(username)
        if user is None:
            raise OAuthError("invalid_grant", "authentication failure")
        if not user["IsActive"]:
            raise OAuthError("inactive_user", "user is inactive")
        settings = self.state.settings
        return self.state.sessions.open(
            str(user["Id"]),
            app.client_id,
            self.state.clock.now(),
            settings.session_idle_seconds,
            reuse=settings.reuse_sessions,
        )

    def _user(self, username: str) -> Row | None:
        users = self.state.everything.objects["User"]
        found = self.state.store.ids_where("User", users.fields["Username"], username)
        return self.state.store.live("User", found[0]) if found else None

    def _token_body(self, session: Session) -> dict[str, object]:
        return {
            "access_token": session.token,
            "instance_url": self.state.instance_url,
            "id": self._identity(session.user_id),
            "token_type": "Bearer",
            "scope": "api",
        }

    def _identity(self, user_id: str) -> str:
        return f"https://login.salesforce.com/id/{self.state.org_id}/{user_id}"


def _client_of(request: Request, form: Mapping[str, str]) -> tuple[str, str]:
    """Client id and secret from HTTP Basic (RFC 6749, 2.3.1) or from the form."""
    scheme, _, encoded = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return form.get("client_id", ""), form.get("client_secret", "")
    try:
        client_id, _, client_secret = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        raise OAuthError("invalid_client", "invalid client credentials") from None
    return unquote_plus(client_id), unquote_plus(client_secret)


def session_of(request: Request, state: OrgState) -> Session | None:
    """The live session whose token the request carries, counted as used."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() not in ("bearer", "oauth"):
        return None
    return state.sessions.use(token.strip(), state.clock.now(), state.settings.session_idle_seconds)
