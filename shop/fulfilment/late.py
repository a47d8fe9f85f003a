"""Parcels that should have been packed by now."""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, DateTime, Function, ScalarSelect, and_, cast, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.clock import shop_now
from shop.orders.models import Order, OrderHistory, OrderLine, OrderStatus, Parcel
from shop.places.models import Place
from shop.preorders.models import PreorderClaim, PreorderWindow


class LateParcel(msgspec.Struct, frozen=True, kw_only=True):
    """A confirmed parcel that is not packed although its hours are over."""

    order: str
    number: int
    sales_point: str
    confirmed_at: datetime
    due_at: datetime


async def late_at(session: AsyncSession, place_id: UUID, hours: int, most: int) -> list[LateParcel]:
    """Those of a place, the oldest first."""
    return await _late(session, Parcel.place_id == place_id, hours, most)


async def late_of(session: AsyncSession, producer_id: UUID, hours: int, most: int) -> list[LateParcel]:
    """Those with goods of a producer, wherever they stand, the oldest first."""
    return await _late(session, Parcel.producer_id == producer_id, hours, most)


async def kept_until(session: AsyncSession, order_id: UUID, days: int) -> datetime | None:
    """Until when a packed pickup waits for its buyer; None for every other order."""
    ready: datetime | None = await session.scalar(
        select(Order.ready_at).where(Order.id == order_id, Order.status == OrderStatus.PACKED)
    )
    return ready + timedelta(days=days) if ready else None


def _confirmed_at() -> ScalarSelect[datetime]:
    return (
        select(func.min(OrderHistory.created_at))
        .where(OrderHistory.order_id == Order.id, OrderHistory.status == OrderStatus.CONFIRMED)
        .correlate(Order)
        .scalar_subquery()
    )


def _counted_from() -> Function[datetime]:
    """When a parcel's hours begin: confirmed, or, where it was pre-ordered, the first day it is promised from."""
    promised = (
        select(func.timezone("Asia/Ho_Chi_Minh", cast(PreorderWindow.ship_from, DateTime(timezone=False))))
        .join(PreorderClaim, PreorderClaim.window_id == PreorderWindow.id)
        .where(PreorderClaim.reference == Parcel.id)
        .correlate(Parcel)
        .scalar_subquery()
    )
    return func.greatest(_confirmed_at(), promised, type_=DateTime(timezone=True))


def is_late(hours: int) -> ColumnElement[bool]:
    """Whether a parcel, joined to its order, should have been packed by now; one whose goods all moved has no lines."""
    return and_(
        Parcel.status == OrderStatus.CONFIRMED,
        exists().where(OrderLine.parcel_id == Parcel.id).correlate(Parcel),
        _counted_from() <= shop_now() - timedelta(hours=hours),
    )


async def _late(session: AsyncSession, wanted: ColumnElement[bool], hours: int, most: int) -> list[LateParcel]:
    rows = await session.execute(
        select(Order.code, Parcel.number, Place.name, _confirmed_at(), _counted_from())
        .join(Order, Order.id == Parcel.order_id)
        .join(Place, Place.id == Parcel.place_id)
        .where(wanted, is_late(hours))
        .order_by(Parcel.order_id, Parcel.number)
        .limit(most)
    )
    return [
        LateParcel(order=code, number=number, sales_point=name, confirmed_at=at, due_at=begun + timedelta(hours=hours))
        for code, number, name, at, begun in rows
    ]
