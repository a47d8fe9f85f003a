"""Less is owed than was asked for."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.money import Dong
from shop.core.outbox import publish
from shop.payments.events import PaymentMoved
from shop.payments.models import Payment, PaymentHistory


async def lower_amount(session: AsyncSession, reference: UUID, less: Dong, actor: str, reason: str) -> None:
    """Take `less` (đồng) off what the payment of the order `reference` asks for. The row is locked.

    Not idempotent: the caller has just ended what was to be paid, which happens once.
    """
    if not less:
        return
    payment = await session.scalar(
        select(Payment)
        .where(Payment.reference == reference)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    assert payment is not None, "every order has its payment"
    payment.amount = Dong(payment.amount - less)
    payment.version += 1
    session.add(PaymentHistory(payment_id=payment.id, state=payment.state, actor=actor, reason=reason))
    publish(
        session,
        PaymentMoved(
            payment_id=payment.id,
            reference=reference,
            version=payment.version,
            state=payment.state,
            amount=payment.amount,
            collected=payment.collected,
        ),
    )
    await session.flush()  # whoever moves the payment next reads it from the row
