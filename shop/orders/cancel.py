"""A buyer takes an order back."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.outbox import publish
from shop.core.pause import Pause, go_on
from shop.orders.close import close_orders
from shop.orders.events import OrderCancelled
from shop.orders.facts import order_facts
from shop.orders.models import Order, OrderStatus
from shop.orders.move import lock_order

UNSUPPLIED = "cannot supply: "  # how a reason begins that staff wrote for the buyer
NOT_FETCHED = "not_fetched"  # why a pickup was refused whose days were over


class CancelReason(StrEnum):
    """Why an order was cancelled."""

    BUYER = "buyer"
    NOT_ON_SALE = "not_on_sale"


async def cancel_order(session: AsyncSession, order_id: UUID, actor: str, *, pause: Pause = go_on) -> None:
    """Cancel an order that is not packed yet; its stock is free in the same transaction. Safe to repeat.

    A deposit that is kept where its buyer does not take the goods stays with the seller.

    Raises:
        OrderUnknown: there is none.
        HoldExpired: it ran out before.
        IllegalMove: it is packed or further.
    """
    order = await lock_order(session, Order.id == order_id)
    await pause("order locked")
    if order.status is OrderStatus.CANCELLED:
        return
    ended = await close_orders(session, [order], OrderStatus.CANCELLED, actor, CancelReason.BUYER, by_buyer=True)
    for closed, lines in ended:
        publish(session, OrderCancelled(**order_facts(closed, lines), reason=CancelReason.BUYER))
