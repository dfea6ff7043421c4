"""Where a tenant is reached: from the issuer to the token endpoint and to the hosts of the tenant.

Neither changes for months, so what was found is kept for hours; where it cannot be asked for anew, the old holds.
"""

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from switchboard.cxone.answers import Answer, read_answer
from switchboard.cxone.meaning import translated
from switchboard.errors import CC_ERRORS, CcError, CcUnavailable
from switchboard.web.once import ask_once

FRESH_FOR_S = 6 * 3600.0
_HTTPS = re.compile(r"https://[A-Za-z0-9.-]+(:\d+)?(/[\w./-]*)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class TenantHosts:
    """Where a tenant's APIs are.

    Args:
        api_url: of the ACD's API, without a trailing slash.
        area: such as ``na1``; with the domains it makes the hosts of the digital and workforce APIs.
    """

    api_url: str
    area: str
    domain: str
    user_hub_domain: str


class Discovery:
    """Asks the issuer, and remembers.

    Args:
        ca_file: PEM file to trust instead of the public authorities, or None.
        clock: seconds that only grow.
    """

    def __init__(self, ca_file: str | None, clock: Callable[[], float] = time.monotonic) -> None:
        self._ca_file = ca_file
        self._clock = clock
        self._found: dict[str, tuple[float, Answer]] = {}

    def token_endpoint(self, issuer: str, within_s: float) -> str:
        """Where the issuer gives tokens (OpenID Connect Discovery 1.0).

        Raises:
            CcError: the issuer cannot be asked.
        """
        return _https(self._read(issuer, "openid-configuration", {}, within_s), "token_endpoint")

    def hosts(self, issuer: str, tenant_id: str, within_s: float) -> TenantHosts:
        """The hosts of a tenant.

        Raises:
            CcError: the issuer cannot be asked.
        """
        told = self._read(issuer, "cxone-configuration", {"tenantId": tenant_id}, within_s)
        return TenantHosts(
            api_url=_https(told, "api_endpoint").rstrip("/"),
            area=told.text("area"),
            domain=told.text("domain"),
            user_hub_domain=told.text("uhDomain"),
        )

    def _read(self, issuer: str, document: str, parameters: Mapping[str, str], within_s: float) -> Answer:
        url = f"{issuer.rstrip('/')}/.well-known/{document}"
        key = f"{url} {sorted(parameters.items())}"
        asked_at, known = self._found.get(key, (float("-inf"), None))
        if known is None or self._clock() - asked_at >= FRESH_FOR_S:
            try:
                known = self._ask(url, parameters, within_s)
            except CcError:
                if known is None:
                    raise
            self._found[key] = (self._clock(), known)
        return known

    def _ask(self, url: str, parameters: Mapping[str, str], within_s: float) -> Answer:
        answer = ask_once(
            "GET",
            url,
            CC_ERRORS,
            within_s=within_s,
            ca_file=self._ca_file,
            params=parameters,
            headers={"Accept": "application/json"},
        )
        if answer.status_code != 200:
            raise translated(answer)
        return read_answer(answer.content)


def _https(told: Answer, name: str) -> str:
    url = told.text(name)
    if not _HTTPS.fullmatch(url):
        # Whatever it is, no secret and no token is sent there.
        raise CcUnavailable("UNREADABLE_DISCOVERY", status=200)
    return url
