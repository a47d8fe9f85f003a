"""What lay in a closed drawer for orders is handed in."""

from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.counter.models import CashMovement
from shop.remittance.models import CodCollection
from shop.remittance.remit import remit_drawer


async def hand_in_drawer(session: AsyncSession, shift_id: UUID, place_id: UUID, actor: str) -> None:
    """Let the cash of all parcels in a closed drawer's book join its remittance. Safe to repeat.

    It comes by an event after the closing: payments are locked before drawers, never behind one.
    """
    inside = or_(
        CashMovement.parcel_id == CodCollection.parcel_id,
        and_(CashMovement.parcel_id.is_(None), CashMovement.order_id == CodCollection.order_id),
    )
    parcels = await session.scalars(
        select(CodCollection.parcel_id).join(CashMovement, inside).where(CashMovement.shift_id == shift_id)
    )
    await remit_drawer(session, shift_id, place_id, parcels.all(), actor)
