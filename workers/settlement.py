"""Work around the ledger."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.notifications.notify_statement import tell_statements
from shop.orders.events import OrderDelivered, OrderHandedOver, OrderRefused
from shop.payments.events import PaymentMoved, PaymentRemitted, RefundMoved
from shop.payments.queries import order_of_payment
from shop.settlement.catch_up import catch_up
from shop.settlement.post_order import post_order
from workers.runtime import sweep
from workers.subscribe import subscriber


@subscriber("settlement.sell", "money")
async def sell(session: AsyncSession, _event_id: UUID, event: OrderHandedOver | OrderDelivered | OrderRefused) -> None:
    """What the buyer has is sold; what was refused lets claims on the rest be shared."""
    await post_order(session, event.order_id)


@subscriber("settlement.receive", "money")
async def receive(session: AsyncSession, _event_id: UUID, event: PaymentMoved | PaymentRemitted) -> None:
    """Money came in, or was handed in."""
    await post_order(session, event.reference)


@subscriber("settlement.give_back", "money")
async def give_back(session: AsyncSession, _event_id: UUID, event: RefundMoved) -> None:
    """Money is owed back, or went back."""
    order_id = await order_of_payment(session, event.payment_id)
    if order_id is not None:
        await post_order(session, order_id)


@sweep("settlement.catch_up", "bulk", limit=50)
async def keep_up(session: AsyncSession, limit: int) -> int:
    """Post what no event told of."""
    return await catch_up(session, limit)


@sweep("settlement.tell_statements", "bulk", limit=200)
async def tell_of_month(session: AsyncSession, limit: int) -> int:
    """Tell producers of the month that is over."""
    return await tell_statements(session, limit)
