"""The page of one product."""

from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.queries import ProductPage as Listing
from shop.catalog.queries import product_page
from shop.core.clock import local, now
from shop.core.errors import NotFound
from shop.core.money import Dong
from shop.http.front_store import FRONT
from shop.inventory.queries import PlaceStock, available
from shop.places.models import PlaceKind
from shop.places.queries import all_places
from shop.web.pages.answer import both, show
from shop.web.pages.certificates import certificate_view
from shop.web.pages.places import place_card
from shop.web.pages.visit import Visit
from shop.web.queries import room_showing
from shop.web.views import OnAir, ProducerView, ProductPage, StockAt, VariantView

MOST = 200


@get(both("/san-pham/{slug:str}"), include_in_schema=False)
async def show_product(visit: NamedDependency[Visit], slug: FromPath[str]) -> Response[bytes]:
    """A product with its certificate, its variants and where they stand; also while it is not on sale."""
    listing = await product_page(visit.session, slug[:120])
    if listing is None:
        raise NotFound
    view = await _view(visit, listing)
    return show("product.html", visit.locale, view, headers={FRONT: "1", "cache-control": "private, no-cache"})


async def _view(visit: Visit, listing: Listing) -> ProductPage:
    product, producer, entry = listing.product, listing.producer, listing.certificate
    base_url, day = visit.site.base_url, listing.today
    stock = await available(visit.session, [variant.id for variant in listing.variants])
    hours = await _hours(visit.session)
    group = entry.group if entry else None
    return ProductPage(
        site=visit.site,
        slug=product.slug,
        name=product.name,
        image=product.image,
        variants=tuple(
            VariantView(
                id=str(variant.id),
                name=variant.name,
                price=variant.price,
                unit=variant.unit,
                stock=tuple(_at(place, hours) for place in stock[variant.id] if place.kind is PlaceKind.SALES_POINT),
            )
            for variant in listing.variants
        ),
        certificate=certificate_view(entry, day, base_url) if entry else None,
        producer=ProducerView(slug=producer.slug, name=producer.name, area=producer.district_written)
        if producer
        else None,
        summary=listing.summary(visit.locale),
        group_name=(group.name_en if visit.locale == "en" else group.name_vi) if group else None,
        group_slug=group.slug if group else None,
        area=entry.product.district_written if entry else None,
        on_sale=listing.on_sale,
        on_air=await _on_air(visit.session, product.id),
        earlier=tuple(certificate_view(past, day, base_url) for past in listing.gradings if past is not entry),
    )


async def _hours(session: AsyncSession) -> dict[str, str | None]:
    """Today's hours of every sales point, by its slug."""
    weekday = local(await now(session)).isoweekday()
    return {found.place.slug: place_card(found, weekday).hours for found in await all_places(session, MOST)}


def _at(place: PlaceStock, hours: dict[str, str | None]) -> StockAt:
    return StockAt(slug=place.slug, name=place.name, available=place.available, hours=hours.get(place.slug))


async def _on_air(session: AsyncSession, product_id: UUID) -> OnAir | None:
    found = await room_showing(session, product_id)
    return OnAir(room=found[0], place=found[1], price=Dong(found[2])) if found else None


routes = [show_product]
