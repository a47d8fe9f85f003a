"""Lock orders and move them along their table; every move leaves a line of history."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.ids import read_code
from shop.orders.errors import HoldExpired, OrderUnknown
from shop.orders.models import Order, OrderHistory, OrderLine, OrderStatus
from shop.orders.rules import CODE_PREFIX, MOVES


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


def move_order(session: AsyncSession, order: Order, to: OrderStatus, actor: str, reason: str | None = None) -> None:
    """Move a locked order to `to` and note it.

    Raises:
        HoldExpired: its hold ran out before.
        IllegalMove: `to` cannot follow where it stands.
    """
    if order.status is OrderStatus.EXPIRED:
        raise HoldExpired
    MOVES[order.delivery].check(order.status, to)
    order.status = to
    order.version += 1
    order.hold_expires_at = None  # only a held order runs out, and none becomes held again
    session.add(OrderHistory(order_id=order.id, status=to, actor=actor, reason=reason))


async def advance_order(session: AsyncSession, order: Order, to: OrderStatus, actor: str) -> None:
    """Move a locked order to `to` and write it at once: orders come before stock, everywhere.

    Raises:
        HoldExpired, IllegalMove: it cannot move so.
    """
    move_order(session, order, to, actor)
    await session.flush()  # who locks the row again in this transaction reads it from the database


async def lines_of(session: AsyncSession, order_ids: Sequence[UUID]) -> dict[UUID, list[OrderLine]]:
    """The lines of each order."""
    found: dict[UUID, list[OrderLine]] = {order_id: [] for order_id in order_ids}
    rows = await session.scalars(select(OrderLine).where(OrderLine.order_id.in_(order_ids)).order_by(OrderLine.id))
    for line in rows:
        found[line.order_id].append(line)
    return found
