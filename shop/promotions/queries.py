"""Reads of campaigns and vouchers."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, and_, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.clock import shop_now
from shop.core.money import Dong
from shop.promotions.models import Allowance, Campaign, PromotionUse, Voucher, VoucherKind
from shop.promotions.rules import Effect


class LivePrice(msgspec.Struct, frozen=True):
    """đồng a piece of one variant, for buyers who name the campaign.

    With an allowance: `left` pieces go at that price at this moment, `buyer_limit` to one buyer (None: no bound).
    """

    variant_id: UUID
    price: Dong
    allowance_id: UUID | None = None
    left: int | None = None
    buyer_limit: int | None = None


class VoucherOffer(msgspec.Struct, frozen=True, kw_only=True):
    """A voucher at this moment. `left` uses are free in all (None: no bound)."""

    id: UUID
    allowance_id: UUID
    code: str
    name: str
    kind: VoucherKind
    producer_id: UUID | None
    effect: Effect
    open: bool
    left: int | None
    ends_at: datetime


class KeptVoucher(msgspec.Struct, frozen=True, kw_only=True):
    """A voucher as who looks after it sees it: `given` is what open orders saved by it, in đồng."""

    offer: VoucherOffer
    quota: int | None
    buyer_limit: int | None
    taken: int
    given: Dong
    public: bool
    starts_at: datetime
    ended: bool
    sample: bool


async def live_prices(session: AsyncSession, campaign_ids: Iterable[UUID]) -> dict[UUID, LivePrice]:
    """The prices of those campaigns that are open at this moment; the others are missing."""
    asked = list(campaign_ids)
    if not asked:
        return {}
    left = (Allowance.quota - Allowance.taken).label("left")
    rows = await session.execute(
        select(Campaign.id, Campaign.variant_id, Campaign.price, Allowance.id, left, Allowance.buyer_limit)
        .outerjoin(Allowance, Allowance.id == Campaign.allowance_id)
        .where(Campaign.id.in_(asked), Campaign.ended_at.is_(None), Campaign.starts_at <= shop_now())
    )
    return {row[0]: LivePrice(*row[1:]) for row in rows}


async def vouchers_by_code(session: AsyncSession, codes: Iterable[str]) -> dict[str, VoucherOffer]:
    """The vouchers of these codes (as stored); those that are over too. Nothing is asked where none are named."""
    asked = sorted(set(codes))
    if not asked:
        return {}
    rows = await session.execute(_BY_CODE, {"codes": asked})
    return {voucher.code: _offer(voucher, is_open, left) for voucher, is_open, left in rows}


async def public_vouchers(session: AsyncSession, producer_ids: Iterable[UUID], limit: int) -> list[VoucherOffer]:
    """Vouchers anybody may choose from that are open and not used up: those for all, and those of the producers."""
    left = (Allowance.quota - Allowance.taken).label("left")
    rows = await session.execute(
        select(Voucher, _open(), left)
        .join(Allowance, Allowance.id == Voucher.allowance_id)
        .where(
            Voucher.public,
            _open(),
            (Allowance.quota.is_(None)) | (Allowance.taken < Allowance.quota),
            Voucher.producer_id.is_(None) | Voucher.producer_id.in_(list(producer_ids)),
        )
        .order_by(Voucher.ends_at, Voucher.id)
        .limit(limit)
    )
    return [_offer(voucher, is_open, free) for voucher, is_open, free in rows]


async def kept_vouchers(session: AsyncSession, producer_id: UUID | None, limit: int) -> list[KeptVoucher]:
    """The vouchers of a producer, or the platform's own with those for shipping (None); the newest first."""
    given = (
        select(func.coalesce(func.sum(PromotionUse.amount), 0))
        .where(PromotionUse.voucher_id == Voucher.id, PromotionUse.released_at.is_(None))
        .scalar_subquery()
    )
    whose = Voucher.producer_id.is_(None) if producer_id is None else Voucher.producer_id == producer_id
    rows = await session.execute(
        select(Voucher, Allowance, _open(), given)
        .join(Allowance, Allowance.id == Voucher.allowance_id)
        .where(whose)
        .order_by(Voucher.id.desc())
        .limit(limit)
        .execution_options(populate_existing=True)
    )
    return [_kept(voucher, allowance, bool(is_open), int(saved)) for voucher, allowance, is_open, saved in rows]


def _open() -> ColumnElement[bool]:
    return and_(Voucher.ended_at.is_(None), Voucher.starts_at <= shop_now(), Voucher.ends_at > shop_now())


def _kept(voucher: Voucher, allowance: Allowance, is_open: bool, given: int) -> KeptVoucher:
    left = None if allowance.quota is None else allowance.quota - allowance.taken
    return KeptVoucher(
        offer=_offer(voucher, is_open, left),
        quota=allowance.quota,
        buyer_limit=allowance.buyer_limit,
        taken=allowance.taken,
        given=Dong(given),
        public=voucher.public,
        starts_at=voucher.starts_at,
        ended=voucher.ended_at is not None,
        sample=voucher.sample,
    )


def _offer(voucher: Voucher, is_open: bool, left: int | None) -> VoucherOffer:
    return VoucherOffer(
        id=voucher.id,
        allowance_id=voucher.allowance_id,
        code=voucher.code,
        name=voucher.name,
        kind=voucher.kind,
        producer_id=voucher.producer_id,
        effect=Effect(amount=voucher.amount, percent=voucher.percent, cap=voucher.cap, minimum=voucher.minimum),
        open=is_open,
        left=left,
        ends_at=voucher.ends_at,
    )


_BY_CODE = (  # built once
    select(Voucher, _open(), Allowance.quota - Allowance.taken)
    .join(Allowance, Allowance.id == Voucher.allowance_id)
    .where(Voucher.code.in_(bindparam("codes", expanding=True)))
    .execution_options(populate_existing=True)
)
