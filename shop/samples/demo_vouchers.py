"""Sample vouchers: one for goods, one for shipping, and one of the sample producer with most products."""

from datetime import timedelta
from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.catalog.models import Product
from shop.core.clock import now
from shop.core.money import Dong
from shop.promotions.models import Voucher, VoucherKind
from shop.promotions.open_allowance import open_allowance

LASTS = timedelta(days=365)


class _Sample(msgspec.Struct, frozen=True, kw_only=True):
    code: str
    name: str
    kind: VoucherKind
    amount: Dong | None = None
    percent: int | None = None
    cap: Dong | None = None
    minimum: Dong = Dong(0)
    quota: int
    public: bool = True


SAMPLES = (
    _Sample(
        code="CHAOCHOMAY",
        name="Chào chợ mây",
        kind=VoucherKind.PLATFORM,
        percent=10,
        cap=Dong(50_000),
        minimum=Dong(200_000),
        quota=500,
    ),
    _Sample(
        code="GIAOTANNHA",
        name="Hỗ trợ phí giao",
        kind=VoucherKind.SHIPPING,
        amount=Dong(20_000),
        minimum=Dong(300_000),
        quota=300,
    ),
    _Sample(
        code="KHACQUEN",
        name="Khách quen của chủ thể",
        kind=VoucherKind.PRODUCER,
        amount=Dong(30_000),
        minimum=Dong(250_000),
        quota=100,
    ),
    _Sample(
        code="DEMHOI",
        name="Đêm hội chợ mây",
        kind=VoucherKind.PLATFORM,
        amount=Dong(15_000),
        quota=50,
        public=False,
    ),
)


async def add_vouchers(session: AsyncSession) -> None:
    """Make the sample vouchers, each once; all are open for a year and once for each buyer."""
    moment = await now(session)
    owner = await _producer_with_most(session)
    known = set(await session.scalars(select(Voucher.code)))
    for sample in SAMPLES:
        own = sample.kind is VoucherKind.PRODUCER
        if sample.code in known or (own and owner is None):
            continue
        words = {name: getattr(sample, name) for name in sample.__struct_fields__ if name != "quota"}
        allowance_id = await open_allowance(session, sample.quota, 1, sample=True)
        values = {
            **words,
            "producer_id": owner if own else None,
            "allowance_id": allowance_id,
            "starts_at": moment,
            "ends_at": moment + LASTS,
            "made_by": "samples",
            "sample": True,
        }
        await session.execute(insert(Voucher).values(values))


async def _producer_with_most(session: AsyncSession) -> UUID | None:
    found: UUID | None = await session.scalar(
        select(Product.producer_id)
        .where(Product.sample, Product.producer_id.is_not(None))
        .group_by(Product.producer_id)
        .order_by(func.count().desc(), Product.producer_id)
        .limit(1)
    )
    return found
