"""Live sessions of a sales point, for its staff."""

from typing import Annotated

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from shop.reports.queries import Wanted, sessions_wanted
from shop.reports.sheet import sessions_sheet
from shop.web.pages.answer import both, show
from shop.web.pages.counter import STAFF
from shop.web.pages.counter_place import counter_place
from shop.web.pages.report_views import lives_view
from shop.web.pages.session_report import sheet
from shop.web.pages.visit import Visit
from shop.web.views.reports import PointLivesPage

HERE = "/quay/phien-live"
SHOWN, MOST = 60, 500

PlaceQuery = Annotated[str, QueryParameter(max_length=120)]


@get(both(HERE), guards=STAFF, include_in_schema=False)
async def point_lives_page(visit: NamedDependency[Visit], place: PlaceQuery = "") -> Response[bytes]:
    """The newest sessions from this person's point."""
    here, others = await counter_place(visit, place)
    found = await sessions_wanted(visit.session, Wanted(place=here.slug), SHOWN + 1)
    page = PointLivesPage(
        site=visit.site,
        place_slug=here.slug,
        place_name=here.name,
        others=others,
        lives=lives_view(found, SHOWN, visit.locale, f"{HERE}.csv?place={here.slug}"),
    )
    return show("point_lives.html", visit.locale, page)


@get(both(f"{HERE}.csv"), guards=STAFF, include_in_schema=False)
async def point_lives_csv(visit: NamedDependency[Visit], place: PlaceQuery = "") -> Response[bytes]:
    """The same as a sheet."""
    here, _ = await counter_place(visit, place)
    found = await sessions_wanted(visit.session, Wanted(place=here.slug), MOST)
    return sheet(sessions_sheet(found, visit.locale), f"phien-live-{here.slug}.csv")


routes = [point_lives_page, point_lives_csv]
