"""Write a new order: one fixed statement, as this is the path every buyer takes (bench: order_cpu_ms)."""

from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.db import sql
from shop.core.ids import new_code
from shop.orders.models import Order, OrderLine
from shop.orders.rules import CODE_PREFIX

_WRITE = text(sql("orders/write"))

_ORDER = (
    "id", "created_at", "code", "status", "person_id", "session_id", "contact_name", "contact_phone",
    "contact_email", "locale", "delivery", "place_id", "address_line", "address_commune_id", "payment_method",
    "subtotal", "shipping", "discount", "total", "confirmed_age", "hold_expires_at",
    "pickup_code_hash", "version", "sample",
)  # fmt: skip
_LINE = (
    "variant_id", "place_id", "campaign_id", "product_name", "variant_name", "unit", "quantity", "price", "total",
)  # fmt: skip


async def write_order(session: AsyncSession, order: Order, lines: Sequence[OrderLine], actor: str) -> None:
    """Insert `order` with its lines and the first line of its history. A code that is taken is drawn again."""
    facts = {column: getattr(order, column) for column in _ORDER}
    facts |= {f"line_{column}": [getattr(line, column) for line in lines] for column in _LINE}
    while (await session.execute(_WRITE, {**facts, "code": order.code, "actor": actor})).one_or_none() is None:
        order.code = new_code(CODE_PREFIX)
