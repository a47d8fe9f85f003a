"""What stands in a stock room, and what is under way to it and from it."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Date, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from shop.batches.models import Batch
from shop.catalog.models import Product, Variant
from shop.inventory.models import StockBatch, StockLevel
from shop.places.models import Place
from shop.stockroom.models import StockTransfer, TransferLine, TransferStatus

MOST_LOTS = 2000  # batches of one page


class LotLine(msgspec.Struct, frozen=True, kw_only=True):
    """`pieces` of a batch at a place; `blocked`: past its best before or recalled, not for sale."""

    code: str
    lot: str
    best_before: date | None
    pieces: int
    blocked: bool


class StockLine(msgspec.Struct, frozen=True, kw_only=True):
    """A variant at a place: `on_hand` stands there, `held` of it is promised to orders.

    `blocked` may not be sold, `counter_quota` is kept for the counter, and `available` may be ordered. It runs `low` at
    `low_at` (null: at the usual number). `batches` are those known, best before first.
    """

    variant: UUID
    sku: str
    product: str
    name: str
    unit: str
    on_hand: int
    held: int
    blocked: int
    counter_quota: int
    available: int
    low_at: int | None
    low: bool
    batches: tuple[LotLine, ...]


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a transfer; `received` is null while it is under way."""

    variant: UUID
    sku: str
    product: str
    name: str
    pieces: int
    received: int | None


class End(msgspec.Struct, frozen=True):
    """A place by its address and name."""

    slug: str
    name: str


class TransferShown(msgspec.Struct, frozen=True, kw_only=True):
    """A transfer as both ends see it; times are UTC."""

    code: str
    status: TransferStatus
    sender: End
    receiver: End
    note: str | None
    sent_at: datetime
    ended_at: datetime | None
    lines: tuple[Sent, ...]


async def stock_at(session: AsyncSession, place_id: UUID, most: int) -> list[StockLine]:
    """What a place carries, by the products' names; at most `most` lines. Empty ones that were sold out too."""
    return await _stock(session, most, StockLevel.place_id == place_id)


async def stock_of(session: AsyncSession, place_id: UUID, variant_id: UUID) -> list[StockLine]:
    """The line of one variant at a place; none where it was never carried."""
    return await _stock(session, 1, StockLevel.place_id == place_id, StockLevel.variant_id == variant_id)


async def low_at_place(session: AsyncSession, place_id: UUID, most: int) -> list[StockLine]:
    """What runs low at a place, by the products' names."""
    return await _stock(session, most, StockLevel.place_id == place_id, StockLevel.low_since.is_not(None))


async def _stock(session: AsyncSession, most: int, *which: ColumnElement[bool]) -> list[StockLine]:
    rows = (
        await session.execute(
            select(Variant.id, Variant.sku, Product.name, Variant.name, Variant.unit, StockLevel)
            .join(Variant, Variant.id == StockLevel.variant_id)
            .join(Product, Product.id == Variant.product_id)
            .where(*which)
            .order_by(func.vn_fold(Product.name), Variant.name, Variant.id)
            .limit(most)
            .execution_options(populate_existing=True)
        )
    ).all()
    lots = await _lots(session, [row[5].id for row in rows if row[5].batched])
    return [
        StockLine(
            variant=row[0],
            sku=row[1],
            product=row[2],
            name=row[3],
            unit=row[4],
            on_hand=row[5].on_hand,
            held=row[5].held,
            blocked=row[5].blocked,
            counter_quota=row[5].counter_quota,
            available=row[5].free,
            low_at=row[5].low_at,
            low=row[5].low_since is not None,
            batches=tuple(lots.get(row[5].id, ())),
        )
        for row in rows
    ]


async def _lots(session: AsyncSession, level_ids: Sequence[UUID]) -> dict[UUID, list[LotLine]]:
    """What stands of known batches at levels, best before first."""
    found: dict[UUID, list[LotLine]] = {}
    if not level_ids:
        return found
    rows = await session.execute(
        select(StockBatch.level_id, Batch.code, Batch.lot, Batch.best_before, StockBatch.on_hand, StockBatch.blocked)
        .join(Batch, Batch.id == StockBatch.batch_id)
        .where(StockBatch.level_id.in_(level_ids), StockBatch.on_hand > 0)
        .order_by(Batch.best_before.nulls_last(), Batch.id)
        .limit(MOST_LOTS)
    )
    for level, code, lot, best_before, pieces, blocked in rows:
        line = LotLine(code=code, lot=lot, best_before=best_before, pieces=pieces, blocked=blocked)
        found.setdefault(level, []).append(line)
    return found


async def fresh_lots(session: AsyncSession, place_id: UUID, most: int) -> list[tuple[UUID, LotLine]]:
    """Batches that may come to a place, of what it carries, with their variants: neither spoiled nor recalled."""
    rows = await session.execute(
        select(Batch.variant_id, Batch.code, Batch.lot, Batch.best_before, func.coalesce(Batch.pieces, 0))
        .join(StockLevel, and_(StockLevel.variant_id == Batch.variant_id, StockLevel.place_id == place_id))
        .where(
            Batch.recalled_at.is_(None),
            or_(Batch.best_before.is_(None), Batch.best_before >= func.shop_today(type_=Date)),
        )
        .order_by(Batch.id.desc())
        .limit(most)
    )
    return [
        (variant, LotLine(code=code, lot=lot, best_before=best_before, pieces=pieces, blocked=False))
        for variant, code, lot, best_before, pieces in rows
    ]


async def transfers_at(
    session: AsyncSession, place_id: UUID, statuses: Sequence[TransferStatus], most: int
) -> list[TransferShown]:
    """Transfers to and from a place in one of these states, the newest first."""
    return await _shown(
        session,
        select(StockTransfer.id)
        .where(
            or_(StockTransfer.from_place_id == place_id, StockTransfer.to_place_id == place_id),
            StockTransfer.status.in_(statuses),
        )
        .order_by(StockTransfer.id.desc())
        .limit(most),
    )


async def transfer_shown(session: AsyncSession, transfer_id: UUID) -> TransferShown:
    """One transfer."""
    return (await _shown(session, select(StockTransfer.id).where(StockTransfer.id == transfer_id)))[0]


async def _shown(session: AsyncSession, wanted: Select[UUID]) -> list[TransferShown]:
    sender, receiver = aliased(Place), aliased(Place)
    found = await session.execute(
        select(StockTransfer, sender.slug, sender.name, receiver.slug, receiver.name)
        .join(sender, sender.id == StockTransfer.from_place_id)
        .join(receiver, receiver.id == StockTransfer.to_place_id)
        .where(StockTransfer.id.in_(wanted))
        .order_by(StockTransfer.id.desc())
        .execution_options(populate_existing=True)
    )
    rows = found.all()
    lines = await _lines(session, [row[0].id for row in rows])
    return [
        TransferShown(
            code=row[0].code,
            status=row[0].status,
            sender=End(row[1], row[2]),
            receiver=End(row[3], row[4]),
            note=row[0].note,
            sent_at=row[0].created_at,
            ended_at=row[0].ended_at,
            lines=tuple(lines.get(row[0].id, ())),
        )
        for row in rows
    ]


async def _lines(session: AsyncSession, transfers: Sequence[UUID]) -> dict[UUID, list[Sent]]:
    rows = await session.execute(
        select(
            TransferLine.transfer_id,
            Variant.id,
            Variant.sku,
            Product.name,
            Variant.name,
            TransferLine.pieces,
            TransferLine.received,
        )
        .join(Variant, Variant.id == TransferLine.variant_id)
        .join(Product, Product.id == Variant.product_id)
        .where(TransferLine.transfer_id.in_(transfers))
        .order_by(func.vn_fold(Product.name), Variant.name, Variant.id)
    )
    found: dict[UUID, list[Sent]] = {}
    for transfer, variant, sku, product, name, pieces, received in rows:
        line = Sent(variant=variant, sku=sku, product=product, name=name, pieces=pieces, received=received)
        found.setdefault(transfer, []).append(line)
    return found
