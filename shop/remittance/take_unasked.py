"""Cash was taken for a parcel whose order is paid another way: it is held like other cash, and owed back."""

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.money import Dong
from shop.core.outbox import publish
from shop.orders.models import OrderStatus, Parcel
from shop.payments.lock import lock_payment, note_payment
from shop.payments.models import PaymentMethod, PaymentState
from shop.payments.refund import add_refund
from shop.remittance.errors import CashNotUnasked
from shop.remittance.events import UnaskedCashTaken
from shop.remittance.models import CashState, CodCollection
from shop.remittance.rules import ARRIVED, holder_of

REASON = "unasked_cash"


async def take_unasked(session: AsyncSession, parcel: Parcel, amount: Dong, actor: str) -> bool:
    """Note that `amount` (đồng) was taken for an arrived parcel although nothing was to be; False: it was noted before.

    A transfer or a card may have paid an order for cash while it was on its way, and its courier asked nevertheless.
    What was taken is in the books of whoever has it, and all of it is owed back about the parcel. Once for each
    parcel, also for two at once: the payment is locked.

    Raises:
        CashNotUnasked: the parcel has not arrived, or its order is paid in cash.
    """
    if parcel.status not in ARRIVED or amount <= 0:
        raise CashNotUnasked
    payment = await lock_payment(session, parcel.order_id)
    if payment.method is PaymentMethod.COD or payment.state is not PaymentState.PAID:
        raise CashNotUnasked
    row = {
        "parcel_id": parcel.id,
        "order_id": parcel.order_id,
        "place_id": parcel.place_id,
        "holder": holder_of(carried=parcel.carrier is not None, fetched=parcel.status is OrderStatus.HANDED_OVER),
        "carrier": parcel.carrier,
        "amount": amount,
        "state": CashState.COLLECTED,
        "actor": actor,
    }
    written = insert(CodCollection).values(row).on_conflict_do_nothing(index_elements=[CodCollection.parcel_id])
    if await session.scalar(written.returning(CodCollection.id)) is None:
        return False
    payment.collected = Dong(payment.collected + amount)
    await add_refund(session, payment, parcel.id, amount, asked_by=actor)
    note_payment(session, payment, actor, came=amount, reason=REASON)
    publish(session, UnaskedCashTaken(order_id=parcel.order_id, parcel_id=parcel.id, amount=amount))
    await session.flush()  # who judges or shows the cash next reads the rows
    return True
