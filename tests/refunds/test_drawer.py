"""A refund in cash at a point leaves its drawer, once, and not where the drawer cannot give it."""

import pytest
from sqlalchemy import select

from shop.counter.errors import DrawerClosed, DrawerShort
from shop.counter.models import CashKind, CashMovement
from shop.counter.open_drawer import open_drawer
from shop.orders.audit import audit_books
from shop.payments.errors import RefundUnapproved, RefundUnderWay
from shop.payments.models import RefundMethod, RefundState
from shop.refunds.approve import approve_refund
from shop.returns.models import ReturnState
from shop.returns.pay_back import pay_back
from shop.returns.receive import Came, receive_return
from tests.make.counter import fresh_key
from tests.make.refunds import refund_about
from tests.make.remittance import officer
from tests.make.returns import RULES, accepted, bought
from tests.refunds.test_refunds import STRICT


async def _received(session, *, cash=None):
    order = await bought(session)
    made = await accepted(session, order, 2)
    await receive_return(session, order.clerk, made.code, [Came(line=order.line, shelved=2)], RULES)
    if cash is not None:
        await open_drawer(session, order.clerk, order.goods.point, cash, fresh_key())
    await session.flush()
    return order, made


async def _pay(session, order, made, method=RefundMethod.CASH, terms=RULES):
    return await pay_back(session, order.clerk, made.code, method, note="FT1", terms=terms)


async def test_cash_leaves_the_book_of_the_drawer_once(session):
    order, made = await _received(session, cash=600_000)

    for _ in range(2):
        await _pay(session, order, made)
    await session.flush()

    refund = await refund_about(session, made.id)
    lines = await session.execute(
        select(CashMovement.amount, CashMovement.refund_id).where(CashMovement.kind == CashKind.REFUND)
    )
    assert [tuple(line) for line in lines] == [(-500_000, refund.id)]
    assert await audit_books(session) == []


@pytest.mark.parametrize(("cash", "error"), [(None, DrawerClosed), (499_999, DrawerShort)])
async def test_a_drawer_that_cannot_give_it_refuses_before_anything_is_noted(session, cash, error):
    order, made = await _received(session, cash=cash)

    with pytest.raises(error):
        async with session.begin_nested():
            await _pay(session, order, made)

    await session.refresh(made)
    assert (await refund_about(session, made.id)).state is RefundState.OWED
    assert made.state is ReturnState.RECEIVED
    await _pay(session, order, made, RefundMethod.TRANSFER)
    assert made.state is ReturnState.REFUNDED


async def test_a_large_one_waits_for_an_officer(session):
    order, made = await _received(session, cash=600_000)
    with pytest.raises(RefundUnapproved):
        async with session.begin_nested():
            await _pay(session, order, made, terms=STRICT)
    await session.refresh(made)

    await approve_refund(session, await officer(session), (await refund_about(session, made.id)).id)
    await _pay(session, order, made, terms=STRICT)

    assert made.state is ReturnState.REFUNDED


async def test_what_is_under_way_with_its_provider_is_not_paid_at_the_point(session):
    order, made = await _received(session, cash=600_000)
    refund = await refund_about(session, made.id)
    refund.state, refund.method, refund.sent_at = RefundState.SENT, RefundMethod.CARD, refund.created_at
    await session.flush()

    with pytest.raises(RefundUnderWay):
        await _pay(session, order, made)
