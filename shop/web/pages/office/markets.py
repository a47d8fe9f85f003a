"""The office's markets: the list, weekly markets, festivals, and the forms for new ones."""

import secrets
from typing import Annotated

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.clock import local, now
from shop.core.errors import Invalid, Refusal
from shop.core.i18n import say
from shop.core.idempotency import claim_key, settle_key
from shop.markets.plan_festival import change_festival, plan_festival
from shop.markets.plan_market import plan_market
from shop.markets.plan_queries import all_festivals, all_series, market_lines
from shop.markets.plan_series import end_series, plan_series
from shop.web.pages.answer import both, go, show
from shop.web.pages.forms import Form, read_form
from shop.web.pages.market import market_row
from shop.web.pages.office.frame import OFFICERS, office
from shop.web.pages.office.market_forms import (
    market_plan,
    read_day,
    read_version,
    series_plan,
    told_of,
    typed_market,
    words,
)
from shop.web.pages.producer.acts import attempt
from shop.web.pages.producer.register import person_of
from shop.web.pages.visit import Visit
from shop.web.views.office_markets import FestivalForm, FestivalRow, OfficeMarketsPage, SeriesForm, SeriesRow

HERE = "/van-phong/cho-dem"
COMING, PAST = 60, 20
DONE = frozenset({"series", "series_end", "festival"})
NAMES = {"ends_at": "closes"}


@get(both(HERE), guards=OFFICERS, include_in_schema=False)
async def office_markets_page(
    visit: NamedDependency[Visit], done: Annotated[str, QueryParameter(max_length=20)] = ""
) -> Response[bytes]:
    """Coming markets first."""
    told = say(visit.locale, f"web.markets.done.{done}") if done in DONE else None
    return show("office_markets.html", visit.locale, msgspec.structs.replace(await _page(visit), done=told))


@post(both(HERE), guards=OFFICERS, include_in_schema=False)
async def office_markets_act(visit: NamedDependency[Visit]) -> Response[bytes]:
    """Plan a market, a series or a festival, or end a series (the field `act`); a form sent twice is worked once."""
    form = await read_form(visit.request)
    act = form.text("act", 20)
    try:
        where = await attempt(visit, lambda session: _act(session, visit, act, form))
    except Refusal as refusal:
        told = told_of(refusal, visit.locale, NAMES if act == "market" else {"closes": "series_closes"})
        page = msgspec.structs.replace(await _page(visit), errors=told.errors, problem=told.problem)
        return show("office_markets.html", visit.locale, _with_typed(page, act, form), status=told.status)
    return go(visit.locale, where)


async def _act(session: AsyncSession, visit: Visit, act: str, form: Form) -> str:
    officer_id = person_of(visit.actor)
    if act == "series_end":
        await end_series(session, officer_id, form.text("series", 120), read_day(form, "end_day"))
        return f"{HERE}?done=series_end"
    if act == "festival_change":
        name, story = words(form, "festival_name"), form.text("story", 2000)
        await change_festival(session, officer_id, form.text("festival", 120), name, story, version=read_version(form))
        return f"{HERE}?done=festival"
    claim = (f"person:{officer_id}", f"markets.{act}", form.request_key())
    known = await claim_key(session, *claim, dict(form.fields))
    if known is None:
        known = await _make(session, visit, act, form)
        await settle_key(session, *claim, known)
    return known


async def _make(session: AsyncSession, visit: Visit, act: str, form: Form) -> str:
    """Make what is new; where the browser goes then."""
    officer_id = person_of(visit.actor)
    if act == "market":
        return f"{HERE}/{(await plan_market(session, officer_id, market_plan(form))).slug}?done=market"
    if act == "series":
        await plan_series(session, officer_id, series_plan(form))
        return f"{HERE}?done=series"
    if act == "festival":
        await plan_festival(session, officer_id, words(form, "festival_name"), form.text("story", 2000))
        return f"{HERE}?done=festival"
    raise Invalid(field="act")


def _with_typed(page: OfficeMarketsPage, act: str, form: Form) -> OfficeMarketsPage:
    if act == "market":
        return msgspec.structs.replace(page, form=typed_market(form))
    if act == "series":
        typed = SeriesForm(**{name: form.text(name) for name in SeriesForm.__struct_fields__})
        return msgspec.structs.replace(page, series_form=typed)
    if act == "festival":
        written = FestivalForm(festival_name=form.text("festival_name", 120), story=form.text("story", 2000))
        return msgspec.structs.replace(page, festival_form=written)
    return page


async def _page(visit: Visit) -> OfficeMarketsPage:
    session, moment = visit.session, await now(visit.session)
    today = local(moment).date()
    return OfficeMarketsPage(
        site=visit.site,
        console=office(visit, HERE),
        coming=tuple(market_row(line, moment) for line in await market_lines(session, over=False, limit=COMING)),
        past=tuple(market_row(line, moment) for line in await market_lines(session, over=True, limit=PAST)),
        series=tuple(
            SeriesRow(
                slug=one.slug,
                name=one.name,
                weekday=one.weekday,
                opens=f"{one.opens:%H:%M}",
                closes=f"{one.closes:%H:%M}",
                first_day=one.first_day,
                last_day=one.last_day,
                running=one.last_day is None or one.last_day >= today,
                sample=one.sample,
            )
            for one in await all_series(session)
        ),
        festivals=tuple(
            FestivalRow(**{name: getattr(one, name) for name in FestivalRow.__struct_fields__})
            for one in await all_festivals(session)
        ),
        request_key=secrets.token_urlsafe(18),
    )


routes = [office_markets_page, office_markets_act]
