"""An officer takes the approved transfers to the bank, in a file that is always the same."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shop.core.actor import Actor
from shop.core.audit import record_act
from shop.core.clock import now
from shop.core.sheets import csv_bytes
from shop.payments.banks import bank_name
from shop.payouts.approve import lock_batch
from shop.payouts.end_payout import fail_payout, hold_accounts, lock_payouts
from shop.payouts.errors import PayoutBatchUnapproved
from shop.payouts.rules import ACCOUNT_CHANGED, MOVES, as_banks_write, memo_of
from shop.settlement.models import BankAccountOfProducer, Payout, PayoutMethod, PayoutState

HEADER = (
    "STT",
    "Số tài khoản",
    "Tên người hưởng",
    "Mã ngân hàng (BIN)",
    "Ngân hàng",
    "Số tiền",
    "Nội dung",
)


async def send_batch(session: AsyncSession, actor: Actor, batch_id: UUID) -> int:
    """Let the approved transfers of a batch go: from now on they stand in its file. How many did; safe to repeat.

    Where the bank account was changed since, the payout fails and its money is owed again.

    Raises:
        PayoutBatchUnknown: there is none.
        PayoutBatchUnapproved: it is not approved.
    """
    batch = await lock_batch(session, batch_id)
    if batch.approved_at is None:
        raise PayoutBatchUnapproved
    waiting = [
        one
        for one in await lock_payouts(session, batch_id)
        if one.state is PayoutState.APPROVED and one.method is PayoutMethod.TRANSFER
    ]
    standing = await hold_accounts(session, [one.account_id for one in waiting])
    moment, sent = await now(session), 0
    for one in waiting:
        if one.account_id in standing:
            MOVES.check(one.state, PayoutState.SENT)
            one.state, one.sent_at = PayoutState.SENT, moment
            sent += 1
        else:
            await fail_payout(session, one, ACCOUNT_CHANGED, by=str(actor.person_id), at=moment)
    if waiting:
        record_act(session, actor.person_id, "payouts.send", str(batch_id), sent=sent, failed=len(waiting) - sent)
    await session.flush()
    return sent


async def bank_file(session: AsyncSession, batch_id: UUID) -> bytes:
    """The transfers of a batch that were let go, as CSV for the bank: the same bytes whatever became of them since.

    Raises:
        PayoutBatchUnapproved: none was let go.
    """
    rows = (
        await session.execute(
            select(Payout, BankAccountOfProducer)
            .join(BankAccountOfProducer, BankAccountOfProducer.id == Payout.account_id)
            .where(Payout.batch_id == batch_id, Payout.method == PayoutMethod.TRANSFER, Payout.sent_at.is_not(None))
            .order_by(Payout.number)
        )
    ).all()
    if not rows:
        raise PayoutBatchUnapproved
    return csv_bytes(
        HEADER,
        [
            (
                place,
                account.number,
                as_banks_write(account.holder),
                account.bank_bin,
                bank_name(account.bank_bin),
                payout.amount,
                memo_of(payout.code),
            )
            for place, (payout, account) in enumerate(rows, 1)
        ],
    )
