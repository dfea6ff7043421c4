"""Logging in to a vendor with the secret in place, also when it has just been replaced."""

from collections.abc import Callable
from typing import TypeVar

from switchboard.errors import CcLoginRefused, CrmLoginRefused
from switchboard.tokens import AccessToken

Secret = TypeVar("Secret")


def login_with_secret(
    read_secret: Callable[[bool], Secret], log_in: Callable[[Secret], AccessToken]
) -> AccessToken:
    """One login; a refusal reads the secret anew and tries once more if it has changed.

    Args:
        read_secret: gives the secret; True asks for it past any cache.

    Raises:
        VendorError: as ``log_in`` raises it.
        ConfigurationError: the secret is missing or malformed.
    """
    secret = read_secret(False)
    try:
        return log_in(secret)
    except (CrmLoginRefused, CcLoginRefused):
        fresh = read_secret(True)
        if fresh == secret:
            raise
    return log_in(fresh)
