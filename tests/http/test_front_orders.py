"""Orders and the lists that are kept: selling pieces is no change of a list, running out is one."""

from sqlalchemy import func, select

from shop.catalog.models import CatalogChange
from shop.core.db import short
from tests.make import inventory
from tests.make.orders import placed

ORDERS = 1000
AT_ONCE = 50  # orders of one transaction: their path is the buyer's, their commits are not what is tested


async def test_a_thousand_orders_of_one_product_make_lists_forget_at_most_twice(front, sessions):
    async with short(sessions) as session:
        bowls = await inventory.goods(session, ORDERS)
    async with front() as kept:
        before, generations = await changes(sessions), {kept.resources.freshness.generation}

        for _ in range(ORDERS // AT_ONCE):
            async with short(sessions) as session:
                for _ in range(AT_ONCE):
                    await placed(session, bowls)
            await kept.look()
            generations.add(kept.resources.freshness.generation)

        sold_out = (await kept.get("/api/v1/products?in_stock=true")).json()["items"]

    async with short(sessions) as session:
        assert await inventory.level(session, bowls) == (ORDERS, ORDERS)
    assert await changes(sessions) - before <= 2
    assert len(generations) <= 1 + 2
    assert sold_out == []


async def changes(sessions):
    """How many changes of lists have been written down."""
    async with short(sessions) as session:
        return await session.scalar(select(func.count()).select_from(CatalogChange))
