"""A second person approves a large refund; what a provider failed to send waits anew."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.payments.lock_refund import tell_refund
from shop.payments.models import RefundState
from shop.payments.rules import BY_HAND
from shop.refunds.errors import RefundBySelf
from shop.refunds.take import take_refund


async def approve_refund(session: AsyncSession, actor: Actor, refund_id: UUID) -> None:
    """Approve what is owed as a second person. Safe to repeat; who came first stays the approver.

    Raises:
        RefundUnknown: there is none.
        RefundBySelf: this actor asked for it.
        IllegalMove: it is not owed any more.
    """
    taken = await take_refund(session, refund_id)
    refund, who = taken.refund, str(actor.person_id)
    if refund.approved_by is not None:
        return
    BY_HAND.check(refund.state, RefundState.PAID)
    if refund.asked_by == who:
        raise RefundBySelf
    refund.approved_by = who
    record_act(session, actor.person_id, "refunds.approve", taken.order, amount=refund.amount, refund=str(refund.id))
    await session.flush()


async def send_again(session: AsyncSession, actor: Actor, refund_id: UUID) -> None:
    """Let a refund that its provider failed to send wait for being sent again. Safe to repeat.

    Raises:
        RefundUnknown: there is none.
        IllegalMove: it did not fail.
    """
    taken = await take_refund(session, refund_id)
    if taken.refund.state is RefundState.OWED:
        return
    BY_HAND.check(taken.refund.state, RefundState.OWED)
    taken.refund.state = RefundState.OWED
    tell_refund(session, taken.refund)
    record_act(session, actor.person_id, "refunds.send_again", taken.order, refund=str(refund_id))
    await session.flush()
