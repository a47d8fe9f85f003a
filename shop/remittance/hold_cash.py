"""Cash was taken in for parcels: from now on somebody holds it."""

from collections.abc import Iterable

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.orders.models import OrderStatus, Parcel
from shop.remittance.models import CashState, CodCollection
from shop.remittance.rules import holder_of


async def hold_cash(session: AsyncSession, parcels: Iterable[Parcel], actor: str) -> None:
    """Write who holds the cash of each of the locked `parcels`, which were just handed over or delivered.

    One that nothing was paid for has no cash. The unique parcel makes it single, so it is safe to repeat.
    """
    rows = [
        {
            "parcel_id": parcel.id,
            "order_id": parcel.order_id,
            "place_id": parcel.place_id,
            "holder": holder_of(carried=parcel.carrier is not None, fetched=parcel.status is OrderStatus.HANDED_OVER),
            "carrier": parcel.carrier,
            "amount": parcel.cash,
            "state": CashState.COLLECTED,
            "actor": actor,
        }
        for parcel in parcels
        if parcel.cash > 0
    ]
    if rows:
        written = insert(CodCollection).values(rows)
        await session.execute(written.on_conflict_do_nothing(index_elements=[CodCollection.parcel_id]))
