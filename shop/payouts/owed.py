"""What producers are owed, and what of it may be paid out. Who pays locks their accounts of the ledger first."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.clock import shop_now
from shop.payouts.rules import Owed
from shop.remittance.models import CashState, CodCollection
from shop.settlement.models import (
    AccountKind,
    BankAccountOfProducer,
    EntryKind,
    LedgerAccount,
    LedgerEntry,
    LedgerPosting,
    Payout,
    PayoutState,
)


def is_current() -> ColumnElement[bool]:
    """The account stands, and an officer has confirmed it."""
    return and_(BankAccountOfProducer.ended_at.is_(None), BankAccountOfProducer.confirmed_at.is_not(None))


def has_draft() -> ColumnElement[bool]:
    """The producer of the ledger's account waits in an open draft."""
    return exists().where(Payout.producer_id == LedgerAccount.producer_id, Payout.state == PayoutState.DRAFT)


async def lock_owed(session: AsyncSession, producers: Iterable[UUID]) -> None:
    """Lock the ledger's accounts of the producers in id order until the commit: nobody else pays them meanwhile.

    Sales and refunds are posted to them all the same.
    """
    await session.execute(
        select(LedgerAccount.id)
        .where(LedgerAccount.kind == AccountKind.PRODUCER, LedgerAccount.producer_id.in_(set(producers)))
        .order_by(LedgerAccount.id)
        .with_for_update(key_share=True)
    )


async def owed_to(session: AsyncSession, producers: Iterable[UUID], days: int) -> dict[UUID, Owed]:
    """What each of the producers is owed. Sales ripen in `days`, and not before their cash was handed in.

    Reversals and payouts count at once; drafts do not count.
    """
    held = exists().where(CodCollection.parcel_id == LedgerEntry.reference, CodCollection.state == CashState.COLLECTED)
    young = LedgerEntry.created_at > shop_now() - timedelta(days=days)
    unripe = and_(LedgerEntry.kind == EntryKind.SALE, or_(young, held))
    rows = await session.execute(
        select(
            LedgerAccount.producer_id,
            func.sum(-LedgerPosting.amount),
            func.coalesce(func.sum(-LedgerPosting.amount).filter(unripe), 0),
        )
        .join(LedgerPosting, LedgerPosting.account_id == LedgerAccount.id)
        .join(LedgerEntry, LedgerEntry.id == LedgerPosting.entry_id)
        .where(LedgerAccount.kind == AccountKind.PRODUCER, LedgerAccount.producer_id.in_(set(producers)))
        .group_by(LedgerAccount.producer_id)
    )
    return {row[0]: Owed(int(row[1]), int(row[2])) for row in rows if row[0] is not None}
