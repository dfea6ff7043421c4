"""Logging in to Salesforce with the secret in place, also when it has just been replaced."""

from collections.abc import Callable

from switchboard.errors import CrmLoginRefused
from switchboard.salesforce.login import SalesforceSecret
from switchboard.tokens import AccessToken


def login_with_secret(
    read_secret: Callable[[bool], SalesforceSecret], log_in: Callable[[SalesforceSecret], AccessToken]
) -> AccessToken:
    """One login; a refusal reads the secret anew and tries once more if it has changed.

    Args:
        read_secret: gives the secret; True asks for it past any cache.

    Raises:
        CrmError: as ``log_in`` raises it.
        ConfigurationError: the secret is missing or malformed.
    """
    secret = read_secret(False)
    try:
        return log_in(secret)
    except CrmLoginRefused:
        fresh = read_secret(True)
        if fresh == secret:
            raise
    return log_in(fresh)
