"""The office's list of training runs."""

from typing import Annotated

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from shop.core.clock import now
from shop.practice.queries import newest_runs
from shop.web.pages.answer import both, show
from shop.web.pages.forms import read_id
from shop.web.pages.office.frame import OFFICERS, office
from shop.web.pages.practice_view import run_view
from shop.web.pages.visit import Visit
from shop.web.views.practice import OfficePracticePage

HERE = "/van-phong/dao-tao/luyen"
ROWS = 50


@get(both(HERE), guards=OFFICERS, include_in_schema=False)
async def runs_page(
    visit: NamedDependency[Visit], after: Annotated[str, QueryParameter(max_length=40)] = ""
) -> Response[bytes]:
    """Everybody's runs, the newest first, each with its sheet."""
    rows = await newest_runs(visit.session, ROWS + 1, read_id(after))
    moment = await now(visit.session)
    page = OfficePracticePage(
        site=visit.site,
        console=office(visit, "/van-phong/dao-tao"),
        runs=tuple(
            run_view(row.run, is_open=row.run.finished_at is None and row.run.ends_at > moment, name=row.name)
            for row in rows[:ROWS]
        ),
        next_url=f"{HERE}?after={rows[ROWS - 1].run.id}" if len(rows) > ROWS else None,
    )
    return show("office_practice.html", visit.locale, page)


routes = [runs_page]
