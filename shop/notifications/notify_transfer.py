"""Write notices to buyers whose transfer was less than the price."""

from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.models import Person
from shop.bank.events import TransferShort
from shop.core.i18n import DEFAULT, known_locale, say
from shop.core.money import show
from shop.notifications.letter import Block, quoted
from shop.notifications.write import Reader, Told, write_notices
from shop.orders.models import Order


async def tell_short_transfer(session: AsyncSession, event_id: UUID, event: TransferShort) -> int:
    """Tell the buyer what came in and what is missing; returns how many notices were new. Safe to repeat."""
    account = and_(Person.id == Order.person_id, Person.disabled_at.is_(None))
    row = (
        await session.execute(select(Order, Person.email).outerjoin(Person, account).where(Order.id == event.reference))
    ).one_or_none()
    if row is None:
        return 0
    order, account_email = row
    locale = known_locale(order.locale)
    facts = {"code": order.code, "amount": show(event.amount), "rest": show(event.rest)}
    told = Told(
        locale=locale,
        subject=say(locale, "notice.transfer_short.subject", **facts),
        text=say(locale, "notice.transfer_short.text", **facts),
    )
    reader = Reader(
        key=f"person:{order.person_id}" if order.person_id else f"order:{order.id}",
        email=order.contact_email or account_email,
        person_id=order.person_id,
        order_id=order.id,
    )
    home = "" if locale == DEFAULT else f"/{locale}"
    blocks = (
        Block(say(locale, "notice.hello", name=quoted(order.contact_name))),
        Block(quoted(told.text)),
        Block(say(locale, "notice.pay_rest"), href=f"$base{home}/don-hang/{order.code}?token=$token"),
    )
    return await write_notices(session, event_id, reader, told, blocks)
