"""One market in the office: what is said of it, its stalls, its stage, and calling it off."""

import secrets
from typing import Annotated

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.errors import Invalid, Refusal
from shop.core.i18n import say
from shop.core.idempotency import claim_key, settle_key
from shop.markets.api import SlugPath
from shop.markets.plan_market import call_off_market, change_market
from shop.markets.plan_queries import all_festivals, count_goods, hosts, market_lines
from shop.markets.plan_stall import plan_stall, put_on_stage
from shop.markets.queries import Stall, hall_by_slug
from shop.places.queries import open_points
from shop.web.pages.answer import both, go, show
from shop.web.pages.forms import Form, read_form
from shop.web.pages.office.frame import OFFICERS, office
from shop.web.pages.office.market_forms import (
    kept_market,
    market_plan,
    read_reason,
    read_version,
    stall_plan,
    told_of,
    typed_market,
    typed_stall,
)
from shop.web.pages.office.markets import HERE
from shop.web.pages.own_stalls import lacks_in_words
from shop.web.pages.producer.acts import attempt
from shop.web.pages.producer.register import person_of
from shop.web.pages.visit import Visit
from shop.web.views.office_markets import Choices, OfficeMarketPage, PlannedStall

DONE = frozenset({"market", "change", "stage", "call_off"})
NAMES = {"change": {"ends_at": "closes"}, "stall": {"ends_at": "ends"}}


@get(both(HERE + "/{market:str}"), guards=OFFICERS, include_in_schema=False)
async def office_market_page(
    visit: NamedDependency[Visit], market: SlugPath, done: Annotated[str, QueryParameter(max_length=20)] = ""
) -> Response[bytes]:
    """Its stalls by their start, with what their hosts still lack."""
    told = say(visit.locale, f"web.markets.done.{done}") if done in DONE else None
    page = await _page(visit, market)
    return show("office_market.html", visit.locale, msgspec.structs.replace(page, done=told))


@post(both(HERE + "/{market:str}"), guards=OFFICERS, include_in_schema=False)
async def office_market_act(visit: NamedDependency[Visit], market: SlugPath) -> Response[bytes]:
    """Change it, call it off, set its stage or add a stall (the field `act`); a form sent twice is worked once."""
    form = await read_form(visit.request)
    act = form.text("act", 20)
    try:
        where = await attempt(visit, lambda session: _act(session, visit, market, act, form))
    except Refusal as refusal:
        told = told_of(refusal, visit.locale, NAMES.get(act, {}))
        page = msgspec.structs.replace(
            await attempt(visit, lambda session: _page(visit.over(session), market)),
            errors=told.errors,
            problem=told.problem,
            reason=form.text("reason"),
        )
        if act == "change":
            page = msgspec.structs.replace(page, form=typed_market(form))
        if act == "stall":
            page = msgspec.structs.replace(page, stall_form=typed_stall(form))
        return show("office_market.html", visit.locale, page, status=told.status)
    return go(visit.locale, where)


async def _act(session: AsyncSession, visit: Visit, slug: str, act: str, form: Form) -> str:
    officer_id = person_of(visit.actor)
    if act == "change":
        await change_market(session, officer_id, slug, market_plan(form), version=read_version(form))
    elif act == "call_off":
        await call_off_market(session, officer_id, slug, read_reason(form))
    elif act == "stage":
        await put_on_stage(session, officer_id, slug, form.text("stall", 120) or None)
    elif act == "stall":
        market = (await hall_by_slug(session, slug)).market
        claim = (f"person:{officer_id}", f"markets.stall.{slug}"[:200], form.request_key())
        known = await claim_key(session, *claim, dict(form.fields))
        if known is None:
            known = (await plan_stall(session, officer_id, slug, stall_plan(form, market))).slug
            await settle_key(session, *claim, known)
        return f"{HERE}/{slug}/gian/{known}?done=stall"
    else:
        raise Invalid(field="act")
    return f"{HERE}/{slug}?done={act}"


async def _page(visit: Visit, slug: str) -> OfficeMarketPage:
    session = visit.session
    hall = await hall_by_slug(session, slug)
    (line,) = await market_lines(session, slug=slug, limit=1)
    goods = await count_goods(session, [stall.live.id for stall in hall.stalls])
    return OfficeMarketPage(
        site=visit.site,
        console=office(visit, HERE),
        slug=slug,
        name=hall.market.name,
        version=hall.market.version,
        off=hall.market.called_off_reason,
        form=kept_market(hall.market, line.festival.slug if line.festival else ""),
        festivals=tuple((one.slug, one.name) for one in await all_festivals(session)),
        stalls=tuple([await _stall(visit, stall, goods.get(stall.live.id, 0)) for stall in hall.stalls]),
        places=await place_choices(session),
        hosts=await host_choices(session),
        request_key=secrets.token_urlsafe(18),
    )


async def _stall(visit: Visit, stall: Stall, goods: int) -> PlannedStall:
    live = stall.live
    return PlannedStall(
        slug=live.slug,
        title=live.title,
        place=stall.place_name,
        host=stall.host_name,
        starts_at=live.starts_at,
        ends_at=live.ends_at,
        state=live.state,
        goods=goods,
        lacks=await lacks_in_words(visit.session, live, visit.locale),
        on_stage=live.on_stage,
    )


async def place_choices(session: AsyncSession) -> Choices:
    """Sales points that are open, by name."""
    return tuple((place.slug, place.name) for place in await open_points(session))


async def host_choices(session: AsyncSession) -> Choices:
    """People with the role of a host, by name."""
    return tuple((str(person_id), name) for person_id, name in await hosts(session))


routes = [office_market_page, office_market_act]
