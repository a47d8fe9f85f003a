"""Addresses of questions: of a product, and of its producer."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Router, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, PathParameter, QueryParameter
from msgspec import Meta
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.guards import require_signed_in
from shop.catalog.errors import NoSuchProduct
from shop.catalog.queries import product_at
from shop.core.actor import Actor
from shop.core.text import Body, Email, Text
from shop.http.limits import Limit, Limiter, address_of, take_for_buyer
from shop.http.locale import locale_of
from shop.http.pagination import MAX_CURSOR, decode_cursor, encode_cursor
from shop.producers.errors import ProducerUnknown
from shop.producers.guards import require_member
from shop.producers.queries import producer_by_slug
from shop.questions.answer import answer_question
from shop.questions.ask import ask_question
from shop.questions.queries import QuestionShown, answered_questions, question_shown, questions_of_producer

ASKERS = Limit("questions", 10, 3600)  # questions of one buyer
LONGEST = 500  # characters of a question

SlugPath = Annotated[str, PathParameter(min_length=1, max_length=120)]
LimitQuery = Annotated[int, QueryParameter(ge=1, le=100)]
CursorQuery = Annotated[str | None, QueryParameter(min_length=1, max_length=MAX_CURSOR)]
Words = Annotated[str, Meta(min_length=1, max_length=LONGEST, pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$")]


class QuestionBody(Body, kw_only=True):
    """What somebody wants to know; a guest says where the answer goes."""

    text: Words
    email: Email | None = None


class AnswerBody(Body, kw_only=True):
    """What the producer answers; everybody reads it."""

    text: Text


class Questions(msgspec.Struct, frozen=True):
    """A page of questions."""

    items: list[QuestionShown]
    next_cursor: str | None


class Asked(msgspec.Struct, frozen=True):
    """A question that waits for its answer."""

    id: UUID


@get("/{slug:str}/questions", status_code=200, operation_id="listQuestions", summary="Answered questions")
async def of_product(
    session: NamedDependency[AsyncSession], slug: SlugPath, cursor: CursorQuery = None, limit: LimitQuery = 20
) -> Questions:
    """What was asked about a product and answered, the newest first."""
    product_id = await _product(session, slug)
    after = decode_cursor(cursor, UUID) if cursor else None
    return _page(await answered_questions(session, product_id, limit + 1, after), limit)


@post("/{slug:str}/questions", status_code=201, operation_id="askQuestion", summary="Ask about a product")
async def ask(
    *,
    request: Request[Any, Any, Any],
    session: NamedDependency[AsyncSession],
    limiter: NamedDependency[Limiter],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    data: JSONBody[QuestionBody],
) -> Asked:
    """Shown to everybody once it is answered. The same words of the same asker are one question."""
    await take_for_buyer(limiter, ASKERS, actor, address_of(request))
    product_id = await _product(session, slug)
    locale = locale_of(request.scope)
    question = await ask_question(session, actor, product_id, words=data.text, email=data.email or "", locale=locale)
    return Asked(question.id)


@get(
    "/{slug:str}/questions", status_code=200, operation_id="listQuestionsOfProducer", summary="Questions of a producer"
)
async def of_producer(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    *,
    waiting: FromQuery[bool] = False,
    cursor: CursorQuery = None,
    limit: LimitQuery = 50,
) -> Questions:
    """The newest first; with `waiting` those without an answer, the oldest first. For its members."""
    producer_id = await _own(session, actor, slug)
    after = decode_cursor(cursor, UUID) if cursor else None
    found = await questions_of_producer(session, producer_id, waiting=waiting, limit=limit + 1, after=after)
    return _page(found, limit)


@put(
    "/{slug:str}/questions/{question_id:uuid}/answer", status_code=200, operation_id="answerQuestion", summary="Answer"
)
async def answer(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    question_id: FromPath[UUID],
    data: JSONBody[AnswerBody],
) -> QuestionShown:
    """One answer that everybody reads; changing it keeps what was said before. Safe to repeat. For its editors."""
    producer_id = await _own(session, actor, slug)
    question = await answer_question(session, actor, producer_id, question_id, data.text)
    return await question_shown(session, question.id)


async def _product(session: AsyncSession, slug: str) -> UUID:
    product_id = await product_at(session, slug)
    if product_id is None:
        raise NoSuchProduct
    return product_id


async def _own(session: AsyncSession, actor: Actor, slug: str) -> UUID:
    producer = await producer_by_slug(session, slug)
    if producer is None:
        raise ProducerUnknown
    await require_member(session, actor, producer.id)
    return producer.id


def _page(items: list[QuestionShown], limit: int) -> Questions:
    return Questions(items[:limit], encode_cursor(items[limit - 1].id) if len(items) > limit else None)


routes = [
    Router("/api/v1/products", route_handlers=[of_product, ask], tags=["questions"]),
    Router("/api/v1/producers", route_handlers=[of_producer, answer], guards=[require_signed_in], tags=["questions"]),
]
