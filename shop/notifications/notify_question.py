"""Write notices around questions: to the producer's people of a new one, to its asker of the answer."""

from uuid import UUID

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.models import Person
from shop.catalog.models import Product
from shop.core.i18n import DEFAULT, Locale, known_locale, say
from shop.notifications.letter import Block, quoted
from shop.notifications.write import Reader, Told, write_notices
from shop.producers.models import Producer, ProducerMember
from shop.questions.events import QuestionAnswered, QuestionAsked
from shop.questions.models import Question


async def tell_question(session: AsyncSession, event_id: UUID, event: QuestionAsked) -> int:
    """Tell every member of the producer; returns how many notices were new. Safe to repeat."""
    found = (
        await session.execute(
            select(Product.name, Producer.id, Producer.slug)
            .join(Question, Question.product_id == Product.id)
            .join(Producer, Producer.id == Product.producer_id)
            .where(Question.id == event.question_id)
        )
    ).one_or_none()
    if found is None:
        return 0
    product, producer_id, slug = found
    members = await session.scalars(
        select(Person)
        .join(ProducerMember, ProducerMember.person_id == Person.id)
        .where(ProducerMember.producer_id == producer_id, Person.disabled_at.is_(None))
        .order_by(Person.id)
    )
    written = 0
    for person in members:
        told = _told(known_locale(person.locale), "question_asked", product)
        reader = Reader(key=f"person:{person.id}", email=person.email, person_id=person.id, order_id=None)
        blocks = _blocks(told, f"/chu-the/{slug}/cau-hoi", "see_question")
        written += await write_notices(session, event_id, reader, told, blocks)
    return written


async def tell_answer(session: AsyncSession, event_id: UUID, event: QuestionAnswered) -> int:
    """Tell who asked, in the language of the question; returns how many notices were new. Safe to repeat."""
    account = and_(Person.id == Question.person_id, Person.disabled_at.is_(None))
    found = (
        await session.execute(
            select(Question, Product.name, Product.slug, Person.email)
            .join(Product, Product.id == Question.product_id)
            .outerjoin(Person, account)
            .where(Question.id == event.question_id)
        )
    ).one_or_none()
    if found is None:
        return 0
    question, product, slug, account_email = found
    told = _told(known_locale(question.locale), "question_answered", product)
    reader = Reader(
        key=f"person:{question.person_id}" if question.person_id else f"question:{question.id}",
        email=question.email or account_email,
        person_id=question.person_id,
        order_id=None,
    )
    text, link = _blocks(told, f"/san-pham/{slug}/hoi", "see_answer")
    return await write_notices(session, event_id, reader, told, (text, Block(quoted(question.answer or "")), link))


def _told(locale: Locale, news: str, product: str) -> Told:
    return Told(
        locale=locale,
        subject=say(locale, f"notice.{news}.subject", product=product),
        text=say(locale, f"notice.{news}.text", product=product),
    )


def _blocks(told: Told, path: str, button: str) -> tuple[Block, Block]:
    own = "" if told.locale == DEFAULT else f"/{told.locale}"
    link = Block(say(told.locale, f"notice.{button}"), href=f"$base{own}{path}")
    return Block(quoted(told.text)), link
