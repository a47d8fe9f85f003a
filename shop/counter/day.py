"""The day of a sales point in figures: what was sold, taken back, handed over and counted."""

from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.models import Product, Variant
from shop.core.money import Dong
from shop.counter.collect import PAID, paid_in_cash, paid_in_hand
from shop.counter.models import CounterReturn, CounterSale, PaidBy
from shop.counter.queries import drawers_of_day, on_day
from shop.counter.shown import DrawerShown
from shop.inventory.models import Movement, MovementKind, StockLevel
from shop.orders.models import Order, OrderStatus, Parcel, ParcelHistory

MOST_DRAWERS = 50
MOST_DIFFERENCES = 500


class Figures(msgspec.Struct, frozen=True):
    """How many, and đồng in all."""

    count: int
    total: Dong


class StockDifference(msgspec.Struct, frozen=True, kw_only=True):
    """Pieces that were found (below zero: missed) by a count or a correction of the day."""

    sku: str
    product: str
    name: str
    pieces: int


class DayShown(msgspec.Struct, frozen=True, kw_only=True):
    """One calendar day (Hà Nội) of one place.

    `orders` are parcels of orders that were handed over or brought by its own riders that day, `carried` those that
    carriers delivered: that cash is with the carriers.
    """

    day: date
    cash_sales: Figures
    transfer_sales: Figures
    cash_returns: Figures
    transfer_returns: Figures
    orders: Figures
    carried: Figures
    drawers: tuple[DrawerShown, ...]
    differences: tuple[StockDifference, ...]
    to_pack: int  # parcels that still wait, whatever day it is


async def day_shown(session: AsyncSession, place_id: UUID, day: date) -> DayShown:
    """The figures of a day at a place."""
    sold = (CounterSale.place_id == place_id) & on_day(CounterSale.created_at, day)
    back = (CounterSale.place_id == place_id) & on_day(CounterReturn.created_at, day)
    return DayShown(
        day=day,
        cash_sales=await _sales(session, sold & (CounterSale.paid_by == PaidBy.CASH)),
        transfer_sales=await _sales(session, sold & (CounterSale.paid_by == PaidBy.TRANSFER)),
        cash_returns=await _returns(session, back & (CounterReturn.paid_by == PaidBy.CASH)),
        transfer_returns=await _returns(session, back & (CounterReturn.paid_by == PaidBy.TRANSFER)),
        orders=await _parcels(session, place_id, day, paid_in_hand()),
        carried=await _parcels(session, place_id, day, Parcel.carrier.is_not(None)),
        drawers=tuple(await drawers_of_day(session, place_id, day, MOST_DRAWERS)),
        differences=await _differences(session, place_id, day),
        to_pack=await _to_pack(session, place_id),
    )


async def _sales(session: AsyncSession, wanted: ColumnElement[bool]) -> Figures:
    found = select(func.count(), func.coalesce(func.sum(CounterSale.total), 0)).where(wanted)
    row = (await session.execute(found)).one()
    return Figures(row[0], Dong(int(row[1])))


async def _returns(session: AsyncSession, wanted: ColumnElement[bool]) -> Figures:
    found = (
        select(func.count(), func.coalesce(func.sum(CounterReturn.total), 0))
        .join(CounterSale, CounterSale.id == CounterReturn.sale_id)
        .where(wanted)
    )
    row = (await session.execute(found)).one()
    return Figures(row[0], Dong(int(row[1])))


async def _parcels(session: AsyncSession, place_id: UUID, day: date, wanted: ColumnElement[bool]) -> Figures:
    cash = func.sum(Parcel.amount - Parcel.deposit).filter(paid_in_cash())
    found = (
        select(func.count(), func.coalesce(cash, 0))
        .select_from(Parcel)
        .join(Order, Order.id == Parcel.order_id)
        .join(ParcelHistory, ParcelHistory.parcel_id == Parcel.id)
        .where(
            ParcelHistory.status.in_(PAID), on_day(ParcelHistory.created_at, day), Parcel.place_id == place_id, wanted
        )
    )
    row = (await session.execute(found)).one()
    return Figures(row[0], Dong(int(row[1])))


async def _differences(session: AsyncSession, place_id: UUID, day: date) -> tuple[StockDifference, ...]:
    pieces = func.sum(Movement.on_hand)
    rows = await session.execute(
        select(Variant.sku, Product.name, Variant.name, pieces)
        .join(StockLevel, StockLevel.id == Movement.level_id)
        .join(Variant, Variant.id == StockLevel.variant_id)
        .join(Product, Product.id == Variant.product_id)
        .where(
            StockLevel.place_id == place_id,
            Movement.kind.in_((MovementKind.COUNT, MovementKind.ADJUST)),
            on_day(Movement.created_at, day),
        )
        .group_by(Variant.id, Product.id)
        .having(pieces != 0)
        .order_by(func.vn_fold(Product.name), Variant.name, Variant.id)
        .limit(MOST_DIFFERENCES)
    )
    return tuple(StockDifference(sku=row[0], product=row[1], name=row[2], pieces=row[3]) for row in rows)


async def _to_pack(session: AsyncSession, place_id: UUID) -> int:
    waiting = (
        select(func.count())
        .select_from(Parcel)
        .where(Parcel.place_id == place_id, Parcel.status == OrderStatus.CONFIRMED)
    )
    return await session.scalar(waiting) or 0
