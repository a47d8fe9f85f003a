"""Goods that had left come back."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.inventory.draw import split, taken_by
from shop.inventory.end_holds import end_holds
from shop.inventory.models import HoldState, MovementKind
from shop.inventory.move import Change, move_stock


async def return_stock(
    session: AsyncSession, references: Sequence[UUID], actor: str, reason: str | None = None
) -> None:
    """Put what was sold to `references` back on sale at its place, in the batches it was of. Safe to repeat."""
    sold = await end_holds(session, references, HoldState.RETURNED, was=HoldState.CONSUMED)
    parts = await taken_by(session, references) if sold else {}
    changes: list[Change] = []
    for hold in sold:
        back = Change(hold.level_id, hold.reference, on_hand=hold.pieces)
        changes += split(back, parts.get((hold.reference, hold.level_id), []))
    await move_stock(session, changes, MovementKind.RETURN, actor, reason)
