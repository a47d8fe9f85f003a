"""Notice that a host is there."""

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.clock import shop_now
from shop.markets.guards import require_host
from shop.markets.models import LiveSession
from shop.markets.run import runs


async def keep_host_seen(session: AsyncSession, actor: Actor, slug: str) -> LiveSession:
    """The host's page says every few seconds that it is open. Safe to repeat; tells the room nothing.

    Raises:
        SessionUnknown, Unauthenticated, Forbidden: see `require_host`.
    """
    live = await require_host(session, actor, slug)
    await note_host(session, live, actor)
    return live


async def note_host(session: AsyncSession, live: LiveSession, actor: Actor) -> None:
    """Write down that the host or a co-host acted just now; an administrator's act is no sign of them."""
    if not await runs(session, live, actor.person_id):
        return
    await session.execute(
        update(LiveSession)
        .where(LiveSession.id == live.id)
        .values(host_seen_at=shop_now())
        .execution_options(synchronize_session=False)
    )
