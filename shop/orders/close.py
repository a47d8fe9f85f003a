"""End orders whose goods never left: stock and payment in the same transaction."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from shop.inventory.release import release_stock
from shop.orders.models import Order, OrderLine, OrderStatus
from shop.orders.move import lines_of, move_order
from shop.payments.models import PaymentState
from shop.payments.move_payment import move_payments

_PAYMENT = {
    OrderStatus.CANCELLED: PaymentState.CANCELLED,
    OrderStatus.EXPIRED: PaymentState.CANCELLED,
    OrderStatus.REFUSED: PaymentState.REFUSED,
}


async def close_orders(
    session: AsyncSession, orders: Sequence[Order], to: OrderStatus, actor: str, reason: str | None = None
) -> list[tuple[Order, list[OrderLine]]]:
    """End locked orders as `to` and free their stock; returns them with their lines, to be told.

    All stock is freed in one go, its rows in id order: a sweep over many orders cannot deadlock with buyers.

    Raises:
        HoldExpired, IllegalMove: one of them cannot end so; none is ended then.
    """
    for order in orders:
        move_order(session, order, to, actor, reason)
    await session.flush()  # orders come before stock, everywhere
    references = [order.id for order in orders]
    await release_stock(session, references, actor, reason)
    await move_payments(session, references, _PAYMENT[to], actor, reason)
    lines = await lines_of(session, references)
    return [(order, lines[order.id]) for order in orders]
