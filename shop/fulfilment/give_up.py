"""A place cannot supply what it was to pack."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.clock import now
from shop.core.money import Dong
from shop.core.outbox import publish
from shop.core.pause import Pause, go_on
from shop.core.transitions import IllegalMove
from shop.delivery.models import DeliveryMethod
from shop.fulfilment.refuse import free_promotions
from shop.fulfilment.take import Taken, advance, facts_of, take_cash, take_parcels
from shop.inventory.release import release_stock
from shop.orders.cancel import UNSUPPLIED
from shop.orders.close import close_orders
from shop.orders.events import OrderPacked, OrderUnsupplied
from shop.orders.facts import order_facts
from shop.orders.models import Order, OrderStatus, Parcel
from shop.orders.move import lines_of
from shop.payments.lower import lower_amount


async def give_up(
    session: AsyncSession, actor: Actor, code: str, reason: str, number: int | None = None, *, pause: Pause = go_on
) -> Order:
    """End confirmed parcels that are not packed: their stock is free and nothing is paid for them. Safe to repeat.

    Parcel `number`, or all of the order at this actor's places. The order ends with its last parcel; else its total
    and its payment fall by what the parcels cost, with their share of vouchers and delivery.

    Raises:
        OrderUnknown: no such order or parcel at the places of this actor.
        IllegalMove, HoldExpired: it is not confirmed, or packed already.
    """
    taken = await take_parcels(session, actor, code, number)
    await pause("parcels locked")
    for parcel in taken.here:
        if parcel.status not in {OrderStatus.CONFIRMED, OrderStatus.CANCELLED}:
            raise IllegalMove(current=parcel.status.value, to=OrderStatus.CANCELLED.value)
    ending = {parcel.id for parcel in taken.here}
    if all(parcel.id in ending or parcel.status is OrderStatus.CANCELLED for parcel in taken.parcels):
        done = await _end_order(session, taken, reason)
    else:
        done = await _end_parcels(session, taken, reason)
    if done:
        record_act(session, actor.person_id, "orders.give_up", taken.order.code, reason=reason)
    return taken.order


async def _end_order(session: AsyncSession, taken: Taken, reason: str) -> bool:
    if taken.order.status is OrderStatus.CANCELLED:
        return False
    for order, lines in await close_orders(
        session, [taken.order], OrderStatus.CANCELLED, taken.who, UNSUPPLIED + reason
    ):
        publish(session, OrderUnsupplied(**order_facts(order, lines), reason=reason, whole=True))
    return True


async def _end_parcels(session: AsyncSession, taken: Taken, reason: str) -> bool:
    moved = await advance(session, taken, OrderStatus.CANCELLED, UNSUPPLIED + reason)
    if not moved:
        return False
    less, deposit = _withdraw(taken.order, moved)
    await session.flush()  # orders and parcels come before stock and payments, everywhere
    await free_promotions(session, taken.order)
    await release_stock(session, [parcel.id for parcel in moved], taken.who, reason)
    await lower_amount(
        session, taken.order.id, less, deposit=deposit, about=moved[0].id, actor=taken.who, reason=reason
    )
    await take_cash(session, taken, (), reason)  # closes the payment when no other parcel is open
    for facts in await facts_of(session, taken, moved):
        publish(session, OrderUnsupplied(**facts, reason=reason, whole=False))
    await _tell_ready(session, taken.order)
    return True


def _withdraw(order: Order, parcels: Sequence[Parcel]) -> tuple[Dong, Dong]:
    """What the parcels would have cost is no longer asked for; returns it, and their deposit (đồng)."""
    less, deposit = 0, 0
    for parcel in parcels:
        less, deposit = less + parcel.amount, deposit + parcel.deposit
        parcel.withdrawn, parcel.amount, parcel.deposit = parcel.amount, Dong(0), Dong(0)
    order.withdrawn, order.total = Dong(order.withdrawn + less), Dong(order.total - less)
    order.deposit = Dong(order.deposit - deposit)
    return Dong(less), Dong(deposit)


async def _tell_ready(session: AsyncSession, order: Order) -> None:
    """What was given up may have been all that a pickup waited for."""
    if order.delivery is DeliveryMethod.PICKUP and order.status is OrderStatus.PACKED:
        order.ready_at = await now(session)
        lines = await lines_of(session, [order.id])
        publish(session, OrderPacked(**order_facts(order, lines[order.id])))
