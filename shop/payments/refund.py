"""Money goes back: first it is owed, then it was paid."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.clock import now
from shop.core.money import Dong
from shop.payments.errors import RefundTooMuch, RefundUnderWay
from shop.payments.lock import lock_payment
from shop.payments.lock_refund import tell_refund
from shop.payments.models import Payment, PaymentMethod, Refund, RefundMethod, RefundState


async def add_refund(session: AsyncSession, payment: Payment, about: UUID, amount: Dong, *, asked_by: str) -> None:
    """Owe `amount` (đồng) of what a locked payment took in back, for `about`, which is unique, and tell it.

    Raises:
        RefundTooMuch: that much was not taken in, or is owed or paid back already.
    """
    if payment.refunded + amount > payment.collected:
        raise RefundTooMuch
    payment.refunded = Dong(payment.refunded + amount)
    owed = Refund(payment_id=payment.id, reference=about, amount=amount, state=RefundState.OWED, asked_by=asked_by)
    session.add(owed)
    await session.flush()  # what is told names it
    tell_refund(session, owed)


async def owe_refund(
    session: AsyncSession, reference: UUID, about: UUID, amount: Dong, *, asked_by: str = "shop"
) -> None:
    """Owe `amount` (đồng) of what was collected for the order `reference` back, for `about`. The payment is locked.

    Not idempotent: the caller has just taken the goods in, which happens once; `about` is unique.

    Raises:
        RefundTooMuch: that much was not collected, or is owed or paid back already.
    """
    payment = await lock_payment(session, reference)
    await add_refund(session, payment, about, amount, asked_by=asked_by)
    payment.version += 1


async def give_back(
    session: AsyncSession, reference: UUID, about: UUID, amount: Dong, actor: str, *, deposit: Dong
) -> None:
    """Owe at most `amount` (đồng) of what was paid before for the order `reference` back: goods will not be had.

    Where cash is paid on delivery it is at most the `deposit`. Nothing happens where nothing came in or all is owed
    back. The row is locked. Not idempotent: the caller has just ended what `about` names.
    """
    payment = await lock_payment(session, reference)
    before = deposit if payment.method is PaymentMethod.COD else amount
    left = Dong(min(before, payment.kept))
    if left > 0:
        await add_refund(session, payment, about, left, asked_by=actor)
        payment.version += 1


async def pay_refund(
    session: AsyncSession, about: UUID, method: RefundMethod, voucher: str, *, note: str | None, actor: str
) -> None:
    """Note that what was owed for `about` was paid. The row is locked.

    Raises:
        RefundUnderWay: it is not owed any more.
    """
    refund = await session.scalar(
        select(Refund)
        .where(Refund.reference == about, Refund.state == RefundState.OWED)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if refund is None:
        raise RefundUnderWay
    refund.state, refund.method, refund.voucher, refund.note = RefundState.PAID, method, voucher, note
    refund.paid_at, refund.paid_by = await now(session), actor
