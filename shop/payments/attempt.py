"""A buyer tries to pay."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.money import Dong
from shop.payments.errors import PaymentClosed, TooManyAttempts
from shop.payments.lock import lock_payment
from shop.payments.models import AttemptState, PaymentAttempt, PaymentMethod, PaymentState
from shop.payments.rules import MOST_ATTEMPTS


async def start_attempt(session: AsyncSession, reference: UUID, method: PaymentMethod) -> PaymentAttempt:
    """A new attempt to pay what the order `reference` still owes; the payment is locked.

    Call the provider after the commit, with the key of the attempt.

    Raises:
        PaymentClosed: nothing is awaited, or not by this way.
        TooManyAttempts: it was tried often enough.
    """
    payment = await lock_payment(session, reference)
    if payment.state is not PaymentState.AWAITING or payment.method is not method:
        raise PaymentClosed
    made = await session.scalar(
        select(func.coalesce(func.max(PaymentAttempt.number), 0)).where(PaymentAttempt.payment_id == payment.id)
    )
    if made is not None and made >= MOST_ATTEMPTS:
        raise TooManyAttempts
    owed = Dong(payment.asked_first - payment.kept)
    attempt = PaymentAttempt(
        payment_id=payment.id, method=method, number=(made or 0) + 1, amount=owed, state=AttemptState.OPEN
    )
    session.add(attempt)
    await session.flush()  # its id goes to the provider
    return attempt


async def name_attempt(session: AsyncSession, attempt_id: UUID, foreign_id: str) -> None:
    """Note what the provider calls an attempt. Safe to repeat."""
    attempt = await _lock(session, attempt_id)
    attempt.foreign_id = foreign_id
    await session.flush()  # whoever locks it next reads it from the row


async def end_attempt(session: AsyncSession, attempt_id: UUID, state: AttemptState, failure: str | None = None) -> bool:
    """Close an attempt; False when that changes nothing. What failed may still succeed, for money decides."""
    attempt = await _lock(session, attempt_id)
    stands = attempt.state
    if stands is AttemptState.SUCCEEDED or stands is state:
        return False
    if stands is not AttemptState.OPEN and state is not AttemptState.SUCCEEDED:
        return False
    attempt.state, attempt.failure = state, failure
    await session.flush()  # whoever locks it next reads it from the row
    return True


async def _lock(session: AsyncSession, attempt_id: UUID) -> PaymentAttempt:
    return (
        await session.scalars(
            select(PaymentAttempt)
            .where(PaymentAttempt.id == attempt_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
    ).one()
