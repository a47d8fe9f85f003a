"""Keep what a bank told, once; it is worked later."""

from uuid import UUID

import msgspec
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shop.bank.events import BankNoticed
from shop.bank.models import BankNotice
from shop.bank.read_notice import Notice
from shop.core.outbox import publish


async def store_notice(session: AsyncSession, notice: Notice) -> bool:
    """Keep a notice; False when it stood already. Safe to repeat: the first telling of a foreign id counts."""
    stored: UUID | None = await session.scalar(
        insert(BankNotice).values(msgspec.structs.asdict(notice)).on_conflict_do_nothing().returning(BankNotice.id)
    )
    if stored is not None:
        publish(session, BankNoticed(notice_id=stored))
    return stored is not None
