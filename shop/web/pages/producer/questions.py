"""What is asked about a producer's products, and its answers."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from shop.core.clock import now
from shop.core.errors import Forbidden, Refusal
from shop.core.i18n import say
from shop.producers.models import Producer
from shop.questions.answer import answer_question
from shop.questions.queries import count_unanswered, questions_of_producer
from shop.reviews.rules import LONGEST
from shop.web.pages.answer import both, go, show
from shop.web.pages.forms import read_form, read_id
from shop.web.pages.producer.acts import Told, attempt
from shop.web.pages.producer.frame import desk, own_producer
from shop.web.pages.producer.listing_view import may_write
from shop.web.pages.producer.register import PEOPLE
from shop.web.pages.question_views import question_view
from shop.web.pages.visit import Visit
from shop.web.views.listings import FilterLink
from shop.web.views.questions import DeskQuestionsPage

HERE = "/cau-hoi"
ROWS = 30
ALL = "tat-ca"
FIELDS = frozenset({"words"})


@get(both("/chu-the/{slug:str}/cau-hoi"), guards=PEOPLE, include_in_schema=False)
async def questions_page(
    visit: NamedDependency[Visit],
    slug: FromPath[str],
    loc: Annotated[str, QueryParameter(max_length=20)] = "",
    after: Annotated[str, QueryParameter(max_length=40)] = "",
    done: Annotated[str, QueryParameter(max_length=20)] = "",
) -> Response[bytes]:
    """Those that wait for an answer, the oldest first; or all of them, the newest first."""
    producer = await own_producer(visit, slug)
    page = await _page(visit, producer, everything=loc == ALL, after=read_id(after))
    told = say(visit.locale, "web.questions.done_answered") if done == "answered" else None
    return show("producer_questions.html", visit.locale, msgspec.structs.replace(page, done=told))


@post(both("/chu-the/{slug:str}/cau-hoi"), guards=PEOPLE, include_in_schema=False)
async def reply_act(visit: NamedDependency[Visit], slug: FromPath[str]) -> Response[bytes]:
    """Answer a question, or change the answer. Safe to repeat."""
    producer = await own_producer(visit, slug)
    form = await read_form(visit.request)
    words = form.text("words", LONGEST)
    try:
        await attempt(
            visit, lambda session: answer_question(session, visit.actor, producer.id, form.key("question"), words)
        )
    except Forbidden:
        raise
    except Refusal as refusal:
        told = Told(refusal, visit.locale, FIELDS)
        page = await attempt(visit, lambda session: _page(visit.over(session), producer, everything=True))
        page = msgspec.structs.replace(
            page, failed=form.text("question", 40), typed=words, errors=told.errors, problem=told.problem
        )
        return show("producer_questions.html", visit.locale, page, status=told.status)
    return go(visit.locale, f"/chu-the/{producer.slug}{HERE}?loc={ALL}&done=answered")


async def _page(visit: Visit, producer: Producer, *, everything: bool, after: UUID | None = None) -> DeskQuestionsPage:
    rows = await questions_of_producer(visit.session, producer.id, waiting=not everything, limit=ROWS + 1, after=after)
    moment = await now(visit.session)
    base = f"/chu-the/{producer.slug}{HERE}"
    more = f"{base}?loc={ALL if everything else ''}&after={rows[ROWS - 1].id}" if len(rows) > ROWS else None
    waiting = await count_unanswered(visit.session, producer.id)
    return DeskQuestionsPage(
        site=visit.site,
        console=desk(producer, HERE),
        producer_slug=producer.slug,
        questions=tuple(question_view(row, visit.locale, moment) for row in rows[:ROWS]),
        filters=(
            FilterLink(label="web.questions.desk_waiting", url=base, count=waiting, on=not everything),
            FilterLink(label="web.questions.desk_all", url=f"{base}?loc={ALL}", on=everything),
        ),
        next_url=more,
        may_write=await may_write(visit, producer),
    )


routes = [questions_page, reply_act]
