"""Access tokens (RS256, RFC 7519) and refresh tokens: issued, checked, revoked."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from local.cxone.directory.model import Agent, Tenant
from local.cxone.settings import Settings

KEY_ID = "simulator-1"
RSA_BITS = 2048


@dataclass(frozen=True, slots=True)
class Granted:
    """Whose token it is, and until when it counts."""

    agent_id: int
    client_id: str
    expires: datetime


class TokenOffice:
    """Issues tokens and knows which ones still count."""

    def __init__(self) -> None:
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=RSA_BITS)
        self._access: dict[str, Granted] = {}
        self._refresh: dict[str, Granted] = {}

    def key_set(self) -> dict[str, object]:
        """The public key as a JSON Web Key Set (RFC 7517)."""
        key = RSAAlgorithm.to_jwk(self._key.public_key(), as_dict=True)
        return {"keys": [{**key, "kid": KEY_ID, "use": "sig", "alg": "RS256"}]}

    def issue(
        self, agent: Agent, client_id: str, *, tenant: Tenant, settings: Settings, issuer: str, now: datetime
    ) -> dict[str, object]:
        """A token reply for a user."""
        claims = _claims(agent, client_id, tenant=tenant, settings=settings, issuer=issuer, now=now)
        access, identity = self._sign(claims), self._sign({**claims, "nonce": secrets.token_hex(8)})
        refresh = f"rt-{secrets.token_urlsafe(24)}"
        for tokens, token, lifetime_s in (
            (self._access, access, settings.token_lifetime_s),
            (self._refresh, refresh, settings.refresh_lifetime_s),
        ):
            tokens[token] = Granted(agent.agent_id, client_id, now + timedelta(seconds=lifetime_s))
        return {
            "access_token": access,
            "token_type": "Bearer",
            "expires_in": settings.token_lifetime_s,
            "refresh_token": refresh,
            "id_token": identity,
        }

    def holder(self, access_token: str, now: datetime) -> Granted | None:
        """Whose token it is; None when it was never issued, was revoked or has expired."""
        return _if_valid(self._access.get(access_token), now)

    def claims_of(self, access_token: str) -> dict[str, object]:
        """The claims of a token that was issued here."""
        claims: dict[str, object] = jwt.decode(access_token, options={"verify_signature": False})
        return claims

    def granted(self, refresh_token: str, now: datetime) -> Granted | None:
        """Who may be given new tokens for a refresh token."""
        return _if_valid(self._refresh.get(refresh_token), now)

    def revoke(self, access_token: str) -> None:
        """One access token stops counting."""
        self._access.pop(access_token, None)

    def revoke_all(self, *, refresh_tokens: bool = True) -> None:
        """No access token counts any more, nor any refresh token unless they are spared."""
        self._access.clear()
        if refresh_tokens:
            self._refresh.clear()

    def _sign(self, claims: dict[str, object]) -> str:
        return jwt.encode(claims, self._key, algorithm="RS256", headers={"kid": KEY_ID})


def _if_valid(granted: Granted | None, now: datetime) -> Granted | None:
    return granted if granted and now < granted.expires else None


def _claims(
    agent: Agent, client_id: str, *, tenant: Tenant, settings: Settings, issuer: str, now: datetime
) -> dict[str, object]:
    issued = int(now.timestamp())
    return {
        "sub": f"user:{agent.uuid}",
        "name": agent.user_name,
        "given_name": agent.first_name,
        "family_name": agent.last_name,
        "icAgentId": str(agent.agent_id),
        "icBUId": tenant.business_unit_id,
        "icClusterId": settings.cluster,
        "tenant": tenant.tenant_name,
        "tenantId": tenant.tenant_id,
        "userId": agent.uuid,
        "teamId": str(agent.team_id),
        "area": settings.area,
        "role": {"legacyId": "Manager" if agent.is_supervisor else "Agent"},
        "iss": issuer,
        "aud": client_id,
        "iat": issued,
        "exp": issued + settings.token_lifetime_s,
        "jti": secrets.token_hex(8),
    }
