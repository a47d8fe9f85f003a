"""An officer notes what became of a payout: paid under the bank's reference, or failed for a reason."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.clock import now
from shop.payouts.approve import lock_batch
from shop.payouts.end_payout import fail_payout, lock_payout, lock_payouts, pay_payout
from shop.payouts.errors import PayoutEnded, PayoutReasonMissing, PayoutReferenceMissing, PayoutWithStripe
from shop.settlement.models import Payout, PayoutMethod, PayoutState

UNANSWERED = timedelta(hours=24)  # after which persons see to what Stripe was asked; it is not asked again by then
SHORTEST_REASON = 3  # signs


async def mark_paid(session: AsyncSession, actor: Actor, payout_id: UUID, reference: str) -> None:
    """Note that a payout arrived. The same reference again changes nothing; its row is locked.

    Raises:
        PayoutReferenceMissing: no reference was said.
        PayoutUnknown: there is none.
        PayoutEnded: it failed, or was paid under another reference.
        PayoutWithStripe: Stripe may still answer.
        IllegalMove: it was not sent.
    """
    if not any(sign.isalnum() for sign in reference):
        raise PayoutReferenceMissing(field="reference")
    payout = await lock_payout(session, payout_id)
    if payout.state in {PayoutState.PAID, PayoutState.FAILED}:
        if payout.reference != reference:
            raise PayoutEnded
        return
    moment = await now(session)
    _check_hand(payout, moment)
    pay_payout(session, payout, reference, by=str(actor.person_id), at=moment)
    record_act(session, actor.person_id, "payouts.paid", payout.code, amount=payout.amount, reference=reference)
    await session.flush()


async def mark_all_paid(session: AsyncSession, actor: Actor, batch_id: UUID, reference: str) -> int:
    """Note that all transfers of a batch that are under way arrived, as one at the bank; how many. Safe to repeat.

    The batch is locked before its payouts.

    Raises:
        PayoutReferenceMissing: no reference was said.
        PayoutBatchUnknown: there is none.
    """
    if not any(sign.isalnum() for sign in reference):
        raise PayoutReferenceMissing(field="reference")
    await lock_batch(session, batch_id)
    waiting = [
        one
        for one in await lock_payouts(session, batch_id)
        if one.state is PayoutState.SENT and one.method is PayoutMethod.TRANSFER
    ]
    moment = await now(session)
    for one in waiting:
        pay_payout(session, one, reference, by=str(actor.person_id), at=moment)
    if waiting:
        total = sum(one.amount for one in waiting)
        record_act(session, actor.person_id, "payouts.all_paid", str(batch_id), amount=total, reference=reference)
    await session.flush()
    return len(waiting)


async def mark_failed(session: AsyncSession, actor: Actor, payout_id: UUID, reason: str) -> None:
    """Note that a payout did not arrive, or shall not go: its money is owed again. Safe to repeat; its row is locked.

    Raises:
        PayoutReasonMissing: nobody says why.
        PayoutUnknown: there is none.
        PayoutEnded: it was paid.
        PayoutWithStripe: Stripe may still answer.
        IllegalMove: it is not approved.
    """
    if sum(sign.isalnum() for sign in reason) < SHORTEST_REASON:
        raise PayoutReasonMissing(field="reason")
    payout = await lock_payout(session, payout_id)
    if payout.state is PayoutState.FAILED:
        return
    if payout.state is PayoutState.PAID:
        raise PayoutEnded
    moment = await now(session)
    _check_hand(payout, moment)
    await fail_payout(session, payout, reason, by=str(actor.person_id), at=moment)
    record_act(session, actor.person_id, "payouts.failed", payout.code, amount=payout.amount, reason=reason)
    await session.flush()


def _check_hand(payout: Payout, moment: datetime) -> None:
    """Stripe may be at work on it, and two of us must not answer."""
    asked = payout.method is PayoutMethod.STRIPE and payout.state is PayoutState.SENT
    if asked and (payout.sent_at is None or payout.sent_at > moment - UNANSWERED):
        raise PayoutWithStripe
