"""VNPAY 2.1.0: how its parameters are signed, and how it writes sums and times. Pure."""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from urllib.parse import urlencode
from uuid import UUID

from shop.core.clock import HANOI
from shop.core.money import Dong

HASH, HASH_TYPE = "vnp_SecureHash", "vnp_SecureHashType"
HUNDREDTHS = 100  # it writes đồng with two places after the comma, and without the comma
_DATE = "%Y%m%d%H%M%S"
_UUID7_MS = 80  # bits behind the milliseconds of a UUIDv7
_DIGITS = 16  # more no sum has: 10¹³ đồng and two places


def query_hash(facts: Mapping[str, str], secret: str) -> str:
    """HMAC-SHA512 over the parameters in the order of their names, written as a query (a space is "+")."""
    signed = urlencode(sorted((name, value) for name, value in facts.items() if name not in {HASH, HASH_TYPE}))
    return _hmac(signed, secret)


def signed_query(facts: Mapping[str, str], secret: str) -> str:
    """The query of an address, with its hash at the end."""
    return f"{urlencode(sorted(facts.items()))}&{HASH}={query_hash(facts, secret)}"


def is_signed(facts: Mapping[str, str], secret: str) -> bool:
    """Whether who knows `secret` wrote these parameters. Compared in constant time."""
    return hmac.compare_digest(query_hash(facts, secret).encode(), facts.get(HASH, "").lower().encode())


def piped_hash(values: Iterable[str], secret: str) -> str:
    """HMAC-SHA512 over values with "|" between: how its API for questions and refunds is signed."""
    return _hmac("|".join(values), secret)


def is_piped(values: Iterable[str], secret: str, offered: str) -> bool:
    """Whether who knows `secret` wrote these values. Compared in constant time."""
    return hmac.compare_digest(piped_hash(values, secret).encode(), offered.lower().encode())


def write_amount(amount: Dong) -> str:
    """đồng as it writes them."""
    return str(amount * HUNDREDTHS)


def read_amount(written: str) -> Dong | None:
    """đồng from what it wrote; None when that is no whole sum."""
    if not (written.isascii() and written.isdecimal()) or len(written) > _DIGITS:
        return None
    whole, rest = divmod(int(written), HUNDREDTHS)
    return None if rest else Dong(whole)


def write_time(moment: datetime) -> str:
    """A moment on a clock of Hà Nội (GMT+7)."""
    return moment.astimezone(HANOI).strftime(_DATE)


def reference_of(attempt_id: UUID) -> str:
    """`vnp_TxnRef` of an attempt: unique for ever, and only letters and digits."""
    return attempt_id.hex


def attempt_of(reference: str) -> UUID | None:
    """The attempt of a `vnp_TxnRef`; None when it is none of ours."""
    try:
        found = UUID(hex=reference)
    except ValueError:
        return None
    return found if found.hex == reference else None


def begun_at(attempt_id: UUID) -> datetime:
    """When an attempt began, which its id says (UUIDv7): VNPAY wants the same time with every later question."""
    return datetime.fromtimestamp((attempt_id.int >> _UUID7_MS) // 1000, tz=UTC)


def _hmac(text: str, secret: str) -> str:
    return hmac.new(secret.encode(), text.encode(), hashlib.sha512).hexdigest()
