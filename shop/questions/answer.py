"""A producer answers a question."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.change import note_change
from shop.catalog.models import Product
from shop.core.actor import Actor
from shop.core.clock import now
from shop.core.outbox import publish
from shop.producers.guards import require_member
from shop.producers.models import MemberRole
from shop.questions.errors import QuestionSaysNothing, QuestionUnknown
from shop.questions.events import QuestionAnswered
from shop.questions.models import Question, QuestionAnswer


async def answer_question(
    session: AsyncSession, actor: Actor, producer_id: UUID, question_id: UUID, words: str
) -> Question:
    """Write the one answer, or change it; from then on everybody reads both. Safe to repeat.

    Raises:
        Unauthenticated, Forbidden: not an editor of this producer.
        QuestionUnknown: there is none, or it is about another producer's product.
        QuestionSaysNothing: there is nothing in the answer.
    """
    await require_member(session, actor, producer_id, at_least=MemberRole.EDITOR)
    if not any(sign.isalnum() for sign in words):
        raise QuestionSaysNothing(field="words")
    own = select(Product.id).where(Product.producer_id == producer_id)
    question = await session.scalar(
        select(Question)
        .where(Question.id == question_id, Question.product_id.in_(own))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if question is None:
        raise QuestionUnknown
    if question.answer == words:
        return question
    question.answered_at = question.answered_at or await now(session)
    question.answer = words
    question.answer_version += 1
    version = question.answer_version
    session.add(QuestionAnswer(question_id=question.id, version=version, words=words, actor=str(actor.person_id)))
    if version == 1:
        publish(session, QuestionAnswered(question_id=question.id))
    note_change(session, question.product_id, "question")
    await session.flush()  # who answers in the same moment waits for the row and finds it
    return question
