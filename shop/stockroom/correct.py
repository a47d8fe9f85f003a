"""Staff corrects what stands at its point."""

from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.idempotency import claim_key, settle_key
from shop.inventory.adjust import Correction, adjust_stock
from shop.stockroom.errors import CorrectionUnmeant
from shop.stockroom.guards import stockroom_of
from shop.stockroom.lots import lots_of
from shop.stockroom.rules import Cause, is_meant, written_reason
from shop.stockroom.transit import require_variants

ROUTE = "stockroom.correct"


class Wrong(msgspec.Struct, frozen=True, kw_only=True):
    """`pieces` more of a variant (below zero: fewer) stand there than the books say, and why."""

    variant_id: UUID
    pieces: int
    cause: Cause
    note: str = ""
    batch: str = ""  # the code on the label; empty: of whichever


async def correct_stock(session: AsyncSession, actor: Actor, slug: str, wrong: Wrong, key: str) -> None:
    """Correct one variant at a place; the same key corrects once.

    Raises:
        NotHeldBack: fewer would remain than are promised to orders; nothing was changed.
        BatchStrange: the batch is not of these goods.
        CorrectionUnmeant: the number does not fit the cause.
        NoSuchVariant, PlaceUnknown, Unauthenticated, Forbidden: not there, or not the actor's.
        InProgress, KeyReused: as `claim_key`.
    """
    place = await stockroom_of(session, actor, slug)
    if not is_meant(wrong.cause, wrong.pieces, wrong.note):
        raise CorrectionUnmeant(field="pieces")
    scope = f"person:{actor.person_id}"
    asked = [slug, str(wrong.variant_id), wrong.pieces, wrong.cause, wrong.note, wrong.batch]
    if await claim_key(session, scope, ROUTE, key, asked) is not None:
        return
    await require_variants(session, [wrong.variant_id])
    lots = await lots_of(session, [(wrong.batch, wrong.variant_id)] if wrong.batch else [])
    batch_id = lots[wrong.batch].id if wrong.batch else None
    correction = Correction(wrong.variant_id, place.id, wrong.pieces, batch_id)
    reason = written_reason(wrong.cause, wrong.note)
    await adjust_stock(session, [correction], str(actor.person_id), reason=reason)
    record_act(session, actor.person_id, "stock.adjust", place.slug, pieces=wrong.pieces, cause=wrong.cause.value)
    await settle_key(session, scope, ROUTE, key, str(wrong.variant_id))
