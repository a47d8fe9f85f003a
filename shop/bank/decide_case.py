"""A person decides on a transfer, once: book it, send it back, or keep it."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.bank.book import book_transfer
from shop.bank.errors import (
    CaseDecided,
    CaseUnknown,
    DecisionUnsaid,
    NoOrderForTransfer,
    NotOurMoney,
)
from shop.bank.models import BankCase, BankNotice, CaseReason, CaseState
from shop.core.audit import record_act
from shop.core.clock import now
from shop.core.ids import read_code
from shop.core.text import squeeze
from shop.orders.models import Order
from shop.orders.rules import CODE_PREFIX

NOT_OURS = frozenset({CaseReason.WRONG_ACCOUNT, CaseReason.WRONG_CURRENCY})


async def match_case(session: AsyncSession, officer_id: UUID, case_id: UUID, code: str, note: str = "") -> None:
    """Book the case's transfer to the order `code`, as if its memo had named it.

    Raises:
        CaseUnknown: there is none.
        CaseDecided: somebody was faster.
        NoOrderForTransfer: no order has that code.
        NotOurMoney: the transfer is not đồng on our account.
    """
    case = await _lock_open(session, case_id)
    if case.reason in NOT_OURS:
        raise NotOurMoney
    order_id = await session.scalar(select(Order.id).where(Order.code == (read_code(CODE_PREFIX, code) or "")))
    if order_id is None:
        raise NoOrderForTransfer(field="code")
    notice = (await session.scalars(select(BankNotice).where(BankNotice.id == case.notice_id).with_for_update())).one()
    notice.outcome = await book_transfer(session, notice, order_id, str(officer_id))
    notice.reference = case.reference = order_id
    await _decide(session, case, officer_id, CaseState.MATCHED, note)


async def return_case(
    session: AsyncSession, officer_id: UUID, case_id: UUID, bank_reference: str, note: str = ""
) -> None:
    """Note that the bank sent the money back under `bank_reference`.

    Raises:
        CaseUnknown: there is none.
        CaseDecided: somebody was faster.
        DecisionUnsaid: the bank's reference is missing.
    """
    case = await _lock_open(session, case_id)
    said = squeeze(bank_reference)
    if not said:
        raise DecisionUnsaid(field="bank_reference")
    case.bank_reference = said
    await _decide(session, case, officer_id, CaseState.RETURNED, note)


async def keep_case(session: AsyncSession, officer_id: UUID, case_id: UUID, note: str) -> None:
    """Leave the money on the account; the note says why.

    Raises:
        CaseUnknown: there is none.
        CaseDecided: somebody was faster.
        DecisionUnsaid: the note is missing.
    """
    case = await _lock_open(session, case_id)
    if not squeeze(note):
        raise DecisionUnsaid(field="note")
    await _decide(session, case, officer_id, CaseState.KEPT, note)


async def _lock_open(session: AsyncSession, case_id: UUID) -> BankCase:
    case = await session.scalar(
        select(BankCase).where(BankCase.id == case_id).with_for_update().execution_options(populate_existing=True)
    )
    if case is None:
        raise CaseUnknown
    if case.state is not CaseState.OPEN:
        raise CaseDecided
    return case


async def _decide(session: AsyncSession, case: BankCase, officer_id: UUID, state: CaseState, note: str) -> None:
    case.state, case.note = state, squeeze(note) or None
    case.decided_by, case.decided_at = officer_id, await now(session)
    record_act(session, officer_id, f"bank.{state.value}", case.id, reason=case.reason.value, note=case.note or "")
