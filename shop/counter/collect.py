"""Cash of parcels reaches the drawer of the place that took it, once for each parcel."""

from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.counter.drawer import shift_for_order
from shop.counter.models import CashKind, CashMovement, CashShift
from shop.orders.models import Order, OrderStatus, Parcel, ParcelHistory
from shop.payments.models import PaymentMethod
from shop.remittance.models import CodCollection

PAID = (OrderStatus.HANDED_OVER, OrderStatus.DELIVERED)
_MOST = 500

Unwritten = Select[UUID, UUID, UUID, int, str]  # id, order_id, place_id, amount, actor


async def collect_order(session: AsyncSession, order_id: UUID) -> None:
    """Write what was paid in cash for parcels of an order into the drawers of their places, also what was not to be.

    Safe to repeat.

    What a carrier brought it has collected itself: that never lies in a drawer. Drawers are locked in the order of
    their places' ids. An order that was purged, or that no cash was taken for, changes nothing.
    """
    await _collect(session, _unwritten().where(Parcel.order_id == order_id))


async def collect_waiting(session: AsyncSession, shift: CashShift) -> None:
    """Write the cash of all parcels that were paid here since the locked drawer opened and whose news is under way.

    Who counts now has it in the hand already.
    """
    paid = select(ParcelHistory.parcel_id).where(
        ParcelHistory.status.in_(PAID), ParcelHistory.created_at >= shift.created_at
    )
    await _collect(session, _unwritten().where(Parcel.id.in_(paid), Parcel.place_id == shift.place_id).limit(_MOST))


async def _collect(session: AsyncSession, wanted: Unwritten) -> None:
    for found in (await session.execute(wanted)).all():
        shift = await shift_for_order(session, found.place_id)
        await session.execute(
            insert(CashMovement)
            .values(
                shift_id=shift.id,
                kind=CashKind.ORDER,
                amount=found.amount,
                order_id=found.order_id,
                parcel_id=found.id,
                actor=found.actor or "shop",
            )
            .on_conflict_do_nothing(index_elements=[CashMovement.parcel_id])
        )


def paid_in_hand() -> ColumnElement[bool]:
    """Whether somebody of the place took the cash for a parcel; a carrier keeps it until it hands it in."""
    return Parcel.status.in_(PAID) & Parcel.carrier.is_(None)


def paid_in_cash() -> ColumnElement[bool]:
    """Whether cash was taken for a parcel that arrived: what was to be, or nevertheless."""
    nevertheless = exists().where(CodCollection.parcel_id == Parcel.id)
    return or_(Order.payment_method == PaymentMethod.COD, nevertheless)


def _unwritten() -> Unwritten:
    """Parcels whose cash was taken at their place and stands in no drawer's book."""
    actor = (
        select(ParcelHistory.actor)
        .where(ParcelHistory.parcel_id == Parcel.id, ParcelHistory.status.in_(PAID))
        .order_by(ParcelHistory.id)
        .limit(1)
        .correlate(Parcel)
        .scalar_subquery()
    )
    cash = Parcel.amount - Parcel.deposit
    whole = exists().where(CashMovement.order_id == Parcel.order_id, CashMovement.parcel_id.is_(None))
    return (
        select(Parcel.id, Parcel.order_id, Parcel.place_id, cash.label("amount"), actor.label("actor"))
        .join(Order, Order.id == Parcel.order_id)
        .where(
            paid_in_cash(),
            cash > 0,
            paid_in_hand(),
            ~exists().where(CashMovement.parcel_id == Parcel.id),
            ~whole,  # written as one line before it was told parcel by parcel
        )
        .order_by(Parcel.place_id, Parcel.id)
    )
