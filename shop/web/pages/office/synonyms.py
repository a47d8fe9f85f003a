"""The office's synonyms of search: the list, a new pair, a pair taken away, and a box to try a search in."""

from typing import Annotated

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.facets import count_facets
from shop.catalog.listing import Order
from shop.catalog.search import Filters, search_products
from shop.catalog.synonyms import add_synonym, count_synonyms, find_synonyms, remove_synonym, synonyms_used
from shop.catalog.understand import understand
from shop.core.errors import Invalid, Refusal
from shop.core.i18n import say
from shop.core.text import squeeze
from shop.web.pages.answer import both, go, show
from shop.web.pages.forms import Form, read_form
from shop.web.pages.office.frame import OFFICERS, office
from shop.web.pages.producer.acts import Told, attempt
from shop.web.pages.producer.register import person_of
from shop.web.pages.visit import Visit
from shop.web.views.synonyms import SynonymRow, SynonymsPage, TriedSearch

HERE = "/van-phong/tu-dong-nghia"
MOST = 500
TRIED = 6  # products a tried search shows
LONGEST = 120
FIELDS = frozenset({"phrase", "means"})
DONE = frozenset({"add", "remove"})


@get(both(HERE), guards=OFFICERS, include_in_schema=False)
async def synonyms_page(
    visit: NamedDependency[Visit],
    q: Annotated[str, QueryParameter(max_length=100)] = "",
    search: Annotated[str, QueryParameter(name="thu", max_length=100)] = "",
    done: Annotated[str, QueryParameter(max_length=20)] = "",
) -> Response[bytes]:
    """The pairs in which `q` stands; `thu` is a search to try."""
    told = say(visit.locale, f"web.synonym.done_{done}") if done in DONE else None
    page = await _page(visit, q=squeeze(q.replace("\x00", "")), done=told, tried=await _tried(visit, search))
    return show("office_synonyms.html", visit.locale, page)


@post(both(HERE), guards=OFFICERS, include_in_schema=False)
async def synonyms_act(visit: NamedDependency[Visit]) -> Response[bytes]:
    """Add a pair or take one away (the field `act`)."""
    form = await read_form(visit.request)
    act = form.text("act", 20)
    try:
        await attempt(visit, lambda session: _act(session, visit, act, form))
    except Refusal as refusal:
        told = Told(refusal, visit.locale, FIELDS)
        page = await attempt(visit, lambda session: _page(visit.over(session), form=form, told=told))
        return show("office_synonyms.html", visit.locale, page, status=told.status)
    return go(visit.locale, f"{HERE}?done={act}")


async def _act(session: AsyncSession, visit: Visit, act: str, form: Form) -> None:
    officer_id = person_of(visit.actor)
    if act == "add":
        await add_synonym(session, officer_id, form.text("phrase", LONGEST), form.text("means", LONGEST))
    elif act == "remove":
        await remove_synonym(session, officer_id, form.key("synonym"))
    else:
        raise Invalid(field="act")


async def _page(
    visit: Visit,
    *,
    q: str = "",
    tried: TriedSearch | None = None,
    done: str | None = None,
    form: Form | None = None,
    told: Told | None = None,
) -> SynonymsPage:
    rows = await find_synonyms(visit.session, q, MOST)
    return SynonymsPage(
        site=visit.site,
        console=office(visit, HERE),
        rows=tuple(
            SynonymRow(
                id=str(row.id),
                phrase=row.phrase_shown,
                means=row.means_shown,
                officer=row.source.startswith("officer:"),
            )
            for row in rows
        ),
        total=await count_synonyms(visit.session),
        q=q,
        tried=tried,
        phrase=form.text("phrase", LONGEST) if form else "",
        means=form.text("means", LONGEST) if form else "",
        errors=told.errors if told else (),
        problem=told.problem if told else None,
        done=done,
    )


async def _tried(visit: Visit, search: str) -> TriedSearch | None:
    typed = squeeze(search.replace("\x00", ""))
    if not typed:
        return None
    asked = await understand(visit.session, typed)
    if asked is None:
        return TriedSearch(typed=typed, words=(), others=(), corrected=None, nearest=False, found=(), total=0)
    filters = Filters(q=typed)
    found = await search_products(visit.session, filters, Order.MATCH, TRIED)
    return TriedSearch(
        typed=typed,
        words=asked.words,
        others=tuple(await synonyms_used(visit.session, asked)),
        corrected=found.corrected,
        nearest=found.nearest,
        found=tuple((item.slug, item.name) for item in found.items),
        total=(await count_facets(visit.session, filters)).total if found.items else 0,
    )


routes = [synonyms_page, synonyms_act]
