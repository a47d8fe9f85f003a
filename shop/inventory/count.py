"""Goods were counted: what stands at a place becomes what was counted."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.db import sql
from shop.core.outbox import publish_all
from shop.core.request_id import current_request_id
from shop.inventory.errors import NotHeldBack
from shop.inventory.events import StockReceived
from shop.inventory.models import MovementKind, StockLevel
from shop.inventory.move import Change, move_stock

_OPEN = text(sql("inventory/open_levels"))
_LOCK = text(sql("inventory/lock"))


class Count(msgspec.Struct, frozen=True):
    """That `pieces` units of a variant stand at a place, those promised to orders included.

    A variant that is made in the same transaction is `unseen`: nobody waits to hear of its stock.
    """

    variant_id: UUID
    place_id: UUID
    pieces: int
    unseen: bool = False


async def count_stock(
    session: AsyncSession, counts: Sequence[Count], actor: str, *, reason: str | None = None, sample: bool = False
) -> int:
    """Bring each level to its count, through the ledger; return how many changed. The same again changes nothing.

    Levels are made where they are missing (as samples when `sample` is said) and locked in id order. Rooms and
    lists learn of what grew after the commit.

    Raises:
        NotHeldBack: fewer were counted somewhere than are promised to orders; nothing was changed.
    """
    wanted = {(count.variant_id, count.place_id): count.pieces for count in counts}
    unseen = {count.variant_id for count in counts if count.unseen}
    if not wanted:
        return 0
    pairs = {"variants": [variant for variant, _ in wanted], "places": [place for _, place in wanted]}
    await session.execute(_OPEN, {**pairs, "sample": sample})
    locked = {row.id: row for row in await session.execute(_LOCK, pairs)}
    changes: list[Change] = []
    grew: list[StockReceived] = []
    levels = select(StockLevel.id, StockLevel.on_hand, StockLevel.held).where(StockLevel.id.in_(locked))
    for level_id, on_hand, held in await session.execute(levels.order_by(StockLevel.id)):
        level = locked[level_id]
        grown = wanted[level.variant_id, level.place_id] - on_hand
        if on_hand + grown < held:
            raise NotHeldBack(field="stock")
        if grown:
            changes.append(Change(level_id, None, on_hand=grown))
        if grown > 0 and level.variant_id not in unseen:
            grew.append(StockReceived(variant_id=level.variant_id, place_id=level.place_id, pieces=grown))
    await move_stock(session, changes, MovementKind.ADJUST, actor, reason)
    if grew:
        await publish_all(session, [(event, current_request_id()) for event in grew])
    return len(changes)
