"""Find wishes that came true."""

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.models import Product, Shelf, Variant
from shop.catalog.queries import sale_predicate
from shop.core.clock import now
from shop.core.outbox import publish_all
from shop.core.request_id import current_request_id
from shop.restock.ask import open_wish
from shop.restock.events import GoodsBack
from shop.restock.models import RestockWish


async def tell_restocked(session: AsyncSession, limit: int) -> int:
    """End at most `limit` wishes whose variant stands on a shelf and is on sale, and tell so; return how many.

    The shelf is looked at, not what put the goods there: received, given back and let go count alike. Rows somebody
    holds are left to the next time, so each wish is told once.
    """
    there = exists().where(Shelf.variant_id == RestockWish.variant_id)
    wishes = await session.scalars(
        select(RestockWish)
        .join(Variant, Variant.id == RestockWish.variant_id)
        .join(Product, Product.id == Variant.product_id)
        .where(open_wish(), there, Variant.active, sale_predicate())
        .order_by(RestockWish.id)
        .limit(limit)
        .with_for_update(of=RestockWish, skip_locked=True)
    )
    found = wishes.all()
    moment = await now(session)
    for wish in found:
        wish.told_at = moment
    await session.flush()  # they are told no more, also not later in this transaction
    await publish_all(session, [(GoodsBack(wish_id=wish.id), current_request_id()) for wish in found])
    return len(found)
