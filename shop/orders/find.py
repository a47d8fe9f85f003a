"""Find an order by its code and the phone it was placed with: for buyers without the link."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.phone import read_phone
from shop.core.ids import read_code
from shop.orders.errors import OrderUnknown
from shop.orders.models import Order
from shop.orders.rules import CODE_PREFIX


async def find_order(session: AsyncSession, code: str, phone: str) -> UUID:
    """The id of the order `code` that was placed with `phone`, however both are spelled. One statement, always.

    The caller counts tries against the asker and the code: a code is too long to be guessed with a phone, and a
    phone too long to be guessed with a code, while tries are counted.

    Raises:
        OrderUnknown: no such pair; whether the code or the phone is wrong is not said.
    """
    found: UUID | None = await session.scalar(
        select(Order.id).where(
            Order.code == (read_code(CODE_PREFIX, code) or ""), Order.contact_phone == (read_phone(phone) or "")
        )
    )
    if found is None:
        raise OrderUnknown
    return found
