"""Reads of questions: for everybody, and for the producer."""

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import Row, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.models import Product
from shop.core.masks import mask_phones
from shop.questions.models import Question


class QuestionShown(msgspec.Struct, frozen=True, kw_only=True):
    """A question as others may read it: no address, telephone numbers covered."""

    id: UUID
    author: str
    text: str
    locale: str
    at: datetime
    answer: str | None
    answered_at: datetime | None
    answer_edited: bool
    product_slug: str
    product_name: str


async def answered_questions(
    session: AsyncSession, product_id: UUID, limit: int, after: UUID | None = None
) -> list[QuestionShown]:
    """Answered questions about a product, the newest first."""
    wanted = _select().where(Question.product_id == product_id, Question.answer.is_not(None))
    if after is not None:
        wanted = wanted.where(Question.id < after)
    return [_shown(row) for row in await session.execute(wanted.order_by(Question.id.desc()).limit(limit))]


async def questions_of_producer(
    session: AsyncSession, producer_id: UUID, *, waiting: bool, limit: int, after: UUID | None = None
) -> list[QuestionShown]:
    """Questions about a producer's products: those that wait, the oldest first; or all, the newest first."""
    wanted = _select().where(Product.producer_id == producer_id)
    if waiting:
        wanted = wanted.where(Question.answer.is_(None)).order_by(Question.id)
    else:
        wanted = wanted.order_by(Question.id.desc())
    if after is not None:
        wanted = wanted.where(Question.id > after if waiting else Question.id < after)
    return [_shown(row) for row in await session.execute(wanted.limit(limit))]


async def question_shown(session: AsyncSession, question_id: UUID) -> QuestionShown:
    """One question that is there."""
    return _shown((await session.execute(_select().where(Question.id == question_id))).one())


async def count_unanswered(session: AsyncSession, producer_id: UUID) -> int:
    """How many questions about a producer's products wait."""
    counted = select(func.count()).select_from(Question).join(Product, Product.id == Question.product_id)
    return await session.scalar(counted.where(Product.producer_id == producer_id, Question.answer.is_(None))) or 0


def _select() -> Select[Question, str, str]:
    return select(Question, Product.slug, Product.name).join(Product, Product.id == Question.product_id)


def _shown(row: Row[Question, str, str]) -> QuestionShown:
    question, slug, name = row
    return QuestionShown(
        id=question.id,
        author=question.author,
        text=mask_phones(question.words),
        locale=question.locale,
        at=question.created_at,
        answer=question.answer,
        answered_at=question.answered_at,
        answer_edited=question.answer_version > 1,
        product_slug=slug,
        product_name=name,
    )
