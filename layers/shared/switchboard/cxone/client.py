"""What Switchboard asks of a CXone tenant: of its ACD, and of the APIs on its other hosts."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

import requests

from switchboard.cxone.answers import Answer, read_answer, read_listed
from switchboard.cxone.families import ApiFamilies, ApiFamily
from switchboard.cxone.meaning import translated
from switchboard.cxone.session import CxoneSession
from switchboard.cxone.versions import ApiVersions, Resource
from switchboard.errors import CcUnavailable
from switchboard.web.session import TokenSource

_ANSWERS = {200, 201, 202, 204, 206}
Parameters = Mapping[str, str | Sequence[str]]
"""Query parameters; a list is the name once for each of its values."""


class CxoneClient:
    """One tenant, spoken to as the user of the access key.

    Every method raises the family ``CcError``; see ``switchboard.errors``.
    """

    def __init__(
        self,
        tokens: TokenSource,
        session: CxoneSession,
        versions: ApiVersions,
        families: ApiFamilies | None = None,
    ) -> None:
        self._tokens = tokens
        self._session = session
        self._versions = versions
        self._families = families or ApiFamilies()
        self._homeless = ""

    def read(self, resource: Resource, path: str, parameters: Mapping[str, str] | None = None) -> Answer | None:
        """The answer to a GET; None where there is nothing (204).

        Args:
            path: below the version, such as ``/contacts/active``.
        """
        return _answer(self._session.get(self._address(resource, path), params=parameters))

    def send(
        self,
        method: str,
        resource: Resource,
        path: str,
        body: object = None,
        parameters: Mapping[str, str] | None = None,
    ) -> Answer | None:
        """The answer to a POST, PUT or DELETE; None where it has no body, as that of a command has (202).

        A command is sent again only where it is proved that nothing was done; see ``VendorError.nothing_done``.
        """
        told = self._session.request(method, self._address(resource, path), json=body, params=parameters)
        return _answer(told)

    def ask(
        self,
        family: ApiFamily,
        path: str,
        parameters: Parameters | None = None,
        *,
        method: str = "GET",
        body: object = None,
    ) -> Answer | None:
        """The answer of an API on another host; a bare list is its member ``data``; None where there is nothing.

        Args:
            path: below the host, such as ``/dfo/3.0/channels``.
        """
        url = f"{self._other_host(family)}{path}"
        told = _checked(self._session.request(method, url, json=body, params=parameters))
        return read_listed(told.content) if told.content.strip() else None

    def _other_host(self, family: ApiFamily) -> str:
        token = self._tokens.current()
        found = self._families.address(family, token)
        if not found and token.value != self._homeless:
            # A token that an older release kept does not know; the next one does. More than one is not sought.
            token = self._tokens.renew(token)
            found = self._families.address(family, token)
            self._homeless = "" if found else token.value
        if not found:
            unknown = CcUnavailable("UNKNOWN_HOST")
            unknown.unsent = True
            raise unknown
        return found

    def _address(self, resource: Resource, path: str) -> str:
        return f"{self._tokens.current().instance_url}/incontactapi/services/v{self._versions.of(resource)}{path}"

    def follow(self, link: str) -> Answer | None:
        """The answer to a link that ``is_own``."""
        return _answer(self._session.get(link))

    def is_own(self, link: str) -> bool:
        """Whether a link leads to the tenant's own host: the token goes nowhere else."""
        own, given = urlsplit(self._tokens.current().instance_url), urlsplit(link)
        return (own.scheme, own.netloc) == (given.scheme, given.netloc)


def _answer(response: requests.Response) -> Answer | None:
    told = _checked(response)
    return read_answer(told.content) if told.content.strip() else None


def _checked(response: requests.Response) -> requests.Response:
    # 206 is a part of what was asked for, with a result for each item.
    if response.status_code not in _ANSWERS:
        raise translated(response)
    return response
