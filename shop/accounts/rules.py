"""One-time codes: how long, how many tries, how they come from their challenge; and what a browser calls itself."""

import hmac
from datetime import timedelta
from uuid import UUID

from shop.core.ids import keyed_digest

CODE_LIFE = timedelta(minutes=10)
CODE_PAUSE = timedelta(seconds=60)  # before another code is sent to the same address
CODE_TRIES = 5
CODE_DIGITS = 6
CONSENT_VERSION = "2026-11"  # of the words a new account agrees to
TERMS = "terms_and_privacy"

_BROWSERS = (("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def sign_in_digits(secret: str, challenge: UUID) -> str:
    """The six digits of a challenge: the same each time they are asked for, nowhere written."""
    number = int.from_bytes(keyed_digest(secret, "sign-in-code", str(challenge))[:8])
    return f"{number % 10**CODE_DIGITS:0{CODE_DIGITS}}"


def are_digits_of(secret: str, challenge: UUID, offered: str) -> bool:
    """Compare in constant time."""
    return hmac.compare_digest(sign_in_digits(secret, challenge).encode(), offered.encode())


def device_of(user_agent: str) -> str | None:
    """`Chrome, Android`: enough for its owner to know a browser again, and no more; None where it says nothing."""
    words = (*_first(_BROWSERS, user_agent), *_first(_SYSTEMS, user_agent))
    return ", ".join(words) or None


def _first(names: tuple[tuple[str, str], ...], text: str) -> tuple[str, ...]:
    return next(((word,) for sign, word in names if sign in text), ())
