"""Quoted ways of delivery as orders use them."""

from uuid import UUID

import msgspec
from sqlalchemy import and_, bindparam, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from shop.carriers.models import CarrierName
from shop.core.clock import shop_now
from shop.core.money import Dong
from shop.delivery.models import DeliveryQuote


class ChosenWay(msgspec.Struct, frozen=True, kw_only=True):
    """The way an order chooses; `open` while nobody has ordered by it and its time is not over."""

    id: UUID
    asked_hash: bytes
    carrier: CarrierName | None
    service_name: str
    fee: Dong
    days: int
    open: bool


_WAY = select(  # built once
    DeliveryQuote.id,
    DeliveryQuote.asked_hash,
    DeliveryQuote.carrier,
    DeliveryQuote.service_name,
    DeliveryQuote.fee,
    DeliveryQuote.days,
    and_(DeliveryQuote.reference.is_(None), DeliveryQuote.expires_at > shop_now()),
)


def way_from(quoted: DeliveryQuote) -> ChosenWay:
    """A way that was just read as open, as an order would choose it."""
    return ChosenWay(
        id=quoted.id,
        asked_hash=quoted.asked_hash,
        carrier=quoted.carrier,
        service_name=quoted.service_name,
        fee=quoted.fee,
        days=quoted.days,
        open=True,
    )


async def way_by_id(session: AsyncSession, quote_id: UUID) -> ChosenWay | None:
    """The way of this key."""
    row = (await session.execute(_WAY.where(DeliveryQuote.id == bindparam("id")), {"id": quote_id})).one_or_none()
    if row is None:
        return None
    found, asked, carrier, name, fee, days, is_open = row
    return ChosenWay(id=found, asked_hash=asked, carrier=carrier, service_name=name, fee=fee, days=days, open=is_open)


async def ways_of_ask(session: AsyncSession, ask_id: UUID) -> list[DeliveryQuote]:
    """The ways that were offered together and may still be ordered."""
    rows = await session.scalars(
        select(DeliveryQuote)
        .where(DeliveryQuote.ask_id == ask_id, DeliveryQuote.reference.is_(None), DeliveryQuote.expires_at > shop_now())
        .order_by(DeliveryQuote.position)
    )
    return list(rows)


async def take_way(session: AsyncSession, quote_id: UUID, reference: UUID) -> bool:
    """Let the order `reference` have the way, once and in time; False: another was quicker, or it is over."""
    taken: UUID | None = await session.scalar(
        update(DeliveryQuote)
        .where(DeliveryQuote.id == quote_id, DeliveryQuote.reference.is_(None), DeliveryQuote.expires_at > shop_now())
        .values(reference=reference)
        .returning(DeliveryQuote.id)
    )
    return taken is not None


async def way_of(session: AsyncSession, reference: UUID) -> DeliveryQuote | None:
    """The way an order has taken; None: the flat fee, or a pickup."""
    found: DeliveryQuote | None = await session.scalar(
        select(DeliveryQuote).where(DeliveryQuote.reference == reference)
    )
    return found


async def prune_quotes(session: AsyncSession, limit: int) -> int:
    """Remove ways nobody took in time; those of orders stay. Safe to repeat."""
    old = (
        select(DeliveryQuote.id)
        .where(DeliveryQuote.reference.is_(None), DeliveryQuote.expires_at < shop_now())
        .order_by(DeliveryQuote.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    gone = await session.scalars(delete(DeliveryQuote).where(DeliveryQuote.id.in_(old)).returning(DeliveryQuote.id))
    return len(gone.all())
