"""The end of a session on paper: what to pack, whom to call, and the codes its host calls goods by."""

from collections import defaultdict
from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.masks import mask_phone
from shop.core.money import Dong
from shop.delivery.models import DeliveryMethod
from shop.markets.models import LiveSession, SessionState
from shop.markets.queries import Stall
from shop.orders.models import Order, OrderLine, OrderStatus, Parcel
from shop.payments.models import PaymentMethod
from shop.places.models import Place

MOST_PARCELS = 500
CALL_DAYS = timedelta(days=7)  # after its end a session's telephones are hidden again
OPEN = (OrderStatus.HELD, OrderStatus.CONFIRMED, OrderStatus.PACKED)


class PackLine(msgspec.Struct, frozen=True):
    """So many pieces of one thing."""

    name: str
    quantity: int
    unit: str


class PackParcel(msgspec.Struct, frozen=True, kw_only=True):
    """A parcel of the session that has not left yet. `held`: nobody has paid for it or confirmed it."""

    code: str
    number: int
    held: bool
    packed: bool
    buyer: str
    phone: str
    delivery: DeliveryMethod
    payment: PaymentMethod
    amount: Dong
    place: str
    at: datetime
    lines: list[PackLine]


async def parcels_to_pack(session: AsyncSession, stall: Stall) -> list[PackParcel]:
    """Parcels of a session's orders that are still here, the oldest first; one more than the most."""
    rows = (
        await session.execute(
            select(Parcel, Order, Place.name)
            .join(Order, Order.id == Parcel.order_id)
            .join(Place, Place.id == Parcel.place_id)
            .where(Order.session_id == stall.live.id, Parcel.status.in_(OPEN))
            .order_by(Order.id, Parcel.number)
            .limit(MOST_PARCELS + 1)
            .execution_options(populate_existing=True)
        )
    ).all()
    lines = await _lines(session, [parcel.id for parcel, _, _ in rows])
    shown = may_call(stall.live, stall.now)
    return [
        PackParcel(
            code=order.code,
            number=parcel.number,
            held=parcel.status is OrderStatus.HELD,
            packed=parcel.status is OrderStatus.PACKED,
            buyer=order.contact_name,
            phone=order.contact_phone if shown else mask_phone(order.contact_phone),
            delivery=order.delivery,
            payment=order.payment_method,
            amount=parcel.amount,
            place=place,
            at=order.created_at,
            lines=lines[parcel.id],
        )
        for parcel, order, place in rows
    ]


def may_call(live: LiveSession, now: datetime) -> bool:
    """Whether the session is recent enough for its buyers' telephones to be shown."""
    return live.state is not SessionState.ENDED or (live.ended_at is not None and now - live.ended_at < CALL_DAYS)


async def _lines(session: AsyncSession, parcels: list[UUID]) -> defaultdict[UUID, list[PackLine]]:
    found: defaultdict[UUID, list[PackLine]] = defaultdict(list)
    rows = await session.scalars(select(OrderLine).where(OrderLine.parcel_id.in_(parcels)).order_by(OrderLine.id))
    for line in rows:
        name = " · ".join(part for part in (line.product_name, line.variant_name) if part)
        found[line.parcel_id].append(PackLine(name, line.quantity, line.unit))
    return found
