"""Returns at the counter: decide, take the goods in, pay back."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from shop.accounts.guards import require_role
from shop.core.actor import Role
from shop.core.errors import Forbidden, Refusal
from shop.core.i18n import say
from shop.http.problems import describe
from shop.returns.queries import returns_at
from shop.web.pages.answer import both, go, show
from shop.web.pages.counter_place import counter_place
from shop.web.pages.forms import read_form, read_id
from shop.web.pages.producer.acts import attempt
from shop.web.pages.return_acts import DONE, ROWS, act_on_return, return_view
from shop.web.pages.visit import Visit
from shop.web.views.returns import CounterReturnsPage

STAFF = [require_role(Role.STAFF, Role.ADMIN)]
HERE = "/quay/tra-hang"
ALL = "tat-ca"


@get(both(HERE), guards=STAFF, include_in_schema=False)
async def returns_page(
    visit: NamedDependency[Visit],
    place: Annotated[str, QueryParameter(max_length=120)] = "",
    loc: Annotated[str, QueryParameter(max_length=20)] = "",
    after: Annotated[str, QueryParameter(max_length=40)] = "",
    done: Annotated[str, QueryParameter(max_length=20)] = "",
) -> Response[bytes]:
    """Those to work on, the oldest first; or all of them, the newest first."""
    page = await _page(visit, place, everything=loc == ALL, after=read_id(after))
    told = say(visit.locale, f"web.returns.done_{done.replace('-', '_')}") if done in DONE else None
    return show("counter_returns.html", visit.locale, msgspec.structs.replace(page, done=told))


@post(both(HERE), guards=STAFF, include_in_schema=False)
async def returns_act(visit: NamedDependency[Visit]) -> Response[bytes]:
    """One step of one return. A refusal shows the page with why."""
    form = await read_form(visit.request)
    place = form.text("place", 120)
    try:
        done = await attempt(visit, lambda session: act_on_return(session, visit, form))
    except Forbidden:
        raise
    except Refusal as refusal:
        problem = describe(refusal, visit.locale)
        page = await attempt(visit, lambda session: _page(visit.over(session), place, everything=False))
        page = msgspec.structs.replace(page, problem=f"{form.text('code', 20)}: {problem.detail}")
        return show("counter_returns.html", visit.locale, page, status=problem.status)
    return go(visit.locale, f"{HERE}?place={place}&done={done}")


async def _page(visit: Visit, slug: str, *, everything: bool, after: UUID | None = None) -> CounterReturnsPage:
    place, others = await counter_place(visit, slug)
    rows = await returns_at(visit.session, place.id, everything=everything, limit=ROWS + 1, after=after)
    base = f"{HERE}?place={place.slug}&loc={ALL if everything else ''}"
    return CounterReturnsPage(
        site=visit.site,
        place_slug=place.slug,
        place_name=place.name,
        others=others,
        returns=tuple(return_view(row, decides=True, takes=True) for row in rows[:ROWS]),
        everything=everything,
        next_url=f"{base}&after={rows[ROWS - 1].id}" if len(rows) > ROWS else None,
    )


routes = [returns_page, returns_act]
