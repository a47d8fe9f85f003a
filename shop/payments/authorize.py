"""The buyer's bank has promised the money."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.payments.lock import lock_payment, note_payment
from shop.payments.models import PaymentState


async def authorize_payment(session: AsyncSession, reference: UUID, actor: str) -> bool:
    """Note that what the order `reference` owes is promised; False where more than that is known. Safe to repeat."""
    payment = await lock_payment(session, reference)
    if payment.state is not PaymentState.AWAITING:
        return False
    payment.state = PaymentState.AUTHORIZED
    note_payment(session, payment, actor)
    await session.flush()  # whoever moves the payment next reads it from the row
    return True
