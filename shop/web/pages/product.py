"""The page of one product."""

from collections.abc import Mapping
from uuid import UUID

import msgspec
from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.queries import ProductPage as Listing
from shop.catalog.queries import product_page
from shop.contracts.content import contract_terms
from shop.contracts.inform import inform_of_product
from shop.core.clock import local, now
from shop.core.errors import NotFound
from shop.core.money import Dong
from shop.http.front_store import FRONT
from shop.inventory.queries import PlaceStock, available
from shop.places.queries import all_places
from shop.preorders.queries import open_windows
from shop.web.pages.answer import both, show
from shop.web.pages.certificates import certificate_view
from shop.web.pages.place_views import place_card
from shop.web.pages.preorder import offer_of
from shop.web.pages.product_view import facts, picture_views, said, variant_view
from shop.web.pages.replay_views import clips_part
from shop.web.pages.review_views import reviews_part
from shop.web.pages.room import picture_headers
from shop.web.pages.visit import Visit
from shop.web.product_queries import newest_batches
from shop.web.queries import room_showing
from shop.web.structured import product_graph
from shop.web.views import BatchOf, OnAir, ProducerView, ProductPage
from shop.web.views.preorders import PreorderOffer
from shop.wholesale.queries import least_of

MOST = 200


@get(both("/san-pham/{slug:str}"), include_in_schema=False)
async def show_product(visit: NamedDependency[Visit], slug: FromPath[str]) -> Response[bytes]:
    """A product with its certificate, its variants and where they stand; also while it is not on sale."""
    listing = await product_page(visit.session, slug[:120])
    if listing is None:
        raise NotFound
    view = await _view(visit, listing)
    whole = msgspec.structs.replace(view, structured=product_graph(view, listing, visit.locale))
    headers = {FRONT: "1", "cache-control": "private, no-cache"} | (
        picture_headers(visit.settings) if view.clips else {}
    )
    return show("product.html", visit.locale, whole, headers=headers)


async def _view(visit: Visit, listing: Listing) -> ProductPage:
    product, entry, locale = listing.product, listing.certificate, visit.locale
    base_url, day = visit.site.base_url, listing.today
    variants = [variant.id for variant in listing.variants]
    stock = await available(visit.session, variants)
    hours = await _hours(visit.session)
    group = entry.group if entry else None
    foreign = listing.texts["en"].name if locale == "en" and "en" in listing.texts else None
    return ProductPage(
        site=visit.site,
        slug=product.slug,
        name=foreign or product.name,
        vietnamese_name=product.name if foreign else None,
        name_lang="vi" if locale == "en" and not foreign else None,
        image=product.image,
        variants=tuple(variant_view(variant, stock[variant.id], hours) for variant in listing.variants),
        certificate=certificate_view(entry, day, base_url) if entry else None,
        producer=_producer(listing),
        summary=said(listing, "summary", locale),
        pictures=picture_views(listing, locale),
        facts=facts(listing, locale),
        story=said(listing, "story", locale),
        usage=said(listing, "usage", locale),
        warning=said(listing, "warning", locale),
        min_age=product.min_age,
        batches=await _batches(visit.session, variants),
        group_name=(group.name_en if locale == "en" else group.name_vi) if group else None,
        group_slug=group.slug if group else None,
        area=entry.product.district_written if entry else None,
        on_sale=listing.on_sale,
        on_air=await _on_air(visit.session, product.id),
        clips=await clips_part(visit.session, product.id),
        preorder=await _preorder(visit.session, listing, stock),
        told=await inform_of_product(visit.session, variants, locale, contract_terms(visit.settings)),
        wholesale_from=await least_of(visit.session, variants),
        reviews=await reviews_part(visit.session, product.id, product.slug, locale),
        earlier=tuple(certificate_view(past, day, base_url) for past in listing.gradings if past is not entry),
    )


async def _preorder(
    session: AsyncSession, listing: Listing, stock: Mapping[UUID, list[PlaceStock]]
) -> tuple[PreorderOffer, ...]:
    gone = {one.id: one for one in listing.variants if not any(place.available for place in stock[one.id])}
    opened = await open_windows(session, list(gone)) if gone and listing.on_sale else {}
    return tuple(offer_of(found, gone[variant].name or gone[variant].unit) for variant, found in opened.items())


def _producer(listing: Listing) -> ProducerView | None:
    maker = listing.producer
    if maker is None:
        return None
    return ProducerView(
        slug=maker.slug, name=maker.name, area=maker.district_written, closed_until=listing.closed_until
    )


async def _batches(session: AsyncSession, variant_ids: list[UUID]) -> tuple[BatchOf, ...]:
    found = await newest_batches(session, variant_ids)
    return tuple(BatchOf(code=batch.code, lot=batch.lot, best_before=batch.best_before) for batch in found)


async def _hours(session: AsyncSession) -> dict[str, str | None]:
    """Today's hours of every sales point, by its slug."""
    weekday = local(await now(session)).isoweekday()
    return {found.place.slug: place_card(found, weekday).hours for found in await all_places(session, MOST)}


async def _on_air(session: AsyncSession, product_id: UUID) -> OnAir | None:
    found = await room_showing(session, product_id)
    return OnAir(room=found[0], place=found[1], price=Dong(found[2])) if found else None


routes = [show_product]
