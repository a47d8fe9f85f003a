"""A provider says what became of a refund."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.clock import now
from shop.core.money import Dong
from shop.core.outbox import publish
from shop.payments.events import RefundMoved
from shop.payments.models import Refund, RefundState
from shop.payments.provider import RefundAnswer

UNKNOWN = "unknown_refund"
OTHER_AMOUNT = "other_amount"

_AFTER = {
    RefundState.SENT: frozenset({RefundState.PAID, RefundState.FAILED}),
    RefundState.PAID: frozenset({RefundState.FAILED}),  # a bank may send back what had gone out
}


async def note_refund(
    session: AsyncSession, refund_id: UUID, tries: int, amount: Dong, answer: RefundAnswer, *, actor: str
) -> str | None:
    """Note what became of sending `tries` of a refund; a word, if it cannot be ours. Safe to repeat, in any order.

    Only forward: what went out does not wait again, what failed did not go out. Of an earlier sending nothing is
    heeded. The row is locked.
    """
    refund = await session.scalar(
        select(Refund).where(Refund.id == refund_id).with_for_update().execution_options(populate_existing=True)
    )
    if refund is None:
        return UNKNOWN
    if refund.amount != amount:
        return OTHER_AMOUNT
    if refund.tries != tries or refund.state not in _AFTER:
        return None
    refund.foreign_id = refund.foreign_id or answer.foreign_id
    if answer.state not in _AFTER[refund.state]:
        return None
    refund.state, refund.failure = answer.state, answer.failure
    paid = answer.state is RefundState.PAID
    refund.paid_at, refund.paid_by = (await now(session), actor) if paid else (None, None)
    publish(
        session,
        RefundMoved(
            refund_id=refund.id,
            payment_id=refund.payment_id,
            about=refund.reference,
            state=refund.state,
            amount=refund.amount,
        ),
    )
    await session.flush()  # the unique foreign id is claimed here
    return None
