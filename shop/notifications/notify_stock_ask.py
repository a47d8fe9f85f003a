"""Tell the staff of a place that a stall asks for goods of theirs."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.models import Person
from shop.catalog.models import Product, Variant
from shop.core.i18n import DEFAULT, known_locale, say
from shop.markets.models import LiveSession
from shop.notifications.letter import Block, quoted
from shop.notifications.write import Reader, Told, write_notices
from shop.places.models import Place, PlaceStaff
from shop.programme.events import StockAskMoved
from shop.programme.models import AskState, StockAsk


async def tell_stock_asked(session: AsyncSession, event_id: UUID, event: StockAskMoved) -> int:
    """Tell each of them in their language, while the request is open; how many notices were new. Safe to repeat."""
    row = (
        await session.execute(
            select(StockAsk, LiveSession.title, Product.name, Place.name)
            .join(LiveSession, LiveSession.id == StockAsk.session_id)
            .join(Variant, Variant.id == StockAsk.variant_id)
            .join(Product, Product.id == Variant.product_id)
            .join(Place, Place.id == StockAsk.from_place_id)
            .where(StockAsk.id == event.ask_id, StockAsk.state == AskState.OPEN)
        )
    ).one_or_none()
    if row is None:
        return 0
    ask, stall, goods, place = row
    people = await session.scalars(
        select(Person)
        .join(PlaceStaff, PlaceStaff.person_id == Person.id)
        .where(PlaceStaff.place_id == ask.from_place_id, Person.disabled_at.is_(None))
        .order_by(Person.id)
    )
    facts = {"stall": stall, "goods": goods, "place": place, "count": ask.pieces}
    written = 0
    for person in people.all():
        locale = known_locale(person.locale)
        told = Told(
            locale=locale,
            subject=say(locale, "notice.stock_asked.subject", **facts),
            text=say(locale, "notice.stock_asked.text", **facts),
        )
        reader = Reader(key=f"person:{person.id}", email=person.email, person_id=person.id, order_id=None)
        home = "" if locale == DEFAULT else f"/{locale}"
        blocks = (
            Block(say(locale, "notice.hello", name=quoted(person.name))),
            Block(quoted(told.text)),
            Block(say(locale, "notice.see_asks"), href=f"$base{home}/quay/xin-hang"),
        )
        written += await write_notices(session, event_id, reader, told, blocks)
    return written
