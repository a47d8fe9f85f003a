"""What VNPAY and MoMo tell of an attempt: money is credited here and nowhere else."""

from enum import StrEnum
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.money import Dong
from shop.payments.attempt import end_attempt
from shop.payments.models import AttemptState, Payment, PaymentAttempt, PaymentMethod
from shop.payments.receive import Money, Received, receive_money


class WalletNotice(msgspec.Struct, frozen=True, kw_only=True):
    """A notice whose signature was checked. `receipt` is the id of the money, None where none came.

    `failure` is the provider's code of an attempt that ended without; None as well: it has not ended.
    """

    method: PaymentMethod
    attempt_id: UUID | None
    amount: Dong | None
    receipt: str | None = None
    failure: str | None = None


class Taken(StrEnum):
    """What became of a notice."""

    NOTED = "noted"
    REPEATED = "repeated"  # it said nothing new
    UNKNOWN = "unknown"  # there is no such attempt
    OTHER_SUM = "other_sum"  # the attempt is about another sum


async def take_notice(session: AsyncSession, notice: WalletNotice) -> Taken:
    """Credit the money of a notice, or note that there was none. Safe to repeat, in any order, many at once.

    The sum is compared with the attempt's row, never with the notice alone. Payments are locked before attempts.
    """
    found = (
        await session.execute(
            select(PaymentAttempt.id, PaymentAttempt.amount, Payment.reference)
            .join(Payment, Payment.id == PaymentAttempt.payment_id)
            .where(PaymentAttempt.id == notice.attempt_id, PaymentAttempt.method == notice.method)
        )
    ).one_or_none()
    if found is None:
        return Taken.UNKNOWN
    if found.amount != notice.amount:
        return Taken.OTHER_SUM
    if notice.receipt is not None:
        money = Money(notice.method, notice.receipt, found.amount)
        received = await receive_money(session, found.reference, money, notice.method.value)
        await end_attempt(session, found.id, AttemptState.SUCCEEDED)
        return Taken.REPEATED if received is Received.REPEATED else Taken.NOTED
    if notice.failure is None:
        return Taken.NOTED
    ended = await end_attempt(session, found.id, AttemptState.FAILED, notice.failure)
    return Taken.NOTED if ended else Taken.REPEATED
