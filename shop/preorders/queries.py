"""Reads of pre-orders."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.models import Product, Variant
from shop.places.models import Place
from shop.preorders.models import ClaimState, PreorderClaim, PreorderWindow


class OpenWindow(msgspec.Struct, frozen=True, kw_only=True):
    """A window in which a variant may be pre-ordered today; `left` pieces at most."""

    window: PreorderWindow
    place: Place
    left: int


class Promise(msgspec.Struct, frozen=True, kw_only=True):
    """When pre-ordered goods are promised, and whether they still wait for their harvest."""

    ship_from: date
    ship_until: date
    waiting: bool


class KeptWindow(msgspec.Struct, frozen=True, kw_only=True):
    """A window as its producer sees it; `waiting` pieces of `taken` have not come."""

    window: PreorderWindow
    product: str
    variant: str
    place: Place
    waiting: int
    open: bool


async def open_windows(session: AsyncSession, variants: Sequence[UUID]) -> dict[UUID, OpenWindow]:
    """The windows of `variants` that are open today and have pieces left."""
    left = PreorderWindow.quantity - PreorderWindow.taken - PreorderWindow.shelved
    rows = await session.execute(
        select(PreorderWindow, Place, left)
        .join(Place, Place.id == PreorderWindow.place_id)
        .where(PreorderWindow.variant_id.in_(variants), is_open(), left > 0)
    )
    return {window.variant_id: OpenWindow(window=window, place=place, left=free) for window, place, free in rows}


async def promises_of(session: AsyncSession, references: Sequence[UUID] | Select[UUID]) -> dict[UUID, Promise]:
    """What was promised to those of the parcels `references` (or a select of their ids) that were pre-ordered."""
    rows = await session.execute(
        select(PreorderClaim.reference, PreorderClaim.state, PreorderWindow.ship_from, PreorderWindow.ship_until)
        .join(PreorderWindow, PreorderWindow.id == PreorderClaim.window_id)
        .where(PreorderClaim.reference.in_(references), PreorderClaim.state != ClaimState.ENDED)
    )
    return {
        row.reference: Promise(
            ship_from=row.ship_from, ship_until=row.ship_until, waiting=row.state is ClaimState.WAITING
        )
        for row in rows
    }


async def windows_of(session: AsyncSession, producer_id: UUID, most: int) -> list[KeptWindow]:
    """A producer's windows, the newest first."""
    waiting = (
        select(func.coalesce(func.sum(PreorderClaim.pieces), 0))
        .where(PreorderClaim.window_id == PreorderWindow.id, PreorderClaim.state == ClaimState.WAITING)
        .scalar_subquery()
    )
    rows = await session.execute(
        select(PreorderWindow, Product.name, Variant, Place, waiting, is_open())
        .join(Variant, Variant.id == PreorderWindow.variant_id)
        .join(Product, Product.id == Variant.product_id)
        .join(Place, Place.id == PreorderWindow.place_id)
        .where(Variant.producer_id == producer_id)
        .order_by(PreorderWindow.id.desc())
        .limit(most)
    )
    return [
        KeptWindow(
            window=window,
            product=name,
            variant=variant.name or variant.unit,
            place=place,
            waiting=int(pieces),
            open=opened,
        )
        for window, name, variant, place, pieces, opened in rows
    ]


def is_open() -> ColumnElement[bool]:
    """Whether a window takes pre-orders today."""
    day = func.shop_today()
    return and_(PreorderWindow.closed_at.is_(None), PreorderWindow.starts_on <= day, PreorderWindow.ends_on >= day)
