"""Reads of payments."""

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.money import Dong
from shop.payments.models import Payment, PaymentAttempt, PaymentHistory, PaymentMethod, PaymentState, Refund


class PaymentShown(msgspec.Struct, frozen=True):
    """How an order is paid, and how that stands; amounts are đồng."""

    method: PaymentMethod
    amount: Dong
    state: PaymentState
    collected: Dong = Dong(0)
    refunded: Dong = Dong(0)
    deposit: Dong = Dong(0)

    @property
    def settled(self) -> bool:
        """Whether all that has to come before the goods is there."""
        if self.state is PaymentState.PAID:
            return self.kept >= self.amount
        return self.state is PaymentState.TO_COLLECT and 0 < self.deposit <= self.kept

    @property
    def kept(self) -> Dong:
        """What came in and is not owed back (đồng)."""
        return Dong(self.collected - self.refunded)

    @property
    def missing(self) -> Dong:
        """What is still to be paid before the order is confirmed (đồng)."""
        awaited = self.state is PaymentState.AWAITING
        return Dong((self.deposit or self.amount) - self.kept) if awaited else Dong(0)


async def payment_of(session: AsyncSession, reference: UUID) -> PaymentShown | None:
    """The payment of one order, as the row has it."""
    await session.flush()
    payment = await session.scalar(
        select(Payment).where(Payment.reference == reference).execution_options(populate_existing=True)
    )
    return None if payment is None else payment_shown(payment)


def payment_shown(payment: Payment) -> PaymentShown:
    """The same of a row."""
    return PaymentShown(
        payment.method, payment.amount, payment.state, payment.collected, payment.refunded, payment.deposit
    )


async def state_at(session: AsyncSession, reference: UUID, moment: datetime) -> PaymentState | None:
    """Where the payment of one order stood at `moment`; None: it was not there yet."""
    return await session.scalar(
        select(PaymentHistory.state)
        .join(Payment, Payment.id == PaymentHistory.payment_id)
        .where(Payment.reference == reference, PaymentHistory.created_at <= moment)
        .order_by(PaymentHistory.created_at.desc(), PaymentHistory.id.desc())
        .limit(1)
    )


async def last_attempt(session: AsyncSession, reference: UUID) -> PaymentAttempt | None:
    """The newest attempt to pay an order."""
    return await session.scalar(
        select(PaymentAttempt)
        .join(Payment, Payment.id == PaymentAttempt.payment_id)
        .where(Payment.reference == reference)
        .order_by(PaymentAttempt.number.desc())
        .limit(1)
    )


async def attempt_is_of(session: AsyncSession, attempt_id: UUID, reference: UUID) -> bool:
    """Whether that attempt was one to pay the order `reference`."""
    found = await session.scalar(
        select(PaymentAttempt.id)
        .join(Payment, Payment.id == PaymentAttempt.payment_id)
        .where(PaymentAttempt.id == attempt_id, Payment.reference == reference)
    )
    return found is not None


async def refunds_of(session: AsyncSession, reference: UUID) -> list[Refund]:
    """What goes back of the money of an order, the first first, at most twenty."""
    rows = await session.scalars(
        select(Refund)
        .join(Payment, Payment.id == Refund.payment_id)
        .where(Payment.reference == reference)
        .order_by(Refund.id)
        .limit(20)
    )
    return list(rows)


async def order_of_payment(session: AsyncSession, payment_id: UUID) -> UUID | None:
    """The order a payment is for; None: it is gone."""
    reference: UUID | None = await session.scalar(select(Payment.reference).where(Payment.id == payment_id))
    return reference
