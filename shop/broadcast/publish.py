"""Open a take: the one door of every way in, whether browser, RTMP or a media server's hook."""

import hmac
from uuid import UUID

import msgspec
from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.broadcast.errors import SomebodyPublishes, StreamKeyWrong, TakesUsedUp
from shop.broadcast.events import TakeStarted
from shop.broadcast.keys import digest_of, open_key, refuse_over
from shop.broadcast.models import Source, StreamKey, Take, TakeEnd
from shop.broadcast.takes import LOST_AFTER, close_take, see_take
from shop.core.clock import now
from shop.core.outbox import publish
from shop.markets.models import LiveSession

MOST_TAKES = 999

__all__ = ["Opened", "close_take", "next_take", "open_take", "see_take"]


class Opened(msgspec.Struct, frozen=True):
    """A take that is open: its `number` counts the session's takes from 1."""

    session_id: UUID
    take_id: UUID
    number: int


async def open_take(
    session: AsyncSession,
    slug: str,
    key: str,
    source: Source,
    *,
    external_id: str | None = None,
    takeover: bool = False,
) -> Opened:
    """Open a take of the session at `slug` for who has its key. With `takeover` the one that is open ends.

    The session's row is locked until the commit, so of two publishers at once one comes first. A publisher that was
    not heard of for ten seconds is gone and in nobody's way. The same `source` and `external_id` is the same take
    while that is open: a media server counts its connections anew when it is started anew.

    Raises:
        StreamKeyWrong: no such session, or not its key.
        SomebodyPublishes: another take is open.
        SessionOver: the session takes no picture any more.
        TakesUsedUp: it has had as many takes as are kept.
    """
    live, held = await _unlocked(session, slug, key)
    known = await _known(session, live, source, external_id)
    if known is not None:
        return Opened(live.id, known.id, known.number)
    await refuse_over(session, live)
    await _make_way(session, live.id, takeover=takeover)
    return await _begin(session, live.id, held.id, source, external_id)


async def next_take(session: AsyncSession, opened: Opened) -> Opened:
    """End a take whose publisher goes on with another head, such as a smaller picture, and open the next one for it.

    One that was ended meanwhile is given back as it is: `see_take` is False then.

    Raises:
        TakesUsedUp: the session has had as many takes as are kept.
    """
    await session.execute(
        select(LiveSession.id).where(LiveSession.id == opened.session_id).with_for_update(key_share=True)
    )
    take: Take | None = await session.get(Take, opened.take_id, populate_existing=True)
    if take is None or take.ended_at is not None:
        return opened
    await close_take(session, take.id, TakeEnd.LEFT)
    return await _begin(session, take.session_id, take.key_id, take.source, take.external_id)


async def _begin(
    session: AsyncSession, session_id: UUID, key_id: UUID, source: Source, external_id: str | None
) -> Opened:
    number = 1 + (await session.scalar(select(func.max(Take.number)).where(Take.session_id == session_id)) or 0)
    if number > MOST_TAKES:
        raise TakesUsedUp
    take = Take(
        session_id=session_id,
        number=number,
        key_id=key_id,
        source=source,
        external_id=external_id,
        seen_at=await now(session),
    )
    session.add(take)
    await session.flush()  # its id is told
    publish(session, TakeStarted(session_id=session_id, take_id=take.id))
    return Opened(session_id, take.id, number)


async def _unlocked(session: AsyncSession, slug: str, key: str) -> tuple[LiveSession, StreamKey]:
    """The session and its key. Nothing is locked for who has not the key; under the lock it is looked at again."""
    found = select(LiveSession).where(LiveSession.slug == slug).execution_options(populate_existing=True)
    await _opened_by(session, found, key)
    return await _opened_by(session, found.with_for_update(key_share=True), key)


async def _opened_by(session: AsyncSession, found: Select[LiveSession], key: str) -> tuple[LiveSession, StreamKey]:
    live: LiveSession | None = await session.scalar(found)
    held = None if live is None else await open_key(session, live.id)
    if live is None or held is None or not hmac.compare_digest(held.key_hash, digest_of(key)):
        raise StreamKeyWrong
    return live, held


async def _known(session: AsyncSession, live: LiveSession, source: Source, external_id: str | None) -> Take | None:
    if external_id is None:
        return None
    known: Take | None = await session.scalar(
        select(Take).where(
            Take.session_id == live.id,
            Take.source == source,
            Take.external_id == external_id,
            Take.ended_at.is_(None),
        )
    )
    return known


async def _make_way(session: AsyncSession, session_id: UUID, *, takeover: bool) -> None:
    there: Take | None = await session.scalar(
        select(Take).where(Take.session_id == session_id, Take.ended_at.is_(None)).with_for_update()
    )
    if there is None:
        return
    if there.seen_at < await now(session) - LOST_AFTER:
        await close_take(session, there.id, TakeEnd.LOST)
    elif takeover:
        await close_take(session, there.id, TakeEnd.TAKEN_OVER)
    else:
        raise SomebodyPublishes
