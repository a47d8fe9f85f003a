"""What other pages show of replays: clips of a product, links to sessions that can be seen again."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.markets.models import LiveSession, SessionState
from shop.replays.models import ReplayState
from shop.replays.queries import clips_of_product, replays_of_producer, state_of
from shop.replays.shown import ClipShown
from shop.web.views.replays import ClipView, ReplayLink

TO_SEE = frozenset({ReplayState.BUILDING, ReplayState.READY})


async def clips_part(session: AsyncSession, product_id: UUID) -> tuple[ClipView, ...]:
    """The clips of a product."""
    shown = [ClipShown.of(one) for one in await clips_of_product(session, product_id)]
    return tuple(
        ClipView(url=one.url, poster=one.poster, seconds=round(one.seconds), replay=one.session, title=one.title)
        for one in shown
    )


async def replays_part(session: AsyncSession, producer_id: UUID) -> tuple[ReplayLink, ...]:
    """The replays that show goods of a producer."""
    return tuple(
        ReplayLink(slug=live.slug, title=live.title, filmed_at=live.started_at or live.starts_at)
        for live in await replays_of_producer(session, producer_id)
    )


async def has_replay(session: AsyncSession, live: LiveSession) -> bool:
    """Whether a session that is over can be seen again, now or soon; of others nothing is asked."""
    if live.state is not SessionState.ENDED:
        return False
    replay = await state_of(session, live)
    return replay is not None and replay.state in TO_SEE
