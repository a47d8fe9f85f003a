"""Addresses for the staff of a point: pack, send, hand over and refuse what of an order stands there.

Without a number an act is on all of the order at the asker's places, with one on that parcel alone.
"""

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Router, get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody, PathParameter, QueryParameter
from msgspec import Meta
from sqlalchemy.ext.asyncio import AsyncSession

from config.settings import Settings
from shop.accounts.guards import require_role
from shop.cart.rules import MAX_LINES
from shop.core.actor import Actor, Role
from shop.core.db import Sessions, short
from shop.core.text import Body, Line, Reason, Slug
from shop.fulfilment.give_up import give_up
from shop.fulfilment.hand_over import hand_over
from shop.fulfilment.late import LateParcel, late_at
from shop.fulfilment.pack import pack_order
from shop.fulfilment.queries import PickList, pick_list
from shop.fulfilment.refuse import refuse_order
from shop.fulfilment.relocate import relocate
from shop.fulfilment.ship import deliver_order, ship_order
from shop.orders.errors import WrongPickupCode
from shop.orders.queries import order_at_counter
from shop.orders.shown import OrderShown
from shop.orders.terms import order_terms
from shop.places.errors import PlaceUnknown
from shop.places.guards import require_staff
from shop.places.queries import place_by_slug

STAFF = [require_role(Role.STAFF, Role.ADMIN)]

CodePath = Annotated[str, PathParameter(min_length=1, max_length=40)]
SlugPath = Annotated[str, PathParameter(min_length=1, max_length=120)]
LimitQuery = Annotated[int, QueryParameter(ge=1, le=100)]
NumberPath = Annotated[int, PathParameter(ge=1, le=999)]


class PickupBody(Body):
    """What the buyer said."""

    pickup_code: Annotated[str, Meta(min_length=6, max_length=6, pattern=r"^[0-9]{6}$")]


class RefusalBody(Body):
    """Why the buyer did not take it."""

    reason: Line = ""


class SupplyBody(Body):
    """Why it cannot be supplied; the buyer reads it."""

    reason: Reason


class LateParcels(msgspec.Struct, frozen=True):
    """Parcels whose hours to be packed are over, the oldest first."""

    items: list[LateParcel]


class RelocationBody(Body):
    """The place that has the goods, and which of them come from there: all where `variants` is left out."""

    to: Slug
    variants: Annotated[list[UUID], Meta(min_length=1, max_length=MAX_LINES)] | None = None


@post("/orders/{code:str}/pack", status_code=200, operation_id="packOrder", summary="An order is packed")
async def pack(session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], code: CodePath) -> OrderShown:
    """The buyer cannot cancel from now on. Safe to repeat."""
    order = await pack_order(session, actor, code)
    return await _shown(session, order.id)


@post(
    "/pack",
    status_code=200,
    operation_id="packParcel",
    summary="A parcel is packed",
)
async def pack_one(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], code: CodePath, number: NumberPath
) -> OrderShown:
    """The buyer cannot cancel the order from now on. Safe to repeat."""
    order = await pack_order(session, actor, code, number)
    return await _shown(session, order.id)


@post("/orders/{code:str}/hand-over", status_code=200, operation_id="handOver", summary="Hand an order over")
async def give(
    sessions: NamedDependency[Sessions],
    settings: NamedDependency[Settings],
    actor: NamedDependency[Actor],
    code: CodePath,
    data: JSONBody[PickupBody],
) -> OrderShown:
    """All its parcels, with the buyer's six digits. Wrong ones are counted and committed before the refusal is said."""
    async with short(sessions) as session:
        attempt = await hand_over(session, actor, code, data.pickup_code, order_terms(settings))
    if not attempt.handed_over:
        raise WrongPickupCode(field="pickup_code", extra={"tries_left": attempt.tries_left})
    async with short(sessions) as session:
        return await _shown(session, attempt.order_id)


@post("/orders/{code:str}/ship", status_code=200, operation_id="shipOrder", summary="An order leaves")
async def ship(session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], code: CodePath) -> OrderShown:
    """The courier has it. Safe to repeat."""
    order = await ship_order(session, actor, code)
    return await _shown(session, order.id)


@post(
    "/ship",
    status_code=200,
    operation_id="shipParcel",
    summary="A parcel leaves",
)
async def ship_one(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], code: CodePath, number: NumberPath
) -> OrderShown:
    """The courier has it. Safe to repeat."""
    order = await ship_order(session, actor, code, number)
    return await _shown(session, order.id)


@post("/orders/{code:str}/deliver", status_code=200, operation_id="deliverOrder", summary="An order arrived")
async def deliver(session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], code: CodePath) -> OrderShown:
    """Brought and paid. Safe to repeat."""
    order = await deliver_order(session, actor, code)
    return await _shown(session, order.id)


@post(
    "/deliver",
    status_code=200,
    operation_id="deliverParcel",
    summary="A parcel arrived",
)
async def deliver_one(
    session: NamedDependency[AsyncSession], actor: NamedDependency[Actor], code: CodePath, number: NumberPath
) -> OrderShown:
    """Brought, and its amount was paid. Safe to repeat."""
    order = await deliver_order(session, actor, code, number)
    return await _shown(session, order.id)


@post("/orders/{code:str}/refuse", status_code=200, operation_id="refuseOrder", summary="An order was not taken")
async def refuse(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    code: CodePath,
    data: JSONBody[RefusalBody],
) -> OrderShown:
    """Nobody came for it, or the door stayed shut; its stock is on sale again. Safe to repeat."""
    order = await refuse_order(session, actor, code, data.reason)
    return await _shown(session, order.id)


@post(
    "/refuse",
    status_code=200,
    operation_id="refuseParcel",
    summary="A parcel was not taken",
)
async def refuse_one(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    code: CodePath,
    number: NumberPath,
    data: JSONBody[RefusalBody],
) -> OrderShown:
    """The door stayed shut; its stock is on sale again, the other parcels go on. Safe to repeat."""
    order = await refuse_order(session, actor, code, data.reason, number)
    return await _shown(session, order.id)


@post("/orders/{code:str}/cannot-supply", status_code=200, operation_id="giveUpOrder", summary="Cannot be supplied")
async def give_up_all(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    code: CodePath,
    data: JSONBody[SupplyBody],
) -> OrderShown:
    """What of a confirmed order stands at the asker's places ends; nothing is paid for it. Safe to repeat."""
    order = await give_up(session, actor, code, data.reason)
    return await _shown(session, order.id)


@post("/cannot-supply", status_code=200, operation_id="giveUpParcel", summary="A parcel cannot be supplied")
async def give_up_one(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    code: CodePath,
    number: NumberPath,
    data: JSONBody[SupplyBody],
) -> OrderShown:
    """The order's total falls by what it cost; with its last parcel the order ends. Safe to repeat."""
    order = await give_up(session, actor, code, data.reason, number)
    return await _shown(session, order.id)


@post(
    "/relocate",
    status_code=200,
    operation_id="relocateParcel",
    summary="A parcel comes from another place",
)
async def relocate_one(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    code: CodePath,
    number: NumberPath,
    data: JSONBody[RelocationBody],
) -> OrderShown:
    """Until it is packed: all of it, or some of its variants, which are then a new parcel. Safe to repeat."""
    order = await relocate(session, actor, code, number, data.to, variants=data.variants)
    return await _shown(session, order.id)


@get(
    "/sales-points/{slug:str}/pick-list",
    status_code=200,
    operation_id="readPickList",
    summary="What a point has to fetch from its shelves",
)
async def read_pick_list(
    session: NamedDependency[AsyncSession],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    limit: LimitQuery = 50,
) -> PickList:
    """Pieces by variant for its confirmed parcels, then parcel by parcel, the oldest order first."""
    place = await place_by_slug(session, slug)
    if place is None:
        raise PlaceUnknown
    await require_staff(session, actor, place.id)
    return await pick_list(session, place.id, limit)


@get(
    "/sales-points/{slug:str}/late-parcels",
    status_code=200,
    operation_id="listLateParcels",
    summary="Parcels a point should have packed by now",
)
async def list_late(
    session: NamedDependency[AsyncSession],
    settings: NamedDependency[Settings],
    actor: NamedDependency[Actor],
    slug: SlugPath,
    limit: LimitQuery = 50,
) -> LateParcels:
    """Confirmed longer ago than the installation's hours, and not packed."""
    place = await place_by_slug(session, slug)
    if place is None:
        raise PlaceUnknown
    await require_staff(session, actor, place.id)
    return LateParcels(await late_at(session, place.id, settings.packing_hours, limit))


async def _shown(session: AsyncSession, order_id: UUID) -> OrderShown:
    await session.flush()  # the answer is read from the rows
    return await order_at_counter(session, order_id)


routes = [
    Router(
        "/api/v1",
        route_handlers=[pack, give, ship, deliver, refuse, give_up_all, read_pick_list, list_late],
        guards=STAFF,
        tags=["orders"],
    ),
    Router(
        "/api/v1/orders/{code:str}/parcels/{number:int}",
        route_handlers=[pack_one, ship_one, deliver_one, refuse_one, give_up_one, relocate_one],
        guards=STAFF,
        tags=["orders"],
    ),
]
