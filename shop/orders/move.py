"""Lock orders and their parcels, and move both; every move leaves a line of history."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.ids import read_code
from shop.orders.errors import HoldExpired, OrderUnknown
from shop.orders.models import Order, OrderHistory, OrderLine, OrderStatus, Parcel, ParcelHistory
from shop.orders.rules import CODE_PREFIX, MOVES, summary


async def lock_order(session: AsyncSession, wanted: ColumnElement[bool]) -> Order:
    """The order, locked until the commit: whoever else moves it waits and then sees what became of it.

    Raises:
        OrderUnknown: there is none.
    """
    order = await session.scalar(
        select(Order).where(wanted).with_for_update().execution_options(populate_existing=True)
    )
    if order is None:
        raise OrderUnknown
    return order


async def lock_by_code(session: AsyncSession, code: str) -> Order:
    """The order that people call `code`, locked until the commit.

    Raises:
        OrderUnknown: there is none.
    """
    written = read_code(CODE_PREFIX, code)
    if written is None:
        raise OrderUnknown
    return await lock_order(session, Order.code == written)


async def lock_parcels(session: AsyncSession, order_ids: Sequence[UUID]) -> dict[UUID, list[Parcel]]:
    """The parcels of each order in their numbers' order, locked in id order; the orders must be locked before."""
    rows = await session.scalars(
        select(Parcel)
        .where(Parcel.order_id.in_(order_ids))
        .order_by(Parcel.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    found: dict[UUID, list[Parcel]] = {order_id: [] for order_id in order_ids}
    for parcel in sorted(rows, key=lambda parcel: parcel.number):
        found[parcel.order_id].append(parcel)
    return found


def move_parcels(
    session: AsyncSession,
    order: Order,
    parcels: Sequence[Parcel],
    moving: Sequence[Parcel],
    to: OrderStatus,
    *,
    actor: str,
    reason: str | None = None,
) -> None:
    """Move `moving` of the order's `parcels` to `to`, the order with them, and note both. All are locked.

    The one place where a parcel or an order changes its state after it was confirmed.

    Raises:
        HoldExpired: the order's hold ran out before.
        IllegalMove: `to` cannot follow where one of them stands; none is moved then.
    """
    if order.status is OrderStatus.EXPIRED:
        raise HoldExpired
    for parcel in moving:
        MOVES[order.delivery].check(parcel.status, to)
    for parcel in moving:
        parcel.status = to
        parcel.version += 1
        note_parcel(session, parcel, actor, reason)
    order.version += 1
    stands = summary(parcel.status for parcel in parcels)
    if stands is not order.status:
        order.status = stands
        order.hold_expires_at = None  # only a held order runs out, and none becomes held again
        session.add(OrderHistory(order_id=order.id, status=stands, actor=actor, reason=reason))


def note_parcel(session: AsyncSession, parcel: Parcel, actor: str, reason: str | None) -> None:
    """Note where a parcel stands now, and at which place."""
    session.add(
        ParcelHistory(parcel_id=parcel.id, status=parcel.status, place_id=parcel.place_id, actor=actor, reason=reason)
    )


async def lines_of(session: AsyncSession, order_ids: Sequence[UUID]) -> dict[UUID, list[OrderLine]]:
    """The lines of each order."""
    found: dict[UUID, list[OrderLine]] = {order_id: [] for order_id in order_ids}
    rows = await session.scalars(select(OrderLine).where(OrderLine.order_id.in_(order_ids)).order_by(OrderLine.id))
    for line in rows:
        found[line.order_id].append(line)
    return found
