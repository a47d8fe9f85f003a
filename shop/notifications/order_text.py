"""What a phone is told of an order: one sentence and the link to its page."""

from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.i18n import DEFAULT, Locale, say
from shop.core.money import show
from shop.notifications.letter import quoted
from shop.notifications.write import TextWords
from shop.orders.models import Order
from shop.places.models import Place

_LONGEST_PLACE = 60  # signs of a place's name in a text


def order_link(locale: Locale, code: str) -> str:
    """The address of an order's page with its token, both still blanks."""
    path = "" if locale == DEFAULT else f"/{locale}"
    return f"$base{path}/don-hang/{code}?token=$token"


async def order_text(
    session: AsyncSession, order: Order, locale: Locale, news: str, parcel: int | None = None
) -> TextWords:
    """The text that tells `news` of `order`, or of one `parcel` of it; the pickup code is not in it."""
    place = await session.get(Place, order.place_id) if order.place_id else None
    link = order_link(locale, order.code)
    name = quoted(place.name if place else "")[:_LONGEST_PLACE].rstrip("$ ")
    total = show(order.total).replace("\u00a0", "")
    key = f"text.{news}" if parcel is None else f"text.parcel.{news}"
    said = say(locale, key, code=order.code, total=total, place=name, number=parcel)
    facts = {"code": order.code, "total": total, "place": name, "customer": quoted(order.contact_name), "link": link}
    return TextWords(
        phone=order.contact_phone, news=news, words=say(locale, "text.order", news=said, link=link), facts=facts
    )
