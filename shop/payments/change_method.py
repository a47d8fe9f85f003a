"""A payment that is awaited is to be made another way."""

from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.money import Dong
from shop.payments.bounds import takes
from shop.payments.errors import PartPaid, PaymentClosed, PaymentMethodOff
from shop.payments.lock import lock_payment, note_payment
from shop.payments.models import AttemptState, PaymentAttempt, PaymentMethod, PaymentState

OTHERWISE = "otherwise"


async def change_method(session: AsyncSession, reference: UUID, method: PaymentMethod, actor: str) -> bool:
    """Let the payment of the order `reference` be made by `method`; False when it is so already. It is locked.

    Open attempts of the old way are given up in our books; money that comes by one nevertheless still counts.

    Raises:
        PaymentClosed: nothing is awaited any more.
        PaymentMethodOff: so much, or so little, cannot be paid that way at once.
        PartPaid: it cannot be left to cash, for some of it is there.
    """
    payment = await lock_payment(session, reference)
    if payment.method is method and payment.state in {PaymentState.AWAITING, PaymentState.TO_COLLECT}:
        return False
    if payment.state is not PaymentState.AWAITING:
        raise PaymentClosed
    if not takes(method, Dong(payment.asked_first - payment.kept)):
        raise PaymentMethodOff(field="method")
    if method is PaymentMethod.COD:
        if payment.collected > payment.refunded:
            raise PartPaid
        payment.state = PaymentState.TO_COLLECT
    payment.method = method
    await session.execute(
        update(PaymentAttempt)
        .where(PaymentAttempt.payment_id == payment.id, PaymentAttempt.state == AttemptState.OPEN)
        .values(state=AttemptState.CANCELLED, failure=OTHERWISE),
        execution_options={"synchronize_session": False},
    )
    note_payment(session, payment, actor, reason=OTHERWISE)
    await session.flush()  # whoever moves the payment next reads it from the row
    return True
