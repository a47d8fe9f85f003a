"""Write notices of parcels that are not packed in time: to the producer's people."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.models import Person
from shop.core.i18n import DEFAULT, known_locale, say
from shop.notifications.letter import Block, quoted
from shop.notifications.write import Reader, Told, write_notices
from shop.orders.events import OrderLate
from shop.places.models import Place
from shop.producers.models import Producer, ProducerMember


async def tell_late(session: AsyncSession, event_id: UUID, event: OrderLate) -> int:
    """Tell each member of the producer in their language; returns how many notices were new. Safe to repeat."""
    place = await session.scalar(select(Place.name).where(Place.id == event.place_id))
    slug = await session.scalar(select(Producer.slug).where(Producer.id == event.producer_id))
    if place is None or slug is None:
        return 0
    facts: dict[str, object] = {"code": event.code, "parcel": event.parcel or 1, "place": place}
    people = await session.scalars(
        select(Person)
        .join(ProducerMember, ProducerMember.person_id == Person.id)
        .where(ProducerMember.producer_id == event.producer_id, Person.disabled_at.is_(None))
        .order_by(Person.id)
    )
    written = 0
    for person in people.all():
        locale = known_locale(person.locale)
        told = Told(
            locale=locale,
            subject=say(locale, "notice.parcel_late.subject", **facts),
            text=say(locale, "notice.parcel_late.text", **facts),
        )
        reader = Reader(key=f"person:{person.id}", email=person.email, person_id=person.id, order_id=None)
        home = "" if locale == DEFAULT else f"/{locale}"
        blocks = (
            Block(say(locale, "notice.hello", name=quoted(person.name))),
            Block(quoted(told.text)),
            Block(say(locale, "notice.see_late"), href=f"$base{home}/chu-the/{slug}/tra-hang"),
        )
        written += await write_notices(session, event_id, reader, told, blocks)
    return written
