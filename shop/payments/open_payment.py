"""Freeze what an order owes."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.db import sql
from shop.core.money import Dong
from shop.payments.models import PaymentMethod
from shop.payments.rules import OPEN

_OPEN = text(sql("payments/open"))


async def open_payment(session: AsyncSession, reference: UUID, method: PaymentMethod, amount: Dong, actor: str) -> None:
    """Write the payment of `reference`: `amount` đồng, to be collected. Its unique reference makes it single."""
    facts = {"reference": reference, "method": method.value, "amount": amount, "state": OPEN.value, "actor": actor}
    await session.execute(_OPEN, facts)
