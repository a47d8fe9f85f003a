"""Tokens of watches, and which addresses messages to browsers may go to. Pure."""

import base64
import hmac
from collections.abc import Collection
from urllib.parse import urlsplit
from uuid import UUID

from shop.core.ids import keyed_digest

SERVICES = (
    "fcm.googleapis.com",
    "updates.push.services.mozilla.com",
    "web.push.apple.com",
    "notify.windows.com",
)
"""Where the browsers of our readers have their messages brought from, they and the hosts below them."""


def watch_token(secret: str, watch_id: UUID) -> str:
    """The bearer token by which a guest stops a watch: 192 bits, the same each time; stored nowhere."""
    return base64.urlsafe_b64encode(keyed_digest(secret, "watch-token", str(watch_id))[:24]).decode()


def is_watch_token(secret: str, watch_id: UUID, offered: str) -> bool:
    """Compare in constant time."""
    return hmac.compare_digest(watch_token(secret, watch_id).encode(), offered.encode())


def is_push_service(endpoint: str, others: Collection[str] = ()) -> bool:
    """Whether our servers may post to `endpoint`, which a stranger names: a known service, by HTTPS.

    `others` are further `host[:port]`s the shop trusts; one on this machine may go without TLS.
    """
    try:
        parts = urlsplit(endpoint)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if parts.username is not None or parts.password is not None or not host:
        return False
    if parts.netloc in others:
        return parts.scheme == "https" or host == "127.0.0.1"
    known = any(host == service or host.endswith(f".{service}") for service in SERVICES)
    return known and parts.scheme == "https" and port in {None, 443}
