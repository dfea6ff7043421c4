"""A throw-away certificate authority, so that local servers speak TLS as the real ones do."""

import ssl
from pathlib import Path

import trustme


class LocalCa:
    """A certificate authority that lives as long as the process and is trusted by nobody else."""

    def __init__(self) -> None:
        self._ca = trustme.CA(organization_name="Switchboard local stack")

    def write_ca(self, path: Path | str) -> None:
        """Write the CA certificate (PEM) to ``path``: what clients are told to trust."""
        self._ca.cert_pem.write_to_path(str(path))

    def server_context(self, *hosts: str) -> ssl.SSLContext:
        """A server context with a fresh certificate for ``hosts`` (names or addresses)."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._ca.issue_cert(*hosts).configure_cert(context)
        return context
