"""What decides whether a session's picture may be seen, and what the host typed beside it."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.broadcast.models import SERVERS, Caption, Take
from shop.broadcast.rules import Window
from shop.conduct.queries import stop_of
from shop.core.clock import shop_now
from shop.markets.errors import SessionUnknown
from shop.markets.models import LiveSession, SessionState

AFTER_END = timedelta(minutes=5)  # who watches until the end sees the last seconds; then there is the replay


class PictureOf(msgspec.Struct, frozen=True, kw_only=True):
    """A session as its picture is asked for. `window` is what may be seen of it; None: nothing.

    `elsewhere`: a media server takes it in and gives it out. `coming`: a publisher is sending it.
    """

    session_id: UUID
    window: Window | None
    elsewhere: bool
    coming: bool
    over: bool
    stopped: bool
    now: datetime


async def picture_of(session: AsyncSession, slug: str) -> PictureOf:
    """What may be seen of a session's picture now: what was filmed while on air, unless the authority stopped it.

    Raises:
        SessionUnknown: no session has this address.
    """
    newest = select(Take.source).where(Take.session_id == LiveSession.id).order_by(Take.number.desc()).limit(1)
    coming = select(Take.id).where(Take.session_id == LiveSession.id, Take.ended_at.is_(None)).exists()
    found = select(LiveSession, shop_now(), newest.scalar_subquery(), coming).where(LiveSession.slug == slug)
    row = (await session.execute(found)).one_or_none()
    if row is None:
        raise SessionUnknown
    live, moment, source, comes = row
    stopped = await stop_of(session, live.id) is not None
    over = live.state in (SessionState.ENDED, SessionState.CALLED_OFF)
    begun = live.started_at
    late = live.ended_at is not None and moment > live.ended_at + AFTER_END
    window = None if begun is None or stopped or late else Window(begun, live.ended_at)
    return PictureOf(
        session_id=live.id,
        window=window,
        elsewhere=source in SERVERS,
        coming=comes,
        over=over,
        stopped=stopped,
        now=moment,
    )


async def captions_of(session: AsyncSession, session_id: UUID) -> list[Caption]:
    """What the host typed in a session, in the order of time."""
    found = await session.scalars(
        select(Caption).where(Caption.session_id == session_id).order_by(Caption.created_at, Caption.id)
    )
    return list(found)
