"""A return whose money goes back by the way it came: under way nobody pays it twice, and then it is over."""

import pytest
from sqlalchemy import select, update

from shop.core.clock import now
from shop.payments.errors import RefundUnderWay
from shop.payments.models import Refund, RefundMethod, RefundState
from shop.payments.note_refund import note_refund
from shop.payments.provider import RefundAnswer
from shop.returns.follow_refund import end_refunded
from shop.returns.models import Return, ReturnState
from shop.returns.pay_back import pay_back
from shop.returns.receive import Came, receive_return
from tests.make.returns import RULES, accepted, bought


async def _under_way(session):
    """A return that came in, and its refund on the way through Stripe."""
    order = await bought(session)
    made = await accepted(session, order, 2)
    await receive_return(session, order.clerk, made.code, [Came(line=order.line, shelved=2)], RULES)
    await session.flush()
    await session.execute(
        update(Refund).values(state=RefundState.SENT, method=RefundMethod.CARD, tries=1, sent_at=await now(session))
    )
    return order, made, (await session.scalars(select(Refund))).one()


async def test_what_is_under_way_is_not_paid_at_the_counter_too(session):
    order, made, _ = await _under_way(session)

    with pytest.raises(RefundUnderWay):
        await pay_back(session, order.clerk, made.code, RefundMethod.CASH, note="", terms=RULES)


async def test_a_return_is_over_once_its_provider_has_paid(session):
    _, made, refund = await _under_way(session)

    await note_refund(session, refund.id, 1, refund.amount, RefundAnswer(RefundState.PAID, "re_1"), actor="card")
    for _ in range(2):
        await end_refunded(session, refund.reference, RULES)
        await session.flush()
    await end_refunded(session, refund.id, RULES)  # of something that is no return

    state = await session.scalar(select(Return.state).where(Return.id == made.id))
    assert (state, refund.state) == (ReturnState.REFUNDED, RefundState.PAID)
