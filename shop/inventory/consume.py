"""Sell what was held: the goods leave the place."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.inventory.end_holds import end_holds
from shop.inventory.models import HoldState, MovementKind
from shop.inventory.move import Change, move_stock


async def consume_stock(session: AsyncSession, references: Sequence[UUID], actor: str) -> None:
    """Take the units held for `references` off the books. Safe to repeat."""
    holds = await end_holds(session, references, HoldState.CONSUMED)
    changes = [Change(hold.level_id, hold.reference, on_hand=-hold.pieces, held=-hold.pieces) for hold in holds]
    await move_stock(session, changes, MovementKind.SELL, actor)
