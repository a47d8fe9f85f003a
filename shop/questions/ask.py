"""Ask about a product."""

from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.i18n import Locale, say
from shop.core.masks import public_name
from shop.core.outbox import publish
from shop.core.text import Email
from shop.questions.errors import NobodyToAnswer, QuestionSaysNothing
from shop.questions.events import QuestionAsked
from shop.questions.models import Question


async def ask_question(
    session: AsyncSession, actor: Actor, product_id: UUID, *, words: str, email: str, locale: Locale
) -> Question:
    """Ask, signed in or with an address for the answer. The same words of the same asker are one question.

    Raises:
        QuestionSaysNothing, NobodyToAnswer: it cannot be meant so.
    """
    if not any(sign.isalnum() for sign in words):
        raise QuestionSaysNothing(field="words")
    address = None if actor.person_id is not None else _address(email)
    asker = f"person:{actor.person_id}" if actor.person_id is not None else str(address)
    row = {
        "product_id": product_id,
        "person_id": actor.person_id,
        "email": address,
        "asker": asker,
        "author": public_name(actor.name) or say(locale, "questions.guest"),
        "locale": locale,
        "words": words,
    }
    made = await session.scalar(insert(Question).values(row).on_conflict_do_nothing().returning(Question.id))
    if made is not None:
        publish(session, QuestionAsked(question_id=made))
    same = select(Question).where(Question.product_id == product_id, Question.asker == asker, Question.words == words)
    return (await session.scalars(same)).one()


def _address(email: str) -> str:
    try:
        return msgspec.convert(email.strip().lower(), Email)
    except msgspec.ValidationError:
        raise NobodyToAnswer(field="email") from None
