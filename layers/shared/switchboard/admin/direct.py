"""Vendors asked with a secret at hand, for operators' tools: a login of its own, nothing shared or kept."""

from switchboard.cxone.client import CxoneClient
from switchboard.cxone.discovery import Discovery
from switchboard.cxone.login import CxoneLogin
from switchboard.cxone.secret import CxoneSecret
from switchboard.cxone.session import CxoneSession
from switchboard.cxone.versions import ApiVersions
from switchboard.salesforce.client import SalesforceClient
from switchboard.salesforce.login import SalesforceSecret, log_in
from switchboard.salesforce.session import SalesforceSession
from switchboard.tokens import AccessToken
from switchboard.web.session import Timeouts

TIMEOUTS = Timeouts(connect_s=3.0, read_s=20.0)
"""Nobody waits on the line for an operator's tool."""


class OneToken:
    """Implements ``switchboard.web.session.TokenSource`` with a token that is not renewed."""

    def __init__(self, token: AccessToken) -> None:
        self._token = token

    def current(self) -> AccessToken:
        """The token."""
        return self._token

    def renew(self, refused: AccessToken) -> AccessToken:
        """The same: what is refused now is told as it is."""
        return refused


def salesforce_client(secret: SalesforceSecret, ca_file: str | None, api_version: str) -> SalesforceClient:
    """The org that the secret logs in to.

    Raises:
        CrmError: the login was refused, or the org cannot be reached.
    """
    tokens = OneToken(log_in(secret, ca_file=ca_file))
    return SalesforceClient(tokens, SalesforceSession(tokens, ca_file=ca_file, timeouts=TIMEOUTS), api_version)


def cxone_client(secret: CxoneSecret, ca_file: str | None, versions: ApiVersions) -> CxoneClient:
    """The tenant that the secret logs in to.

    Raises:
        CcError: the login was refused, or the tenant cannot be reached.
    """
    tokens = OneToken(CxoneLogin(Discovery(ca_file), ca_file=ca_file).log_in(secret))
    return CxoneClient(tokens, CxoneSession(tokens, ca_file=ca_file, timeouts=TIMEOUTS), versions)
