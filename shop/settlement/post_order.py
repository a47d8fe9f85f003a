"""Bring the ledger up to what has happened to the money of an order."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.orders.models import Order, Parcel
from shop.payments.lock import lock_payment
from shop.settlement.post_money import post_cash, post_forfeits, post_receipts, post_refunds
from shop.settlement.post_reversals import post_reversals
from shop.settlement.post_sales import post_sales
from shop.settlement.posted import posted_of


async def post_order(session: AsyncSession, order_id: UUID) -> None:
    """Post whatever the ledger lacks of an order: receipts, cash, sales, what was taken back, deposits kept, refunds.

    The entries are derived from what the other books say, each once under its kind and reference, so it is safe to
    repeat and the order of calls means nothing. Twins wait for the payment's row. An order that is gone needs nothing.
    """
    order = await session.scalar(select(Order).where(Order.id == order_id).execution_options(populate_existing=True))
    if order is None:
        return
    payment = await lock_payment(session, order_id)
    parcels = await session.scalars(
        select(Parcel)
        .where(Parcel.order_id == order_id)
        .order_by(Parcel.number)
        .execution_options(populate_existing=True)
    )
    all_parcels = parcels.all()
    posted = await posted_of(session, order_id)
    await post_receipts(session, order_id, payment.id, posted)
    await post_cash(session, order_id, posted)
    await post_sales(session, order, all_parcels, posted)
    await post_reversals(session, order, all_parcels, payment.id, posted)
    await post_forfeits(session, order_id, all_parcels, posted)
    await post_refunds(session, order_id, payment.id, posted)
