"""Pages of sales points: the list with its map, one point, coverage, and both as sheets."""

from typing import Annotated

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import PathParameter, QueryParameter

from shop.catalog.listing import Order
from shop.catalog.search import Filters, search_products
from shop.core.clock import local, now
from shop.core.errors import NotFound
from shop.core.i18n import say
from shop.core.sheets import csv_bytes
from shop.core.text import slugify
from shop.http.limits import Limit, limit_by_address
from shop.places.coverage import coverage
from shop.places.queries import Wanted, all_places, nearest_places, sales_point
from shop.places.rules import WEEK, is_closed, read_point, written_hours
from shop.web.office_queries import products_at_points, rooms_at_points
from shop.web.pages.answer import both, show
from shop.web.pages.listing import product_card
from shop.web.pages.place_views import atlas_of, card_of_now, coverage_view, spans_of, unit_counts, week_of
from shop.web.pages.visit import Visit
from shop.web.render import address
from shop.web.views import PlacePage, PlacesPage
from shop.web.views.places import CoveragePage

MOST = 500
SHOWN = 24
SHEETS = Limit("places.sheets", burst=20, period=60.0)  # whole registers, by address
COLUMNS = (
    "name", "address", "commune", "district", "lat", "lon", "location_exact", "operator", "phone", "opened",
    "closed_from", *(f"weekday_{day}" for day in WEEK), "products", "note", "source",
)  # fmt: skip


@get(both("/diem-ban"), include_in_schema=False)
async def list_places(
    visit: NamedDependency[Visit],
    near: Annotated[str, QueryParameter(max_length=60)] = "",
    district: Annotated[str, QueryParameter(max_length=120)] = "",
    open_now: Annotated[str, QueryParameter(max_length=10)] = "",
) -> Response[bytes]:
    """Sales points; with a readable position the nearest first. What is not understood narrows nothing."""
    session, point = visit.session, read_point(near)
    districts = unit_counts((await coverage(session)).districts)
    chosen = district if district in {unit.slug for unit in districts} else ""
    wanted = Wanted(district=chosen or None, open_now=bool(open_now))
    found = await nearest_places(session, *point, MOST, wanted) if point else await all_places(session, MOST, wanted)
    moment = local(await now(session))
    counts, rooms = await products_at_points(session), await rooms_at_points(session)
    page = PlacesPage(
        site=visit.site,
        places=tuple(card_of_now(one, moment, counts, rooms) for one in found),
        near=point is not None,
        near_text=near if point else "",
        districts=districts,
        district=chosen,
        open_now=wanted.open_now,
        atlas=await atlas_of(session, found, counts),
    )
    return show("places.html", visit.locale, page)


@get(both("/diem-ban/do-phu"), include_in_schema=False)
async def show_coverage(visit: NamedDependency[Visit]) -> Response[bytes]:
    """Which districts and communes have at least one point."""
    session = visit.session
    found = await all_places(session, MOST)
    atlas = await atlas_of(session, found, await products_at_points(session))
    page = CoveragePage(site=visit.site, coverage=await coverage_view(session), atlas=atlas)
    return show("coverage.html", visit.locale, page)


@get(both("/diem-ban.csv"), guards=[limit_by_address(SHEETS)], include_in_schema=False)
async def places_csv(visit: NamedDependency[Visit]) -> Response[bytes]:
    """All points that are not closed, as CSV."""
    session, locale = visit.session, visit.locale
    counts = await products_at_points(session)
    rows = []
    for found in await all_places(session, MOST):
        place, spans = found.place, spans_of(found.hours)
        cells = [
            place.name, place.address, place.commune_written, place.district_written, place.lat, place.lon,
            say(locale, "web.place.exact" if place.location_exact else "web.place.approximate"),
            place.operator, place.phone, place.opened_on or place.opened_year, place.closed_from,
            *(written_hours(spans, day) for day in WEEK), counts.get(place.id, 0), place.note, place.source_url,
        ]  # fmt: skip
        rows.append(cells)
    header = [say(locale, f"web.place.column.{name}") for name in COLUMNS]
    return _file(csv_bytes(header, rows), "diem-ban-ocop")


@get(both("/diem-ban/do-phu.csv"), guards=[limit_by_address(SHEETS)], include_in_schema=False)
async def coverage_csv(visit: NamedDependency[Visit]) -> Response[bytes]:
    """The report of coverage as CSV: a line for each district and each commune."""
    locale, found = visit.locale, await coverage(visit.session)
    header = [say(locale, f"web.coverage.column.{name}") for name in ("level", "unit", "points", "covered")]
    rows = [
        [
            say(locale, f"web.coverage.level.{level}"),
            unit.name,
            unit.points,
            say(locale, "web.coverage.has" if unit.points else "web.coverage.has_none"),
        ]
        for level, units in (("district", found.districts), ("commune", found.communes))
        for unit in units
    ]
    return _file(csv_bytes(header, rows), "do-phu-diem-ban")


def _file(body: bytes, name: str) -> Response[bytes]:
    headers = {
        "content-disposition": f'attachment; filename="{slugify(name)}.csv"',
        "cache-control": "public, max-age=60",
        "x-robots-tag": "noindex",
    }
    return Response(body, media_type="text/csv; charset=utf-8", headers=headers)


@get(both("/diem-ban/{slug:str}"), include_in_schema=False)
async def show_place(
    visit: NamedDependency[Visit], slug: Annotated[str, PathParameter(max_length=120)]
) -> Response[bytes]:
    """One sales point and what stands on its shelves."""
    session = visit.session
    found = await sales_point(session, slug)
    if found is None:
        raise NotFound
    place, moment = found.place, local(await now(session))
    closed = is_closed(place.closed_from, moment.date())
    listed = None if closed else await search_products(session, Filters(place=slug), Order.NEWEST, SHOWN)
    page = PlacePage(
        site=visit.site,
        place=card_of_now(found, moment, {}, await rooms_at_points(session)),
        week=week_of(found, visit.locale),
        phone=place.phone,
        closed_from=place.closed_from,
        closed=closed,
        operator=place.operator,
        opened_on=place.opened_on,
        opened_year=place.opened_year,
        note=place.note,
        source_url=place.source_url,
        products=tuple(product_card(item) for item in listed.items) if listed else (),
        more_url=address(visit.locale, f"/san-pham?place={slug}") if listed and listed.items else None,
    )
    return show("place.html", visit.locale, page)


routes = [list_places, show_coverage, places_csv, coverage_csv, show_place]
