"""Freeze what an order owes."""

from uuid import UUID

from sqlalchemy import insert, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.money import Dong
from shop.payments.models import Payment, PaymentHistory, PaymentMethod
from shop.payments.rules import OPEN


async def open_payment(session: AsyncSession, reference: UUID, method: PaymentMethod, amount: Dong, actor: str) -> None:
    """Write the payment of `reference`: `amount` đồng, to be collected. Its unique reference makes it single."""
    opened = (
        insert(Payment)
        .values(reference=reference, method=method, amount=amount, state=OPEN)
        .returning(Payment.id)
        .cte("opened")
    )
    noted = insert(PaymentHistory).from_select(
        ["payment_id", "state", "actor"], select(opened.c.id, literal(OPEN.value), literal(actor))
    )
    await session.execute(noted)
