"""MoMo's gateway (v2): which fields are signed, in which order. Pure."""

import hashlib
import hmac
from collections.abc import Mapping
from uuid import UUID

CREATE = (
    "amount",
    "extraData",
    "ipnUrl",
    "orderId",
    "orderInfo",
    "partnerCode",
    "redirectUrl",
    "requestId",
    "requestType",
)
NOTICE = (
    "amount",
    "extraData",
    "message",
    "orderId",
    "orderInfo",
    "orderType",
    "partnerCode",
    "payType",
    "requestId",
    "responseTime",
    "resultCode",
    "transId",
)
QUERY = ("orderId", "partnerCode", "requestId")
REFUND = ("amount", "description", "orderId", "partnerCode", "requestId", "transId")
"""What is signed after `accessKey`, each as name=value, raw, with "&" between."""


def momo_hash(fields: tuple[str, ...], facts: Mapping[str, str | int], access_key: str, secret: str) -> str:
    """HMAC-SHA256 over `fields` of `facts`; one that is missing counts as empty."""
    raw = "&".join([f"accessKey={access_key}", *(f"{name}={facts.get(name, '')}" for name in fields)])
    return hmac.new(secret.encode(), raw.encode(), hashlib.sha256).hexdigest()


def is_momo_notice(facts: Mapping[str, str | int], access_key: str, secret: str) -> bool:
    """Whether MoMo wrote a notice, or the address a buyer comes back to. Compared in constant time."""
    expected = momo_hash(NOTICE, facts, access_key, secret)
    return hmac.compare_digest(expected.encode(), str(facts.get("signature", "")).lower().encode())


def order_id_of(attempt_id: UUID) -> str:
    """MoMo's `orderId` of an attempt."""
    return attempt_id.hex
