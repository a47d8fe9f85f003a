"""Vouchers and campaigns for tests."""

from datetime import UTC, datetime, timedelta
from itertools import count

from sqlalchemy import select

from shop.core.money import Dong
from shop.promotions.models import Allowance, Campaign, PromotionUse, Voucher, VoucherKind

_numbers = count(1)


async def voucher(session, kind=VoucherKind.PLATFORM, *, quota=None, buyer_limit=None, **fields):
    """A voucher of 10.000 ₫ that is open, unless said otherwise."""
    allowance = Allowance(quota=quota, buyer_limit=buyer_limit)
    session.add(allowance)
    await session.flush()
    moment = datetime.now(UTC)
    usual = {
        "code": f"THU{next(_numbers):05}",
        "name": "Giảm thử",
        "amount": None if "percent" in fields else Dong(10_000),
        "minimum": Dong(0),
        "starts_at": moment - timedelta(hours=1),
        "ends_at": moment + timedelta(days=1),
        "made_by": "tests",
    }
    made = Voucher(kind=kind, allowance_id=allowance.id, **usual | fields)
    session.add(made)
    await session.flush()
    return made


async def taken(session, promotion) -> int:
    """How much is taken of a voucher or a campaign (or its id), as the database has it."""
    if not isinstance(promotion, Voucher):
        promotion = await session.get(Campaign, promotion)
    return await session.scalar(select(Allowance.taken).where(Allowance.id == promotion.allowance_id))


async def uses(session):
    """All uses, the first first."""
    found = await session.scalars(
        select(PromotionUse).order_by(PromotionUse.id).execution_options(populate_existing=True)
    )
    return list(found)
