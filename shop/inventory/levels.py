"""Take stock rows to work on: made where they are missing, locked in one order; and tell what was moved."""

from collections.abc import Iterable
from uuid import UUID

import msgspec
from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.db import sql
from shop.core.outbox import publish
from shop.inventory.events import StockReceived, StockTaken
from shop.inventory.models import StockLevel

Pair = tuple[UUID, UUID]
"""A variant and a place."""

_LOCK = text(sql("inventory/lock"))


class Level(msgspec.Struct, frozen=True):
    """A stock row that stays locked until the commit, as it was when it was taken."""

    id: UUID
    on_hand: int
    held: int

    @property
    def free(self) -> int:
        """Units that are promised to nobody."""
        return self.on_hand - self.held


async def take_levels(session: AsyncSession, pairs: Iterable[Pair], *, sample: bool = False) -> dict[Pair, Level]:
    """Lock the rows of `pairs` in id order, as everybody does, and make those that are missing (with nothing there).

    What lies behind a row in the books, such as a transfer, is locked before this.
    """
    wanted = sorted(set(pairs))
    if not wanted:
        return {}
    rows = [{"variant_id": variant, "place_id": place, "sample": sample} for variant, place in wanted]
    await session.execute(insert(StockLevel).on_conflict_do_nothing(), rows)
    found = await session.execute(
        _LOCK, {"variants": [variant for variant, _ in wanted], "places": [place for _, place in wanted]}
    )
    return {(row.variant_id, row.place_id): Level(row.id, row.on_hand, row.held) for row in found}


def tell_shift(session: AsyncSession, pair: Pair, pieces: int) -> None:
    """Rooms and lists learn after the commit that `pieces` more (or, below zero, fewer) stand at a place."""
    variant, place = pair
    if pieces > 0:
        publish(session, StockReceived(variant_id=variant, place_id=place, pieces=pieces))
    elif pieces < 0:
        publish(session, StockTaken(variant_id=variant, place_id=place, pieces=-pieces))
