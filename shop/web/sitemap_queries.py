"""Reads of what search engines may find: products on sale, sales points in use, producers that may sell."""

from collections.abc import AsyncIterator
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import DateTime, Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.models import Product
from shop.catalog.queries import sale_predicate
from shop.core.clock import local
from shop.listings.models import EditState, ListingEdit
from shop.places.models import Place, PlaceKind
from shop.places.queries import serving
from shop.producers.models import Producer, ProducerState

PAGE = 10_000  # products in one file of the map; the protocol allows 50,000 addresses
_SLICE = 2_000  # rows of one statement


class Found(NamedTuple):
    """An address of the site, and the day its words last changed (None: not known)."""

    path: str
    changed: date | None = None


async def count_pages(session: AsyncSession) -> int:
    """How many files the products on sale fill."""
    products = await session.scalar(select(func.count()).select_from(Product).where(sale_predicate())) or 0
    return -(-products // PAGE)


async def products_of_page(session: AsyncSession, page: int, size: int = PAGE) -> AsyncIterator[Found]:
    """The products on sale of file `page` (1, 2, …; `size` products each), in slices of a keyset."""
    first = (page - 1) * size
    after = None
    if first:
        after = await session.scalar(
            select(Product.id).where(sale_predicate()).order_by(Product.id).offset(first - 1).limit(1)
        )
        if after is None:
            return
    left = size
    while left > 0:
        wanted = _slice(min(left, _SLICE))
        rows = (await session.execute(wanted if after is None else wanted.where(Product.id > after))).all()
        for _, slug, changed in rows:
            yield Found(f"/san-pham/{slug}", _day(changed))
        left -= len(rows)
        if len(rows) < _SLICE:
            return
        after = rows[-1][0]


async def places_and_producers(session: AsyncSession) -> list[Found]:
    """Sales points in use and producers that may sell."""
    places = await session.scalars(
        select(Place.slug).where(Place.kind == PlaceKind.SALES_POINT, serving()).order_by(Place.id)
    )
    producers = await session.scalars(
        select(Producer.slug).where(Producer.state == ProducerState.ACTIVE).order_by(Producer.id).limit(PAGE)
    )
    return [
        *(Found(f"/diem-ban/{slug}") for slug in places),
        *(Found(f"/chu-the-ocop/{slug}") for slug in producers),
    ]


def _slice(limit: int) -> Select[UUID, str, datetime]:
    approved = (
        select(func.max(ListingEdit.decided_at))
        .where(ListingEdit.product_id == Product.id, ListingEdit.state == EditState.APPROVED)
        .scalar_subquery()
    )
    changed = func.greatest(Product.listed_at, approved, type_=DateTime(timezone=True))
    return select(Product.id, Product.slug, changed).where(sale_predicate()).order_by(Product.id).limit(limit)


def _day(moment: datetime | None) -> date | None:
    return local(moment).date() if moment else None
