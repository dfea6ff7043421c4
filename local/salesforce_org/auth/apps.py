"""External client apps: who may log in, and how."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

INTEGRATION_USERNAME = "switchboard.integration@acme.example"
CERTIFICATE_LIFE = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class ExternalClientApp:
    """What an admin has set up for one client.

    Args:
        run_as_username: whom client credentials act as; None when no run-as user is set.
        certificate_pem: checks the signature of JWT assertions; None when JWT bearer is not enabled.
        preauthorized: usernames that a JWT may name.
    """

    client_id: str
    client_secret: str
    run_as_username: str | None = INTEGRATION_USERNAME
    certificate_pem: str | None = None
    preauthorized: Sequence[str] = (INTEGRATION_USERNAME,)


@dataclass(frozen=True, slots=True)
class KeyPair:
    """What a client signs with, and the certificate that is uploaded to the app. Both PEM."""

    private_key_pem: str
    certificate_pem: str


def app_from_seed(seed: str, certificate_pem: str | None = None) -> ExternalClientApp:
    """An app whose id and secret follow from a seed, so that they can be known beforehand."""
    client_id = "3MVG9" + hashlib.sha256(f"id:{seed}".encode()).hexdigest()
    client_secret = hashlib.sha256(f"secret:{seed}".encode()).hexdigest().upper()
    return ExternalClientApp(client_id, client_secret, certificate_pem=certificate_pem)


def make_key_pair() -> KeyPair:
    """A fresh RSA key with a self-signed certificate."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Switchboard local stack")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + CERTIFICATE_LIFE)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return KeyPair(private.decode(), certificate.public_bytes(serialization.Encoding.PEM).decode())
