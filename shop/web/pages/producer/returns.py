"""Returns of a producer's goods, and its parcels that are late."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from shop.core.errors import Forbidden, Refusal
from shop.core.i18n import say
from shop.fulfilment.late import late_of
from shop.http.problems import describe
from shop.producers.models import Producer
from shop.returns.queries import returns_of_producer
from shop.web.pages.answer import both, go, show
from shop.web.pages.forms import read_form, read_id
from shop.web.pages.late_view import late_view
from shop.web.pages.producer.acts import attempt
from shop.web.pages.producer.frame import desk, own_producer
from shop.web.pages.producer.listing_view import may_write
from shop.web.pages.producer.register import PEOPLE
from shop.web.pages.return_acts import DONE, ROWS, act_on_return, return_view
from shop.web.pages.visit import Visit
from shop.web.views.returns import DeskReturnsPage

HERE = "/tra-hang"
MOST_LATE = 50


@get(both("/chu-the/{slug:str}/tra-hang"), guards=PEOPLE, include_in_schema=False)
async def returns_page(
    visit: NamedDependency[Visit],
    slug: FromPath[str],
    after: Annotated[str, QueryParameter(max_length=40)] = "",
    done: Annotated[str, QueryParameter(max_length=20)] = "",
) -> Response[bytes]:
    """Those that are open, the oldest first."""
    producer = await own_producer(visit, slug)
    page = await _page(visit, producer, after=read_id(after))
    told = say(visit.locale, f"web.returns.done_{done.replace('-', '_')}") if done in DONE else None
    return show("desk_returns.html", visit.locale, msgspec.structs.replace(page, done=told))


@post(both("/chu-the/{slug:str}/tra-hang"), guards=PEOPLE, include_in_schema=False)
async def returns_act(visit: NamedDependency[Visit], slug: FromPath[str]) -> Response[bytes]:
    """Decide on one. A refusal shows the page with why."""
    producer = await own_producer(visit, slug)
    form = await read_form(visit.request)
    try:
        done = await attempt(visit, lambda session: act_on_return(session, visit, form))
    except Forbidden:
        raise
    except Refusal as refusal:
        problem = describe(refusal, visit.locale)
        page = await attempt(visit, lambda session: _page(visit.over(session), producer))
        page = msgspec.structs.replace(page, problem=f"{form.text('code', 20)}: {problem.detail}")
        return show("desk_returns.html", visit.locale, page, status=problem.status)
    return go(visit.locale, f"/chu-the/{producer.slug}{HERE}?done={done}")


async def _page(visit: Visit, producer: Producer, after: UUID | None = None) -> DeskReturnsPage:
    rows = await returns_of_producer(visit.session, producer.id, everything=False, limit=ROWS + 1, after=after)
    late = await late_of(visit.session, producer.id, visit.settings.packing_hours, MOST_LATE)
    base, writes = f"/chu-the/{producer.slug}{HERE}", await may_write(visit, producer)
    return DeskReturnsPage(
        site=visit.site,
        console=desk(producer, HERE),
        action=base,
        lead=say(visit.locale, "web.returns.desk_lead"),
        returns=tuple(return_view(row, decides=writes) for row in rows[:ROWS]),
        late=tuple(late_view(one) for one in late),
        next_url=f"{base}?after={rows[ROWS - 1].id}" if len(rows) > ROWS else None,
    )


routes = [returns_page, returns_act]
