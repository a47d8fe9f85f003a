"""Payouts change: every move of one passes here, with its entry of the ledger and the news of it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.outbox import publish
from shop.payouts.errors import PayoutUnknown
from shop.payouts.events import PayoutFailed, PayoutPaid
from shop.payouts.owed import is_current
from shop.payouts.rules import MOVES
from shop.settlement.models import (
    AccountKind,
    BankAccountOfProducer,
    EntryKind,
    Payout,
    PayoutState,
)
from shop.settlement.post_entry import Account, post_entry


async def lock_payout(session: AsyncSession, payout_id: UUID) -> Payout:
    """A payout, locked until the commit.

    Raises:
        PayoutUnknown: there is none.
    """
    found = await session.get(Payout, payout_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise PayoutUnknown
    return found


async def lock_payouts(session: AsyncSession, batch_id: UUID) -> list[Payout]:
    """The payouts of a batch, whose row is locked, by their numbers."""
    rows = await session.scalars(
        select(Payout)
        .where(Payout.batch_id == batch_id)
        .order_by(Payout.number)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return list(rows)


async def hold_accounts(session: AsyncSession, account_ids: list[UUID]) -> set[UUID]:
    """Which of the bank accounts stand confirmed; they stay so until the commit."""
    rows = await session.scalars(
        select(BankAccountOfProducer.id)
        .where(BankAccountOfProducer.id.in_(account_ids), is_current())
        .order_by(BankAccountOfProducer.id)
        .with_for_update(read=True)
    )
    return set(rows)


async def approve_payout(session: AsyncSession, payout: Payout) -> None:
    """The ledger has a locked payout from now on: its producer is owed that much less."""
    MOVES.check(payout.state, PayoutState.APPROVED)
    payout.state = PayoutState.APPROVED
    await _post(session, payout, EntryKind.PAYOUT)


def drop_payout(payout: Payout, reason: str, *, by: str, at: datetime) -> None:
    """A locked draft is no payout any more; its producer may stand in the next one."""
    MOVES.check(payout.state, PayoutState.DROPPED)
    payout.state, payout.reason, payout.ended_by, payout.ended_at = PayoutState.DROPPED, reason, by, at


def pay_payout(session: AsyncSession, payout: Payout, reference: str, *, by: str, at: datetime) -> None:
    """A locked payout arrived, under the bank's or Stripe's reference."""
    MOVES.check(payout.state, PayoutState.PAID)
    payout.state, payout.reference, payout.ended_by, payout.ended_at = PayoutState.PAID, reference, by, at
    publish(session, PayoutPaid(payout_id=payout.id, producer_id=payout.producer_id))


async def fail_payout(session: AsyncSession, payout: Payout, reason: str, *, by: str, at: datetime) -> None:
    """A locked payout did not arrive: its money is owed again."""
    MOVES.check(payout.state, PayoutState.FAILED)
    payout.state, payout.reason, payout.ended_by, payout.ended_at = PayoutState.FAILED, reason, by, at
    await _post(session, payout, EntryKind.PAYOUT_BACK)
    publish(session, PayoutFailed(payout_id=payout.id, producer_id=payout.producer_id))


async def _post(session: AsyncSession, payout: Payout, kind: EntryKind) -> None:
    amount = payout.amount if kind is EntryKind.PAYOUT else -payout.amount
    postings = {
        Account(AccountKind.PRODUCER, producer_id=payout.producer_id): amount,
        Account(AccountKind.MONEY): -amount,
    }
    await post_entry(session, kind, payout.id, postings, payout_id=payout.id)
