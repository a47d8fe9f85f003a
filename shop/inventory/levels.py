"""Take stock rows to work on: made where they are missing, locked in one order; and tell what was moved."""

from collections.abc import Iterable, Mapping
from uuid import UUID

import msgspec
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.db import sql
from shop.core.events import Event
from shop.core.outbox import publish_all
from shop.core.request_id import current_request_id
from shop.inventory.events import StockReceived, StockTaken

Pair = tuple[UUID, UUID]
"""A variant and a place."""

_OPEN = text(sql("inventory/open_levels"))
_LOCK = text(sql("inventory/lock"))


class Level(msgspec.Struct, frozen=True):
    """A stock row that stays locked until the commit, as it was when it was taken."""

    id: UUID
    on_hand: int
    held: int
    batched: int = 0
    blocked: int = 0
    free: int = 0  # what may be ordered

    @property
    def unpromised(self) -> int:
        """Units that are promised to nobody; they may be unfit for sale."""
        return self.on_hand - self.held

    @property
    def sellable(self) -> int:
        """Units that may leave for a buyer who stands there: promised to nobody, and fit for sale."""
        return self.on_hand - self.held - self.blocked


async def take_levels(session: AsyncSession, pairs: Iterable[Pair], *, sample: bool = False) -> dict[Pair, Level]:
    """Lock the rows of `pairs` in id order, as everybody does, and make those that are missing (with nothing there).

    What lies behind a row in the books, such as a transfer, is locked before this.
    """
    wanted = sorted(set(pairs))
    if not wanted:
        return {}
    asked = {"variants": [variant for variant, _ in wanted], "places": [place for _, place in wanted]}
    await session.execute(_OPEN, {**asked, "sample": sample})
    found = await session.execute(_LOCK, asked)
    return {
        (row.variant_id, row.place_id): Level(row.id, row.on_hand, row.held, row.batched, row.blocked, row.free)
        for row in found
    }


async def tell_shifts(session: AsyncSession, shifts: Mapping[Pair, int]) -> None:
    """Rooms and lists learn after the commit that so many pieces more (or, below zero, fewer) stand at a place."""
    events: list[Event] = [
        StockReceived(variant_id=variant, place_id=place, pieces=pieces)
        if pieces > 0
        else StockTaken(variant_id=variant, place_id=place, pieces=-pieces)
        for (variant, place), pieces in shifts.items()
        if pieces
    ]
    if events:
        await publish_all(session, [(event, current_request_id()) for event in events])
