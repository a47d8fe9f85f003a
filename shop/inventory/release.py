"""Free stock that was held."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.inventory.end_holds import end_holds
from shop.inventory.models import HoldState, MovementKind
from shop.inventory.move import Change, move_stock


async def release_stock(
    session: AsyncSession,
    references: Sequence[UUID],
    actor: str,
    reason: str | None = None,
    levels: Collection[UUID] | None = None,
) -> None:
    """Free what is held for `references`, all in one go so that rows are locked in one order. Safe to repeat.

    With `levels` only what is held of these.
    """
    holds = await end_holds(session, references, HoldState.RELEASED, levels=levels)
    changes = [Change(hold.level_id, hold.reference, held=-hold.pieces) for hold in holds]
    await move_stock(session, changes, MovementKind.RELEASE, actor, reason)
