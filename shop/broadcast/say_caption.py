"""A caption: a line the host types for who cannot hear."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.broadcast.errors import CaptionEmpty
from shop.broadcast.events import CaptionSaid
from shop.broadcast.models import Caption
from shop.core.actor import Actor
from shop.core.outbox import publish
from shop.core.text import squeeze
from shop.markets.errors import NotOnAir
from shop.markets.guards import require_host
from shop.markets.models import SessionState


async def say_caption(
    session: AsyncSession, actor: Actor, slug: str, text: str, *, seconds: int, client_id: str
) -> UUID:
    """Show a line in the room for so many seconds, and keep it for the replay. The same `client_id` is the same line.

    Raises:
        CaptionEmpty: it has no words.
        NotOnAir: the session is not on air.
        SessionUnknown, Unauthenticated, Forbidden: see `require_host`.
    """
    live = await require_host(session, actor, slug)
    if live.state is not SessionState.ON_AIR:
        raise NotOnAir
    line = squeeze(text)
    if not line:
        raise CaptionEmpty(field="text")
    known = await session.scalar(
        select(Caption.id).where(Caption.session_id == live.id, Caption.client_id == client_id)
    )
    if known is not None:
        return known
    assert actor.person_id is not None, "the guard lets only signed-in people in"
    caption = Caption(session_id=live.id, client_id=client_id, text=line, seconds=seconds, said_by=actor.person_id)
    session.add(caption)
    await session.flush()  # its id is told
    publish(session, CaptionSaid(session_id=live.id, caption_id=caption.id))
    return caption.id
