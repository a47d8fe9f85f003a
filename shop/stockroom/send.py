"""Goods leave a point for another."""

from collections.abc import Mapping
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.idempotency import draw_key
from shop.core.ids import new_code
from shop.inventory.draw import draw_batches, split, turned
from shop.inventory.errors import NotHeldBack
from shop.inventory.levels import take_levels, tell_shifts
from shop.inventory.models import MovementKind
from shop.inventory.move import Change, move_stock
from shop.places.models import Place, PlaceKind
from shop.places.queries import is_serving, place_by_slug
from shop.stockroom.errors import TransferNowhere
from shop.stockroom.guards import stockroom_of
from shop.stockroom.models import StockTransfer, TransferLine
from shop.stockroom.rules import CODE_PREFIX
from shop.stockroom.transit import require_variants, transit_place

ROUTE = "stockroom.send"


class Sending(msgspec.Struct, frozen=True, kw_only=True):
    """What goes from where to where: `pieces` by variant, each above zero."""

    from_slug: str
    to_slug: str
    pieces: Mapping[UUID, int]
    note: str = ""


async def send_transfer(session: AsyncSession, actor: Actor, sending: Sending, key: str) -> StockTransfer:
    """Take the goods off the place and let them stand in transit, all of them or none; the same key sends once.

    Stock rows are taken in id order, those of transit with those of the place. Batches leave best before first, and
    those that may not be sold stay.

    Raises:
        NotHeldBack: more than is free there; `variant` and `available` say what.
        TransferNowhere: the other end is no open sales point, or the same.
        NoSuchVariant, PlaceUnknown, Unauthenticated, Forbidden: not there, or not the actor's.
        InProgress, KeyReused: as `draw_key`.
    """
    place = await stockroom_of(session, actor, sending.from_slug)
    drawn = await draw_key(session, f"person:{actor.person_id}", ROUTE, key, _asked(sending))
    if drawn.replayed:
        return await session.get_one(StockTransfer, drawn.reference)
    target = await _target(session, place, sending.to_slug)
    await require_variants(session, sending.pieces)
    transfer = StockTransfer(
        id=drawn.reference,
        code=new_code(CODE_PREFIX),
        from_place_id=place.id,
        to_place_id=target.id,
        note=sending.note or None,
        sent_by=str(actor.person_id),
    )
    session.add(transfer)
    await session.flush()  # the lines refer to it
    session.add_all(
        TransferLine(transfer_id=transfer.id, variant_id=variant, pieces=pieces)
        for variant, pieces in sending.pieces.items()
    )
    await session.flush()
    await _leave(session, place.id, transfer, sending.pieces)
    record_act(session, actor.person_id, "stock.send", transfer.code, place=place.slug, to=target.slug)
    return transfer


async def _target(session: AsyncSession, place: Place, slug: str) -> Place:
    target = await place_by_slug(session, slug)
    if target is None or target.id == place.id or target.kind is not PlaceKind.SALES_POINT:
        raise TransferNowhere(field="to")
    if not await is_serving(session, target.id):
        raise TransferNowhere(field="to")
    return target


async def _leave(session: AsyncSession, place: UUID, transfer: StockTransfer, pieces: Mapping[UUID, int]) -> None:
    transit = await transit_place(session)
    levels = await take_levels(session, [(variant, end) for variant in pieces for end in (place, transit)])
    for variant, count in pieces.items():
        if levels[variant, place].sellable < count:
            left = max(levels[variant, place].sellable, 0)
            raise NotHeldBack(field="lines", extra={"variant": str(variant), "available": left})
    batched = {levels[variant, place].id: count for variant, count in pieces.items() if levels[variant, place].batched}
    parts = await draw_batches(session, batched) if batched else {}
    changes: list[Change] = []
    for variant, count in pieces.items():
        here, under_way = levels[variant, place].id, levels[variant, transit].id
        gone = split(Change(here, transfer.id, on_hand=-count), parts.get(here, []))
        changes += gone + [turned(change, under_way) for change in gone]
    await move_stock(session, changes, MovementKind.TRANSFER, transfer.sent_by, transfer.code)
    await tell_shifts(session, {(variant, place): -count for variant, count in pieces.items()})


def _asked(sending: Sending) -> list[object]:
    lines = sorted((str(variant), pieces) for variant, pieces in sending.pieces.items())
    return [sending.from_slug, sending.to_slug, lines, sending.note]
