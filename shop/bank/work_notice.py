"""Work a notice once: book it by its memo, or open a case for a person."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.bank.book import book_transfer
from shop.bank.models import BankCase, BankNotice, CaseReason, NoticeOutcome
from shop.bank.rules import account_fault, memo_fault
from shop.core.clock import now
from shop.orders.models import Order
from shop.payments.bank_account import BankAccount
from shop.payments.memo import find_memos

ACTOR = "bank"


async def work_notice(session: AsyncSession, notice_id: UUID, account: BankAccount | None) -> None:
    """Book the transfer to the order its memo names, if it came to `account` in đồng; else a person decides.

    Safe to repeat: the notice is locked, and worked once. Its effect and `handled_at` are one transaction.
    """
    notice = await session.scalar(
        select(BankNotice).where(BankNotice.id == notice_id).with_for_update().execution_options(populate_existing=True)
    )
    if notice is None or notice.handled_at is not None:
        return
    if not notice.incoming or not notice.amount:
        notice.outcome = NoticeOutcome.IGNORED
    else:
        reason = await _book(session, notice, account)
        if reason is not None:
            notice.outcome = NoticeOutcome.CASE
            session.add(BankCase(notice_id=notice.id, reason=reason))
    notice.handled_at = await now(session)


async def _book(session: AsyncSession, notice: BankNotice, account: BankAccount | None) -> CaseReason | None:
    """Book it, or say why not."""
    codes = [memo.code for memo in find_memos(notice.content)]
    fault = account_fault(notice.account, notice.currency, account.number if account else None) or memo_fault(codes)
    if fault is not None:
        return fault
    order_id = await session.scalar(select(Order.id).where(Order.code == codes[0]))
    if order_id is None:
        return CaseReason.UNKNOWN_MEMO
    return None if await book_transfer(session, notice, order_id, ACTOR) else CaseReason.CASH_ORDER
