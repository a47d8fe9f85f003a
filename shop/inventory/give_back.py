"""Goods that had left come back."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.inventory.end_holds import end_holds
from shop.inventory.models import HoldState, MovementKind
from shop.inventory.move import Change, move_stock


async def return_stock(session: AsyncSession, reference: UUID, actor: str, reason: str | None = None) -> None:
    """Put what was sold to `reference` back on sale at its place. Safe to repeat."""
    sold = await end_holds(session, [reference], HoldState.RETURNED, was=HoldState.CONSUMED)
    changes = [Change(hold.level_id, reference, on_hand=hold.pieces) for hold in sold]
    await move_stock(session, changes, MovementKind.RETURN, actor, reason)
