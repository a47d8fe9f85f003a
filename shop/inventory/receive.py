"""Goods arrive at a place."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.db import sql
from shop.core.outbox import publish
from shop.inventory.events import StockReceived
from shop.inventory.models import MovementKind, StockLevel
from shop.inventory.move import Change, move_stock

_LOCK = text(sql("inventory/lock"))


class Arrival(msgspec.Struct, frozen=True):
    """`pieces` units of a variant at a place."""

    variant_id: UUID
    place_id: UUID
    pieces: int


async def receive_stock(
    session: AsyncSession, variant_id: UUID, place_id: UUID, pieces: int, actor: str, *, reason: str | None = None
) -> None:
    """Add `pieces` units at a place. Not idempotent: each call is a delivery of goods."""
    await receive_all(session, [Arrival(variant_id, place_id, pieces)], actor, reason=reason)


async def receive_all(
    session: AsyncSession,
    arrivals: Sequence[Arrival],
    actor: str,
    *,
    reason: str | None = None,
    sample: bool = False,
) -> None:
    """Add a whole delivery; levels are made where they are missing, as samples when `sample` is said."""
    wanted = {(arrival.variant_id, arrival.place_id): 0 for arrival in arrivals}
    for arrival in arrivals:
        wanted[arrival.variant_id, arrival.place_id] += arrival.pieces
    rows = [{"variant_id": variant, "place_id": place, "sample": sample} for variant, place in sorted(wanted)]
    await session.execute(insert(StockLevel).on_conflict_do_nothing(), rows)
    found = await session.execute(
        _LOCK, {"variants": [variant for variant, _ in wanted], "places": [place for _, place in wanted]}
    )
    changes = [Change(row.id, None, on_hand=wanted[row.variant_id, row.place_id]) for row in found]
    await move_stock(session, changes, MovementKind.RECEIVE, actor, reason)
    for (variant, place), pieces in wanted.items():
        publish(session, StockReceived(variant_id=variant, place_id=place, pieces=pieces))
