"""Money that comes twice for an order, or on its way: the ledger says whose it is, and the auditor agrees."""

import pytest
from sqlalchemy import select, text

from shop.fulfilment.cash_anyway import note_cash_anyway
from shop.fulfilment.refuse import refuse_order
from shop.fulfilment.ship import deliver_order
from shop.orders.audit import audit_books
from shop.payments.models import Payment, Refund, RefundMethod
from shop.refunds.pay import pay_owed
from tests.make.remittance import officer
from tests.make.returns import RULES
from tests.make.settlement import posted
from tests.remittance.test_unasked import transferred, with_riders
from tests.settlement.test_audit import LATER


async def _cash_and_then_a_transfer(session, order, actor):
    await deliver_order(session, actor, order.code)
    await session.flush()
    await transferred(session, order)


async def _a_transfer_and_cash_nevertheless(session, order, actor):
    await transferred(session, order)
    await deliver_order(session, actor, order.code)
    await note_cash_anyway(session, actor, order.code)


async def _a_transfer_and_nobody_at_home(session, order, actor):
    await transferred(session, order)
    await refuse_order(session, actor, order.code, "đi vắng")


@pytest.mark.parametrize(
    ("happens", "sold"),
    [
        (_cash_and_then_a_transfer, True),
        (_a_transfer_and_cash_nevertheless, True),
        (_a_transfer_and_nobody_at_home, False),
    ],
)
async def test_what_was_not_asked_for_is_the_buyers_until_it_is_back(session, happens, sold):
    order, _, actor = await with_riders(session)
    await happens(session, order, actor)

    owed = await posted(session, order.code)
    await session.execute(text(LATER))
    before = await _complaints(session)
    await _pay_all_back(session, order)
    after = await posted(session, order.code)

    assert (owed["buyer"], "producer" in owed) == (-order.total, sold)
    assert before == []
    assert "buyer" not in after
    assert after.get("money", 0) + after.get("cash", 0) == (order.total if sold else 0)
    assert await _complaints(session) == []


async def _pay_all_back(session, order) -> None:
    who = await officer(session)
    ids = await session.scalars(
        select(Refund.id).join(Payment, Payment.id == Refund.payment_id).where(Payment.reference == order.id)
    )
    for refund_id in ids.all():
        await pay_owed(session, who, refund_id, RefundMethod.CASH, note="", terms=RULES)
    await session.flush()


async def _complaints(session) -> list[tuple[str, str, str]]:
    """What the auditor says of the ledger, and of payments."""
    found = await audit_books(session)
    return [(one.check, one.expected, one.found) for one in found if "ledger" in one.check or "payment" in one.check]
