"""What was sold from rooms: counted from the orders of their sessions as it is asked."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.money import Dong
from shop.orders.models import Order, OrderLine, OrderStatus, Parcel

COUNTED = (
    OrderStatus.CONFIRMED,
    OrderStatus.PACKED,
    OrderStatus.HANDED_OVER,
    OrderStatus.SHIPPED,
    OrderStatus.DELIVERED,
)


class Results(msgspec.Struct, frozen=True, kw_only=True):
    """Orders, pieces, what the goods cost after vouchers (đồng, without carriage), and producers who sold."""

    orders: int
    pieces: int
    value: Dong
    producers: int


async def results_of(session: AsyncSession, session_ids: Sequence[UUID]) -> Results:
    """What was bought in these sessions and neither waits for money nor was cancelled, withdrawn or refused."""
    row = (
        await session.execute(
            select(
                func.count(OrderLine.order_id.distinct()),
                func.coalesce(func.sum(OrderLine.quantity), 0),
                func.coalesce(func.sum(OrderLine.total - OrderLine.discount), 0),
                func.count(Parcel.producer_id.distinct()),
            )
            .join(Parcel, Parcel.id == OrderLine.parcel_id)
            .join(Order, Order.id == OrderLine.order_id)
            .where(Order.session_id.in_(session_ids), Parcel.status.in_(COUNTED))
        )
    ).one()
    return Results(orders=row[0], pieces=int(row[1]), value=Dong(int(row[2])), producers=row[3])
