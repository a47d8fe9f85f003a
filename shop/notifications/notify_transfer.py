"""Write notices to buyers whose transfer was less than the price."""

from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.models import Person
from shop.bank.events import TransferShort
from shop.core.i18n import Locale, known_locale, say
from shop.core.money import show
from shop.notifications.letter import Block, quoted
from shop.notifications.order_text import order_link
from shop.notifications.rules import goes_as_text
from shop.notifications.write import Reader, TextWords, Told, write_notices
from shop.orders.models import Order

NEWS = "transfer_short"


async def tell_short_transfer(session: AsyncSession, event_id: UUID, event: TransferShort) -> int:
    """Tell the buyer what came in and what is missing; returns how many notices were new. Safe to repeat."""
    account = and_(Person.id == Order.person_id, Person.disabled_at.is_(None))
    found = await session.execute(
        select(Order, Person.email, Person.texts_off).outerjoin(Person, account).where(Order.id == event.reference)
    )
    row = found.one_or_none()
    if row is None:
        return 0
    order, account_email, texts_off = row
    locale = known_locale(order.locale)
    facts = {"code": order.code, "amount": show(event.amount), "rest": show(event.rest)}
    told = Told(
        locale=locale,
        subject=say(locale, f"notice.{NEWS}.subject", **facts),
        text=say(locale, f"notice.{NEWS}.text", **facts),
    )
    address = order.contact_email or account_email
    reader = Reader(
        key=f"person:{order.person_id}" if order.person_id else f"order:{order.id}",
        email=address,
        person_id=order.person_id,
        order_id=order.id,
    )
    blocks = (
        Block(say(locale, "notice.hello", name=quoted(order.contact_name))),
        Block(quoted(told.text)),
        Block(say(locale, "notice.pay_rest"), href=order_link(locale, order.code)),
    )
    text = None
    if goes_as_text(NEWS, has_mail=bool(address), texts_off=bool(texts_off)):
        text = _text(order, locale, show(event.rest).replace("\u00a0", ""))
    return await write_notices(session, event_id, reader, told, blocks, text=text)


def _text(order: Order, locale: Locale, rest: str) -> TextWords:
    link = order_link(locale, order.code)
    said = say(locale, f"text.{NEWS}", code=order.code, total=rest)
    facts = {"code": order.code, "total": rest, "customer": quoted(order.contact_name), "link": link}
    return TextWords(
        phone=order.contact_phone, news=NEWS, words=say(locale, "text.order", news=said, link=link), facts=facts
    )
