"""Money goes back: first it is owed, then it was paid."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.clock import now
from shop.core.money import Dong
from shop.payments.errors import RefundTooMuch
from shop.payments.models import Payment, Refund, RefundMethod, RefundState


async def owe_refund(session: AsyncSession, reference: UUID, about: UUID, amount: Dong) -> None:
    """Owe `amount` (đồng) of what was collected for the order `reference` back, for `about`. The payment is locked.

    Not idempotent: the caller has just taken the goods in, which happens once; `about` is unique.

    Raises:
        RefundTooMuch: that much was not collected, or is owed or paid back already.
    """
    payment = await session.scalar(
        select(Payment)
        .where(Payment.reference == reference)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    assert payment is not None, "every order has its payment"
    if payment.refunded + amount > payment.collected:
        raise RefundTooMuch
    payment.refunded = Dong(payment.refunded + amount)
    payment.version += 1
    session.add(Refund(payment_id=payment.id, reference=about, amount=amount, state=RefundState.OWED))


async def pay_refund(
    session: AsyncSession, about: UUID, method: RefundMethod, voucher: str, *, note: str | None, actor: str
) -> None:
    """Note that what was owed for `about` was paid. The row is locked; the caller has checked that it is still owed."""
    refund = (
        await session.scalars(
            select(Refund)
            .where(Refund.reference == about, Refund.state == RefundState.OWED)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    ).one()
    refund.state, refund.method, refund.voucher, refund.note = RefundState.PAID, method, voucher, note
    refund.paid_at, refund.paid_by = await now(session), actor
