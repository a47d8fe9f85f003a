"""Stock for tests: a product on sale with some pieces at a sales point."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from shop.inventory.models import StockLevel
from shop.orders.audit import Difference, audit_books
from tests.make import catalog


@dataclass(frozen=True)
class Goods:
    """A variant on sale and the sales point that has it."""

    variant_id: UUID
    place_id: UUID
    point: str
    price: int
    product_id: UUID
    product_slug: str


async def goods(
    session, pieces=5, *, point="quay-hang-trong", name="Bát gốm men lam", price=250_000, **fields
) -> Goods:
    """A product on sale with `pieces` units at `point`."""
    listed = await catalog.product(session, name, price=price, stock={point: pieces}, **fields)
    variant = await catalog.variant_of(session, listed)
    place = await catalog.place(session, point)
    return Goods(variant.id, place.id, point, price, listed.id, listed.slug)


async def level(session, goods) -> tuple[int, int]:
    """(on hand, held) of the goods at their point, as the database has it."""
    row = await session.execute(
        select(StockLevel.on_hand, StockLevel.held).where(
            StockLevel.variant_id == goods.variant_id, StockLevel.place_id == goods.place_id
        )
    )
    return tuple(row.one())


async def crooked(session) -> list[Difference]:
    """Where the books of stock do not agree; holds in tests need no order."""
    return [each for each in await audit_books(session) if each.check != "orders and holds"]
