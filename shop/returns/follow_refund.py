"""The money of a return went back by the way it came."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.returns.models import Return, ReturnState
from shop.returns.move import lock_return, move_return
from shop.returns.rules import ReturnTerms

REASON = "provider"


async def end_refunded(session: AsyncSession, return_id: UUID, terms: ReturnTerms) -> None:
    """Note that what was owed for a return was paid through its provider. Safe to repeat; the return is locked.

    What is no return (a parcel, an order, a receipt) is left alone.
    """
    code = await session.scalar(select(Return.code).where(Return.id == return_id))
    if code is None:
        return
    asked = await lock_return(session, code)
    if asked.state is ReturnState.RECEIVED:
        await move_return(session, asked, ReturnState.REFUNDED, terms, actor="shop", reason=REASON)
