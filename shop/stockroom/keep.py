"""Staff says what its point keeps for the counter, and when goods run low."""

from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.inventory.keep import keep_for_counter, run_low_at
from shop.stockroom.guards import stockroom_of
from shop.stockroom.transit import require_variants


class Keeping(msgspec.Struct, frozen=True, kw_only=True):
    """`counter_quota` pieces are for the counter alone; at `low_at` free ones it is told (None: as everywhere)."""

    variant_id: UUID
    counter_quota: int
    low_at: int | None


async def keep_stock(session: AsyncSession, actor: Actor, slug: str, keeping: Keeping) -> None:
    """Set both for a variant at a place. Safe to repeat.

    Raises:
        NoSuchVariant, PlaceUnknown, Unauthenticated, Forbidden: not there, or not the actor's.
    """
    place = await stockroom_of(session, actor, slug)
    await require_variants(session, [keeping.variant_id])
    await keep_for_counter(session, keeping.variant_id, place.id, keeping.counter_quota)
    await run_low_at(session, keeping.variant_id, place.id, keeping.low_at)
    record_act(
        session,
        actor.person_id,
        "stock.keep",
        place.slug,
        variant=str(keeping.variant_id),
        quota=keeping.counter_quota,
        low_at=keeping.low_at,
    )
