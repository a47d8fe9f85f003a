"""Work around bank notices."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from shop.bank.events import BankNoticed, TransferShort
from shop.bank.work_notice import work_notice
from shop.notifications.notify_transfer import tell_short_transfer
from shop.payments.bank_account import bank_account
from workers.app import SETTINGS
from workers.subscribe import subscriber


@subscriber("bank.work", "money")
async def book(session: AsyncSession, _event_id: UUID, event: BankNoticed) -> None:
    """Book a transfer, or open a case."""
    await work_notice(session, event.notice_id, bank_account(SETTINGS))


@subscriber("notices.transfer", "live")
async def tell_short(session: AsyncSession, event_id: UUID, event: TransferShort) -> None:
    """Write the buyer's notice of what is still to come."""
    await tell_short_transfer(session, event_id, event)
