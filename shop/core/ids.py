"""Short codes people can read out: no look-alikes, and a last letter that catches a slip."""

import hashlib
import hmac
import secrets
from uuid import UUID

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # 30 signs: no 0/O, 1/I/L, U
_BASE = len(ALPHABET)
_BODY = 7
_WEIGHTS = (1, 7, 11, 13, 17, 19, 23)  # without a common factor with 30: every single wrong sign is noticed


def new_code(prefix: str) -> str:
    """Make a code such as `CM-7F3K-92PM`: seven random signs and a check sign.

    The caller's unique constraint decides; on a clash take another.
    """
    body = "".join(secrets.choice(ALPHABET) for _ in range(_BODY))
    return _written(prefix, body + _check_sign(body))


def derived_code(prefix: str, *parts: str) -> str:
    """Make the code that always belongs to `parts`, so that every installation prints the same one."""
    number = int.from_bytes(hashlib.sha256("\x1f".join(parts).encode()).digest(), "big")
    body = ""
    for _ in range(_BODY):
        number, at = divmod(number, _BASE)
        body += ALPHABET[at]
    return _written(prefix, body + _check_sign(body))


def read_code(prefix: str, text: str) -> str | None:
    """Return the code as stored, from what a person typed, or None when it cannot be one."""
    signs = "".join(sign for sign in text.upper() if sign.isalnum())
    if not signs.startswith(prefix):
        return None
    body = signs[len(prefix) :]
    if len(body) != _BODY + 1 or any(sign not in ALPHABET for sign in body):
        return None
    if body[-1] != _check_sign(body[:-1]):
        return None
    return _written(prefix, body)


def kindred_id(parent: UUID) -> UUID:
    """Make a new id of the same moment as `parent`, a UUIDv7: for rows that are written together with it."""
    moment = parent.int >> 80
    return UUID(int=moment << 80 | 7 << 76 | secrets.randbits(12) << 64 | 2 << 62 | secrets.randbits(62))


def keyed_digest(secret: str, *parts: str) -> bytes:
    """HMAC-SHA256 of `parts` under `secret`: for tokens that must be made again, never stored."""
    return hmac.new(secret.encode(), "\x1f".join(parts).encode(), hashlib.sha256).digest()


def _written(prefix: str, signs: str) -> str:
    return f"{prefix}-{signs[:4]}-{signs[4:]}"


def _check_sign(body: str) -> str:
    weighted = sum(weight * ALPHABET.index(sign) for weight, sign in zip(_WEIGHTS, body, strict=True))
    return ALPHABET[weighted % _BASE]
