"""Addresses of a producer's windows of pre-orders."""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, PathParameter
from msgspec import Meta
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.guards import require_signed_in
from shop.core.actor import Actor
from shop.core.text import Body, Slug
from shop.places.errors import PlaceUnknown
from shop.places.queries import place_by_slug
from shop.preorders.open_window import NewWindow, close_window, open_window
from shop.preorders.queries import KeptWindow, windows_of
from shop.preorders.rules import MOST_PIECES, Days
from shop.producers.errors import ProducerUnknown
from shop.producers.guards import require_member
from shop.producers.models import MemberRole, Producer
from shop.producers.queries import producer_by_slug

MOST = 100  # windows of a list

SlugPath = Annotated[str, PathParameter(min_length=1, max_length=120)]
Pieces = Annotated[int, Meta(ge=1, le=MOST_PIECES)]


class WindowBody(Body, kw_only=True):
    """A harvest to be ordered ahead; days of Hà Nội, the last included. `sales_point`: the place it comes to."""

    variant: UUID
    sales_point: Slug
    starts_on: date
    ends_on: date
    ship_from: date
    ship_until: date
    quantity: Pieces
    buyer_limit: Pieces | None = None


class WindowOut(msgspec.Struct, frozen=True, kw_only=True):
    """A window as its producer sees it: of `taken` pieces `waiting` have not come, `shelved` went on sale to all."""

    id: UUID
    variant: UUID
    name: str
    sales_point: str
    starts_on: date
    ends_on: date
    ship_from: date
    ship_until: date
    quantity: int
    buyer_limit: int | None
    taken: int
    waiting: int
    shelved: int
    open: bool
    closed: bool


class WindowList(msgspec.Struct, frozen=True):
    """Windows, the newest first."""

    items: list[WindowOut]


@get(
    "/{slug:str}/preorder-windows",
    guards=[require_signed_in],
    operation_id="listPreorderWindows",
    summary="A producer's windows of pre-orders, for its members",
)
async def list_windows(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], slug: SlugPath
) -> WindowList:
    """The newest first."""
    producer = await _producer(session, slug)
    await require_member(session, actor, producer.id)
    return await _list(session, producer)


@post(
    "/{slug:str}/preorder-windows",
    status_code=201,
    guards=[require_signed_in],
    operation_id="openPreorderWindow",
    summary="Let a harvest be ordered ahead",
)
async def open_one(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], slug: SlugPath, data: JSONBody[WindowBody]
) -> WindowList:
    """For editors of the producer. A variant has one window at a time: a repeat is refused."""
    producer = await _producer(session, slug)
    await require_member(session, actor, producer.id, MemberRole.EDITOR)
    place = await place_by_slug(session, data.sales_point)
    if place is None:
        raise PlaceUnknown(field="sales_point")
    days = Days(starts_on=data.starts_on, ends_on=data.ends_on, ship_from=data.ship_from, ship_until=data.ship_until)
    new = NewWindow(
        variant_id=data.variant,
        place_id=place.id,
        days=days,
        quantity=data.quantity,
        buyer_limit=data.buyer_limit,
    )
    assert actor.person_id is not None
    await open_window(session, actor.person_id, producer.id, new)
    return await _list(session, producer)


@post(
    "/{slug:str}/preorder-windows/{window_id:uuid}/close",
    status_code=200,
    guards=[require_signed_in],
    operation_id="closePreorderWindow",
    summary="Take no more pre-orders",
)
async def close_one(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], slug: SlugPath, window_id: FromPath[UUID]
) -> WindowList:
    """For editors of the producer; orders placed stand. Safe to repeat."""
    producer = await _producer(session, slug)
    await require_member(session, actor, producer.id, MemberRole.EDITOR)
    assert actor.person_id is not None
    await close_window(session, actor.person_id, producer.id, window_id)
    return await _list(session, producer)


async def _producer(session: AsyncSession, slug: str) -> Producer:
    producer = await producer_by_slug(session, slug)
    if producer is None:
        raise ProducerUnknown
    return producer


async def _list(session: AsyncSession, producer: Producer) -> WindowList:
    return WindowList([_out(one) for one in await windows_of(session, producer.id, MOST)])


def _out(kept: KeptWindow) -> WindowOut:
    window = kept.window
    return WindowOut(
        id=window.id,
        variant=window.variant_id,
        name=f"{kept.product}, {kept.variant}",
        sales_point=kept.place.slug,
        starts_on=window.starts_on,
        ends_on=window.ends_on,
        ship_from=window.ship_from,
        ship_until=window.ship_until,
        quantity=window.quantity,
        buyer_limit=window.buyer_limit,
        taken=window.taken,
        waiting=kept.waiting,
        shelved=window.shelved,
        open=kept.open,
        closed=window.closed_at is not None,
    )


routes = [Router("/api/v1/producers", route_handlers=[list_windows, open_one, close_one], tags=["preorders"])]
