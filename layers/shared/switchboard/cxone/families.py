"""The hosts of CXone's APIs beside the ACD's, which a login's area and domains make."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from switchboard.errors import ConfigurationError
from switchboard.tokens import AccessToken


class ApiFamily(StrEnum):
    """APIs that are not below the ACD's address."""

    DIGITAL = "digital"
    """Digital channels and their cases."""
    USER_HUB = "user-hub"
    """Users and the workforce's schedules."""
    FACADE = "facade"
    """Recordings."""


_AREA = re.compile(r"[a-z0-9-]{1,30}", re.ASCII)
_DOMAIN = re.compile(r"[a-z0-9.-]{3,200}(:\d{1,5})?", re.ASCII)
_URL = re.compile(r"https://[A-Za-z0-9.-]+(:\d{1,5})?", re.ASCII)


@dataclass(frozen=True, slots=True)
class ApiFamilies:
    """Where each family is.

    Args:
        own: addresses that take the place of the derived ones, without a path.
    """

    own: Mapping[ApiFamily, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, given: Mapping[ApiFamily, str]) -> "ApiFamilies":
        """The families with the addresses of settings, each empty for the derived one.

        Raises:
            ConfigurationError: an address is none.
        """
        for family, url in given.items():
            if url and not _URL.fullmatch(url):
                raise ConfigurationError(f"the address of {family.value} is not an https address without a path")
        return cls({family: url for family, url in given.items() if url})

    def address(self, family: ApiFamily, token: AccessToken) -> str:
        """``https://`` and the host; empty where the login did not tell what makes it."""
        if family in self.own:
            return self.own[family]
        domain = token.user_hub_domain if family is ApiFamily.USER_HUB else token.domain
        # Whatever else was told, no token is sent there.
        if not (_AREA.fullmatch(token.area) and _DOMAIN.fullmatch(domain)):
            return ""
        prefix = {ApiFamily.DIGITAL: "api-de-", ApiFamily.USER_HUB: "", ApiFamily.FACADE: "api-"}[family]
        return f"https://{prefix}{token.area}.{domain}"
