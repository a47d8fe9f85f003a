"""A rehearsal's picture, for its crew alone: an address that is signed, and good for an evening."""

import base64
import hmac
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.broadcast.errors import PreviewExpired
from shop.core.actor import Actor
from shop.core.clock import now
from shop.core.ids import keyed_digest
from shop.markets.guards import require_host

LASTING = timedelta(hours=4)
LONGEST_TOKEN = 60  # characters
_PURPOSE = "video preview"
_MAC_BYTES = 18


async def allow_preview(session: AsyncSession, actor: Actor, slug: str, secret: str) -> str:
    """The token that shows all of a session's picture, what was filmed before it went on air too.

    Raises:
        SessionUnknown, Unauthenticated, Forbidden: see `require_host`.
    """
    live = await require_host(session, actor, slug)
    until = str(int((await now(session) + LASTING).timestamp()))
    return f"{until}.{_mac(secret, live.id, until)}"


def check_preview(secret: str, session_id: UUID, token: str, moment: datetime) -> None:
    """Refuse a token that is not of this session.

    Raises:
        PreviewExpired: it is not ours, or too old.
    """
    until, _, mac = token.partition(".")
    known = token.isascii() and until.isdecimal() and hmac.compare_digest(mac, _mac(secret, session_id, until))
    if not known or int(until) < moment.timestamp():
        raise PreviewExpired


def _mac(secret: str, session_id: UUID, until: str) -> str:
    digest = keyed_digest(secret, _PURPOSE, str(session_id), until)[:_MAC_BYTES]
    return base64.urlsafe_b64encode(digest).decode()
