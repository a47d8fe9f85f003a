"""Questions about a product: those with answers, and the form to ask."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.queries import product_at
from shop.core.errors import NotFound, Refusal
from shop.http.limits import address_of, take_for_buyer
from shop.questions.api import ASKERS, LONGEST
from shop.questions.ask import ask_question
from shop.questions.queries import answered_questions
from shop.reviews.queries import name_at
from shop.web.pages.answer import both, go, show
from shop.web.pages.forms import read_form, read_id
from shop.web.pages.producer.acts import Told, attempt
from shop.web.pages.question_views import question_view
from shop.web.pages.visit import Visit
from shop.web.views.questions import QuestionsPage

ROWS = 20
LONGEST_EMAIL = 254
FIELDS = frozenset({"words", "email"})


@get(both("/san-pham/{slug:str}/hoi"), include_in_schema=False)
async def questions_page(
    visit: NamedDependency[Visit],
    slug: FromPath[str],
    after: Annotated[str, QueryParameter(max_length=40)] = "",
    done: Annotated[str, QueryParameter(name="xong", max_length=5)] = "",
) -> Response[bytes]:
    """What was asked and answered, the newest first, and the form."""
    page = await _page(visit, slug, read_id(after))
    return show("questions.html", visit.locale, msgspec.structs.replace(page, done=done == "1"))


@post(both("/san-pham/{slug:str}/hoi"), include_in_schema=False)
async def ask_act(visit: NamedDependency[Visit], slug: FromPath[str]) -> Response[bytes]:
    """Ask. The form sent twice is one question."""
    product_id = await _product(visit, slug)
    form = await read_form(visit.request)
    words, email = form.text("words", LONGEST), form.text("email", LONGEST_EMAIL)

    async def act(session: AsyncSession) -> None:
        await ask_question(session, visit.actor, product_id, words=words, email=email, locale=visit.locale)

    try:
        await take_for_buyer(visit.limiter, ASKERS, visit.actor, address_of(visit.request))
        await attempt(visit, act)
    except Refusal as refusal:
        told = Told(refusal, visit.locale, FIELDS)
        page = await _page(visit, slug)
        page = msgspec.structs.replace(page, words=words, email=email, errors=told.errors, problem=told.problem)
        return show("questions.html", visit.locale, page, status=told.status)
    return go(visit.locale, f"/san-pham/{slug}/hoi?xong=1")


async def _product(visit: Visit, slug: str) -> UUID:
    product_id = await product_at(visit.session, slug[:120])
    if product_id is None:
        raise NotFound
    return product_id


async def _page(visit: Visit, slug: str, after: UUID | None = None) -> QuestionsPage:
    product_id = await _product(visit, slug)
    rows = await answered_questions(visit.session, product_id, ROWS + 1, after)
    return QuestionsPage(
        site=visit.site,
        slug=slug[:120],
        name=await name_at(visit.session, product_id),
        questions=tuple(question_view(row, visit.locale, row.at) for row in rows[:ROWS]),
        next_url=f"/san-pham/{slug}/hoi?after={rows[ROWS - 1].id}" if len(rows) > ROWS else None,
    )


routes = [questions_page, ask_act]
