"""The lowest live prices a producer allows, session by session."""

from collections.abc import Sequence
from itertools import groupby
from typing import Annotated

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.errors import Forbidden, Invalid, Refusal
from shop.core.i18n import say
from shop.http.problems import describe
from shop.markets.floor import approve_floor, withdraw_floor
from shop.markets.models import SessionState
from shop.markets.queries import FloorLine, floors_of_producer
from shop.producers.guards import require_member
from shop.producers.models import MemberRole, Producer
from shop.web.pages.answer import both, go, show
from shop.web.pages.forms import Form, read_form
from shop.web.pages.producer.acts import attempt
from shop.web.pages.producer.frame import desk, own_producer
from shop.web.pages.producer.imports import may_edit
from shop.web.pages.producer.register import PEOPLE
from shop.web.pages.visit import Visit
from shop.web.views.programme import FloorRow, FloorSession, FloorsPage

HERE = "/gian-hang"
DONE = frozenset({"set", "unset"})


@get(both("/chu-the/{slug:str}/gian-hang"), guards=PEOPLE, include_in_schema=False)
async def floors_page(
    visit: NamedDependency[Visit],
    slug: FromPath[str],
    done: Annotated[str, QueryParameter(max_length=20)] = "",
) -> Response[bytes]:
    """The sessions to come that show its goods; editors approve floors."""
    producer = await own_producer(visit, slug)
    told = say(visit.locale, f"web.floors.done_{done}") if done in DONE else None
    page = msgspec.structs.replace(await _page(visit, producer), done=told)
    return show("producer_floors.html", visit.locale, page)


@post(both("/chu-the/{slug:str}/gian-hang"), guards=PEOPLE, include_in_schema=False)
async def floors_act(visit: NamedDependency[Visit], slug: FromPath[str]) -> Response[bytes]:
    """Approve or withdraw (the field `act`); each is safe to repeat."""
    producer = await own_producer(visit, slug)
    await require_member(visit.session, visit.actor, producer.id, MemberRole.EDITOR)
    form = await read_form(visit.request)
    act = form.text("act", 20)
    try:
        await attempt(visit, lambda session: _act(session, visit, act, form))
    except Forbidden:
        raise
    except Refusal as refusal:
        problem = describe(refusal, visit.locale)
        plain = type(refusal) is Invalid and refusal.field == "price"
        told = say(visit.locale, "web.floors.wrong") if plain else problem.detail
        page = msgspec.structs.replace(await _page(visit, producer, form), problem=told)
        return show("producer_floors.html", visit.locale, page, status=problem.status)
    return go(visit.locale, f"/chu-the/{producer.slug}{HERE}?done={act}")


async def _act(session: AsyncSession, visit: Visit, act: str, form: Form) -> None:
    live, variant = form.text("session", 120), form.key("variant")
    if act == "set":
        price = form.number("price")
        if price is None:
            raise Invalid(field="price")
        await approve_floor(session, visit.actor, live, variant, price)
    elif act == "unset":
        await withdraw_floor(session, visit.actor, live, variant)
    else:
        raise Invalid(field="act")  # only a tampered form says so


async def _page(visit: Visit, producer: Producer, form: Form | None = None) -> FloorsPage:
    lines = await floors_of_producer(visit.session, producer.id)
    return FloorsPage(
        site=visit.site,
        console=desk(producer, HERE),
        slug=producer.slug,
        sessions=tuple(_session(list(group), form) for _, group in groupby(lines, lambda line: line.live.slug)),
        editable=await may_edit(visit, producer),
    )


def _session(lines: Sequence[FloorLine], form: Form | None) -> FloorSession:
    first = lines[0]
    return FloorSession(
        slug=first.live.slug,
        title=first.live.title,
        market=first.market,
        place=first.place,
        starts_at=first.live.starts_at,
        open=first.live.state is SessionState.SCHEDULED,
        rows=tuple(
            FloorRow(
                variant=str(line.variant_id),
                name=line.name,
                sku=line.sku,
                list_price=line.list_price,
                floor=line.floor,
                typed=_typed(line, form),
            )
            for line in lines
        ),
    )


def _typed(line: FloorLine, form: Form | None) -> str:
    """What was typed for it, shown again after a refusal."""
    if form is None or (form.text("session", 120), form.text("variant", 40)) != (line.live.slug, str(line.variant_id)):
        return ""
    return form.text("price", 15)


routes = [floors_page, floors_act]
