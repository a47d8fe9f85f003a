"""Goods of a parcel come from another place than first chosen, until it is packed."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.cart.rules import SourceReason
from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.ids import kindred_id
from shop.core.money import Dong, split
from shop.core.outbox import publish
from shop.core.transitions import IllegalMove
from shop.delivery.models import DeliveryMethod
from shop.fulfilment.errors import FetchedHere, NotInParcel, NotServing
from shop.fulfilment.take import Taken, take_parcels
from shop.inventory.hold import hold_stock
from shop.inventory.levels import take_levels
from shop.inventory.release import release_stock
from shop.orders.events import LineFact, OrderRelocated
from shop.orders.facts import order_facts
from shop.orders.models import Order, OrderLine, OrderStatus, Parcel
from shop.orders.move import lines_of, note_parcel
from shop.orders.rules import amounts
from shop.places.errors import PlaceUnknown
from shop.places.models import Place, PlaceKind
from shop.places.queries import is_serving, place_by_slug
from shop.preorders.errors import PreorderKept
from shop.preorders.queries import promises_of


async def relocate(
    session: AsyncSession, actor: Actor, code: str, number: int, to: str, *, variants: Collection[UUID] | None = None
) -> Order:
    """Let the goods of parcel `number` (or the `variants` of it) come from the place `to`, as a new parcel.

    The new parcel holds its stock there before what was held here is free; one left without lines is cancelled.
    Safe to repeat: what is on its way from `to` already stays so. Stock rows of both places are taken in id order,
    so that two parcels that change places do not wait for each other.

    Raises:
        OrderUnknown: no such parcel at the places of this actor.
        PlaceUnknown, NotServing: there is no such place, or it sells nothing.
        FetchedHere, IllegalMove: the buyer fetches it, or it is not just confirmed.
        NotInParcel: a variant is not in it.
        PreorderKept: it was pre-ordered.
        OutOfStock: the other place has too few.
    """
    taken = await take_parcels(session, actor, code, number)
    parcel = taken.here[0]
    place = await _target(session, to)
    lines = (await lines_of(session, [taken.order.id]))[taken.order.id]
    if _is_done(taken, lines, place, variants):
        return taken.order
    moving = _chosen(parcel, lines, variants)
    if taken.order.delivery is DeliveryMethod.PICKUP:
        raise FetchedHere
    if parcel.status is not OrderStatus.CONFIRMED:
        raise IllegalMove(current=parcel.status.value, to="relocated")
    if await promises_of(session, [parcel.id]):
        raise PreorderKept
    if not await is_serving(session, place.id):
        raise NotServing(field="to")
    before = parcel.place_id
    made = await _divide(session, taken, [line for line in lines if line.parcel_id == parcel.id], moving, place)
    await _swap_stock(session, taken, parcel, made, moving)
    shifts = [_fact(line, at) for line in moving for at in (before, place.id)]
    facts = order_facts(taken.order, (), made.number)
    facts["lines"] = tuple(shifts)
    publish(session, OrderRelocated(**facts))
    record_act(session, actor.person_id, "orders.relocate", taken.order.code, parcel=number, made=made.number, to=to)
    return taken.order


async def _target(session: AsyncSession, slug: str) -> Place:
    place = await place_by_slug(session, slug)
    if place is None or place.kind is PlaceKind.TRANSIT:
        raise PlaceUnknown(field="to")
    return place


def _is_done(taken: Taken, lines: Sequence[OrderLine], place: Place, variants: Collection[UUID] | None) -> bool:
    """Whether this very act was done before, or there is nothing to do."""
    parcel = taken.here[0]
    if parcel.place_id == place.id:
        return True
    inside = {line.variant_id for line in lines if line.parcel_id == parcel.id}
    moved = {each.id for each in taken.parcels if each.reason is SourceReason.MOVED and each.place_id == place.id}
    there = {line.variant_id for line in lines if line.parcel_id in moved}
    if variants is None:
        return not inside and bool(there)
    return not inside & set(variants) and set(variants) <= there


def _chosen(parcel: Parcel, lines: Sequence[OrderLine], variants: Collection[UUID] | None) -> list[OrderLine]:
    inside = [line for line in lines if line.parcel_id == parcel.id]
    if variants is not None and not set(variants) <= {line.variant_id for line in inside}:
        raise NotInParcel(field="variants")
    chosen = [line for line in inside if variants is None or line.variant_id in variants]
    if not chosen:
        raise IllegalMove(current=parcel.status.value, to="relocated")
    return chosen


async def _divide(
    session: AsyncSession, taken: Taken, inside: Sequence[OrderLine], moving: Sequence[OrderLine], place: Place
) -> Parcel:
    """Write the new parcel with its lines and its share of the amount."""
    order, parcel = taken.order, taken.here[0]
    moved = _worth(moving)
    stays, goes = amounts(parcel.amount, [Dong(_worth(inside) - moved), moved])
    empties = len(moving) == len(inside)
    left, taken_along = split(parcel.deposit, [stays, goes]) if parcel.deposit and not empties else (0, parcel.deposit)
    made = Parcel(
        id=kindred_id(order.id),
        order_id=order.id,
        producer_id=parcel.producer_id,
        place_id=place.id,
        number=max(each.number for each in taken.parcels) + 1,
        status=OrderStatus.CONFIRMED,
        reason=SourceReason.MOVED,
        amount=parcel.amount if empties else goes,
        deposit=Dong(taken_along),
        version=1,
    )
    session.add(made)
    parcel.amount, parcel.deposit = Dong(0) if empties else stays, Dong(left)
    parcel.version += 1
    if empties:
        parcel.status = OrderStatus.CANCELLED
    order.version += 1
    await session.flush()  # the lines name the new parcel
    note_parcel(session, parcel, taken.who, f"to parcel {made.number}")
    note_parcel(session, made, taken.who, f"from parcel {parcel.number}")
    for line in moving:
        line.parcel_id, line.place_id = made.id, place.id
    await session.flush()  # parcels and lines come before stock
    return made


async def _swap_stock(
    session: AsyncSession, taken: Taken, parcel: Parcel, made: Parcel, moving: Sequence[OrderLine]
) -> None:
    """Hold there, then free here: nobody can take the last piece between the two."""
    pairs = [(line.variant_id, at) for line in moving for at in (parcel.place_id, made.place_id)]
    levels = await take_levels(session, pairs)
    here = {levels[line.variant_id, parcel.place_id].id for line in moving}
    wanted = {(line.variant_id, made.place_id): line.quantity for line in moving}
    await hold_stock(session, made.id, wanted, taken.who)
    await release_stock(session, [parcel.id], taken.who, f"to parcel {made.number}", levels=here)


def _worth(lines: Sequence[OrderLine]) -> Dong:
    """What lines cost after their discounts."""
    return Dong(sum(line.total - line.discount for line in lines))


def _fact(line: OrderLine, place_id: UUID) -> LineFact:
    return LineFact(variant_id=line.variant_id, place_id=place_id, quantity=line.quantity)
