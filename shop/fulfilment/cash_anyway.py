"""Staff say that cash was taken for a parcel although its order was paid another way."""

from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.money import Dong
from shop.fulfilment.errors import CashWithCarrier
from shop.fulfilment.take import take_parcels
from shop.orders.models import Order
from shop.payments.models import PaymentMethod
from shop.payments.queries import payment_of
from shop.remittance.rules import ARRIVED
from shop.remittance.take_unasked import take_unasked


async def note_cash_anyway(session: AsyncSession, actor: Actor, code: str, number: int | None = None) -> Order:
    """Note that riders or the counter took the amount of arrived parcels in cash; it is owed back. Safe to repeat.

    Parcel `number`, or all of the order at this actor's places. The order, its parcels, then the payment are locked.

    Raises:
        OrderUnknown: no such order or parcel at the places of this actor.
        CashNotUnasked: it has not arrived, or is paid in cash.
        CashWithCarrier: a carrier brought it, and says in its list what it took.
    """
    taken = await take_parcels(session, actor, code, number)
    if any(parcel.carrier is not None for parcel in taken.here):
        raise CashWithCarrier
    sums = 0
    for parcel in sorted(taken.here, key=lambda one: one.id):
        if await take_unasked(session, parcel, parcel.cash, taken.who):
            sums += parcel.cash
    if sums:
        record_act(session, actor.person_id, "orders.cash_anyway", taken.order.code, amount=sums)
    return taken.order


async def note_cash_said(session: AsyncSession, actor: Actor, code: str, number: int | None, said: Dong) -> None:
    """The same for who just noted an arrival before a page that said: take `said` đồng.

    Nothing happens where that was right. Where the money came another way after the page was opened, it was taken
    anyway.
    """
    taken = await take_parcels(session, actor, code, number)
    payment = await payment_of(session, taken.order.id)
    arrived = [parcel for parcel in taken.here if parcel.status in ARRIVED and parcel.carrier is None]
    if said <= 0 or not arrived or payment is None or payment.method is PaymentMethod.COD:
        return
    for parcel in sorted(arrived, key=lambda one: one.id):
        await note_cash_anyway(session, actor, code, parcel.number)
