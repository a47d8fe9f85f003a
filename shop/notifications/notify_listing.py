"""Write notices to a producer's people of what the office decided on a listing."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.models import Person
from shop.catalog.models import Product
from shop.core.i18n import DEFAULT, known_locale, say
from shop.listings.events import ListingApproved, ListingDeclined
from shop.listings.models import ListingEdit
from shop.notifications.letter import Block, quoted
from shop.notifications.write import Reader, Told, write_notices
from shop.producers.models import Producer, ProducerMember


async def tell_listing(session: AsyncSession, event_id: UUID, event: ListingApproved | ListingDeclined) -> int:
    """Tell every member of the producer, each in their language; returns how many notices were new. Safe to repeat."""
    found = (
        await session.execute(
            select(Product, Producer.slug, ListingEdit.reason)
            .join(Producer, Producer.id == Product.producer_id)
            .join(ListingEdit, ListingEdit.product_id == Product.id)
            .where(ListingEdit.id == event.edit_id)
        )
    ).one_or_none()
    if found is None:
        return 0
    product, producer, reason = found
    members = await session.scalars(
        select(Person)
        .join(ProducerMember, ProducerMember.person_id == Person.id)
        .where(ProducerMember.producer_id == product.producer_id, Person.disabled_at.is_(None))
        .order_by(Person.id)
    )
    news = listing_news(event)
    written = 0
    for person in members:
        locale = known_locale(person.locale)
        told = Told(
            locale=locale,
            subject=say(locale, f"notice.{news}.subject", product=product.name),
            text=say(locale, f"notice.{news}.text", product=product.name, reason=reason or ""),
        )
        reader = Reader(key=f"person:{person.id}", email=person.email, person_id=person.id, order_id=None)
        path = f"/chu-the/{producer}/san-pham/{product.slug}"
        written += await write_notices(session, event_id, reader, told, _blocks(person.name, told, path))
    return written


def listing_news(event: ListingApproved | ListingDeclined) -> str:
    """The name of the messages that tell `event`."""
    if isinstance(event, ListingDeclined):
        return "listing_declined"
    return "listing_published" if event.published else "listing_approved"


def _blocks(name: str, told: Told, path: str) -> tuple[Block, ...]:
    own = "" if told.locale == DEFAULT else f"/{told.locale}"
    return (
        Block(say(told.locale, "notice.hello", name=quoted(name))),
        Block(quoted(told.text)),
        Block(say(told.locale, "notice.see_listing"), href=f"$base{own}{path}"),
    )
