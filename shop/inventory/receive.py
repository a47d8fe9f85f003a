"""Goods arrive at a place."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from shop.inventory.levels import take_levels, tell_shifts
from shop.inventory.models import MovementKind
from shop.inventory.move import Change, move_stock


class Arrival(msgspec.Struct, frozen=True):
    """`pieces` units of a variant at a place, of a `batch` where it is known."""

    variant_id: UUID
    place_id: UUID
    pieces: int
    batch: UUID | None = None


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
    levels = await take_levels(session, wanted, sample=sample)
    changes = [
        Change(levels[each.variant_id, each.place_id].id, None, on_hand=each.pieces, batch=each.batch)
        for each in arrivals
    ]
    await move_stock(session, changes, MovementKind.RECEIVE, actor, reason)
    await tell_shifts(session, wanted)
