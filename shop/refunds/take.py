"""Lock a refund behind what it is about."""

from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.orders.models import Order
from shop.orders.move import lock_order
from shop.payments.lock_refund import lock_refund
from shop.payments.models import Payment, PaymentMethod, Refund
from shop.refunds.errors import RefundUnknown
from shop.returns.models import Return
from shop.returns.move import lock_return


class TakenRefund(msgspec.Struct, frozen=True):
    """A locked refund, how its order was paid, the order's code, and the return it is for, if it is one's."""

    refund: Refund
    paid_by: PaymentMethod
    order: str
    asked: Return | None


async def take_refund(session: AsyncSession, refund_id: UUID) -> TakenRefund:
    """The refund with its order (and return) locked before it.

    Raises:
        RefundUnknown: there is none.
    """
    known = (
        await session.execute(
            select(Refund.reference, Payment.reference, Payment.method)
            .join(Payment, Payment.id == Refund.payment_id)
            .where(Refund.id == refund_id)
        )
    ).one_or_none()
    if known is None:
        raise RefundUnknown
    about, order_id, method = known
    code = await session.scalar(select(Return.code).where(Return.id == about))
    asked = await lock_return(session, code) if code is not None else None
    order = await lock_order(session, Order.id == order_id)
    refund = await lock_refund(session, Refund.id == refund_id)
    assert refund is not None, "refunds are never removed while their order is locked"
    return TakenRefund(refund, method, order.code, asked)
