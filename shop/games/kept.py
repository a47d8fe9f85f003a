"""Which vouchers people kept in rooms still wait to be used there."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.clock import shop_now
from shop.games.models import KeptDrop, VoucherDrop
from shop.promotions.models import Voucher


async def kept_codes(session: AsyncSession, wanted: Collection[tuple[UUID, UUID]]) -> dict[tuple[UUID, UUID], str]:
    """(session, person) -> the code kept last there, while its voucher is open. One statement; nothing for nobody."""
    if not wanted:
        return {}
    rows = await session.execute(
        select(VoucherDrop.session_id, KeptDrop.person_id, Voucher.code)
        .join(VoucherDrop, VoucherDrop.id == KeptDrop.drop_id)
        .join(Voucher, Voucher.id == VoucherDrop.voucher_id)
        .where(
            tuple_(VoucherDrop.session_id, KeptDrop.person_id).in_(sorted(wanted)),
            Voucher.ends_at > shop_now(),
            Voucher.ended_at.is_(None),
        )
        .order_by(KeptDrop.id)
    )
    return {(row.session_id, row.person_id): row.code for row in rows}
