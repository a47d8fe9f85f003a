"""The orders bought in a room, as its host sees them."""

from collections import defaultdict
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.masks import mask_phone
from shop.core.money import Dong
from shop.livestream.rules import short_name
from shop.orders.models import Order, OrderLine, OrderStatus


class RoomOrderLine(msgspec.Struct, frozen=True):
    """A line of an order of a room, `total` in đồng."""

    name: str
    quantity: int
    total: Dong


class RoomOrder(msgspec.Struct, frozen=True, kw_only=True):
    """An order bought in a room as its host sees it: the name shortened, the phone but for its end hidden."""

    code: str
    status: OrderStatus
    name: str
    phone: str
    lines: list[RoomOrderLine]
    total: Dong
    at: datetime


async def orders_of_room(session: AsyncSession, session_id: UUID, limit: int) -> list[RoomOrder]:
    """The newest orders bought in a session, in two statements."""
    orders = (
        await session.scalars(
            select(Order).where(Order.session_id == session_id).order_by(Order.id.desc()).limit(limit)
        )
    ).all()
    lines: defaultdict[UUID, list[RoomOrderLine]] = defaultdict(list)
    rows = await session.scalars(
        select(OrderLine).where(OrderLine.order_id.in_([order.id for order in orders])).order_by(OrderLine.id)
    )
    for line in rows:
        lines[line.order_id].append(RoomOrderLine(line.product_name, line.quantity, line.total))
    return [
        RoomOrder(
            code=order.code,
            status=order.status,
            name=short_name(order.contact_name),
            phone=mask_phone(order.contact_phone),
            lines=lines[order.id],
            total=order.total,
            at=order.created_at,
        )
        for order in orders
    ]
