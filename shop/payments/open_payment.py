"""Freeze what orders owe."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.db import sql
from shop.core.money import Dong
from shop.payments.models import PaymentMethod
from shop.payments.rules import opening

_OPEN = text(sql("payments/open"))


class Due(msgspec.Struct, frozen=True):
    """What `reference` (an order) owes: `amount` đồng, by a method; of which a `deposit` comes first (0: all)."""

    reference: UUID
    method: PaymentMethod
    amount: Dong
    deposit: Dong = Dong(0)


async def open_payments(session: AsyncSession, dues: Sequence[Due], actor: str) -> None:
    """Write a payment, to be collected or awaited, for each of `dues`. The unique reference makes it single."""
    facts = {
        "references": [due.reference for due in dues],
        "methods": [due.method.value for due in dues],
        "amounts": [due.amount for due in dues],
        "deposits": [due.deposit for due in dues],
        "states": [opening(due.method, due.amount).value for due in dues],
        "actor": actor,
    }
    await session.execute(_OPEN, facts)
