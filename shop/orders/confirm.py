"""An order is confirmed: cash on delivery needs nothing more."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.db import sql
from shop.core.outbox import publish_now
from shop.core.pause import Pause, go_on
from shop.orders.events import LineFact, OrderConfirmed
from shop.orders.models import OrderStatus

_CONFIRM = text(sql("orders/confirm"))


async def confirm_order(session: AsyncSession, order_id: UUID, actor: str = "shop", *, pause: Pause = go_on) -> bool:
    """Confirm a held order; False when it is past that already, its time has run out or money has to come first.

    Safe to repeat.

    One guarded statement, as every order takes it: its row lock and the database's clock decide between
    this and the sweep, and exactly one wins.
    """
    asked = {"id": order_id, "held": OrderStatus.HELD.value, "confirmed": OrderStatus.CONFIRMED.value, "actor": actor}
    rows = (await session.execute(_CONFIRM, asked)).all()
    if not rows:
        return False
    await pause("order confirmed")
    order = rows[0]
    confirmed = OrderConfirmed(
        order_id=order.id,
        code=order.code,
        version=order.version,
        session_id=order.session_id,
        person_id=order.person_id,
        total=order.total,
        lines=tuple(LineFact(variant_id=row.variant_id, place_id=row.place_id, quantity=row.quantity) for row in rows),
    )
    await publish_now(session, confirmed)
    return True
