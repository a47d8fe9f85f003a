"""What stands in a stock room, and what is under way to it and from it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import Select, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from shop.catalog.models import Product, Variant
from shop.inventory.models import StockLevel
from shop.places.models import Place
from shop.stockroom.models import StockTransfer, TransferLine, TransferStatus


class StockLine(msgspec.Struct, frozen=True, kw_only=True):
    """A variant at a place: `on_hand` stands there, `held` of it is promised to orders."""

    variant: UUID
    sku: str
    product: str
    name: str
    unit: str
    on_hand: int
    held: int


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
    rows = await session.execute(
        select(Variant.id, Variant.sku, Product.name, Variant.name, Variant.unit, StockLevel.on_hand, StockLevel.held)
        .join(Variant, Variant.id == StockLevel.variant_id)
        .join(Product, Product.id == Variant.product_id)
        .where(StockLevel.place_id == place_id)
        .order_by(func.vn_fold(Product.name), Variant.name, Variant.id)
        .limit(most)
    )
    return [
        StockLine(variant=row[0], sku=row[1], product=row[2], name=row[3], unit=row[4], on_hand=row[5], held=row[6])
        for row in rows
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
