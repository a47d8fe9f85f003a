"""Stream keys: made for a session by who hosts it, shown once, taken back at once."""

import base64
import hashlib
import secrets
from datetime import timedelta
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.broadcast.errors import StreamKeyUnknown, StreamKeyWrong
from shop.broadcast.models import StreamKey, TakeEnd
from shop.broadcast.takes import end_open_take
from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.clock import now
from shop.core.ids import keyed_digest
from shop.markets.errors import SessionOver
from shop.markets.guards import require_host
from shop.markets.models import LiveSession, SessionState

KEY_BYTES = 16
HINT = 4  # last signs of a key, by which its host tells it from others
OVERRUN = timedelta(minutes=15)  # after its planned end a session nobody started takes no picture any more


class MadeKey(msgspec.Struct, frozen=True):
    """A key in clear, for once."""

    key: str
    slug: str

    @property
    def stream_name(self) -> str:
        """What OBS calls the stream key: the session's address, and the secret where no path will show it."""
        return f"{self.slug}?key={self.key}"


async def make_key(
    session: AsyncSession, actor: Actor, slug: str, *, secret: str, request_key: str | None = None
) -> MadeKey:
    """Make the session's key. The one it had is revoked, and who publishes with that is cut.

    The same `request_key` gives the same key again: it is computed, never kept.

    Raises:
        StreamKeyWrong: the key of this `request_key` was revoked meanwhile.
        SessionOver: the session takes no picture any more.
        SessionUnknown, Unauthenticated, Forbidden: see `require_host`.
    """
    live = await require_host(session, actor, slug)
    await refuse_over(session, live)
    key = _drawn(secret, live.id, request_key)
    known: StreamKey | None = await session.scalar(select(StreamKey).where(StreamKey.key_hash == digest_of(key)))
    if known is not None:
        if known.revoked_at is not None:
            raise StreamKeyWrong
        return MadeKey(key, slug)
    await _revoke(session, live.id)
    assert actor.person_id is not None, "the guard lets only signed-in people in"
    session.add(StreamKey(session_id=live.id, key_hash=digest_of(key), hint=key[-HINT:], made_by=actor.person_id))
    record_act(session, actor.person_id, "broadcast.make_key", slug, hint=key[-HINT:])
    return MadeKey(key, slug)


async def revoke_key(session: AsyncSession, actor: Actor, slug: str) -> None:
    """Take the session's key back; who publishes with it is cut within two seconds. Again changes nothing.

    Raises:
        SessionUnknown, Unauthenticated, Forbidden: see `require_host`.
    """
    live = await require_host(session, actor, slug)
    if await _revoke(session, live.id):
        record_act(session, actor.person_id, "broadcast.revoke_key", slug)


async def key_of(session: AsyncSession, actor: Actor, slug: str) -> StreamKey:
    """The session's key, for its host: all that is kept of it.

    Raises:
        StreamKeyUnknown: it has none.
        SessionUnknown, Unauthenticated, Forbidden: see `require_host`.
    """
    live = await require_host(session, actor, slug)
    found = await open_key(session, live.id)
    if found is None:
        raise StreamKeyUnknown
    return found


async def open_key(session: AsyncSession, session_id: UUID) -> StreamKey | None:
    """The key that opens takes of a session now."""
    found: StreamKey | None = await session.scalar(
        select(StreamKey)
        .where(StreamKey.session_id == session_id, StreamKey.revoked_at.is_(None))
        .execution_options(populate_existing=True)
    )
    return found


async def refuse_over(session: AsyncSession, live: LiveSession) -> None:
    """Refuse what comes to a session that has ended, does not take place, or was never started in its time.

    Raises:
        SessionOver: so it is.
    """
    late = live.state is SessionState.SCHEDULED and await now(session) > live.ends_at + OVERRUN
    if late or live.state in (SessionState.ENDED, SessionState.CALLED_OFF):
        raise SessionOver


def digest_of(key: str) -> bytes:
    """What is kept of a key: it has 128 bits of chance, so no salt and no slow hash is needed."""
    return hashlib.sha256(key.encode()).digest()


async def _revoke(session: AsyncSession, session_id: UUID) -> bool:
    known = await open_key(session, session_id)
    if known is None:
        return False
    known.revoked_at = await now(session)
    await session.flush()  # the next key may be written now: a session has one
    await end_open_take(session, session_id, TakeEnd.REVOKED)
    return True


def _drawn(secret: str, session_id: UUID, request_key: str | None) -> str:
    if request_key is None:
        drawn = secrets.token_bytes(KEY_BYTES)
    else:
        drawn = keyed_digest(secret, "stream-key", str(session_id), request_key)[:KEY_BYTES]
    return base64.b32encode(drawn).decode().rstrip("=").lower()
