"""A payment follows the cash of its parcels."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.payments.models import Payment, PaymentMethod, PaymentState
from shop.payments.move_payment import move_payments
from shop.remittance.models import CashState, CodCollection


async def lock_payments(session: AsyncSession, order_ids: Iterable[UUID]) -> None:
    """Lock the payments of the orders in id order, before their collections: everywhere in this order."""
    await session.execute(
        select(Payment.id).where(Payment.reference.in_(set(order_ids))).order_by(Payment.id).with_for_update()
    )


async def follow_payments(session: AsyncSession, order_ids: Iterable[UUID], actor: str) -> None:
    """Move the payments of the orders, whose rows are locked, to where the cash of all their parcels stands.

    One that is still open for another parcel waits, as does one of whose parcels somebody holds cash. Safe to repeat.
    """
    ids = set(order_ids)
    for here, to, behind in (
        (PaymentState.COLLECTED, PaymentState.REMITTED, (CashState.COLLECTED,)),
        (PaymentState.REMITTED, PaymentState.SETTLED, (CashState.COLLECTED, CashState.REMITTED)),
    ):
        mine = CodCollection.order_id == Payment.reference
        ready = await session.scalars(
            select(Payment.reference).where(
                Payment.reference.in_(ids),
                Payment.method == PaymentMethod.COD,
                Payment.state == here,
                exists().where(mine),
                ~exists().where(mine, CodCollection.state.in_(behind)),
            )
        )
        await move_payments(session, ready.all(), to, actor)
