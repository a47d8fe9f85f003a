"""Money came for an order: it is confirmed, held again, or everything is owed back."""

from collections.abc import Sequence
from uuid import UUID, uuid5

from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.errors import Refusal
from shop.core.outbox import publish
from shop.core.pause import Pause, go_on
from shop.inventory.end_holds import forget_released
from shop.inventory.hold import hold_stock
from shop.orders.close import close_orders
from shop.orders.events import OrderConfirmed, OrderUnpaid
from shop.orders.facts import order_facts
from shop.orders.models import Order, OrderHistory, OrderLine, OrderStatus
from shop.orders.move import lines_of, lock_order, lock_parcels, move_parcels, note_parcel
from shop.orders.rules import MOVES
from shop.payments.models import PaymentMethod, PaymentState
from shop.payments.move_payment import move_payments
from shop.payments.queries import payment_of
from shop.payments.refund import give_back
from shop.preorders.claim import retake_claims
from shop.promotions.retake import retake_promotions

PAID_LATE = "paid_late"
OUTPAID = "outpaid"  # others had paid before


async def settle_order(session: AsyncSession, order_id: UUID, actor: str = "shop", *, pause: Pause = go_on) -> None:
    """Let the money of a paid order, or its deposit, decide. Safe to repeat: what is confirmed or owed back stays so.

    A held order is confirmed, also when its time has just run out: its goods are still kept. One that expired is held
    again, with its live prices and vouchers, all of it or nothing; where that cannot be, or it was cancelled, all that
    was paid is owed back and the buyer is told. So does one that was unheld: its goods are held now, or others had paid
    before. Locked are orders, parcels, allowances, stock, payments.

    Raises:
        OrderUnknown: there is none.
    """
    order = await lock_order(session, Order.id == order_id)
    await pause("order locked")
    payment = await payment_of(session, order_id)
    if payment is None or not payment.settled:
        return  # not paid, or owed back already by whoever ended the order
    order.payment_method = payment.method
    if order.status is OrderStatus.HELD and order.unheld:
        await _first_paid(session, order, actor)
    elif order.status is OrderStatus.HELD:
        parcels = (await lock_parcels(session, [order.id]))[order.id]
        move_parcels(session, order, parcels, parcels, OrderStatus.CONFIRMED, actor=actor)
        publish(session, OrderConfirmed(**order_facts(order, (await lines_of(session, [order.id]))[order.id])))
    elif order.status is OrderStatus.EXPIRED:
        await _revive(session, order, actor)
    elif order.status is OrderStatus.CANCELLED:
        await _owe_back(session, order, (await lines_of(session, [order.id]))[order.id], actor)


async def _first_paid(session: AsyncSession, order: Order, actor: str) -> None:
    """Hold what was not kept before the money; where others were quicker the order ends and all is owed back."""
    parcels = (await lock_parcels(session, [order.id]))[order.id]
    lines = (await lines_of(session, [order.id]))[order.id]
    try:
        async with session.begin_nested():
            await retake_promotions(session, order.id)
            await _hold(session, order, lines)
    except Refusal:
        await close_orders(session, [order], OrderStatus.CANCELLED, actor, OUTPAID)
        publish(session, OrderUnpaid(**order_facts(order, lines)))
        return
    move_parcels(session, order, parcels, parcels, OrderStatus.CONFIRMED, actor=actor)
    publish(session, OrderConfirmed(**order_facts(order, lines)))


async def _revive(session: AsyncSession, order: Order, actor: str) -> None:
    parcels = (await lock_parcels(session, [order.id]))[order.id]
    lines = (await lines_of(session, [order.id]))[order.id]
    try:
        async with session.begin_nested():
            await retake_promotions(session, order.id)
            await _hold(session, order, lines)
    except Refusal:
        await _owe_back(session, order, lines, actor)
        return
    for parcel in parcels:
        MOVES[order.delivery].check(parcel.status, OrderStatus.CONFIRMED)
        parcel.status, parcel.version = OrderStatus.CONFIRMED, parcel.version + 1
        note_parcel(session, parcel, actor, PAID_LATE)
    order.status, order.version = OrderStatus.CONFIRMED, order.version + 1
    session.add(OrderHistory(order_id=order.id, status=order.status, actor=actor, reason=PAID_LATE))
    publish(session, OrderConfirmed(**order_facts(order, lines)))


async def _hold(session: AsyncSession, order: Order, lines: Sequence[OrderLine]) -> None:
    preordered = await retake_claims(session, [line.parcel_id for line in lines])
    pieces: dict[tuple[UUID, UUID], int] = {}
    kept: dict[tuple[UUID, UUID, UUID], UUID] = {}
    for line in (line for line in lines if line.parcel_id not in preordered):
        pair = (line.variant_id, line.place_id)
        pieces[pair] = pieces.get(pair, 0) + line.quantity
        kept[(order.id, *pair)] = line.parcel_id
    await forget_released(session, list(kept.values()))
    await hold_stock(session, order.id, pieces, kept=kept)


async def _owe_back(session: AsyncSession, order: Order, lines: Sequence[OrderLine], actor: str) -> None:
    """Owe everything back, once; the buyer is told. What was to be collected after a deposit is not any more."""
    await give_back(session, order.id, uuid5(order.id, PAID_LATE), order.total, actor, deposit=order.deposit)
    if order.payment_method is PaymentMethod.COD:
        await session.flush()  # moving is a statement of its own
        await move_payments(session, [order.id], PaymentState.CANCELLED, actor, PAID_LATE)
    publish(session, OrderUnpaid(**order_facts(order, lines)))
