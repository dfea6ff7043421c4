"""Serving an org over HTTP or HTTPS."""

from types import TracebackType
from typing import Self

from local.salesforce_org.org import SalesforceOrg
from local.simulator.server import HttpServer
from local.tls import LocalCa

ANY_ADDRESS = "0.0.0.0"
CERTIFIED_HOSTS = ("localhost", "127.0.0.1")


class OrgServer:
    """An org on a port; a context manager.

    Args:
        host: address to bind, and the host in ``url``; for 0.0.0.0 that is localhost.
        port: 0 picks a free one.
        ca: signs the certificate, which names ``host`` besides localhost; None serves plain HTTP.
    """

    def __init__(
        self, org: SalesforceOrg, *, host: str = "127.0.0.1", port: int = 0, ca: LocalCa | None = None
    ) -> None:
        tls = None if ca is None else ca.server_context(*dict.fromkeys((host, *CERTIFIED_HOSTS)))
        public_host = "localhost" if host == ANY_ADDRESS else host
        self._server = HttpServer(org.handle, host=host, port=port, tls=tls, public_host=public_host)
        self.url = self._server.url
        """Base address, which logins answer as the instance URL."""
        org.state.instance_url = self.url

    def stop(self) -> None:
        """Close the port and every connection."""
        self._server.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
