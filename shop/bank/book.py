"""Book a transfer to the order it pays for."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.bank.events import TransferShort
from shop.bank.models import BankNotice, NoticeOutcome
from shop.core.money import Dong
from shop.core.outbox import publish
from shop.payments.models import Payment, PaymentMethod
from shop.payments.receive import Money, Received, receive_money

OUTCOMES = {
    Received.PART: NoticeOutcome.PART,
    Received.PAID: NoticeOutcome.PAID,
    Received.LATE: NoticeOutcome.LATE,
    Received.SURPLUS: NoticeOutcome.SURPLUS,
    Received.REPEATED: NoticeOutcome.REPEATED,
}


async def book_transfer(session: AsyncSession, notice: BankNotice, reference: UUID, actor: str) -> bool:
    """Book the notice's money to the order `reference`; False when that one is paid in cash, and nothing was done.

    The caller has locked the notice; the payment is locked here, so that its way to pay cannot change meanwhile. Safe
    to repeat: the receipt of a notice is single.
    """
    method = await session.scalar(select(Payment.method).where(Payment.reference == reference).with_for_update())
    if method is None or method is PaymentMethod.COD:
        return False
    money = Money(
        method=PaymentMethod.VIETQR, foreign_id=f"{notice.kind.value}:{notice.foreign_id}", amount=notice.amount
    )
    received = await receive_money(session, reference, money, actor)
    notice.outcome, notice.reference = OUTCOMES[received], reference
    if received is Received.PART:
        await session.flush()  # the rest is read from the row
        rest = await session.scalar(select(Payment.amount - Payment.collected).where(Payment.reference == reference))
        publish(session, TransferShort(reference=reference, amount=notice.amount, rest=Dong(rest or 0)))
    return True
