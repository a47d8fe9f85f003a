"""Write notices of goods that run low: to the staff of the place and to the producer's people."""

from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.models import Person
from shop.catalog.models import Product, Variant
from shop.core.i18n import DEFAULT, known_locale, say
from shop.inventory.events import StockRunsLow
from shop.notifications.letter import Block, quoted
from shop.notifications.write import Reader, Told, write_notices
from shop.places.models import Place, PlaceStaff
from shop.producers.models import ProducerMember


async def tell_low_stock(session: AsyncSession, event_id: UUID, event: StockRunsLow) -> int:
    """Tell everybody concerned, each in their language; returns how many notices were new. Safe to repeat."""
    row = (
        await session.execute(
            select(Product.name, Variant.name, Place.name, Place.slug)
            .join(Variant, Variant.product_id == Product.id)
            .join(Place, Place.id == event.place_id)
            .where(Variant.id == event.variant_id)
        )
    ).one_or_none()
    if row is None:
        return 0
    facts = {"goods": ", ".join(part for part in row[:2] if part), "place": row[2], "count": event.pieces}
    staff = select(PlaceStaff.person_id).where(PlaceStaff.place_id == event.place_id)
    members = select(ProducerMember.person_id).where(ProducerMember.producer_id == event.producer_id)
    people = await session.execute(
        select(Person, Person.id.in_(staff))
        .where(or_(Person.id.in_(members), Person.id.in_(staff)), Person.disabled_at.is_(None))
        .order_by(Person.id)
    )
    written = 0
    for person, works_there in people.all():
        locale = known_locale(person.locale)
        told = Told(
            locale=locale,
            subject=say(locale, "notice.stock_low.subject", **facts),
            text=say(locale, "notice.stock_low.text", **facts),
        )
        reader = Reader(key=f"person:{person.id}", email=person.email, person_id=person.id, order_id=None)
        path = f"/quay/kho?place={row[3]}" if works_there else ""
        written += await write_notices(session, event_id, reader, told, _blocks(person.name, told, path))
    return written


def _blocks(name: str, told: Told, path: str) -> tuple[Block, ...]:
    blocks = (Block(say(told.locale, "notice.hello", name=quoted(name))), Block(quoted(told.text)))
    if not path:
        return blocks
    home = "" if told.locale == DEFAULT else f"/{told.locale}"
    return (*blocks, Block(say(told.locale, "notice.see_stock"), href=f"$base{home}{path}"))
