"""Secrets of others that must be used again: sealed at rest (AES-256-GCM), each for one purpose and one row."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from shop.core.ids import keyed_digest

NONCE = 12  # bytes, as NIST SP 800-38D, 8.2 wants it


def seal_secret(secret: str, purpose: str, bound_to: str, plain: str) -> bytes:
    """`plain` so that only who has the shop's `secret` reads it, and only for `purpose` and what it is `bound_to`."""
    nonce = os.urandom(NONCE)
    return nonce + _cipher(secret, purpose).encrypt(nonce, plain.encode(), bound_to.encode())


def open_secret(secret: str, purpose: str, bound_to: str, sealed: bytes) -> str | None:
    """What was sealed; None when the shop's secret is another one by now, or the row is."""
    try:
        return _cipher(secret, purpose).decrypt(sealed[:NONCE], sealed[NONCE:], bound_to.encode()).decode()
    except InvalidTag:
        return None


def _cipher(secret: str, purpose: str) -> AESGCM:
    return AESGCM(keyed_digest(secret, "sealed", purpose))
