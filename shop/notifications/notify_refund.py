"""Write notices of money that goes back for no return: once when it is owed, once when it was paid."""

from uuid import UUID, uuid5

import msgspec
from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.models import Person
from shop.core.i18n import Locale, known_locale, say
from shop.core.money import show
from shop.notifications.letter import Block, quoted
from shop.notifications.order_text import order_link
from shop.notifications.rules import goes_as_text
from shop.notifications.write import Reader, TextWords, Told, write_notices
from shop.orders.models import Order, Parcel
from shop.payments.events import RefundMoved
from shop.payments.models import RefundState
from shop.refunds.pay import SENT_BACK
from shop.refunds.queries import About, RefundRow, refund_shown
from shop.remittance.rules import ARRIVED

NEWS = {RefundState.OWED: "refund_owed", RefundState.PAID: "refund_paid"}


class Buyer(msgspec.Struct, frozen=True):
    """An order and where its buyer reads."""

    order: Order
    address: str | None
    texts_off: bool


async def tell_refund(session: AsyncSession, event: RefundMoved) -> int:
    """Tell the buyer that money is owed, or was paid; returns how many notices were new. Safe to repeat.

    A return tells of its money itself. The notice hangs on the refund and its state, not on the event: a sending that
    failed and is owed again is no news. That it is owed is none either once it was paid.
    """
    news = NEWS.get(event.state)
    refund = await refund_shown(session, event.refund_id)
    if news is None or refund is None or refund.about is About.RETURN:
        return 0
    if event.state is RefundState.OWED and refund.state is RefundState.PAID:
        return 0
    buyer = await _buyer(session, refund.order)
    order, locale = buyer.order, known_locale(buyer.order.locale)
    told = _told(locale, news, refund, await _why(session, event.about, refund))
    reader = Reader(
        key=f"person:{order.person_id}" if order.person_id else f"order:{order.id}",
        email=buyer.address,
        person_id=order.person_id,
        order_id=order.id,
    )
    blocks = (
        Block(say(locale, "notice.hello", name=quoted(order.contact_name))),
        Block(quoted(told.text)),
        Block(say(locale, "notice.see_order"), href=order_link(locale, order.code)),
    )
    text = None
    if goes_as_text(news, has_mail=bool(buyer.address), texts_off=buyer.texts_off):
        text = _text(order, locale, news, refund)
    return await write_notices(session, uuid5(refund.id, event.state.value), reader, told, blocks, text=text)


async def _buyer(session: AsyncSession, code: str) -> Buyer:
    account = and_(Person.id == Order.person_id, Person.disabled_at.is_(None))
    found = await session.execute(
        select(Order, Person.email, Person.texts_off).outerjoin(Person, account).where(Order.code == code)
    )
    order, email, texts_off = found.one()
    return Buyer(order, order.contact_email or email, bool(texts_off))


def _told(locale: Locale, news: str, refund: RefundRow, reason: str) -> Told:
    facts = {"code": refund.order, "amount": show(refund.amount)}
    if news == NEWS[RefundState.OWED]:
        way = "back" if refund.paid_by in SENT_BACK else "by_hand"
        ending = say(locale, f"notice.refund_way.{way}")
    else:
        ending = say(locale, f"notice.refund_method.{refund.method.value if refund.method else 'transfer'}")
    why = say(locale, f"notice.refund_why.{reason}", name=refund.name or "", reason=refund.reason or "")
    return Told(
        locale=locale,
        subject=say(locale, f"notice.{news}.subject", **facts),
        text=say(locale, f"notice.{news}.text", why=why, ending=ending, **facts),
    )


async def _why(session: AsyncSession, about: UUID, refund: RefundRow) -> str:
    """The name of the reason: what goes back for a parcel that arrived was taken although it was paid already."""
    if refund.about is About.PARCEL:
        parcel = await session.get_one(Parcel, about, populate_existing=True)
        return "unasked" if parcel.status in ARRIVED else "parcel"
    return "line" if refund.about is About.CLAIM and refund.name else refund.about.value


def _text(order: Order, locale: Locale, news: str, refund: RefundRow) -> TextWords:
    amount, link = show(refund.amount).replace("\u00a0", ""), order_link(locale, order.code)
    facts = {"code": order.code, "total": amount, "customer": quoted(order.contact_name), "link": link}
    words = say(locale, "text.order", news=say(locale, f"text.{news}", code=order.code, total=amount), link=link)
    return TextWords(phone=order.contact_phone, news=news, words=words, facts=facts)
