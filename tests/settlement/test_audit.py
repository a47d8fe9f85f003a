"""The auditor compares the ledger with the other books, order by order."""

from sqlalchemy import select, text, update

from shop.orders.audit import audit_books
from shop.payments.models import RefundMethod
from shop.refunds.pay import pay_owed
from shop.settlement.models import LedgerPosting
from tests.make.refunds import claimed
from tests.make.returns import RULES, bought
from tests.make.settlement import posted

CASH = RefundMethod.CASH

LATER = """
    INSERT INTO clock_warp (singleton, anchor_real, anchor_shop, rate)
    VALUES (true, now(), now() + interval '1 hour', 1)
"""


async def _found(session, check) -> list[str]:
    await session.execute(text(LATER))
    return [one.found for one in await audit_books(session) if one.check == check]


async def test_the_audit_agrees_with_a_ledger_that_is_whole(session):
    order = await bought(session)
    refund, who = await claimed(session, order, 99_999)
    await pay_owed(session, who, refund.id, CASH, note="", terms=RULES)
    await claimed(session, order, 5_000)
    await posted(session, order.code)

    assert await _found(session, "money and ledger") == []
    assert await _found_again(session) == []


async def _found_again(session) -> list[str]:
    return [one.check for one in await audit_books(session) if "ledger" in one.check]


async def test_the_audit_finds_an_order_the_ledger_does_not_know(session):
    await bought(session)

    assert await _found(session, "money and ledger") == ["money 0, sold 0, kept 0"]


async def test_the_audit_finds_a_sale_that_was_shared_otherwise(session):
    order = await bought(session)
    await posted(session, order.code)
    await session.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
    await session.execute(text("ALTER TABLE ledger_posting DISABLE TRIGGER ledger_posting_append_only"))
    commission = select(LedgerPosting.account_id).where(LedgerPosting.amount == -22_500).scalar_subquery()
    await session.execute(update(LedgerPosting).where(LedgerPosting.account_id == commission).values(amount=-22_499))

    assert len(await _found(session, "entries of the ledger")) == 1
