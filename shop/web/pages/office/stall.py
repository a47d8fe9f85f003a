"""One stall in the office: its plan, its goods under their codes, and calling it off."""

import secrets
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.errors import Invalid, Refusal
from shop.core.i18n import say
from shop.core.text import squeeze
from shop.markets.api import SlugPath
from shop.markets.errors import SessionUnknown
from shop.markets.plan_queries import PlannedGoods, goods_to_choose, planned_goods
from shop.markets.plan_stall import call_off_stall, change_stall
from shop.markets.queries import Hall, Stall, hall_by_slug
from shop.markets.rules import code_order, next_code, read_code
from shop.markets.set_line_up import Shown, set_line_up
from shop.web.pages.answer import both, go, show
from shop.web.pages.forms import Form, read_form
from shop.web.pages.office.frame import OFFICERS, office
from shop.web.pages.office.market import host_choices, place_choices
from shop.web.pages.office.market_forms import (
    goods_typed,
    kept_stall,
    read_reason,
    read_version,
    stall_plan,
    told_of,
    typed_stall,
)
from shop.web.pages.office.markets import HERE
from shop.web.pages.own_stalls import lacks_in_words
from shop.web.pages.producer.acts import attempt
from shop.web.pages.producer.register import person_of
from shop.web.pages.visit import Visit
from shop.web.views.office_markets import GoodsRow, OfficeStallPage

PATH = HERE + "/{market:str}/gian/{stall:str}"
MOST = 60  # goods of the point that are offered at once
DONE = frozenset({"stall", "change", "line_up", "call_off"})
LETTERS = "ABCDEFGHIKLMNPQRSTUVXY"  # of the suggested codes: another one for each stall of a market


@get(both(PATH), guards=OFFICERS, include_in_schema=False)
async def office_stall_page(
    visit: NamedDependency[Visit],
    market: SlugPath,
    stall: SlugPath,
    q: Annotated[str, QueryParameter(max_length=100)] = "",
    done: Annotated[str, QueryParameter(max_length=20)] = "",
) -> Response[bytes]:
    """Its line-up, then what stands at its point; `q`: words of products' names."""
    page = await _page(visit, market, stall, q=squeeze(q.replace("\x00", "")))
    told = say(visit.locale, f"web.markets.done.{done}") if done in DONE else None
    return show("office_stall.html", visit.locale, msgspec.structs.replace(page, done=told))


@post(both(PATH), guards=OFFICERS, include_in_schema=False)
async def office_stall_act(visit: NamedDependency[Visit], market: SlugPath, stall: SlugPath) -> Response[bytes]:
    """Change it, set its line-up or call it off (the field `act`). Safe to repeat."""
    form = await read_form(visit.request)
    act = form.text("act", 20)
    try:
        await attempt(visit, lambda session: _act(session, visit, (market, stall), act, form))
    except Refusal as refusal:
        told = told_of(refusal, visit.locale, {"ends_at": "ends"} if act == "change" else {})
        typed = goods_typed(form) if act == "line_up" else {}
        page = msgspec.structs.replace(
            await attempt(visit, lambda session: _page(visit.over(session), market, stall, typed=typed)),
            errors=told.errors,
            problem=told.problem,
            reason=form.text("reason"),
        )
        if act == "change":
            page = msgspec.structs.replace(page, form=typed_stall(form))
        return show("office_stall.html", visit.locale, page, status=told.status)
    return go(visit.locale, f"{HERE}/{market}/gian/{stall}?done={act}")


async def _act(session: AsyncSession, visit: Visit, where: tuple[str, str], act: str, form: Form) -> None:
    officer_id, (market, slug) = person_of(visit.actor), where
    hall, stall = await _found(session, market, slug)
    if act == "change":
        plan = stall_plan(form, hall.market, stall.live)
        await change_stall(session, officer_id, slug, plan, version=read_version(form))
    elif act == "call_off":
        await call_off_stall(session, officer_id, slug, read_reason(form))
    elif act == "line_up":
        coded = [Shown(variant, code) for variant, code in goods_typed(form).items() if code]
        coded.sort(key=lambda one: code_order(read_code(one.code) or one.code))
        await set_line_up(session, officer_id, slug, coded, version=read_version(form))
    else:
        raise Invalid(field="act")


async def _found(session: AsyncSession, market: str, slug: str) -> tuple[Hall, Stall]:
    hall = await hall_by_slug(session, market)
    for stall in hall.stalls:
        if stall.live.slug == slug:
            return hall, stall
    raise SessionUnknown


async def _page(
    visit: Visit, market: str, slug: str, *, q: str = "", typed: dict[UUID, str] | None = None
) -> OfficeStallPage:
    session = visit.session
    hall, stall = await _found(session, market, slug)
    shown = await planned_goods(session, stall.live)
    goods = [*shown, *await goods_to_choose(session, stall.live, q, MOST)]
    letter = LETTERS[hall.stalls.index(stall) % len(LETTERS)]
    return OfficeStallPage(
        site=visit.site,
        console=office(visit, HERE),
        slug=slug,
        market_slug=market,
        market_name=hall.market.name,
        state=stall.live.state,
        off=stall.live.called_off_reason,
        version=stall.live.version,
        title=stall.live.title,
        form=kept_stall(stall.live, stall.place_slug),
        places=await place_choices(session),
        hosts=await host_choices(session),
        goods=tuple(_row(one, typed or {}) for one in goods),
        next_code=next_code(letter, {one.code or "" for one in shown}),
        lacks=await lacks_in_words(session, stall.live, visit.locale),
        q=q,
        request_key=secrets.token_urlsafe(18),
    )


def _row(goods: PlannedGoods, typed: dict[UUID, str]) -> GoodsRow:
    return GoodsRow(
        variant=str(goods.variant),
        name=goods.label,
        producer=goods.producer,
        code=typed.get(goods.variant, goods.code or ""),
        on_sale=goods.on_sale,
        here=goods.here,
    )


routes = [office_stall_page, office_stall_act]
