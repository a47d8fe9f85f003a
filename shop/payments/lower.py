"""Less is owed than was asked for."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.money import Dong
from shop.payments.lock import lock_payment, note_payment
from shop.payments.models import PaymentState
from shop.payments.refund import add_refund


async def lower_amount(
    session: AsyncSession, reference: UUID, less: Dong, *, deposit: Dong, about: UUID, actor: str, reason: str
) -> None:
    """Take `less` (đồng) off what the payment of the order `reference` asks for, `deposit` of it off its deposit.

    The row is locked.

    What of it was paid before is owed back, for `about`. Not idempotent: the caller has just ended what was to be
    paid, which happens once.
    """
    if not less:
        return
    payment = await lock_payment(session, reference)
    payment.amount, payment.deposit = Dong(payment.amount - less), Dong(payment.deposit - deposit)
    surplus = payment.kept - payment.amount if payment.state is PaymentState.PAID else int(deposit)
    if surplus > 0:
        await add_refund(session, payment, about, Dong(surplus), asked_by=actor)
    note_payment(session, payment, actor, reason=reason)
