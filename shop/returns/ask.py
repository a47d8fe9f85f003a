"""A buyer asks to give goods back."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.clock import now
from shop.core.idempotency import draw_key
from shop.core.ids import new_code
from shop.core.pause import Pause, go_on
from shop.media.models import Asset, AssetKind, AssetState
from shop.orders.models import Order, OrderLine, OrderStatus, Parcel, ParcelHistory
from shop.orders.move import lock_order
from shop.returns.errors import (
    GoodsNotReceived,
    NothingReturned,
    ReturnPhotoUnknown,
    ReturnSaysNothing,
    ReturnsTooMany,
    ReturnTooLate,
)
from shop.returns.models import Return, ReturnLine, ReturnPhoto, ReturnReason, ReturnState
from shop.returns.move import note_move
from shop.returns.rules import CODE_PREFIX, MOST_PHOTOS, ReturnTerms

ROUTE = "returns.ask"
RECEIVED = (OrderStatus.HANDED_OVER, OrderStatus.DELIVERED)


class WishedPieces(msgspec.Struct, frozen=True, kw_only=True):
    """So many pieces of an order line."""

    line: UUID
    pieces: int


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What a buyer wants to give back of one parcel, and why; photos are assets of the order."""

    parcel: int
    lines: tuple[WishedPieces, ...]
    reason: ReturnReason
    words: str
    photos: tuple[UUID, ...] = ()


async def ask_return(
    session: AsyncSession,
    actor: Actor,
    order_id: UUID,
    wish: Wish,
    terms: ReturnTerms,
    *,
    key: str | None = None,
    pause: Pause = go_on,
) -> Return:
    """Ask to give pieces of a received parcel back; the same `key` asks once. The caller has checked who asks.

    The order is locked, and the guard stands in the UPDATE of each line and in a CHECK: the last piece goes once.

    Raises:
        NothingReturned, ReturnSaysNothing, ReturnPhotoUnknown: it cannot be meant so.
        GoodsNotReceived, ReturnTooLate: it is too early, or too late.
        ReturnsTooMany: not so many are left to give back.
        Invalid, InProgress, KeyReused: as everywhere.
    """
    _check_said(wish)
    known = await _known(session, order_id, wish, key)
    if isinstance(known, Return):
        return known
    order = await lock_order(session, Order.id == order_id)
    await pause("order locked")
    parcel = await _parcel(session, order.id, wish, terms)
    await _check_photos(session, order.id, wish.photos)
    await _take_pieces(session, parcel.id, wish.lines)
    asked = Return(
        id=known,
        code=new_code(CODE_PREFIX),
        order_id=order.id,
        parcel_id=parcel.id,
        place_id=parcel.place_id,
        producer_id=parcel.producer_id,
        state=ReturnState.ASKED,
        reason=wish.reason,
        words=wish.words,
        photos=len(wish.photos),
        version=1,
        sample=order.sample,
    )
    session.add(asked)
    await session.flush()  # its lines, photos and history name it
    await _write_parts(session, asked.id, wish)
    await note_move(session, asked, terms, str(actor.person_id or "buyer"), wish.words[:300])
    return asked


async def _known(session: AsyncSession, order_id: UUID, wish: Wish, key: str | None) -> Return | UUID | None:
    """The return that was asked for with the key, else the id the new one shall have; None: any."""
    if key is None:
        return None
    drawn = await draw_key(session, f"order:{order_id}", ROUTE, key, msgspec.to_builtins(wish))
    return await session.get_one(Return, drawn.reference) if drawn.replayed else drawn.reference


def _check_said(wish: Wish) -> None:
    if not wish.lines or len({each.line for each in wish.lines}) < len(wish.lines):
        raise NothingReturned(field="lines")
    if not any(sign.isalnum() for sign in wish.words):
        raise ReturnSaysNothing(field="words")


async def _parcel(session: AsyncSession, order_id: UUID, wish: Wish, terms: ReturnTerms) -> Parcel:
    parcel = await session.scalar(
        select(Parcel)
        .where(Parcel.order_id == order_id, Parcel.number == wish.parcel)
        .execution_options(populate_existing=True)
    )
    if parcel is None or parcel.status not in RECEIVED:
        raise GoodsNotReceived
    received = await received_at(session, parcel)
    if await now(session) > terms.asked_by(received, wish.reason):
        raise ReturnTooLate(field="reason", days=terms.return_days, exit_days=terms.exit_days)
    return parcel


async def received_at(session: AsyncSession, parcel: Parcel) -> datetime:
    """When the buyer got a parcel that was handed over or delivered."""
    moment: datetime | None = await session.scalar(
        select(func.max(ParcelHistory.created_at)).where(
            ParcelHistory.parcel_id == parcel.id, ParcelHistory.status == parcel.status
        )
    )
    return moment or parcel.created_at


async def _take_pieces(session: AsyncSession, parcel_id: UUID, lines: Sequence[WishedPieces]) -> None:
    for each in sorted(lines, key=lambda each: each.line):
        taken = await session.scalar(
            update(OrderLine)
            .where(
                OrderLine.id == each.line,
                OrderLine.parcel_id == parcel_id,
                OrderLine.going_back + each.pieces <= OrderLine.quantity,
            )
            .values(going_back=OrderLine.going_back + each.pieces)
            .returning(OrderLine.id)
            .execution_options(synchronize_session=False)
        )
        if taken is None or each.pieces < 1:
            raise ReturnsTooMany(field="lines", extra={"line": str(each.line)})


async def _check_photos(session: AsyncSession, order_id: UUID, photos: Sequence[UUID]) -> None:
    if len(set(photos)) != len(photos) or len(photos) > MOST_PHOTOS:
        raise ReturnPhotoUnknown(field="photos", most=MOST_PHOTOS)
    known = await session.scalars(
        select(Asset.id).where(
            Asset.id.in_(photos),
            Asset.owner == order_id,
            Asset.kind == AssetKind.PICTURE,
            Asset.state != AssetState.REFUSED,
        )
    )
    if set(known) != set(photos):
        raise ReturnPhotoUnknown(field="photos", most=MOST_PHOTOS)


async def _write_parts(session: AsyncSession, return_id: UUID, wish: Wish) -> None:
    lines = [{"return_id": return_id, "order_line_id": each.line, "pieces": each.pieces} for each in wish.lines]
    await session.execute(insert(ReturnLine), lines)
    if wish.photos:
        rows = [{"return_id": return_id, "asset_id": asset, "position": at} for at, asset in enumerate(wish.photos)]
        await session.execute(insert(ReturnPhoto), rows)
