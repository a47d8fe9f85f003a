"""Cash comes in, parcel by parcel."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.money import Dong
from shop.payments.lock import lock_payment, note_payment
from shop.payments.models import PaymentMethod, PaymentState
from shop.payments.rules import COD


async def collect_cash(
    session: AsyncSession,
    reference: UUID,
    cash: Dong,
    actor: str,
    *,
    end: PaymentState | None,
    reason: str | None = None,
) -> Dong:
    """Add `cash` (đồng) to what the payment of the order `reference` has taken in; close it as `end` if that is said.

    Returns the cash that was to be taken: none where the order was paid before, which changes nothing.
    Not idempotent: the caller has just moved the parcel that was paid for, which happens once. The row is locked.

    Raises:
        IllegalMove: the payment is closed already.
    """
    if not cash and end is None:
        return Dong(0)
    payment = await lock_payment(session, reference)
    if payment.method is not PaymentMethod.COD:
        return Dong(0)
    state = PaymentState.TO_COLLECT if end is None else end
    if state is not payment.state:
        COD.check(payment.state, state)
    payment.state = state
    payment.collected = Dong(payment.collected + cash)
    note_payment(session, payment, actor, came=cash, reason=reason)
    return cash
