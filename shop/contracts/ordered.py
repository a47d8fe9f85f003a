"""What a contract says of an order: its own words and amounts, read for many orders at once."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.money import Dong
from shop.orders.extras import Extras, extras_of
from shop.orders.models import Order, OrderExtra, OrderLine
from shop.places.models import Place
from shop.regions.models import Region

_ORDER = (
    Order.id,
    Order.code,
    Order.created_at,
    Order.subtotal,
    Order.shipping,
    Order.discount,
    Order.total,
    Order.contact_name,
    Order.contact_phone,
    Place.name.label("point"),
    Order.address_line,
    Region.name.label("commune"),
)
_LINE = (
    OrderLine.order_id,
    OrderLine.variant_id,
    OrderLine.product_name,
    OrderLine.variant_name,
    OrderLine.quantity,
    OrderLine.unit,
    OrderLine.price,
    OrderLine.total,
)


class OrderedGoods(msgspec.Struct, frozen=True, kw_only=True):
    """A line as it was ordered; amounts are đồng."""

    variant: UUID
    name: str  # of product and variant
    quantity: int
    unit: str
    price: Dong
    total: Dong


class Ordered(msgspec.Struct, frozen=True, kw_only=True):
    """An order as it was placed; fetched at `point`, or brought to `address`. Amounts are đồng, the time UTC."""

    code: str
    created_at: datetime
    subtotal: Dong
    shipping: Dong
    discount: Dong
    total: Dong
    buyer: str
    phone: str
    point: str | None
    address: str
    extras: Extras | None
    lines: tuple[OrderedGoods, ...]


async def read_ordered(session: AsyncSession, order_ids: Sequence[UUID]) -> dict[UUID, Ordered]:
    """These orders as far as they are there, in the order of their ids; two statements, whatever their number."""
    found = await session.execute(
        select(*_ORDER, OrderExtra)
        .outerjoin(Place, Place.id == Order.place_id)
        .outerjoin(Region, Region.id == Order.address_commune_id)
        .outerjoin(OrderExtra, OrderExtra.order_id == Order.id)
        .where(Order.id.in_(order_ids))
        .order_by(Order.id)
    )
    lines = await _lines(session, order_ids)
    return {row.id: _ordered(row, lines[row.id]) for row in found}


async def _lines(session: AsyncSession, order_ids: Sequence[UUID]) -> defaultdict[UUID, list[OrderedGoods]]:
    found: defaultdict[UUID, list[OrderedGoods]] = defaultdict(list)
    rows = await session.execute(select(*_LINE).where(OrderLine.order_id.in_(order_ids)).order_by(OrderLine.id))
    for row in rows:
        line = OrderedGoods(
            variant=row.variant_id,
            name=f"{row.product_name}, {row.variant_name}",
            quantity=row.quantity,
            unit=row.unit,
            price=row.price,
            total=row.total,
        )
        found[row.order_id].append(line)
    return found


def _ordered(row: Row[*tuple[object, ...]], lines: Sequence[OrderedGoods]) -> Ordered:
    return Ordered(
        code=row.code,
        created_at=row.created_at,
        subtotal=row.subtotal,
        shipping=row.shipping,
        discount=row.discount,
        total=row.total,
        buyer=row.contact_name,
        phone=row.contact_phone,
        point=row.point,
        address=f"{row.address_line}, {row.commune}" if row.address_line else "",
        extras=extras_of(row.OrderExtra),
        lines=tuple(lines),
    )
