"""Write notices of what happened to an order. They stand in the transaction of the work; mail leaves later."""

from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.models import Person
from shop.core.i18n import Locale, known_locale, say
from shop.core.money import Dong, show
from shop.delivery.models import DeliveryMethod
from shop.notifications.letter import Block, quoted
from shop.notifications.order_text import order_link, order_text
from shop.notifications.rules import (
    CONFIRMED,
    OF_PARCELS,
    PLACED,
    PLACED_UNHELD,
    PREORDERED,
    WITH_PICKUP_CODE,
    goes_as_mail,
    goes_as_text,
    order_news,
)
from shop.notifications.write import Reader, Told, write_notices
from shop.orders.events import OrderFacts
from shop.orders.models import Order
from shop.orders.promised import promise_to
from shop.orders.queries import order_at_counter
from shop.orders.shown import DeliveryShown, OrderedLine, OrderShown
from shop.payments.models import PaymentState
from shop.places.queries import place_by_slug
from shop.preorders.queries import Promise


async def tell_order(session: AsyncSession, event_id: UUID, event: OrderFacts) -> int:
    """Tell the buyer of `event`, in the order's language; returns how many notices were new. Safe to repeat.

    E-mail goes to the order's address, else to the account's; texts to the order's phone. An order that is no
    longer there tells nothing.
    """
    account = and_(Person.id == Order.person_id, Person.disabled_at.is_(None))
    found = await session.execute(
        select(Order, Person.email, Person.mail_off, Person.texts_off)
        .outerjoin(Person, account)
        .where(Order.id == event.order_id)
    )
    row = found.one_or_none()
    if row is None:
        return 0
    order, account_email, mail_off, texts_off = row
    locale = known_locale(order.locale)
    news = order_news(event, order.delivery)
    promise = await promise_to(session, order.id) if news == CONFIRMED else None
    news = news if promise is None else PREORDERED
    news = PLACED_UNHELD if news == PLACED and order.unheld else news
    told = _told(locale, news, order.code, event, promise)
    address = order.contact_email or account_email
    reader = Reader(
        key=f"person:{order.person_id}" if order.person_id else f"order:{order.id}",
        email=address if goes_as_mail(news, mail_off=bool(mail_off)) else None,
        person_id=order.person_id,
        order_id=order.id,
    )
    blocks = await _blocks(session, order.id, told, news) if reader.email else ()
    text = None
    if goes_as_text(news, has_mail=bool(address), texts_off=bool(texts_off)):
        text = await order_text(session, order, locale, news, event.parcel)
    return await write_notices(session, event_id, reader, told, blocks, text=text)


def _told(locale: Locale, news: str, code: str, event: OrderFacts, promise: Promise | None) -> Told:
    """News of one parcel of several names it: else its buyer would read the same sentence twice."""
    key = f"notice.parcel.{news}" if event.parcel is not None and news in OF_PARCELS else f"notice.{news}"
    facts = {
        "code": code,
        "number": event.parcel,
        "days": getattr(event, "days_left", 0),
        "reason": getattr(event, "reason", ""),
        "ship_from": "" if promise is None else f"{promise.ship_from:%d/%m/%Y}",
        "ship_until": "" if promise is None else f"{promise.ship_until:%d/%m/%Y}",
    }
    return Told(locale=locale, subject=say(locale, f"{key}.subject", **facts), text=say(locale, f"{key}.text", **facts))


async def _blocks(session: AsyncSession, order_id: UUID, told: Told, news: str) -> tuple[Block, ...]:
    order, locale = await order_at_counter(session, order_id), told.locale
    blocks = [
        Block(say(locale, "notice.hello", name=quoted(order.contact.name))),
        Block(quoted(told.text)),
        Block("\n".join(_line(locale, line) for line in order.lines)),
        *_payment(order, locale),
        await _where(session, order.delivery, locale),
    ]
    if news in WITH_PICKUP_CODE and order.delivery.method is DeliveryMethod.PICKUP:
        blocks += [Block(say(locale, "notice.pickup_code")), Block("$pickup_code", big=True)]
    link = order_link(locale, order.code)
    contract = link.replace("?", "/hop-dong?")
    return (
        *blocks,
        Block(say(locale, "notice.see_order"), href=link),
        Block(say(locale, "notice.see_contract"), href=contract),
    )


def _payment(order: OrderShown, locale: Locale) -> list[Block]:
    """What it costs and how that is paid; the way to where it is paid while money must come first."""
    payment, total = order.payment, show(order.total)
    rest = show(Dong(order.total - order.deposit))
    if payment.missing and order.deposit:
        facts = {"deposit": show(payment.missing), "rest": rest}
        law = Block(say(locale, "notice.deposit_kept" if order.deposit_kept else "notice.deposit_back"))
        pay = Block(say(locale, "notice.pay_here"), href=order_link(locale, order.code))
        return [Block(say(locale, "notice.deposit_missing", total=total, **facts)), law, pay]
    if payment.missing:
        missing = Block(say(locale, "notice.total_missing", total=total))
        return [missing, Block(say(locale, "notice.pay_here"), href=order_link(locale, order.code))]
    paid = payment.state is PaymentState.PAID
    if order.deposit and not paid:
        return [Block(say(locale, "notice.deposit_paid", total=total, deposit=show(order.deposit), rest=rest))]
    return [Block(say(locale, "notice.total_paid" if paid else "notice.total", total=total))]


def _line(locale: Locale, line: OrderedLine) -> str:
    return say(
        locale,
        "notice.line",
        quantity=line.quantity,
        name=quoted(line.product.name if not line.name else f"{line.product.name} {line.name}"),
        unit=quoted(line.unit),
        total=show(line.total),
    )


async def _where(session: AsyncSession, delivery: DeliveryShown, locale: Locale) -> Block:
    if delivery.sales_point is not None:
        place = await place_by_slug(session, delivery.sales_point.slug)
        name = quoted(delivery.sales_point.name)
        if place is not None and place.address:
            return Block(say(locale, "notice.pickup_at_address", place=name, address=quoted(place.address)))
        return Block(say(locale, "notice.pickup_at", place=name))
    address = delivery.address
    written = f"{address.line}, {address.commune.name}" if address else ""
    return Block(say(locale, "notice.ship_to", address=quoted(written)))
