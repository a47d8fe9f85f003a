"""Write notices to a producer's people."""

from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.models import Person
from shop.certification.events import CertificateLapsed, CertificateRevoked
from shop.certification.models import Certificate, RegisteredProduct
from shop.core.i18n import DEFAULT, say
from shop.notifications.letter import Block, Letter, quoted
from shop.notifications.notify import known_locale
from shop.notifications.rules import certificate_news
from shop.notifications.write import Reader, write_notices
from shop.producers.models import ProducerMember


class _Told(msgspec.Struct, frozen=True):
    """What every member is told: the news, the certificate's code, the product's name."""

    news: str
    code: str
    product: str


async def tell_certificate(session: AsyncSession, event_id: UUID, event: CertificateLapsed | CertificateRevoked) -> int:
    """Tell every member of the producer, each in their language; returns how many notices were new. Safe to repeat."""
    found = (
        await session.execute(
            select(Certificate.code, RegisteredProduct.name, RegisteredProduct.producer_id)
            .join(RegisteredProduct, RegisteredProduct.id == Certificate.registered_product_id)
            .where(Certificate.id == event.certificate_id)
        )
    ).one_or_none()
    if found is None:
        return 0
    code, product, producer_id = found
    members = await session.scalars(
        select(Person)
        .join(ProducerMember, ProducerMember.person_id == Person.id)
        .where(ProducerMember.producer_id == producer_id, Person.disabled_at.is_(None))
        .order_by(Person.id)
    )
    told = _Told(certificate_news(event), code, product)
    return sum([await _tell_member(session, event_id, person, told) for person in members])


async def _tell_member(session: AsyncSession, event_id: UUID, person: Person, told: _Told) -> int:
    locale = known_locale(person.locale)
    path = "" if locale == DEFAULT else f"/{locale}"
    letter = Letter(
        locale,
        say(locale, f"notice.{told.news}.subject", code=told.code),
        (
            Block(say(locale, "notice.hello", name=quoted(person.name))),
            Block(say(locale, f"notice.{told.news}.text", product=quoted(told.product))),
            Block(say(locale, "notice.see_certificate"), href=f"$base{path}/xac-thuc/{told.code}"),
        ),
    )
    reader = Reader(key=f"person:{person.id}", email=person.email, person_id=person.id, order_id=None)
    text = say(locale, f"notice.{told.news}.text", product=told.product)
    return await write_notices(session, event_id, reader, letter, text=text)
