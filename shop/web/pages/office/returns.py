"""Returns the office decides on: escalated ones, and the exits of the law."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from shop.core.errors import Forbidden, Refusal
from shop.core.i18n import say
from shop.http.problems import describe
from shop.returns.queries import returns_for_office
from shop.web.pages.answer import both, go, show
from shop.web.pages.forms import read_form, read_id
from shop.web.pages.office.frame import OFFICERS, office
from shop.web.pages.producer.acts import attempt
from shop.web.pages.return_acts import DONE, ROWS, act_on_return, return_view
from shop.web.pages.visit import Visit
from shop.web.views.returns import DeskReturnsPage

HERE = "/van-phong/tra-hang"


@get(both(HERE), guards=OFFICERS, include_in_schema=False)
async def returns_page(
    visit: NamedDependency[Visit],
    after: Annotated[str, QueryParameter(max_length=40)] = "",
    done: Annotated[str, QueryParameter(max_length=20)] = "",
) -> Response[bytes]:
    """Those that are open, the oldest first."""
    page = await _page(visit, after=read_id(after))
    told = say(visit.locale, f"web.returns.done_{done.replace('-', '_')}") if done in DONE else None
    return show("desk_returns.html", visit.locale, msgspec.structs.replace(page, done=told))


@post(both(HERE), guards=OFFICERS, include_in_schema=False)
async def returns_act(visit: NamedDependency[Visit]) -> Response[bytes]:
    """Decide on one. A refusal shows the page with why."""
    form = await read_form(visit.request)
    try:
        done = await attempt(visit, lambda session: act_on_return(session, visit, form))
    except Forbidden:
        raise
    except Refusal as refusal:
        problem = describe(refusal, visit.locale)
        page = await attempt(visit, lambda session: _page(visit.over(session)))
        page = msgspec.structs.replace(page, problem=f"{form.text('code', 20)}: {problem.detail}")
        return show("desk_returns.html", visit.locale, page, status=problem.status)
    return go(visit.locale, f"{HERE}?done={done}")


async def _page(visit: Visit, after: UUID | None = None) -> DeskReturnsPage:
    rows = await returns_for_office(visit.session, limit=ROWS + 1, after=after)
    return DeskReturnsPage(
        site=visit.site,
        console=office(visit, HERE),
        action=HERE,
        lead=say(visit.locale, "web.returns.office_lead", exit_days=visit.settings.exit_days),
        returns=tuple(return_view(row, office=True) for row in rows[:ROWS]),
        next_url=f"{HERE}?after={rows[ROWS - 1].id}" if len(rows) > ROWS else None,
    )


routes = [returns_page, returns_act]
