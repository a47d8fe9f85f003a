"""Reads of payments."""

from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.money import Dong
from shop.payments.models import Payment, PaymentMethod, PaymentState


class PaymentShown(msgspec.Struct, frozen=True):
    """How an order is paid, and how that stands; the amount is đồng."""

    method: PaymentMethod
    amount: Dong
    state: PaymentState


async def payment_of(session: AsyncSession, reference: UUID) -> PaymentShown | None:
    """The payment of one order."""
    row = (
        await session.execute(
            select(Payment.method, Payment.amount, Payment.state).where(Payment.reference == reference)
        )
    ).one_or_none()
    return None if row is None else PaymentShown(*row)
