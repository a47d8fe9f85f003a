"""Work around wishes to be told when goods are back."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.notifications.notify_restock import tell_goods_back
from shop.restock.events import GoodsBack
from shop.restock.tell import tell_restocked
from workers.runtime import sweep
from workers.subscribe import subscriber


@subscriber("notices.restock", "live")
async def tell_waiting(session: AsyncSession, event_id: UUID, event: GoodsBack) -> None:
    """Write the notice; the mail itself leaves with the next delivery."""
    await tell_goods_back(session, event_id, event)


@sweep("restock.tell", "bulk")
async def look_at_shelves(session: AsyncSession, limit: int) -> int:
    """End the wishes that came true."""
    return await tell_restocked(session, limit)
