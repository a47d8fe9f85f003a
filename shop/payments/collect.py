"""Cash comes in, parcel by parcel."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.money import Dong
from shop.core.outbox import publish
from shop.payments.events import PaymentMoved
from shop.payments.models import Payment, PaymentHistory, PaymentState
from shop.payments.rules import COD, OPEN


async def collect_cash(
    session: AsyncSession,
    reference: UUID,
    cash: Dong,
    actor: str,
    *,
    end: PaymentState | None,
    reason: str | None = None,
) -> None:
    """Add `cash` (đồng) to what the payment of the order `reference` has taken in; close it as `end` if that is said.

    Not idempotent: the caller has just moved the parcel that was paid for, which happens once. The row is locked.

    Raises:
        IllegalMove: the payment is closed already.
    """
    if not cash and end is None:
        return
    payment = await session.scalar(
        select(Payment)
        .where(Payment.reference == reference)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    assert payment is not None, "every order has its payment"
    state = OPEN if end is None else end
    if state is not payment.state:
        COD.check(payment.state, state)
    payment.state = state
    payment.collected = Dong(payment.collected + cash)
    payment.version += 1
    session.add(PaymentHistory(payment_id=payment.id, state=state, collected=cash, actor=actor, reason=reason))
    publish(
        session,
        PaymentMoved(
            payment_id=payment.id,
            reference=reference,
            version=payment.version,
            state=state,
            amount=payment.amount,
            collected=payment.collected,
        ),
    )
