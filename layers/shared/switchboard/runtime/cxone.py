"""Wires CXone, once per process and on first use; apart from the other services, for most functions do without."""

from functools import cache

from switchboard.cxone.client import CxoneClient
from switchboard.cxone.contacts import CxoneContacts
from switchboard.cxone.discovery import Discovery
from switchboard.cxone.families import ApiFamilies, ApiFamily
from switchboard.cxone.login import CxoneLogin
from switchboard.cxone.secret import CxoneSecret, parse_cxone_secret
from switchboard.cxone.session import CxoneSession
from switchboard.cxone.versions import ApiVersions
from switchboard.errors import CC_ERRORS
from switchboard.runtime import aws
from switchboard.runtime.login import login_with_secret
from switchboard.runtime.services import secrets
from switchboard.runtime.settings import settings
from switchboard.stores.token_items import TokenItems
from switchboard.tokens import SharedTokens
from switchboard.web.session import Timeouts

_TIMEOUTS = Timeouts(connect_s=1.0, read_s=6.0)
"""A page of reports takes CXone longer than a lookup takes Salesforce."""


@cache
def cxone_contacts() -> CxoneContacts:
    """The reports of this deployment's tenant."""
    return CxoneContacts(cxone())


@cache
def cxone() -> CxoneClient:
    """The tenant of this deployment, over one pooled session."""
    session = CxoneSession(cxone_tokens(), ca_file=_ca_file(), timeouts=_TIMEOUTS)
    versions = ApiVersions.parse(settings().cxone_api_version, settings().cxone_api_versions)
    given = {
        ApiFamily.DIGITAL: settings().cxone_digital_url,
        ApiFamily.USER_HUB: settings().cxone_user_hub_url,
        ApiFamily.FACADE: settings().cxone_facade_url,
    }
    return CxoneClient(cxone_tokens(), session, versions, ApiFamilies.parse(given))


@cache
def cxone_tokens() -> SharedTokens:
    """The CXone token that all environments share."""
    login = CxoneLogin(Discovery(_ca_file()), ca_file=_ca_file())
    return SharedTokens(
        "cxone",
        TokenItems(aws.dynamodb(), settings().tokens_table),
        lambda: login_with_secret(cxone_secret, login.log_in),
        refresh=lambda old: login.refresh(cxone_secret(), old),
        errors=CC_ERRORS,
    )


def cxone_secret(anew: bool = False) -> CxoneSecret:
    """How to log in; True asks for the secret past any cache."""
    return parse_cxone_secret(secrets().text(settings().cxone_secret, anew=anew))


def _ca_file() -> str | None:
    return settings().switchboard_ca_file or None
