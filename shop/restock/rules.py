"""The token by which a guest stops what was asked for. Pure."""

import base64
import hmac
from uuid import UUID

from shop.core.ids import keyed_digest


def stop_token(secret: str, wish_id: UUID) -> str:
    """The bearer token of a wish: 192 bits, the same each time it is asked for; stored nowhere."""
    return base64.urlsafe_b64encode(keyed_digest(secret, "restock-token", str(wish_id))[:24]).decode()


def is_stop_token(secret: str, wish_id: UUID, offered: str) -> bool:
    """Compare in constant time."""
    return hmac.compare_digest(stop_token(secret, wish_id).encode(), offered.encode())
