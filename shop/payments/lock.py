"""Take a payment, change it, and tell."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.money import Dong
from shop.core.outbox import publish
from shop.payments.events import PaymentMoved
from shop.payments.models import Payment, PaymentHistory


async def lock_payment(session: AsyncSession, reference: UUID) -> Payment:
    """The payment of the order `reference`, locked until the commit. Orders, parcels and stock come before it."""
    await session.flush()  # what this transaction has changed of it must be in the row before it is read again
    payment = await session.scalar(
        select(Payment)
        .where(Payment.reference == reference)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    assert payment is not None, "every order has its payment"
    return payment


def note_payment(
    session: AsyncSession, payment: Payment, actor: str, *, came: Dong | None = None, reason: str | None = None
) -> None:
    """Note that a locked payment was changed just now, with the money (đồng) that came with it, and tell."""
    payment.version += 1
    session.add(
        PaymentHistory(
            payment_id=payment.id, state=payment.state, collected=came or Dong(0), actor=actor, reason=reason
        )
    )
    publish(
        session,
        PaymentMoved(
            payment_id=payment.id,
            reference=payment.reference,
            version=payment.version,
            state=payment.state,
            amount=payment.amount,
            collected=payment.collected,
            method=payment.method,
        ),
    )
