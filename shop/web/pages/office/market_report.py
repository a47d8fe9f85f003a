"""The report of a whole market in the office: stall by stall, segment by segment, and its sheets."""

from litestar import Response, get
from litestar.di import NamedDependency

from shop.markets.api import SlugPath
from shop.markets.queries import hall_by_slug
from shop.reports.figures import Report
from shop.reports.queries import Wanted, report_of_market, sessions_wanted
from shop.reports.sheet import minutes_sheet, products_sheet, segments_sheet
from shop.web.pages.answer import both, show
from shop.web.pages.office import markets
from shop.web.pages.office.frame import OFFICERS, office
from shop.web.pages.report_views import figures_view, lives_view
from shop.web.pages.session_report import sheet
from shop.web.pages.visit import Visit
from shop.web.views.reports import MarketReportPage

HERE = markets.HERE + "/{market:str}/bao-cao"
MOST_STALLS = 500


@get(both(HERE), guards=OFFICERS, include_in_schema=False)
async def market_report_page(visit: NamedDependency[Visit], market: SlugPath) -> Response[bytes]:
    """All stalls of a market together; who saw two of them is one viewer."""
    hall = (await hall_by_slug(visit.session, market)).market
    stalls = await sessions_wanted(visit.session, Wanted(market=hall.slug), MOST_STALLS)
    base = HERE.replace("{market:str}", hall.slug)
    page = MarketReportPage(
        site=visit.site,
        console=office(visit, markets.HERE),
        slug=hall.slug,
        name=hall.name,
        begins=hall.starts_at,
        figures=figures_view(await report_of_market(visit.session, hall.id), visit.locale),
        lives=lives_view(stalls, MOST_STALLS, visit.locale, f"/van-phong/phien-live.csv?cho={hall.slug}"),
        files=tuple(
            (f"{base}/{name}.csv", key)
            for name, key in (("phut", "minutes_csv"), ("phan", "segments_csv"), ("san-pham", "products_csv"))
        ),
    )
    return show("office_market_report.html", visit.locale, page)


@get(both(f"{HERE}/phut.csv"), guards=OFFICERS, include_in_schema=False)
async def market_minutes_csv(visit: NamedDependency[Visit], market: SlugPath) -> Response[bytes]:
    """Minute by minute of all stalls together."""
    report = await _report(visit, market)
    return sheet(minutes_sheet(report.minutes, visit.locale), f"phut-{market}.csv")


@get(both(f"{HERE}/phan.csv"), guards=OFFICERS, include_in_schema=False)
async def market_segments_csv(visit: NamedDependency[Visit], market: SlugPath) -> Response[bytes]:
    """Segment by segment of all stalls."""
    return sheet(segments_sheet(await _report(visit, market), visit.locale), f"phan-{market}.csv")


@get(both(f"{HERE}/san-pham.csv"), guards=OFFICERS, include_in_schema=False)
async def market_products_csv(visit: NamedDependency[Visit], market: SlugPath) -> Response[bytes]:
    """Product by product of all stalls together."""
    return sheet(products_sheet(await _report(visit, market), visit.locale), f"san-pham-{market}.csv")


async def _report(visit: Visit, market: str) -> Report:
    hall = await hall_by_slug(visit.session, market)
    return await report_of_market(visit.session, hall.market.id)


routes = [market_report_page, market_minutes_csv, market_segments_csv, market_products_csv]
