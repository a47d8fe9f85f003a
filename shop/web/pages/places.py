"""Pages of sales points."""

from typing import Annotated

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.clock import local, now
from shop.core.errors import NotFound
from shop.core.i18n import Locale
from shop.places.queries import FoundPlace, all_places, nearest_places, sales_point
from shop.places.rules import read_point
from shop.web.pages.answer import both, show
from shop.web.views import PlaceCard, PlacePage, PlacesPage, Site

MOST = 200


@get(both("/diem-ban"), include_in_schema=False)
async def list_places(
    session: NamedDependency[AsyncSession],
    locale: NamedDependency[Locale],
    site: NamedDependency[Site],
    near: Annotated[str, QueryParameter(max_length=60)] = "",
) -> Response[bytes]:
    """All sales points; with a readable position the nearest first."""
    point = read_point(near)
    found = await nearest_places(session, *point, MOST) if point else await all_places(session, MOST)
    weekday = local(await now(session)).isoweekday()
    cards = tuple(place_card(place, weekday) for place in found)
    return show("places.html", locale, PlacesPage(site=site, places=cards, near=point is not None))


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
    session: NamedDependency[AsyncSession],
    locale: NamedDependency[Locale],
    site: NamedDependency[Site],
    slug: Annotated[str, PathParameter(max_length=120)],
) -> Response[bytes]:
    """One sales point and what stands on its shelves."""
    found = await sales_point(session, slug)
    if found is None:
        raise NotFound
    weekday = local(await now(session)).isoweekday()
    listed = await list_products(session, ProductFilter(place=slug), limit=SHOWN)
    page = PlacePage(
        site=site,
        place=place_card(found, weekday),
        operator=found.place.operator,
        opened_on=found.place.opened_on,
        opened_year=found.place.opened_year,
        note=found.place.note,
        source_url=found.place.source_url,
        products=tuple(product_card(item) for item in listed.items),
        more_url=f"/san-pham?place={slug}",
    )
    return show("place.html", locale, page)


routes = [list_places, show_place]
