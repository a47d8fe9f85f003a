"""Live sessions with a producer's goods: what came of its own goods, and of nobody else's."""

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from shop.producers.models import Producer
from shop.reports.errors import ReportUnknown
from shop.reports.figures import Report, SessionSum
from shop.reports.queries import report_of, session_of_producer, sessions_of_producer
from shop.reports.sheet import minutes_sheet, products_sheet, sessions_sheet
from shop.web.pages.answer import both, show
from shop.web.pages.producer.frame import desk, own_producer
from shop.web.pages.producer.register import PEOPLE
from shop.web.pages.report_views import figures_view, head_of_sum, lives_view
from shop.web.pages.session_report import sheet
from shop.web.pages.visit import Visit
from shop.web.views.reports import ProducerLivePage, ProducerLivesPage

HERE = "/phien-live"
SHOWN, MOST = 60, 500


@get(both("/chu-the/{slug:str}/phien-live"), guards=PEOPLE, include_in_schema=False)
async def lives_page(visit: NamedDependency[Visit], slug: FromPath[str]) -> Response[bytes]:
    """The newest sessions that showed or sold something of this producer."""
    producer = await own_producer(visit, slug)
    base = f"/chu-the/{producer.slug}{HERE}"
    found = await sessions_of_producer(visit.session, producer.id, SHOWN + 1)
    page = ProducerLivesPage(
        site=visit.site,
        console=desk(producer, HERE),
        name=producer.name,
        lives=lives_view(found, SHOWN, visit.locale, f"{base}.csv", f"{base}/{{slug}}"),
    )
    return show("producer_lives.html", visit.locale, page)


@get(both("/chu-the/{slug:str}/phien-live.csv"), guards=PEOPLE, include_in_schema=False)
async def lives_csv(visit: NamedDependency[Visit], slug: FromPath[str]) -> Response[bytes]:
    """The same as a sheet."""
    producer = await own_producer(visit, slug)
    found = await sessions_of_producer(visit.session, producer.id, MOST)
    return sheet(sessions_sheet(found, visit.locale), f"phien-live-{producer.slug}.csv")


@get(both("/chu-the/{slug:str}/phien-live/{room:str}"), guards=PEOPLE, include_in_schema=False)
async def live_page(visit: NamedDependency[Visit], slug: FromPath[str], room: FromPath[str]) -> Response[bytes]:
    """What of one session fell to this producer."""
    producer, live, report = await _read(visit, slug, room)
    base = f"/chu-the/{producer.slug}{HERE}"
    page = ProducerLivePage(
        site=visit.site,
        console=desk(producer, HERE),
        name=producer.name,
        back=base,
        head=head_of_sum(live),
        figures=figures_view(report, visit.locale, own=True),
        files=(
            (f"{base}/{live.slug}/phut.csv", "minutes_csv"),
            (f"{base}/{live.slug}/san-pham.csv", "products_csv"),
        ),
    )
    return show("producer_live.html", visit.locale, page)


@get(both("/chu-the/{slug:str}/phien-live/{room:str}/phut.csv"), guards=PEOPLE, include_in_schema=False)
async def live_minutes_csv(visit: NamedDependency[Visit], slug: FromPath[str], room: FromPath[str]) -> Response[bytes]:
    """Minute by minute."""
    _, live, report = await _read(visit, slug, room)
    return sheet(minutes_sheet(report.minutes, visit.locale), f"phut-{live.slug}.csv")


@get(both("/chu-the/{slug:str}/phien-live/{room:str}/san-pham.csv"), guards=PEOPLE, include_in_schema=False)
async def live_products_csv(visit: NamedDependency[Visit], slug: FromPath[str], room: FromPath[str]) -> Response[bytes]:
    """Product by product."""
    _, live, report = await _read(visit, slug, room)
    return sheet(products_sheet(report, visit.locale), f"san-pham-{live.slug}.csv")


async def _read(visit: Visit, slug: str, room: str) -> tuple[Producer, SessionSum, Report]:
    producer = await own_producer(visit, slug)
    found = await session_of_producer(visit.session, producer.id, room[:120])
    if found is None:
        raise ReportUnknown
    return producer, found, await report_of(visit.session, found.id, producer.id)


routes = [lives_page, lives_csv, live_page, live_minutes_csv, live_products_csv]
