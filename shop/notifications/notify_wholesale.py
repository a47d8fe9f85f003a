"""Write notices around wholesale enquiries: to the producer's people, and to the buyer."""

from uuid import UUID

import msgspec
from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.models import Person
from shop.catalog.models import Product, Variant
from shop.core.i18n import DEFAULT, Locale, known_locale, say
from shop.core.money import Dong, show
from shop.notifications.letter import Block, quoted
from shop.notifications.write import Reader, Told, write_notices
from shop.producers.models import Producer, ProducerMember
from shop.wholesale.events import EnquiryAsked, EnquiryMoved
from shop.wholesale.models import EnquiryState, WholesaleEnquiry

WHOLESALE = "wholesale:"  # the beginning of a guest's key: the letter's token is made of the rest
TO_PRODUCER = frozenset({EnquiryState.ACCEPTED, EnquiryState.DECLINED})


class _About(msgspec.Struct, frozen=True, kw_only=True):
    enquiry: WholesaleEnquiry
    product: str
    unit: str
    producer: Producer
    email: str | None


async def tell_enquiry(session: AsyncSession, event_id: UUID, event: EnquiryAsked) -> int:
    """Tell every member of the producer; returns how many notices were new. Safe to repeat."""
    about = await _about(session, event.enquiry_id)
    return 0 if about is None else await _tell_members(session, event_id, about, "wholesale_asked")


async def tell_enquiry_moved(session: AsyncSession, event_id: UUID, event: EnquiryMoved) -> int:
    """Tell the other side: the buyer of an answer, the producer of a decision. Safe to repeat."""
    about = await _about(session, event.enquiry_id)
    if about is None:
        return 0
    news = f"wholesale_{event.state}"
    if event.state in TO_PRODUCER:
        return await _tell_members(session, event_id, about, news)
    enquiry = about.enquiry
    locale = known_locale(enquiry.locale)
    told = _told(locale, news, about)
    guest = enquiry.person_id is None
    reader = Reader(
        key=f"{WHOLESALE}{enquiry.id}" if guest else f"person:{enquiry.person_id}",
        email=enquiry.email or about.email,
        person_id=enquiry.person_id,
        order_id=None,
    )
    where = f"/gia-si/{enquiry.id}" + ("?token=$token" if guest else "")
    said = [Block(quoted(enquiry.answer))] if enquiry.answer else []
    blocks = [Block(quoted(told.text)), *said, _link(locale, where, "see_quote")]
    return await write_notices(session, event_id, reader, told, blocks)


async def _tell_members(session: AsyncSession, event_id: UUID, about: _About, news: str) -> int:
    members = await session.scalars(
        select(Person)
        .join(ProducerMember, ProducerMember.person_id == Person.id)
        .where(ProducerMember.producer_id == about.producer.id, Person.disabled_at.is_(None))
        .order_by(Person.id)
    )
    written = 0
    for person in members:
        locale = known_locale(person.locale)
        told = _told(locale, news, about)
        reader = Reader(key=f"person:{person.id}", email=person.email, person_id=person.id, order_id=None)
        link = _link(locale, f"/chu-the/{about.producer.slug}/hoi-gia-si?loc=tat-ca", "see_enquiry")
        written += await write_notices(session, event_id, reader, told, [Block(quoted(told.text)), link])
    return written


async def _about(session: AsyncSession, enquiry_id: UUID) -> _About | None:
    account = and_(Person.id == WholesaleEnquiry.person_id, Person.disabled_at.is_(None))
    found = (
        await session.execute(
            select(WholesaleEnquiry, Product.name, Variant.unit, Producer, Person.email)
            .join(Variant, Variant.id == WholesaleEnquiry.variant_id)
            .join(Product, Product.id == Variant.product_id)
            .join(Producer, Producer.id == WholesaleEnquiry.producer_id)
            .outerjoin(Person, account)
            .where(WholesaleEnquiry.id == enquiry_id)
        )
    ).one_or_none()
    if found is None:
        return None
    enquiry, product, unit, producer, email = found
    return _About(enquiry=enquiry, product=product, unit=unit, producer=producer, email=email)


def _told(locale: Locale, news: str, about: _About) -> Told:
    enquiry = about.enquiry
    facts = {
        "product": about.product,
        "producer": about.producer.name,
        "unit": about.unit,
        "quantity": enquiry.quantity,
        "price": show(Dong(enquiry.price or 0)),
        "day": f"{enquiry.valid_until:%d/%m/%Y}" if enquiry.valid_until else "",
    }
    return Told(
        locale=locale,
        subject=say(locale, f"notice.{news}.subject", **facts),
        text=say(locale, f"notice.{news}.text", **facts),
    )


def _link(locale: Locale, path: str, button: str) -> Block:
    own = "" if locale == DEFAULT else f"/{locale}"
    return Block(say(locale, f"notice.{button}"), href=f"$base{own}{path}")
