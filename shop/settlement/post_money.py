"""Money that came in for an order, was handed in, or went back to its buyer."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.money import Dong
from shop.orders.models import Parcel
from shop.payments.models import PaymentReceipt, Refund, RefundState
from shop.remittance.models import CashState, CodCollection
from shop.settlement.books import BUYER, MONEY, SHORTFALL
from shop.settlement.models import AccountKind, EntryKind
from shop.settlement.post_entry import Account, post_entry
from shop.settlement.posted import Posted


async def post_receipts(session: AsyncSession, order_id: UUID, payment_id: UUID, posted: Posted) -> None:
    """What came by a bank or provider."""
    rows = await session.scalars(select(PaymentReceipt).where(PaymentReceipt.payment_id == payment_id))
    for row in rows:
        if (EntryKind.RECEIPT, row.id) not in posted:
            books = {MONEY: row.amount, BUYER: -row.amount}
            await post_entry(session, EntryKind.RECEIPT, row.id, books, order_id=order_id)


async def post_cash(session: AsyncSession, order_id: UUID, posted: Posted) -> None:
    """What places and carriers took in for us, and what of it they have handed in.

    A carrier's fee is what its account pays for the delivery. What is missing is the platform's loss.
    """
    rows = await session.scalars(select(CodCollection).where(CodCollection.order_id == order_id))
    for row in rows:
        place = None if row.carrier else row.place_id
        held = Account(AccountKind.CASH, carrier=row.carrier, place_id=place)
        if (EntryKind.CASH, row.id) not in posted:
            books = {held: row.amount, BUYER: -row.amount}
            await post_entry(session, EntryKind.CASH, row.id, books, order_id=order_id)
        if row.state is not CashState.COLLECTED and (EntryKind.REMITTED, row.id) not in posted:
            came, fee = row.handed_in or Dong(0), row.fee or Dong(0)
            books = {
                MONEY: came - fee,
                SHORTFALL: row.amount - came,
                Account(AccountKind.CARRIER, carrier=row.carrier): int(fee),
                held: -row.amount,
            }
            await post_entry(session, EntryKind.REMITTED, row.id, books, order_id=order_id)


async def post_forfeits(session: AsyncSession, order_id: UUID, parcels: Sequence[Parcel], posted: Posted) -> None:
    """Deposits that buyers left behind: all of each is its producer's. Nothing was sold, so nothing is taken of it."""
    for parcel in parcels:
        if parcel.forfeited and (EntryKind.FORFEIT, parcel.id) not in posted:
            producer = Account(AccountKind.PRODUCER, producer_id=parcel.producer_id)
            books = {BUYER: parcel.forfeited, producer: -parcel.forfeited}
            await post_entry(session, EntryKind.FORFEIT, parcel.id, books, order_id=order_id)


async def post_refunds(session: AsyncSession, order_id: UUID, payment_id: UUID, posted: Posted) -> None:
    """What was paid back. Cash that left a drawer is money too: the drawer hands that much less in."""
    rows = await session.scalars(
        select(Refund).where(Refund.payment_id == payment_id, Refund.state == RefundState.PAID)
    )
    for row in rows:
        if (EntryKind.REFUND, row.id) not in posted:
            books = {BUYER: row.amount, MONEY: -row.amount}
            await post_entry(session, EntryKind.REFUND, row.id, books, order_id=order_id)
