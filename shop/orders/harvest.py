"""A harvest arrives: it is received, and those who ordered ahead get theirs before it is on sale."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.models import Variant
from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.clock import now
from shop.core.errors import Forbidden
from shop.core.outbox import publish
from shop.core.pause import Pause, go_on
from shop.inventory.end_holds import forget_released
from shop.inventory.hold import hold_first_come
from shop.inventory.receive import receive_stock
from shop.orders.events import OrderAllotted
from shop.orders.facts import order_facts
from shop.orders.models import Order, Parcel
from shop.orders.move import lines_of, lock_parcels
from shop.places.guards import require_staff
from shop.places.models import Place
from shop.preorders.errors import PreorderUnknown
from shop.preorders.models import ClaimState, PreorderClaim, PreorderWindow
from shop.producers.guards import require_member
from shop.producers.models import MemberRole


class Harvested(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a harvest: pieces received, those allotted to pre-orders, those still waited for."""

    received: int
    allotted: int
    waiting: int


async def require_receiver(session: AsyncSession, actor: Actor, window: PreorderWindow) -> None:
    """Let the staff of the window's place pass, and editors of a producer whose own store it is.

    Raises:
        Unauthenticated: nobody is signed in.
        Forbidden: somebody else is.
    """
    try:
        await require_staff(session, actor, window.place_id)
    except Forbidden:
        own = await session.scalar(
            select(Place.producer_id)
            .join(Variant, Variant.producer_id == Place.producer_id)
            .where(Place.id == window.place_id, Variant.id == window.variant_id)
        )
        if own is None:
            raise
        await require_member(session, actor, own, MemberRole.EDITOR)


async def receive_harvest(
    session: AsyncSession, actor: Actor, window_id: UUID, pieces: int, *, pause: Pause = go_on
) -> Harvested:
    """Receive `pieces` of a window's variant at its place, and hold them for pre-orders, the oldest first.

    An order for more than is left is passed over, waits on, and leaves what there is to those behind. Only the rest is
    on sale: nobody sees the goods before. Not idempotent: each call is a delivery of goods. Locked are the orders
    that wait, their parcels, the window, stock.

    Raises:
        PreorderUnknown: there is no such window.
        Unauthenticated, Forbidden: see `require_receiver`.
    """
    known = await session.get(PreorderWindow, window_id)
    if known is None:
        raise PreorderUnknown
    await require_receiver(session, actor, known)
    orders = await _lock_waiting(session, window_id)
    await pause("orders locked")
    window = await _lock_window(session, window_id)
    claims = await _waiting(session, window_id, [parcel.id for _, parcel in orders])
    who = str(actor.person_id)
    await receive_stock(session, window.variant_id, window.place_id, pieces, who, reason=f"preorder {window_id}")
    given = await _allot(session, window, claims, who)
    allotted = sum(claim.pieces for claim in given)
    rest = min(pieces - min(pieces, allotted), window.quantity - window.taken - window.shelved)
    window.shelved += rest
    await session.flush()
    await _tell(session, [pair for pair in orders if pair[1].id in {claim.reference for claim in given}])
    record_act(session, actor.person_id, "preorders.harvest", str(window_id), pieces=pieces, allotted=allotted)
    return Harvested(received=pieces, allotted=allotted, waiting=sum(claim.pieces for claim in claims) - allotted)


async def _lock_waiting(session: AsyncSession, window_id: UUID) -> list[tuple[Order, Parcel]]:
    """The orders that wait for goods of the window, and their parcels: as many as the window has pieces at most."""
    rows = await session.scalars(
        select(Order)
        .join(Parcel, Parcel.order_id == Order.id)
        .join(PreorderClaim, PreorderClaim.reference == Parcel.id)
        .where(PreorderClaim.window_id == window_id, PreorderClaim.state == ClaimState.WAITING)
        .order_by(Order.id)
        .with_for_update(of=Order)
        .execution_options(populate_existing=True)
    )
    orders = {order.id: order for order in rows}
    parcels = await lock_parcels(session, list(orders))
    return [(orders[order_id], parcel) for order_id, found in parcels.items() for parcel in found]


async def _lock_window(session: AsyncSession, window_id: UUID) -> PreorderWindow:
    found = await session.scalars(
        select(PreorderWindow)
        .where(PreorderWindow.id == window_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return found.one()


async def _waiting(session: AsyncSession, window_id: UUID, parcels: Sequence[UUID]) -> Sequence[PreorderClaim]:
    """The claims that wait, read under the locks of their parcels, the oldest first."""
    rows = await session.scalars(
        select(PreorderClaim)
        .where(
            PreorderClaim.window_id == window_id,
            PreorderClaim.state == ClaimState.WAITING,
            PreorderClaim.reference.in_(parcels),
        )
        .order_by(PreorderClaim.id)
        .execution_options(populate_existing=True)
    )
    return rows.all()


async def _allot(
    session: AsyncSession, window: PreorderWindow, claims: Sequence[PreorderClaim], who: str
) -> list[PreorderClaim]:
    """Hold the goods of as many claims as there are goods; returns those that got theirs."""
    pair = (window.variant_id, window.place_id)
    await forget_released(session, [claim.reference for claim in claims])
    refused = await hold_first_come(session, {claim.reference: {pair: claim.pieces} for claim in claims}, who)
    given = [claim for claim in claims if claim.reference not in refused]
    moment = await now(session)
    for claim in given:
        claim.state, claim.allotted_at = ClaimState.ALLOTTED, moment
    return given


async def _tell(session: AsyncSession, given: Sequence[tuple[Order, Parcel]]) -> None:
    lines = await lines_of(session, [order.id for order, _ in given])
    for order, _ in given:
        publish(session, OrderAllotted(**order_facts(order, lines[order.id])))
