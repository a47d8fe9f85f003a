"""End holds, each once."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from sqlalchemy import text, update
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.db import sql
from shop.inventory.models import HoldState, StockHold

_LOCK_HOLDS = text(sql("inventory/lock_holds"))


class EndedHold(msgspec.Struct, frozen=True):
    """Units of a level that are no longer held for `reference`."""

    level_id: UUID
    reference: UUID
    pieces: int


async def end_holds(
    session: AsyncSession, references: Sequence[UUID], state: HoldState, *, was: HoldState = HoldState.OPEN
) -> list[EndedHold]:
    """Lock the holds of `references` that are `was`, with their levels in id order, and make them `state`."""
    rows = (await session.execute(_LOCK_HOLDS, {"parties": list(references), "state": was.value})).all()
    if rows:
        ended = update(StockHold).where(StockHold.id.in_([row.id for row in rows])).values(state=state)
        await session.execute(ended, execution_options={"synchronize_session": False})
    return [EndedHold(row.level_id, row.reference, row.pieces) for row in rows]
