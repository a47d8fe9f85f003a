"""Cash of orders reaches the drawer of the point that took it, once for each order."""

from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.counter.drawer import shift_for_order
from shop.counter.models import CashKind, CashMovement, CashShift
from shop.orders.models import Order, OrderHistory, OrderLine, OrderStatus
from shop.payments.models import Payment, PaymentMethod, PaymentState

PAID = (OrderStatus.HANDED_OVER, OrderStatus.DELIVERED)
_TAKEN = (PaymentState.COLLECTED, PaymentState.REMITTED, PaymentState.SETTLED)
_MOST = 500


async def collect_order(session: AsyncSession, order_id: UUID) -> None:
    """Write what the buyer of an order paid in cash into the drawer of its point. Safe to repeat.

    A delivery's cash goes to the place its (first) goods came from. An order that was purged, or that no cash was
    taken for, changes nothing.
    """
    found = (await session.execute(_unwritten().where(Order.id == order_id))).one_or_none()
    if found is None:
        return
    shift = await shift_for_order(session, found.place_id)
    await session.execute(
        insert(CashMovement)
        .values(
            shift_id=shift.id, kind=CashKind.ORDER, amount=found.amount, order_id=order_id, actor=found.actor or "shop"
        )
        .on_conflict_do_nothing(index_elements=[CashMovement.order_id])
    )


async def collect_waiting(session: AsyncSession, shift: CashShift) -> None:
    """Write the cash of all orders that were paid here since the locked drawer opened and whose news is under way.

    Who counts now has it in the hand already.
    """
    paid = select(OrderHistory.order_id).where(
        OrderHistory.status.in_(PAID), OrderHistory.created_at >= shift.created_at
    )
    wanted = _unwritten().where(Order.id.in_(paid), order_place() == shift.place_id).limit(_MOST)
    for row in await session.execute(wanted):
        await collect_order(session, row.id)


def order_place() -> ColumnElement[UUID]:
    """Where an order's cash is taken: at its pickup point, or where its first goods come from."""
    first = (
        select(OrderLine.place_id)
        .where(OrderLine.order_id == Order.id)
        .order_by(OrderLine.id)
        .limit(1)
        .correlate(Order)
        .scalar_subquery()
    )
    return func.coalesce(Order.place_id, first)


def _unwritten() -> "Select[UUID, UUID, int, str]":
    """Orders whose cash was taken and stands in no drawer's book: id, place_id, amount, actor."""
    actor = (
        select(OrderHistory.actor)
        .where(OrderHistory.order_id == Order.id, OrderHistory.status.in_(PAID))
        .order_by(OrderHistory.id)
        .limit(1)
        .correlate(Order)
        .scalar_subquery()
    )
    return (
        select(Order.id, order_place().label("place_id"), Payment.amount, actor.label("actor"))
        .join(Payment, Payment.reference == Order.id)
        .where(
            Payment.method == PaymentMethod.COD,
            Payment.state.in_(_TAKEN),
            Payment.amount > 0,
            Order.status.in_(PAID),
            ~exists().where(CashMovement.order_id == Order.id),
        )
        .order_by(Order.id)
    )
