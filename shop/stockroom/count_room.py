"""Staff counts what stands at its point; the books follow, with every difference written down."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.idempotency import draw_key
from shop.inventory.count import Count, Difference, count_stock
from shop.inventory.models import Movement, StockLevel
from shop.stockroom.errors import BatchStrange
from shop.stockroom.guards import stockroom_of
from shop.stockroom.lots import lots_of
from shop.stockroom.transit import require_variants

ROUTE = "stockroom.count"


class Counted(msgspec.Struct, frozen=True, kw_only=True):
    """`pieces` of a variant were counted, those kept for orders included; the books had said `seen`."""

    variant_id: UUID
    pieces: int
    seen: int
    batches: tuple[tuple[str, int], ...] = ()  # (code, pieces) of those that were looked at


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """What was counted in one go, each variant once, and what to note."""

    lines: Sequence[Counted]
    note: str = ""


async def count_room(session: AsyncSession, actor: Actor, slug: str, tally: Tally, key: str) -> list[Difference]:
    """Write the differences into the ledger and return them; the same key again returns the same ones.

    All of the count is written or none. Orders may be placed meanwhile; goods that come or go may not.

    Raises:
        BatchStrange: a batch is said twice, or is not of these goods.
        StockMoved, NotHeldBack: `variant` says of which goods; nothing was changed.
        NoSuchVariant, PlaceUnknown, Unauthenticated, Forbidden: not there, or not the actor's.
        InProgress, KeyReused: as `draw_key`.
    """
    place = await stockroom_of(session, actor, slug)
    asked = [
        slug,
        sorted([str(each.variant_id), each.pieces, each.seen, sorted(each.batches)] for each in tally.lines),
        tally.note,
    ]
    drawn = await draw_key(session, f"person:{actor.person_id}", ROUTE, key, asked)
    if drawn.replayed:
        return await _differences(session, drawn.reference, place.id, tally.lines)
    await require_variants(session, [each.variant_id for each in tally.lines])
    lots = await lots_of(session, [(code, each.variant_id) for each in tally.lines for code, _ in each.batches])
    if len({lot.id for lot in lots.values()}) < sum(len(each.batches) for each in tally.lines):
        raise BatchStrange(field="lines")
    counts = [
        Count(
            each.variant_id,
            place.id,
            each.pieces,
            each.seen,
            batches=tuple((lots[code].id, pieces) for code, pieces in each.batches),
        )
        for each in tally.lines
    ]
    by = str(actor.person_id)
    differences = await count_stock(session, counts, by, reason=tally.note or "count", reference=drawn.reference)
    record_act(session, actor.person_id, "stock.count", place.slug, lines=len(counts), differences=len(differences))
    return differences


async def _differences(
    session: AsyncSession, reference: UUID, place_id: UUID, counted: Sequence[Counted]
) -> list[Difference]:
    """What an earlier request with the same key found."""
    pieces = {each.variant_id: each.pieces for each in counted}
    rows = await session.execute(
        select(StockLevel.variant_id, func.sum(Movement.on_hand))
        .join(Movement, Movement.level_id == StockLevel.id)
        .where(StockLevel.place_id == place_id, StockLevel.variant_id.in_(pieces), Movement.reference == reference)
        .group_by(StockLevel.variant_id)
    )
    changes = {row[0]: int(row[1]) for row in rows}
    return [
        Difference(variant, place_id, pieces[variant] - changes[variant], pieces[variant])
        for variant in pieces
        if changes.get(variant)
    ]
