"""The sweep over parcels that are not packed in time: their producers are told, each parcel once."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.clock import now
from shop.core.outbox import publish
from shop.fulfilment.late import is_late
from shop.orders.events import OrderLate
from shop.orders.facts import order_facts
from shop.orders.models import Order, Parcel
from shop.orders.move import lines_of


async def note_late(session: AsyncSession, limit: int, hours: int) -> int:
    """Mark at most `limit` parcels that are late, and tell of each; returns how many.

    Only the parcels are locked, and those somebody is working on are skipped: the mark makes it single.
    """
    rows = await session.execute(
        select(Parcel, Order)
        .join(Order, Order.id == Parcel.order_id)
        .where(Parcel.late_at.is_(None), Parcel.producer_id.is_not(None), is_late(hours))
        .order_by(Parcel.id)
        .limit(limit)
        .with_for_update(skip_locked=True, of=Parcel)
        .execution_options(populate_existing=True)
    )
    found = rows.all()
    lines = await lines_of(session, [parcel.order_id for parcel, _ in found])
    moment = await now(session)
    for parcel, order in found:
        parcel.late_at = moment
        inside = [line for line in lines[order.id] if line.parcel_id == parcel.id]
        facts = order_facts(order, inside, parcel.number)
        publish(session, OrderLate(**facts, producer_id=parcel.producer_id, place_id=parcel.place_id))
    return len(found)
