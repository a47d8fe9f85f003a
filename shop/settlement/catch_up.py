"""Find what the ledger lacks, and post it."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.db import sql
from shop.settlement.post_order import post_order

_UNPOSTED = text(sql("settlement/find_unposted"))


async def catch_up(session: AsyncSession, limit: int) -> int:
    """Post what is missing of at most `limit` orders; returns how many there were. Events do it first: this is the net.

    Also what happened before there was a ledger is posted so.
    """
    orders = (await session.scalars(_UNPOSTED, {"most": limit})).all()
    for order_id in orders:
        await post_order(session, order_id)
    return len(orders)
