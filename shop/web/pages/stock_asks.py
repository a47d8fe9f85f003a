"""What stalls ask of a point's stock: send it, or say why not."""

from typing import Annotated

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.guards import require_role
from shop.core.actor import Role
from shop.core.errors import Forbidden, Invalid, Refusal
from shop.core.i18n import say
from shop.http.problems import describe
from shop.programme.ask_stock import decline_asked, send_asked
from shop.programme.stock_queries import AskSeen, asks_at_place
from shop.web.pages.answer import both, go, show
from shop.web.pages.counter_place import counter_place
from shop.web.pages.forms import Form, read_form
from shop.web.pages.producer.acts import attempt
from shop.web.pages.studio_programme import ask_line
from shop.web.pages.visit import Visit
from shop.web.views.programme import AskLine, AsksPage

STAFF = [require_role(Role.STAFF, Role.ADMIN)]
DONE = frozenset({"send", "decline"})


@get(both("/quay/xin-hang"), guards=STAFF, include_in_schema=False)
async def asks_page(
    visit: NamedDependency[Visit],
    place: Annotated[str, QueryParameter(max_length=120)] = "",
    done: Annotated[str, QueryParameter(max_length=20)] = "",
) -> Response[bytes]:
    """The requests that wait for this person's point."""
    told = say(visit.locale, f"web.asks.done_{done}") if done in DONE else None
    page = msgspec.structs.replace(await _page(visit, place), done=told)
    return show("stock_asks.html", visit.locale, page)


@post(both("/quay/xin-hang"), guards=STAFF, include_in_schema=False)
async def asks_act(visit: NamedDependency[Visit]) -> Response[bytes]:
    """Send or decline (the field `act`); each is safe to repeat."""
    form = await read_form(visit.request)
    place, act = form.text("place", 120), form.text("act", 20)
    try:
        await attempt(visit, lambda session: _act(session, visit, act, form))
    except Forbidden:
        raise
    except Refusal as refusal:
        problem = describe(refusal, visit.locale)
        page = msgspec.structs.replace(await _page(visit, place), problem=problem.detail)
        return show("stock_asks.html", visit.locale, page, status=problem.status)
    return go(visit.locale, f"/quay/xin-hang?place={place}&done={act}")


async def _act(session: AsyncSession, visit: Visit, act: str, form: Form) -> None:
    if act == "send":
        await send_asked(session, visit.actor, form.key("ask"), form.number("pieces"))
    elif act == "decline":
        await decline_asked(session, visit.actor, form.key("ask"), form.text("reason", 300))
    else:
        raise Invalid(field="act")  # only a tampered form says so


async def _page(visit: Visit, slug: str) -> AsksPage:
    place, others = await counter_place(visit, slug)
    return AsksPage(
        site=visit.site,
        place_slug=place.slug,
        place_name=place.name,
        others=others,
        asks=tuple(_line(ask) for ask in await asks_at_place(visit.session, place.id)),
    )


def _line(ask: AskSeen) -> AskLine:
    """As the place sees it: the other end is the stall's."""
    return msgspec.structs.replace(ask_line(ask), other=ask.to_name)


routes = [asks_page, asks_act]
