"""End holds, each once."""

from collections.abc import Collection, Sequence
from uuid import UUID

import msgspec
from sqlalchemy import delete, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.db import sql
from shop.inventory.models import HoldState, StockHold

_LOCK_HOLDS = text(sql("inventory/lock_holds"))


class EndedHold(msgspec.Struct, frozen=True):
    """Units of a level that are no longer held for `reference`."""

    level_id: UUID
    reference: UUID
    pieces: int
    batched: int  # units at the level whose batch is known


async def end_holds(
    session: AsyncSession,
    references: Sequence[UUID],
    state: HoldState,
    *,
    was: HoldState = HoldState.OPEN,
    levels: Collection[UUID] | None = None,
) -> list[EndedHold]:
    """Lock the holds of `references` that are `was`, with their levels in id order, and make them `state`.

    With `levels` only the holds of these end.
    """
    found = (await session.execute(_LOCK_HOLDS, {"parties": list(references), "state": was.value})).all()
    rows = [row for row in found if levels is None or row.level_id in levels]
    if rows:
        ended = update(StockHold).where(StockHold.id.in_([row.id for row in rows])).values(state=state)
        await session.execute(ended, execution_options={"synchronize_session": False})
    return [EndedHold(row.level_id, row.reference, row.pieces, row.batched) for row in rows]


async def forget_released(session: AsyncSession, references: Sequence[UUID]) -> None:
    """Forget the released holds of `references`, which may then hold again; the ledger keeps what happened."""
    gone = delete(StockHold).where(StockHold.reference.in_(references), StockHold.state == HoldState.RELEASED)
    await session.execute(gone, execution_options={"synchronize_session": False})
