"""Pages of sales points."""

from typing import Annotated

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import PathParameter, QueryParameter

from shop.catalog.listing import Order
from shop.catalog.search import Filters, search_products
from shop.core.clock import local, now
from shop.core.errors import NotFound
from shop.places.queries import FoundPlace, all_places, nearest_places, sales_point
from shop.places.rules import read_point
from shop.web.pages.answer import both, show
from shop.web.pages.listing import product_card
from shop.web.pages.visit import Visit
from shop.web.views import PlaceCard, PlacePage, PlacesPage

MOST = 200
SHOWN = 24


@get(both("/diem-ban"), include_in_schema=False)
async def list_places(
    visit: NamedDependency[Visit], near: Annotated[str, QueryParameter(max_length=60)] = ""
) -> Response[bytes]:
    """All sales points; with a readable position the nearest first."""
    point = read_point(near)
    found = await nearest_places(visit.session, *point, MOST) if point else await all_places(visit.session, MOST)
    weekday = local(await now(visit.session)).isoweekday()
    cards = tuple(place_card(place, weekday) for place in found)
    return show("places.html", visit.locale, PlacesPage(site=visit.site, places=cards, near=point is not None))


def place_card(found: FoundPlace, weekday: int) -> PlaceCard:
    """A sales point with the hours of `weekday` (1 Monday … 7 Sunday)."""
    place = found.place
    spans = [f"{span.opens:%H:%M}–{span.closes:%H:%M}" for span in found.hours if span.weekday == weekday]
    written = [part for part in (place.commune_written, place.district_written) if part]
    return PlaceCard(
        slug=place.slug,
        name=place.name,
        address=place.address,
        area=", ".join(written) or None,
        hours=", ".join(spans) or None,
        distance_m=found.distance_m,
        location_exact=place.location_exact,
    )


@get(both("/diem-ban/{slug:str}"), include_in_schema=False)
async def show_place(
    visit: NamedDependency[Visit], slug: Annotated[str, PathParameter(max_length=120)]
) -> Response[bytes]:
    """One sales point and what stands on its shelves."""
    found = await sales_point(visit.session, slug)
    if found is None:
        raise NotFound
    weekday = local(await now(visit.session)).isoweekday()
    listed = await search_products(visit.session, Filters(place=slug), Order.NEWEST, SHOWN)
    page = PlacePage(
        site=visit.site,
        place=place_card(found, weekday),
        operator=found.place.operator,
        opened_on=found.place.opened_on,
        opened_year=found.place.opened_year,
        note=found.place.note,
        source_url=found.place.source_url,
        products=tuple(product_card(item) for item in listed.items),
        more_url=f"/san-pham?place={slug}",
    )
    return show("place.html", visit.locale, page)


routes = [list_places, show_place]
