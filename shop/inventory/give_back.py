"""Goods that had left come back."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.inventory.models import HoldState, Movement, MovementKind, StockHold, StockLevel
from shop.inventory.move import Change, move_stock


async def return_stock(session: AsyncSession, reference: UUID, actor: str, reason: str | None = None) -> None:
    """Put what was sold to `reference` back on sale at its place. Safe to repeat.

    The caller holds the lock of whatever `reference` names, so that two returns cannot run at once.
    """
    if await session.scalar(select(Movement.id).where(_returned(reference)).limit(1)):
        return
    sold = await session.execute(
        select(StockHold.level_id, StockHold.pieces)
        .join(StockLevel, StockLevel.id == StockHold.level_id)
        .where(StockHold.reference == reference, StockHold.state == HoldState.CONSUMED)
        .order_by(StockHold.level_id)
        .with_for_update(of=StockLevel)
    )
    changes = [Change(level_id, reference, on_hand=pieces) for level_id, pieces in sold]
    await move_stock(session, changes, MovementKind.RETURN, actor, reason)


def _returned(reference: UUID) -> ColumnElement[bool]:
    return and_(Movement.reference == reference, Movement.kind == MovementKind.RETURN)
