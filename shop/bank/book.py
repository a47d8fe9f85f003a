"""Book a transfer to the order it pays for."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.bank.events import TransferShort
from shop.bank.models import BankNotice, NoticeOutcome
from shop.core.outbox import publish
from shop.payments.attempt import end_attempt
from shop.payments.models import AttemptState, PaymentMethod
from shop.payments.queries import last_attempt, payment_of
from shop.payments.receive import Money, Received, receive_money

OUTCOMES = {
    Received.PART: NoticeOutcome.PART,
    Received.PAID: NoticeOutcome.PAID,
    Received.LATE: NoticeOutcome.LATE,
    Received.SURPLUS: NoticeOutcome.SURPLUS,
    Received.REPEATED: NoticeOutcome.REPEATED,
}
WHOLE = frozenset({Received.PAID, Received.LATE, Received.SURPLUS})


async def book_transfer(session: AsyncSession, notice: BankNotice, reference: UUID, actor: str) -> NoticeOutcome:
    """Book the notice's money to the order `reference`, whose payment is locked; the caller has locked the notice.

    What is not asked for is owed back. Safe to repeat: the receipt of a notice is single. The caller writes the outcome
    down.
    """
    foreign_id = f"{notice.kind.value}:{notice.foreign_id}"
    received = await receive_money(session, reference, Money(PaymentMethod.VIETQR, foreign_id, notice.amount), actor)
    payment = await payment_of(session, reference)
    if received is Received.PART and payment is not None:
        publish(session, TransferShort(reference=reference, amount=notice.amount, rest=payment.missing))
    attempt = await last_attempt(session, reference)
    if attempt is not None and attempt.method is PaymentMethod.VIETQR and received in WHOLE:
        await end_attempt(session, attempt.id, AttemptState.SUCCEEDED)
    return OUTCOMES[received]
