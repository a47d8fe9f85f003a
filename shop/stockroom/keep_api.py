"""Addresses of the stock room: deliveries from outside, what is kept for the counter, what runs low."""

from typing import Annotated
from uuid import UUID

from litestar import Router, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, HeaderParameter, JSONBody, PathParameter
from msgspec import Meta
from sqlalchemy.ext.asyncio import AsyncSession

from shop.accounts.guards import require_role
from shop.core.actor import Actor, Role
from shop.core.text import Body, Line
from shop.stockroom.api import StockList
from shop.stockroom.guards import stockroom_of
from shop.stockroom.keep import Keeping, keep_stock
from shop.stockroom.queries import StockLine, low_at_place, stock_of
from shop.stockroom.rules import MOST_PIECES
from shop.stockroom.take_in import Delivery, take_in

KeyHeader = Annotated[str, HeaderParameter(name="Idempotency-Key", min_length=8, max_length=80, pattern=r"^[!-~]+$")]
SlugPath = Annotated[str, PathParameter(min_length=1, max_length=120)]
Code = Annotated[str, Meta(max_length=40)]
Pieces = Annotated[int, Meta(ge=0, le=MOST_PIECES)]


class DeliveryBody(Body):
    """`pieces` of a variant came; `batch` is the code on their label (`LO-…`), left out where none is known."""

    variant: UUID
    pieces: Annotated[int, Meta(ge=1, le=MOST_PIECES)]
    batch: Code = ""
    note: Line = ""


class KeepingBody(Body):
    """`counter_quota` pieces are never ordered online. At `low_at` free pieces the point is told; null: as usual."""

    counter_quota: Pieces
    low_at: Pieces | None = None


@post("/stock/receive", status_code=200, operation_id="takeInStock", summary="Goods were delivered")
async def deliver(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    data: JSONBody[DeliveryBody],
    key: KeyHeader,
) -> StockList:
    """From outside, not from another point. For sale at once. The same key takes in once."""
    delivery = Delivery(variant_id=data.variant, pieces=data.pieces, batch=data.batch, note=data.note)
    await take_in(session, actor, slug, delivery, key)
    return await _line(session, actor, slug, data.variant)


@put("/stock/{variant_id:uuid}/keep", operation_id="keepStock", summary="Keep pieces for the counter")
async def keep(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    variant_id: FromPath[UUID],
    data: JSONBody[KeepingBody],
) -> StockList:
    """What is held for orders already stays so. Safe to repeat."""
    keeping = Keeping(variant_id=variant_id, counter_quota=data.counter_quota, low_at=data.low_at)
    await keep_stock(session, actor, slug, keeping)
    return await _line(session, actor, slug, variant_id)


@get("/stock/low", operation_id="listLowStock", summary="What runs low at a point")
async def list_low(session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], slug: SlugPath) -> StockList:
    """By the products' names, at most 500; found once a minute."""
    place = await stockroom_of(session, actor, slug)
    return StockList(await low_at_place(session, place.id, 500))


async def _line(session: AsyncSession, actor: Actor, slug: str, variant_id: UUID) -> StockList:
    place = await stockroom_of(session, actor, slug)
    found: list[StockLine] = await stock_of(session, place.id, variant_id)
    return StockList(found)


routes = [
    Router(
        "/api/v1/sales-points/{slug:str}",
        route_handlers=[deliver, keep, list_low],
        guards=[require_role(Role.STAFF, Role.ADMIN)],
        tags=["stock"],
    )
]
