"""Goods that had left come back."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.inventory.end_holds import end_holds
from shop.inventory.models import HoldState, MovementKind
from shop.inventory.move import Change, move_stock


async def return_stock(
    session: AsyncSession, references: Sequence[UUID], actor: str, reason: str | None = None
) -> None:
    """Put what was sold to `references` back on sale at its place, all in one go. Safe to repeat."""
    sold = await end_holds(session, references, HoldState.RETURNED, was=HoldState.CONSUMED)
    changes = [Change(hold.level_id, hold.reference, on_hand=hold.pieces) for hold in sold]
    await move_stock(session, changes, MovementKind.RETURN, actor, reason)
