"""A delivery of goods comes to a point from outside: from the producer, or from who made them."""

from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.idempotency import claim_key, settle_key
from shop.inventory.receive import Arrival, receive_all
from shop.stockroom.guards import stockroom_of
from shop.stockroom.lots import lots_of, require_fresh
from shop.stockroom.transit import require_variants

ROUTE = "stockroom.take_in"


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """`pieces` of a variant, of the batch whose code is on the label (empty: none is known); `note`: a paper."""

    variant_id: UUID
    pieces: int
    batch: str = ""
    note: str = ""


async def take_in(session: AsyncSession, actor: Actor, slug: str, delivery: Delivery, key: str) -> None:
    """Put a delivery on sale at a place; the same key takes it in once.

    Raises:
        BatchStrange, BatchSpoiled: the batch is not of these goods, or may not be sold; nothing was taken in.
        NoSuchVariant, PlaceUnknown, Unauthenticated, Forbidden: not there, or not the actor's.
        InProgress, KeyReused: as `claim_key`.
    """
    place = await stockroom_of(session, actor, slug)
    scope = f"person:{actor.person_id}"
    asked = [slug, str(delivery.variant_id), delivery.pieces, delivery.batch, delivery.note]
    if await claim_key(session, scope, ROUTE, key, asked) is not None:
        return
    await require_variants(session, [delivery.variant_id])
    batch_id: UUID | None = None
    if delivery.batch:
        batch = (await lots_of(session, [(delivery.batch, delivery.variant_id)]))[delivery.batch]
        await require_fresh(session, batch)
        batch_id = batch.id
    arrival = Arrival(delivery.variant_id, place.id, delivery.pieces, batch_id)
    await receive_all(session, [arrival], str(actor.person_id), reason=delivery.note or None)
    record_act(session, actor.person_id, "stock.take_in", place.slug, pieces=delivery.pieces, batch=delivery.batch)
    await settle_key(session, scope, ROUTE, key, str(delivery.variant_id))
