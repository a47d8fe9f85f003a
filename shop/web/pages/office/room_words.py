"""The office's banned words: the list, one more, one less, and a box to try a sentence in."""

from typing import Annotated

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.errors import Invalid, Refusal
from shop.core.i18n import say
from shop.core.text import squeeze
from shop.livestream.words import add_word, banned_words, remove_word, words_in
from shop.web.pages.answer import both, go, show
from shop.web.pages.forms import Form, read_form
from shop.web.pages.office.frame import OFFICERS, office
from shop.web.pages.producer.acts import Told, attempt
from shop.web.pages.producer.register import person_of
from shop.web.pages.visit import Visit
from shop.web.views.room_words import RoomWordsPage, WordRow

HERE = "/van-phong/tu-cam"
MOST = 1000
LONGEST = 120
FIELDS = frozenset({"word"})
DONE = frozenset({"add", "remove"})


@get(both(HERE), guards=OFFICERS, include_in_schema=False)
async def words_page(
    visit: NamedDependency[Visit],
    tried: Annotated[str, QueryParameter(name="thu", max_length=300)] = "",
    done: Annotated[str, QueryParameter(max_length=20)] = "",
) -> Response[bytes]:
    """The list; `thu` is a sentence to try."""
    told = say(visit.locale, f"web.room_word.done_{done}") if done in DONE else None
    page = await _page(visit, tried=squeeze(tried.replace("\x00", "")), done=told)
    return show("office_room_words.html", visit.locale, page)


@post(both(HERE), guards=OFFICERS, include_in_schema=False)
async def words_act(visit: NamedDependency[Visit]) -> Response[bytes]:
    """Add a word or take one away (the field `act`)."""
    form = await read_form(visit.request)
    act = form.text("act", 20)
    try:
        await attempt(visit, lambda session: _act(session, visit, act, form))
    except Refusal as refusal:
        told = Told(refusal, visit.locale, FIELDS)
        page = await attempt(visit, lambda session: _page(visit.over(session), form=form, told=told))
        return show("office_room_words.html", visit.locale, page, status=told.status)
    return go(visit.locale, f"{HERE}?done={act}")


async def _act(session: AsyncSession, visit: Visit, act: str, form: Form) -> None:
    officer_id = person_of(visit.actor)
    if act == "add":
        await add_word(session, officer_id, form.text("word", LONGEST))
    elif act == "remove":
        await remove_word(session, officer_id, form.key("word_id"))
    else:
        raise Invalid(field="act")


async def _page(
    visit: Visit,
    *,
    tried: str = "",
    done: str | None = None,
    form: Form | None = None,
    told: Told | None = None,
) -> RoomWordsPage:
    return RoomWordsPage(
        site=visit.site,
        console=office(visit, HERE),
        rows=tuple(WordRow(id=str(row.id), word=row.word) for row in await banned_words(visit.session, MOST)),
        word=form.text("word", LONGEST) if form else "",
        tried=tried,
        found=tuple(await words_in(visit.session, (tried,))) if tried else (),
        errors=told.errors if told else (),
        problem=told.problem if told else None,
        done=done,
    )


routes = [words_page, words_act]
