"""An order that had given its promotions back takes them again."""

from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.promotions.models import PromotionUse, Voucher
from shop.promotions.take import Taking, take_promotions


async def retake_promotions(session: AsyncSession, order_id: UUID) -> None:
    """Take what the order had of live prices and vouchers before it ended: all of it, or a refusal.

    The caller has locked the order and rolls back on a refusal. Their times may be over: the buyer agreed within them.

    Raises:
        QuotaExhausted, BuyerLimit, VoucherExhausted, VoucherBuyerLimit: others have them now.
    """
    rows = await session.execute(
        select(PromotionUse, Voucher.code)
        .outerjoin(Voucher, Voucher.id == PromotionUse.voucher_id)
        .where(PromotionUse.order_id == order_id, PromotionUse.released_at.is_not(None))
    )
    takings = [
        Taking(
            order_id=order_id,
            allowance_id=use.allowance_id,
            pieces=use.pieces,
            buyers=tuple(use.buyers),
            voucher_id=use.voucher_id,
            code=code or "",
            kind=use.kind,
            amount=use.amount,
        )
        for use, code in rows
    ]
    await session.execute(
        delete(PromotionUse).where(PromotionUse.order_id == order_id, PromotionUse.released_at.is_not(None))
    )
    await take_promotions(session, takings)
