"""The office's counts of wholesale enquiries; it sees no contact."""

from litestar import Response, get
from litestar.di import NamedDependency

from shop.web.pages.answer import both, show
from shop.web.pages.office.frame import OFFICERS, office
from shop.web.pages.visit import Visit
from shop.web.views.wholesale import OfficeWholesalePage
from shop.wholesale.queries import counts

HERE = "/van-phong/gia-si"


@get(both(HERE), guards=OFFICERS, include_in_schema=False)
async def counts_page(visit: NamedDependency[Visit]) -> Response[bytes]:
    """How many enquiries are in each state."""
    counted = tuple((state.value, count) for state, count in (await counts(visit.session)).items())
    page = OfficeWholesalePage(site=visit.site, console=office(visit, HERE), counts=counted)
    return show("office_wholesale.html", visit.locale, page)


routes = [counts_page]
