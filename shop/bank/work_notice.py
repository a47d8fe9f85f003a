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
    outcome = NoticeOutcome.IGNORED
    if notice.incoming and notice.amount:
        target = await _target(session, notice, account)
        if isinstance(target, CaseReason):
            outcome = NoticeOutcome.CASE
            session.add(BankCase(notice_id=notice.id, reason=target))
        else:
            outcome = await book_transfer(session, notice, target, ACTOR)
            notice.reference = target
    notice.outcome, notice.handled_at = outcome, await now(session)


async def _target(session: AsyncSession, notice: BankNotice, account: BankAccount | None) -> UUID | CaseReason:
    """The order its memo names, or why a person has to say which."""
    codes = [memo.code for memo in find_memos(notice.content)]
    fault = account_fault(notice.account, notice.currency, account.number if account else None) or memo_fault(codes)
    if fault is not None:
        return fault
    order_id: UUID | None = await session.scalar(select(Order.id).where(Order.code == codes[0]))
    return CaseReason.UNKNOWN_MEMO if order_id is None else order_id
