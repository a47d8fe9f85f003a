"""A second person approves a batch; or the draft is dropped."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.clock import now
from shop.core.pause import Pause, go_on
from shop.payouts.end_payout import approve_payout, drop_payout, hold_accounts, lock_payouts
from shop.payouts.errors import (
    PayoutBatchApproved,
    PayoutBatchDropped,
    PayoutBatchEmptied,
    PayoutBatchUnknown,
    PayoutBySelf,
)
from shop.payouts.owed import lock_owed, owed_to
from shop.payouts.rules import ACCOUNT_CHANGED, DISCARDED, NOT_OWED, PayoutTerms
from shop.settlement.models import Payout, PayoutBatch, PayoutState


async def approve_batch(
    session: AsyncSession, actor: Actor, batch_id: UUID, terms: PayoutTerms, *, pause: Pause = go_on
) -> None:
    """Approve what of a draft may still be paid; the ledger has it from now on. Safe to repeat, whoever does.

    What may not be paid any more is dropped: its account is another by now, or goods went back. Locked in this order:
    batch, payouts, the ledger's accounts, bank accounts.

    Raises:
        PayoutBatchUnknown: there is none.
        PayoutBatchDropped: the draft was dropped.
        PayoutBySelf: this actor drafted it.
        PayoutBatchEmptied: nothing of it may be paid any more.
    """
    batch = await lock_batch(session, batch_id)
    await pause("batch locked")
    if batch.dropped_at is not None:
        raise PayoutBatchDropped
    if batch.made_by == actor.person_id:
        raise PayoutBySelf
    if batch.approved_at is not None:
        return
    payouts = [one for one in await lock_payouts(session, batch_id) if one.state is PayoutState.DRAFT]
    wrong = await _not_payable(session, payouts, terms)
    if len(wrong) == len(payouts):
        raise PayoutBatchEmptied
    moment = await now(session)
    for one in payouts:
        if one.id in wrong:
            drop_payout(one, wrong[one.id], by=str(actor.person_id), at=moment)
        else:
            await approve_payout(session, one)
    batch.approved_by, batch.approved_at = actor.person_id, moment
    total = sum(one.amount for one in payouts if one.id not in wrong)
    record_act(session, actor.person_id, "payouts.approve", str(batch_id), amount=total, dropped=len(wrong))
    await session.flush()


async def drop_batch(session: AsyncSession, actor: Actor, batch_id: UUID) -> None:
    """Drop a draft; its producers may stand in the next one. Safe to repeat.

    Raises:
        PayoutBatchUnknown: there is none.
        PayoutBatchApproved: it is no draft any more.
    """
    batch = await lock_batch(session, batch_id)
    if batch.approved_at is not None:
        raise PayoutBatchApproved
    if batch.dropped_at is not None:
        return
    batch.dropped_by, batch.dropped_at = actor.person_id, await now(session)
    for one in await lock_payouts(session, batch_id):
        drop_payout(one, DISCARDED, by=str(actor.person_id), at=batch.dropped_at)
    record_act(session, actor.person_id, "payouts.drop", str(batch_id))
    await session.flush()


async def lock_batch(session: AsyncSession, batch_id: UUID) -> PayoutBatch:
    """A batch, locked until the commit: the first row of all that work on it.

    Raises:
        PayoutBatchUnknown: there is none.
    """
    found = await session.get(PayoutBatch, batch_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise PayoutBatchUnknown
    return found


async def _not_payable(session: AsyncSession, payouts: list[Payout], terms: PayoutTerms) -> dict[UUID, str]:
    """The drafts that may not be paid as things stand, and why."""
    producers = [one.producer_id for one in payouts]
    await lock_owed(session, producers)
    standing = await hold_accounts(session, [one.account_id for one in payouts])
    owed = await owed_to(session, producers, terms.days)
    wrong = {}
    for one in payouts:
        if one.account_id not in standing:
            wrong[one.id] = ACCOUNT_CHANGED
        elif owed[one.producer_id].available < one.amount:
            wrong[one.id] = NOT_OWED
    return wrong
