"""How Odoo knows that a request came through the listener.

nginx adds a secret to each request it passes on, and takes away any a caller sent. Odoo
keeps the secret's digest alone, so a copy of Odoo's files lets nobody in.
"""

import hashlib
import secrets

PROOF_HEADER = "X-Biometric-Listener"


def new_secret() -> str:
    """Return 256 random bits as letters, digits, ``-`` and ``_``."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """Return the SHA-256 of a secret, 64 hexadecimal digits; it needs no salt."""
    return hashlib.sha256(secret.encode()).hexdigest()
