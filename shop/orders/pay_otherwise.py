"""A buyer chooses another way to pay while the order waits for its money."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.clock import now
from shop.core.pause import Pause, go_on
from shop.orders.check_cod import check_cash
from shop.orders.confirm import confirm_order
from shop.orders.errors import DepositFirst, HoldExpired, PayFirst
from shop.orders.models import Order, OrderStatus
from shop.orders.move import lock_order, lock_parcels
from shop.orders.terms import OrderTerms
from shop.payments.change_method import change_method
from shop.payments.errors import PaymentClosed, PaymentMethodOff
from shop.payments.models import PaymentMethod


async def pay_otherwise(
    session: AsyncSession,
    order_id: UUID,
    method: PaymentMethod,
    actor: str,
    *,
    terms: OrderTerms,
    auto_confirm: bool,
    pause: Pause = go_on,
) -> None:
    """Let a held order be paid by `method`, one of those that are taken. Safe to repeat.

    The order and its payment change together. Left to cash it is confirmed at once, as every such order is where no
    person confirms (`auto_confirm`). Its hold is not made longer. Locked are the order, its parcels, the payment.

    Raises:
        PaymentMethodOff: money is not taken that way here.
        OrderUnknown: there is none.
        HoldExpired: its time is over.
        PaymentClosed: it waits for no money any more.
        PayFirst, DepositFirst: nothing is kept for it before its money, or its deposit.
        CodLimited, CodClosed: the phone's history speaks against cash.
        PartPaid: as `change_method`.
    """
    if method not in terms.methods:
        raise PaymentMethodOff(field="method")
    order = await lock_order(session, Order.id == order_id)
    await pause("order locked")
    if order.status is OrderStatus.EXPIRED:
        raise HoldExpired
    if order.payment_method is method and order.status in {OrderStatus.HELD, OrderStatus.CONFIRMED}:
        return
    if order.status is not OrderStatus.HELD or order.hold_expires_at is None:
        raise PaymentClosed
    if order.hold_expires_at <= await now(session):
        raise HoldExpired
    if method is PaymentMethod.COD:
        await _check_cash(session, order, terms)
    await lock_parcels(session, [order.id])
    await change_method(session, order.id, method, actor)
    order.payment_method = method
    order.version += 1
    await session.flush()  # confirming is a statement of its own
    if method is PaymentMethod.COD and auto_confirm:
        await confirm_order(session, order.id, actor)


async def _check_cash(session: AsyncSession, order: Order, terms: OrderTerms) -> None:
    if order.unheld:
        raise PayFirst(field="method")
    if order.deposit:
        raise DepositFirst(field="method")
    await check_cash(session, order, terms.cod)
