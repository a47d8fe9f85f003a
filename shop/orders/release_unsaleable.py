"""A product lost its certificate: what is only held of it is let go."""

from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.models import Product, Variant
from shop.core.outbox import publish
from shop.orders.cancel import CancelReason
from shop.orders.close import close_orders
from shop.orders.events import OrderCancelled
from shop.orders.facts import order_facts
from shop.orders.models import Order, OrderLine, OrderStatus


async def release_unsaleable(session: AsyncSession, registered_product_id: UUID, reason: str) -> int:
    """Cancel the held orders that have a line of this product; returns how many. Safe to repeat.

    What is confirmed stands. `reason` (lapsed, revoked …) goes to the history; buyers are told `not_on_sale`.
    Rows are locked in id order.
    """
    of_product = (
        exists()
        .where(OrderLine.order_id == Order.id)
        .where(Variant.id == OrderLine.variant_id)
        .where(Product.id == Variant.product_id, Product.registered_product_id == registered_product_id)
    )
    held = await session.scalars(
        select(Order)
        .where(Order.status == OrderStatus.HELD, of_product)
        .order_by(Order.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    orders = list(held)
    if not orders:
        return 0
    for order, lines in await close_orders(session, orders, OrderStatus.CANCELLED, "shop", reason):
        publish(session, OrderCancelled(**order_facts(order, lines), reason=CancelReason.NOT_ON_SALE))
    return len(orders)
