"""Write notices around reviews: to the producer's people of a new one, to its writer of a reply or a removal."""

from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.models import Person
from shop.catalog.models import Product
from shop.core.i18n import DEFAULT, Locale, known_locale, say
from shop.notifications.letter import Block, quoted
from shop.notifications.write import Reader, Told, write_notices
from shop.orders.models import Order
from shop.producers.models import Producer, ProducerMember
from shop.reviews.events import ReviewAnswered, ReviewRemoved, ReviewWritten
from shop.reviews.models import Review


async def tell_review(session: AsyncSession, event_id: UUID, event: ReviewWritten) -> int:
    """Tell every member of the producer of a new review; returns how many notices were new. Safe to repeat."""
    found = (
        await session.execute(
            select(Review.points, Product.name, Producer.id, Producer.slug)
            .join(Product, Product.id == Review.product_id)
            .join(Producer, Producer.id == Product.producer_id)
            .where(Review.id == event.review_id)
        )
    ).one_or_none()
    if found is None:
        return 0
    points, product, producer_id, slug = found
    members = await session.scalars(
        select(Person)
        .join(ProducerMember, ProducerMember.person_id == Person.id)
        .where(ProducerMember.producer_id == producer_id, Person.disabled_at.is_(None))
        .order_by(Person.id)
    )
    written = 0
    for person in members:
        told = _told(known_locale(person.locale), "review_written", product=product, points=points)
        reader = Reader(key=f"person:{person.id}", email=person.email, person_id=person.id, order_id=None)
        blocks = _blocks(person.name, told, f"/chu-the/{slug}/danh-gia", "see_review")
        written += await write_notices(session, event_id, reader, told, blocks)
    return written


async def tell_reviewer(session: AsyncSession, event_id: UUID, event: ReviewAnswered | ReviewRemoved) -> int:
    """Tell who wrote the review, in the order's language; returns how many notices were new. Safe to repeat."""
    account = and_(Person.id == Order.person_id, Person.disabled_at.is_(None))
    found = (
        await session.execute(
            select(Review, Product.name, Order, Person.email)
            .join(Product, Product.id == Review.product_id)
            .join(Order, Order.id == Review.order_id)
            .outerjoin(Person, account)
            .where(Review.id == event.review_id)
        )
    ).one_or_none()
    if found is None:
        return 0
    review, product, order, account_email = found
    news = "review_answered" if isinstance(event, ReviewAnswered) else "review_removed"
    facts = {"basis": review.removal_basis or "", "reason": review.removal_reason or ""}
    told = _told(known_locale(order.locale), news, product=product, **facts)
    reader = Reader(
        key=f"person:{order.person_id}" if order.person_id else f"order:{order.id}",
        email=order.contact_email or account_email,
        person_id=order.person_id,
        order_id=order.id,
    )
    blocks = _blocks(order.contact_name, told, f"/don-hang/{order.code}?token=$token", "see_order")
    return await write_notices(session, event_id, reader, told, blocks)


def _told(locale: Locale, news: str, **facts: object) -> Told:
    return Told(
        locale=locale,
        subject=say(locale, f"notice.{news}.subject", **facts),
        text=say(locale, f"notice.{news}.text", **facts),
    )


def _blocks(name: str, told: Told, path: str, button: str) -> tuple[Block, ...]:
    own = "" if told.locale == DEFAULT else f"/{told.locale}"
    return (
        Block(say(told.locale, "notice.hello", name=quoted(name))),
        Block(quoted(told.text)),
        Block(say(told.locale, f"notice.{button}"), href=f"$base{own}{path}"),
    )
