"""Addresses of a producer's listings: for its members."""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Router, get, patch, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, HeaderParameter, JSONBody, PathParameter, QueryParameter
from msgspec import Meta
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.guards import require_signed_in
from shop.catalog.content import Content
from shop.catalog.models import Product
from shop.core.actor import Actor
from shop.core.money import Dong
from shop.core.text import Body, Label, Line, Name
from shop.listings.create import FirstVariant, NewListing, create_listing
from shop.listings.edit import Wish, save_edit
from shop.listings.errors import NoSuchListing
from shop.listings.queries import ListingFilter, listing_at, listings_of
from shop.listings.sell import change_price, hide_listing, show_listing, switch_variant
from shop.listings.shown import EditOut, ListingDetail, ListingList, edit_out, listing_detail, listing_out
from shop.listings.stock_up import Goods, stock_up
from shop.producers.errors import ProducerUnknown
from shop.producers.guards import require_member
from shop.producers.models import Producer
from shop.producers.queries import producer_by_slug

SlugPath = Annotated[str, PathParameter(min_length=1, max_length=120)]
FilterQuery = Annotated[ListingFilter | None, QueryParameter(name="state")]
LimitQuery = Annotated[int, QueryParameter(ge=1, le=100)]
KeyHeader = Annotated[str, HeaderParameter(name="Idempotency-Key", min_length=8, max_length=80, pattern=r"^[!-~]+$")]
Price = Annotated[int, Meta(ge=1, le=1_000_000_000)]
Pieces = Annotated[int, Meta(ge=1, le=1_000_000)]


class FirstVariantBody(Body):
    """A size or a pack of a new listing; price in đồng."""

    unit: Name
    price: Price
    name: Label = ""
    sku: Label = ""
    net_weight_g: Annotated[int, Meta(ge=1, le=10_000_000)] | None = None


class NewListingBody(Body):
    """Which registered product is to be listed; without a name, by the register's."""

    registered_product: UUID
    variants: Annotated[list[FirstVariantBody], Meta(min_length=1, max_length=50)]
    name: Label = ""


class EditBody(Body):
    """The whole wished content; `version` is the open edit's that was read, 0 where there was none.

    `prices`: đồng by SKU of the variants that are not there yet.
    """

    content: Content
    version: Annotated[int, Meta(ge=0, le=1_000_000)]
    prices: Annotated[dict[Name, Price], Meta(max_length=50)] = msgspec.field(default_factory=dict)
    note: Line | None = None


class PriceBody(Body):
    """A list price, in đồng."""

    price: Price


class ActiveBody(Body):
    """Whether a variant is sold."""

    active: bool


class StockBody(Body):
    """Pieces that came to the producer's own store."""

    pieces: Pieces


@get("/", operation_id="listListings", summary="A producer's listings (members)")
async def index(
    *,
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    only: FilterQuery = None,
    after: FromQuery[UUID | None] = None,
    limit: LimitQuery = 50,
) -> ListingList:
    """By name, drafts and hidden ones too."""
    producer = await _own(session, actor, slug)
    rows = await listings_of(session, producer.id, limit + 1, only=only, after=after)
    more = rows[limit - 1].product_id if len(rows) > limit else None
    return ListingList(items=[listing_out(row) for row in rows[:limit]], next=more)


@post("/", status_code=201, operation_id="createListing", summary="Begin a listing (editors)")
async def create(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    data: JSONBody[NewListingBody],
) -> ListingDetail:
    """A hidden draft with an open edit; a registered product has one listing, so a repeat is refused."""
    producer = await _known(session, slug)
    variants = [
        FirstVariant(name=one.name, sku=one.sku, unit=one.unit, price=Dong(one.price), net_weight_g=one.net_weight_g)
        for one in data.variants
    ]
    new = NewListing(registered_product_id=data.registered_product, name=data.name, variants=variants)
    return await listing_detail(session, await create_listing(session, actor, producer.id, new))


@get("/{listing_slug:str}", operation_id="readListing", summary="A listing with its content and edits (members)")
async def read(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], slug: SlugPath, listing_slug: SlugPath
) -> ListingDetail:
    """What is live, and what waits."""
    producer = await _own(session, actor, slug)
    return await listing_detail(session, await _listing(session, producer, listing_slug))


@patch("/{listing_slug:str}/edit", operation_id="saveListingEdit", summary="Save a draft of the content (editors)")
async def save(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    listing_slug: SlugPath,
    data: JSONBody[EditBody],
) -> EditOut:
    """The live content stays; 409 `edit_moved` names the fields in which two writers differ."""
    product = await _listing(session, await _own(session, actor, slug), listing_slug)
    prices = {sku: Dong(price) for sku, price in data.prices.items()}
    wish = Wish(content=data.content, prices=prices, note=data.note or None, version=data.version)
    return edit_out(await save_edit(session, actor, product.id, wish))


@put("/{listing_slug:str}/variants/{sold_variant:uuid}/price", operation_id="setPrice", summary="Price (editors)")
async def price(
    *,
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    listing_slug: SlugPath,
    sold_variant: FromPath[UUID],
    data: JSONBody[PriceBody],
) -> ListingDetail:
    """Lists show it within a second; orders placed before keep theirs."""
    product = await _listing(session, await _own(session, actor, slug), listing_slug)
    await change_price(session, actor, product.id, sold_variant, Dong(data.price))
    return await listing_detail(session, product)


@put("/{listing_slug:str}/variants/{sold_variant:uuid}/active", operation_id="switchVariant", summary="Sell or not")
async def switch(
    *,
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    listing_slug: SlugPath,
    sold_variant: FromPath[UUID],
    data: JSONBody[ActiveBody],
) -> ListingDetail:
    """At least one variant of a shown listing stays on sale."""
    product = await _listing(session, await _own(session, actor, slug), listing_slug)
    await switch_variant(session, actor, product.id, sold_variant, data.active)
    return await listing_detail(session, product)


@post(
    "/{listing_slug:str}/variants/{sold_variant:uuid}/stock",
    status_code=200,
    operation_id="receiveStock",
    summary="Goods for the producer's own store (editors)",
)
async def receive(
    *,
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    listing_slug: SlugPath,
    sold_variant: FromPath[UUID],
    data: JSONBody[StockBody],
    key: KeyHeader,
) -> ListingDetail:
    """The same key counts once."""
    product = await _listing(session, await _own(session, actor, slug), listing_slug)
    await stock_up(session, actor, product.id, Goods(sold_variant, data.pieces), key)
    return await listing_detail(session, product)


@post("/{listing_slug:str}/show", status_code=200, operation_id="showListing", summary="Show it again (editors)")
async def show(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], slug: SlugPath, listing_slug: SlugPath
) -> ListingDetail:
    """Only what was approved once."""
    product = await _listing(session, await _own(session, actor, slug), listing_slug)
    return await listing_detail(session, await show_listing(session, actor, product.id))


@post("/{listing_slug:str}/hide", status_code=200, operation_id="hideListing", summary="Take it off (editors)")
async def hide(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], slug: SlugPath, listing_slug: SlugPath
) -> ListingDetail:
    """It leaves lists and carts within a second."""
    product = await _listing(session, await _own(session, actor, slug), listing_slug)
    return await listing_detail(session, await hide_listing(session, actor, product.id))


async def _known(session: AsyncSession, slug: str) -> Producer:
    producer = await producer_by_slug(session, slug)
    if producer is None:
        raise ProducerUnknown
    return producer


async def _own(session: AsyncSession, actor: Actor, slug: str) -> Producer:
    producer = await _known(session, slug)
    await require_member(session, actor, producer.id)
    return producer


async def _listing(session: AsyncSession, producer: Producer, slug: str) -> Product:
    product = await listing_at(session, producer.id, slug)
    if product is None:
        raise NoSuchListing
    return product


routes = [
    Router(
        "/api/v1/producers/{slug:str}/listings",
        route_handlers=[index, create, read, save, price, switch, receive, show, hide],
        guards=[require_signed_in],
        tags=["listings"],
    )
]
