"""Take the viewers of a stall to another one."""

from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.clock import shop_now
from shop.core.outbox import publish
from shop.markets.errors import NotOnAir
from shop.markets.guards import require_host
from shop.markets.models import LiveSession, SessionState
from shop.markets.queries import BY_START
from shop.programme.errors import StallNotOpen
from shop.programme.events import ViewersMoved
from shop.programme.models import StallMove


async def move_viewers(session: AsyncSession, actor: Actor, slug: str, to: str) -> None:
    """Take everybody in the room to the stall `to` of the same market. Safe to repeat; a new one replaces it.

    Whoever wants to stay stays, and the session goes on until its host ends it.

    Raises:
        NotOnAir: nobody is there to be moved.
        StallNotOpen: it is not on air, in another market, or this very stall.
        SessionUnknown, Unauthenticated, Forbidden: see `require_host`.
    """
    live = await require_host(session, actor, slug)
    if live.state is not SessionState.ON_AIR:
        raise NotOnAir
    target = await session.scalar(_open_beside(live).where(LiveSession.slug == to))
    if target is None:
        raise StallNotOpen(field="to")
    await _move(session, live, target, str(actor.person_id))
    record_act(session, actor.person_id, "programme.move_viewers", live.slug, to=to)


async def move_at_end(session: AsyncSession, live: LiveSession) -> None:
    """As a session ends: its viewers go where its host sent them, else to the market's next stall on air, if any.

    The caller holds the session's lock.
    """
    standing = await session.scalar(
        select(StallMove.id)
        .join(LiveSession, LiveSession.id == StallMove.to_id)
        .where(StallMove.session_id == live.id, LiveSession.state == SessionState.ON_AIR)
    )
    if standing is not None:
        return
    target = await session.scalar(_open_beside(live).order_by(*BY_START).limit(1))
    if target is not None:
        await _move(session, live, target, "end")


def _open_beside(live: LiveSession) -> Select[UUID]:
    return select(LiveSession.id).where(
        LiveSession.market_id == live.market_id,
        LiveSession.state == SessionState.ON_AIR,
        LiveSession.id != live.id,
    )


async def _move(session: AsyncSession, live: LiveSession, to_id: UUID, actor: str) -> None:
    row = {"session_id": live.id, "to_id": to_id, "moved_by": actor, "moved_at": shop_now()}
    written = insert(StallMove).values(row)
    changed = await session.scalar(
        written.on_conflict_do_update(
            index_elements=[StallMove.session_id],
            set_={name: written.excluded[name] for name in ("to_id", "moved_by", "moved_at")},
            where=StallMove.to_id != written.excluded.to_id,
        ).returning(StallMove.id)
    )
    if changed is not None:
        publish(session, ViewersMoved(session_id=live.id, to_id=to_id))
