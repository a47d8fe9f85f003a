"""What a provider tells of an intent or a refund changes ours: forward only, whatever the order it comes in."""

from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.payments.attempt import end_attempt
from shop.payments.authorize import authorize_payment
from shop.payments.lock import lock_payment
from shop.payments.models import Payment, PaymentAttempt, PaymentMethod, PaymentReceipt
from shop.payments.note_refund import UNKNOWN as UNKNOWN_REFUND
from shop.payments.note_refund import note_refund
from shop.payments.provider import RefundAnswer
from shop.payments.receive import Money, receive_money
from shop.payments.told import About, IntentTold, RefundTold

CURRENCY = "vnd"

UNKNOWN = "unknown_attempt"  # not ours, or of a shop that was emptied
OTHER_AMOUNT = "other_amount"
OTHER_CURRENCY = "other_currency"


async def heed_told(session: AsyncSession, method: PaymentMethod, about: About, actor: str) -> str | None:
    """Let one thing a provider told have its effect; why it may not, in a word, if it may not. Safe to repeat."""
    if about.currency != CURRENCY:
        return OTHER_CURRENCY
    if isinstance(about, RefundTold):
        return await _heed_refund(session, method, about, actor)
    return await _heed_intent(session, method, about, actor)


async def _heed_intent(session: AsyncSession, method: PaymentMethod, told: IntentTold, actor: str) -> str | None:
    """The payment is locked before its attempt, also where only the attempt moves.

    A row written twice in one transaction has its foreign key checked, which waits for the payment: who held the
    attempt alone would wait there for who holds the payment and waits for the attempt.
    """
    found = await find_attempt(session, method, told)
    if found is None:
        return UNKNOWN if told.reference or told.attempt_id else None
    reference, attempt = found
    if told.amount != attempt.amount or told.received not in {0, attempt.amount}:
        return OTHER_AMOUNT
    await lock_payment(session, reference)
    if told.received:
        await receive_money(session, reference, Money(method, told.foreign_id, told.received), actor)
    elif told.held:
        await authorize_payment(session, reference, actor)
    await _end(session, attempt, told)
    return None


async def _end(session: AsyncSession, attempt: PaymentAttempt, told: IntentTold) -> None:
    if told.state is not None:
        await end_attempt(session, attempt.id, told.state, told.failure)
    if attempt.foreign_id is None:
        attempt.foreign_id = told.foreign_id  # it was told before the answer that gave it came, or that was lost
    await session.flush()  # the unique id is claimed here


async def find_attempt(
    session: AsyncSession, method: PaymentMethod, told: IntentTold
) -> tuple[UUID, PaymentAttempt] | None:
    """The order and its attempt: by the provider's id; else by our own, where its answer has not come.

    By our own it may have its provider's id meanwhile: a twin of this notice may write it between the two looks.
    """
    by_theirs = PaymentAttempt.foreign_id == told.foreign_id
    ways: list[ColumnElement[bool]] = [by_theirs]
    if told.attempt_id is not None:
        ways.append((PaymentAttempt.id == told.attempt_id) & (PaymentAttempt.foreign_id.is_(None) | by_theirs))
    for way in ways:
        row = (
            await session.execute(
                select(Payment.reference, PaymentAttempt)
                .join(Payment, Payment.id == PaymentAttempt.payment_id)
                .where(PaymentAttempt.method == method, way)
            )
        ).one_or_none()
        if row is not None:
            return row[0], row[1]
    return None


async def _heed_refund(session: AsyncSession, method: PaymentMethod, told: RefundTold, actor: str) -> str | None:
    if told.refund_id is None:
        return await _strange_refund(session, method, told)
    answer = RefundAnswer(told.state, told.foreign_id, told.failure)
    return await note_refund(session, told.refund_id, told.tries, told.amount, answer, actor=actor)


async def _strange_refund(session: AsyncSession, method: PaymentMethod, told: RefundTold) -> str | None:
    """Somebody gave money back at the provider's own desk: a matter for a person, where it is money of ours."""
    receipt = await session.scalar(
        select(PaymentReceipt.id).where(PaymentReceipt.method == method, PaymentReceipt.foreign_id == told.receipt)
    )
    return None if receipt is None else UNKNOWN_REFUND
