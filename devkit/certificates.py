"""Certificates for tests of encrypted connections, as PEM files."""

from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from hashlib import sha256
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

NAME = "127.0.0.1"


@dataclass(frozen=True)
class Certificate:
    """A certificate with its key.

    :param file: both, as a server wants them.
    :param pem: the certificate alone.
    :param fingerprint: SHA-256, small hex digits.
    """

    file: Path
    pem: str
    fingerprint: str
    own: x509.Certificate
    key: ec.EllipticCurvePrivateKey


def make_certificate(
    folder: Path, name: str = NAME, *, signer: Certificate | None = None
) -> Certificate:
    """Make a certificate for this machine.

    :param name: its common name.
    :param signer: the authority that signs it, ``None``: it signs itself.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(timezone.utc)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(signer.own.subject if signer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address(NAME))]), False
        )
        .add_extension(x509.BasicConstraints(ca=not signer, path_length=None), True)
    )
    made = builder.sign(signer.key if signer else key, hashes.SHA256())
    pem = made.public_bytes(serialization.Encoding.PEM)
    digest = sha256(made.public_bytes(serialization.Encoding.DER)).hexdigest()
    file = folder / f"{digest[:12]}.pem"
    file.write_bytes(
        pem
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return Certificate(file, pem.decode(), digest, made, key)
