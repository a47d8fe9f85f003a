"""Write notices to a producer's people."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.models import Person
from shop.certification.events import CertificateExpiring, CertificateFacts
from shop.certification.models import Certificate, RegisteredProduct
from shop.core.i18n import DEFAULT, known_locale, say
from shop.notifications.letter import Block, quoted
from shop.notifications.rules import certificate_news
from shop.notifications.write import Reader, Told, write_notices
from shop.producers.models import ProducerMember


async def tell_certificate(session: AsyncSession, event_id: UUID, event: CertificateFacts) -> int:
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
    news = certificate_news(event)
    facts = _facts(event)
    written = 0
    for person in members:
        locale = known_locale(person.locale)
        told = Told(
            locale=locale,
            subject=say(locale, f"notice.{news}.subject", code=code, **facts),
            text=say(locale, f"notice.{news}.text", product=product, **facts),
        )
        reader = Reader(key=f"person:{person.id}", email=person.email, person_id=person.id, order_id=None)
        written += await write_notices(session, event_id, reader, told, _blocks(person.name, told, code))
    return written


def _facts(event: CertificateFacts) -> dict[str, object]:
    """What a sentence needs besides code and product."""
    if isinstance(event, CertificateExpiring):
        return {"days": event.days, "last_day": f"{event.until - timedelta(days=1):%d/%m/%Y}"}
    return {}


def _blocks(name: str, told: Told, code: str) -> tuple[Block, ...]:
    path = "" if told.locale == DEFAULT else f"/{told.locale}"
    return (
        Block(say(told.locale, "notice.hello", name=quoted(name))),
        Block(quoted(told.text)),
        Block(say(told.locale, "notice.see_certificate"), href=f"$base{path}/xac-thuc/{code}"),
    )
