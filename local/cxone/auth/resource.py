"""Discovery, the token endpoint and the access-key endpoint."""

import base64
import binascii
import hmac
from urllib.parse import unquote, urlsplit

from local.cxone.auth.tokens import TokenOffice
from local.cxone.directory.model import OAuthClient
from local.cxone.wire.routes import Call, Routes, ok
from local.cxone.world.world import World
from local.simulator.message import Request, Response, json_response

ISSUER_PATH = "/.well-known/openid-configuration"
TOKEN_PATH = "/auth/token"
ACCESS_KEY_PATH = "/authentication/v1/token/access-key"


class GrantError(Exception):
    """A refused grant (RFC 6749, section 5.2)."""

    def __init__(self, status: int, error: str, text: str) -> None:
        super().__init__(error)
        self.status, self.error, self.text = status, error, text


class Auth:
    """Who is who: hosts, keys, tokens."""

    def __init__(self, world: World, tokens: TokenOffice) -> None:
        self._world = world
        self._tokens = tokens

    def register(self, routes: Routes) -> None:
        """Add the resources."""
        routes.open("GET", ISSUER_PATH, self._issuer)
        routes.open("GET", "/.well-known/cxone-configuration", self._hosts)
        routes.open("GET", "/auth/jwks", lambda _call: ok(self._tokens.key_set()))
        routes.open("POST", TOKEN_PATH, self._token)
        routes.open("POST", ACCESS_KEY_PATH, self._access_key)
        routes.guarded("GET", "/auth/userinfo", self._user_info)

    def _issuer(self, _call: Call) -> Response:
        origin = self._world.origin
        return ok(
            {
                "issuer": origin,
                "authorization_endpoint": f"{origin}/auth/authorize",
                "token_endpoint": f"{origin}{TOKEN_PATH}",
                "jwks_uri": f"{origin}/auth/jwks",
                "userinfo_endpoint": f"{origin}/auth/userinfo",
                "end_session_endpoint": f"{origin}/auth/authorize/logout",
                "token_endpoint_auth_methods_supported": ["client_secret_basic"],
                "scopes_supported": ["openid"],
                "response_types_supported": ["code"],
                "id_token_signing_alg_values_supported": ["RS256"],
            }
        )

    def _hosts(self, call: Call) -> Response:
        world = self._world
        tenant, settings = world.directory.tenant, world.settings
        if call.given.text("tenantId") != tenant.tenant_id:
            return json_response(404, {"error": "not_found", "error_description": "Unknown tenant"})
        domain = settings.domain or urlsplit(world.origin).netloc
        return ok(
            {
                "private": False,
                "ui_endpoint": world.origin,
                "auth_endpoint": world.origin,
                "api_endpoint": world.origin,
                "area": settings.area,
                "cluster": settings.cluster,
                "domain": domain,
                "acdDomain": domain,
                "uhDomain": domain,
                "globaldomain": domain,
                "tenantId": tenant.tenant_id,
            }
        )

    def _token(self, call: Call) -> Response:
        try:
            form = call.request.form()
            client = self._client(call.request, form)
            match form.get("grant_type"):
                case "password":
                    agent_id = self._key_owner(form.get("username", ""), form.get("password", ""))
                case "refresh_token":
                    agent_id = self._refreshed(form.get("refresh_token", ""), client)
                case _:
                    raise GrantError(400, "unsupported_grant_type", "Use password or refresh_token")
        except GrantError as refused:
            return self._refusal(refused)
        return self._issue(agent_id, client.client_id)

    def _access_key(self, call: Call) -> Response:
        key, secret = call.given.text("accessKeyId"), call.given.text("accessKeySecret")
        if not key or not secret:
            return self._refusal(
                GrantError(400, "invalid_request", "accessKeyId and accessKeySecret are required")
            )
        try:
            agent_id = self._key_owner(key, secret)
        except GrantError as refused:
            return self._refusal(GrantError(401, refused.error, refused.text))
        return self._issue(agent_id, "access-key", from_key=True)

    def _issue(self, agent_id: int, client_id: str, *, from_key: bool = False) -> Response:
        world = self._world
        agent = world.directory.agents[agent_id]
        reply = self._tokens.issue(
            agent,
            client_id,
            tenant=world.directory.tenant,
            settings=world.settings,
            issuer=world.origin,
            now=world.now(),
        )
        if from_key:
            # This endpoint is seen to answer its numbers as text.
            reply["expires_in"] = str(reply["expires_in"])
            reply["refresh_token_expires_in"] = str(world.settings.refresh_lifetime_s)
        return ok(reply)

    def _user_info(self, call: Call) -> Response:
        return ok(self._tokens.claims_of(bearer(call.request) or ""))

    def _client(self, request: Request, form: dict[str, str]) -> OAuthClient:
        where = self._world.settings.client_authentication
        given = _basic(request) if where in ("either", "basic") else None
        if given is None and where in ("either", "body"):
            given = form.get("client_id", ""), form.get("client_secret", "")
        client_id, secret = given or ("", "")
        client = self._world.directory.oauth_clients.get(client_id)
        if client is None or not hmac.compare_digest(secret.encode(), client.client_secret.encode()):
            raise GrantError(401, "invalid_client", "Client authentication failed")
        return client

    def _key_owner(self, key_id: str, secret: str) -> int:
        key = self._world.directory.access_keys.get(key_id)
        if key is None or not hmac.compare_digest(secret.encode(), key.access_key_secret.encode()):
            raise GrantError(400, "invalid_grant", "Bad user credentials")
        agent = self._world.directory.agents.get(key.agent_id)
        if agent is None or not agent.is_active:
            raise GrantError(400, "invalid_grant", "User is not active")
        return agent.agent_id

    def _refreshed(self, refresh_token: str, client: OAuthClient) -> int:
        granted = self._tokens.granted(refresh_token, self._world.now())
        if granted is None or granted.client_id != client.client_id:
            raise GrantError(400, "invalid_grant", "Refresh token is invalid or expired")
        return granted.agent_id

    def _refusal(self, refused: GrantError) -> Response:
        key = self._world.settings.error_text_key
        return json_response(refused.status, {"error": refused.error, key: refused.text})


def bearer(request: Request) -> str | None:
    """The bearer token of a request (RFC 6750)."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" and token.strip() else None


def _basic(request: Request) -> tuple[str, str] | None:
    """Client id and secret from HTTP Basic, each percent-decoded (RFC 6749, section 2.3.1)."""
    scheme, _, encoded = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        user, _, password = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return unquote(user), unquote(password)
