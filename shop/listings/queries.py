"""Reads of a producer's listings: what each is today, what waits, what is in stock."""

from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Date, Integer, Row, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from shop.catalog.models import Product, Variant
from shop.catalog.queries import graded
from shop.certification.models import Certificate, RegisteredProduct
from shop.core.money import Dong
from shop.inventory.models import StockLevel
from shop.listings.models import EditState, ListingEdit
from shop.listings.rules import Standing, standing
from shop.places.models import Place, PlaceKind
from shop.producers.models import Producer, ProducerState


class ListingFilter(StrEnum):
    """What a producer's list can be narrowed to."""

    LIVE = "live"
    DRAFT = "draft"
    WAITING = "waiting"
    DECLINED = "declined"
    HIDDEN = "hidden"
    UNCERTIFIED = "uncertified"


class ListingRow(msgspec.Struct, frozen=True, kw_only=True):
    """A listing as its producer sees it. `edit` is the state of its newest edit that still asks for something.

    `until` is the first day without a certificate in force, in the future or past; None: it never had one.
    """

    product_id: UUID
    slug: str
    name: str
    image: str
    standing: Standing
    edit: EditState | None
    price: Dong
    variants: int  # that are sold
    free: int  # pieces that may be sold, all places together
    until: date | None
    today: date
    sample: bool

    @property
    def days_left(self) -> int | None:
        """Days on which a certificate still holds; None without one in force."""
        return (self.until - self.today).days if self.until and self.until > self.today else None


class PlaceLevel(msgspec.Struct, frozen=True, kw_only=True):
    """Units of a variant at a place; `free` may be ordered. `own`: the producer's own store."""

    place: str
    slug: str
    own: bool
    on_hand: int
    held: int
    free: int


class Listable(msgspec.Struct, frozen=True, kw_only=True):
    """A registered product without a listing; `stars` are those in force, None without."""

    id: UUID
    name: str
    stars: int | None
    until: date | None


_TODAY = select(func.shop_today(type_=Date)).scalar_subquery()
_newest = (  # the one that asks for something: waits, was declined, or is being written
    select(ListingEdit.state)
    .where(ListingEdit.product_id == Product.id)
    .order_by(ListingEdit.id.desc())
    .limit(1)
    .correlate(Product)
    .scalar_subquery()
)
_certified = (
    select(Certificate.id)
    .where(Certificate.registered_product_id == Product.registered_product_id, graded())
    .correlate(Product)
    .exists()
)
_active = (
    select(Producer.id)
    .where(Producer.id == Product.producer_id, Producer.state == ProducerState.ACTIVE)
    .correlate(Product)
    .exists()
)
_free = func.coalesce(
    select(func.sum(StockLevel.free))
    .join(Variant, Variant.id == StockLevel.variant_id)
    .join(Place, Place.id == StockLevel.place_id)
    .where(Variant.product_id == Product.id, Variant.active, Place.kind != PlaceKind.TRANSIT)
    .correlate(Product)
    .scalar_subquery(),
    0,
    type_=Integer,
)
_sold_variants = (
    select(func.count()).where(Variant.product_id == Product.id, Variant.active).correlate(Product).scalar_subquery()
)
_until = (
    select(func.max(Certificate.in_force_until))
    .where(Certificate.registered_product_id == Product.registered_product_id, Certificate.stars.is_not(None))
    .correlate(Product)
    .scalar_subquery()
)
_ASKING = frozenset({EditState.DRAFT, EditState.SUBMITTED, EditState.DECLINED})
_FILTERS: dict[ListingFilter, ColumnElement[bool]] = {
    ListingFilter.LIVE: and_(~Product.hidden, _active, _certified),
    ListingFilter.DRAFT: or_(Product.published_at.is_(None), _newest == EditState.DRAFT),
    ListingFilter.WAITING: _newest == EditState.SUBMITTED,
    ListingFilter.DECLINED: _newest == EditState.DECLINED,
    ListingFilter.HIDDEN: and_(Product.hidden, Product.published_at.is_not(None)),
    ListingFilter.UNCERTIFIED: ~_certified,
}


async def listings_of(
    session: AsyncSession,
    producer_id: UUID,
    limit: int,
    *,
    only: ListingFilter | None = None,
    after: UUID | None = None,
) -> list[ListingRow]:
    """A producer's listings by name; `after` (a listing's id) goes on behind it. One statement."""
    wanted = [Product.producer_id == producer_id]
    if only is not None:
        wanted.append(_FILTERS[only])
    if after is not None:
        last = aliased(Product)
        place = select(last.fold).where(last.id == after).scalar_subquery()
        wanted.append(or_(Product.fold > place, and_(Product.fold == place, Product.id > after)))
    rows = await session.execute(_rows().where(*wanted).order_by(Product.fold, Product.id).limit(limit))
    return [_row(row) for row in rows]


async def count_listings(session: AsyncSession, producer_id: UUID) -> dict[ListingFilter | None, int]:
    """How many listings each filter leaves; under None all of them. One statement."""
    counts = [func.count().filter(rule) for rule in _FILTERS.values()]
    row = (await session.execute(select(func.count(), *counts).where(Product.producer_id == producer_id))).one()
    return dict(zip([None, *_FILTERS], row, strict=True))


async def listing_row(session: AsyncSession, product_id: UUID) -> ListingRow:
    """One listing as its producer sees it."""
    return _row((await session.execute(_rows().where(Product.id == product_id))).one())


async def listing_at(session: AsyncSession, producer_id: UUID, slug: str) -> Product | None:
    """The producer's listing at this address, hidden ones too; None when it has none there."""
    found: Product | None = await session.scalar(
        select(Product).where(Product.producer_id == producer_id, Product.slug == slug)
    )
    return found


async def listing_of(session: AsyncSession, producer_id: UUID, registered_id: UUID) -> str | None:
    """The address of the producer's listing of a registered product; None while it has none."""
    found: str | None = await session.scalar(
        select(Product.slug).where(Product.producer_id == producer_id, Product.registered_product_id == registered_id)
    )
    return found


async def variants_of(session: AsyncSession, product_id: UUID) -> list[Variant]:
    """All variants of a listing, those not sold too, in their order."""
    rows = await session.scalars(
        select(Variant).where(Variant.product_id == product_id).order_by(Variant.position, Variant.id)
    )
    return list(rows)


async def levels_of(session: AsyncSession, producer_id: UUID, product_id: UUID) -> dict[UUID, list[PlaceLevel]]:
    """Where the variants of a listing stand: the producer's own store first, then by the place's name."""
    own = and_(Place.kind == PlaceKind.PRODUCER_STORE, Place.producer_id == producer_id)
    rows = await session.execute(
        select(StockLevel.variant_id, Place.name, Place.slug, own, StockLevel.on_hand, StockLevel.held, StockLevel.free)
        .join(Place, Place.id == StockLevel.place_id)
        .join(Variant, Variant.id == StockLevel.variant_id)
        .where(Variant.product_id == product_id)
        .order_by(own.desc(), func.vn_fold(Place.name), Place.id)
    )
    found: dict[UUID, list[PlaceLevel]] = {}
    for variant, name, slug, is_own, on_hand, held, free in rows:
        level = PlaceLevel(place=name, slug=slug, own=bool(is_own), on_hand=on_hand, held=held, free=free)
        found.setdefault(variant, []).append(level)
    return found


async def edits_of(session: AsyncSession, product_id: UUID, limit: int) -> list[ListingEdit]:
    """The edits of a listing, the newest first."""
    rows = await session.scalars(
        select(ListingEdit).where(ListingEdit.product_id == product_id).order_by(ListingEdit.id.desc()).limit(limit)
    )
    return list(rows)


async def to_be_listed(session: AsyncSession, producer_id: UUID, limit: int) -> list[Listable]:
    """The producer's registered products that have no listing, by name."""
    held = (
        select(func.max(Certificate.stars), func.max(Certificate.in_force_until))
        .where(Certificate.registered_product_id == RegisteredProduct.id, graded())
        .correlate(RegisteredProduct)
        .lateral()
    )
    listed = select(Product.id).where(Product.registered_product_id == RegisteredProduct.id).exists()
    rows = await session.execute(
        select(RegisteredProduct.id, RegisteredProduct.name, *held.c)
        .where(RegisteredProduct.producer_id == producer_id, ~listed)
        .order_by(func.vn_fold(RegisteredProduct.name), RegisteredProduct.id)
        .limit(limit)
    )
    return [Listable(id=id_, name=name, stars=stars, until=until) for id_, name, stars, until in rows]


def _rows() -> Select[*tuple[Any, ...]]:
    return select(Product, _newest, _active, _certified, _sold_variants, _free, _until, _TODAY)


def _row(row: Row[*tuple[Any, ...]]) -> ListingRow:
    product, edit, active, certified, variants, free, until, today = row
    return ListingRow(
        product_id=product.id,
        slug=product.slug,
        name=product.name,
        image=product.image,
        standing=standing(
            published=product.published_at is not None, hidden=product.hidden, active=active, certified=certified
        ),
        edit=edit if edit in _ASKING else None,
        price=product.min_price,
        variants=variants,
        free=free,
        until=until,
        today=today,
        sample=product.sample,
    )
